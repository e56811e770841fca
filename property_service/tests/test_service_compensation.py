"""Compensation of complaints: approval, books, taking back (CMP-48)."""

from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .collect_common import PropertyCollectCommon


@tagged("post_install", "-at_install")
class TestServiceCompensation(PropertyCollectCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_colleague = cls._make_user(
            "property_colleague", "account.group_account_user"
        )
        cls.expense = cls.company.property_compensation_account_id

    def _complain(self):
        ticket = (
            self.env["helpdesk.ticket"]
            .with_user(self.user_assistant)
            .create(
                {
                    "name": "Flooded by the main pipe",
                    "property_kind": "complaint",
                    "property_unit_id": self.unit_101.id,
                    "partner_id": self.owner_a.id,
                }
            )
        )
        return ticket.property_complaint_ids

    def _ask(self, amount=100, approve=True, complaint=None, **values):
        complaint = complaint or self._complain()
        row = self.env["property.complaint.compensation"].with_user(self.user_assistant)
        row = row.create(
            {
                "complaint_id": complaint.id,
                "amount": amount,
                "reason": "Our pipe, our fault",
                **values,
            }
        )
        row.action_request_approval()
        if approve:
            row.approval_id.with_user(self.user_manager).action_approve()
        return row

    def _balances(self, *moves):
        """Balance by account of the entries of a compensation."""
        lines = self.env["account.move.line"].union(*(move.line_ids for move in moves))
        sums = {}
        for line in lines:
            sums[line.account_id] = sums.get(line.account_id, 0) + line.balance
        return {
            account: round(balance, 2) for account, balance in sums.items() if balance
        }

    def test_setup_brings_the_account(self):
        self.assertEqual(self.expense.internal_group, "expense")
        checks = self.env["property.setup"]._property_checks_of_company(self.company)
        self.assertIn(("Account of compensations", True), [row[:2] for row in checks])

    def test_nothing_is_filled_in_twice(self):
        """Unit and person come from the complaint."""
        row = self._ask(approve=False)
        self.assertEqual(row.unit_id, self.unit_101)
        self.assertEqual(row.partner_id, self.owner_a)
        self.assertEqual(row.requested_by_id, self.user_assistant)

    def test_credit_uses_up_the_oldest_bill(self):
        """CMP-48: a credit note of the unit; the ledger's rows, not our fields."""
        bill = self._make_bill(self.unit_101, 250)
        row = self._ask(100)
        row.with_user(self.user_accountant).action_post()
        move = row.move_id
        self.assertEqual((move.move_type, move.state), ("out_refund", "posted"))
        self.assertEqual(move.property_unit_id, self.unit_101)
        self.assertEqual(
            self._balances(move),
            {self.expense: 100.0, self._receivable(move).account_id: -100.0},
        )
        self.assertAlmostEqual(bill.amount_residual, 150, 2)
        self.assertEqual(row.posted_by_id, self.user_accountant)

    def test_credit_waits_for_the_next_bill(self):
        row = self._ask(100)
        row.with_user(self.user_accountant).action_post()
        self.assertAlmostEqual(
            self.unit_101.sudo()._property_credit_balances()[self.unit_101.id], 100, 2
        )

    def test_allowance_takes_back_income_and_tax(self):
        """An allowance on a fee reduces its price: income and VAT, not an expense."""
        row = self._ask(106, item_id=self.item.id)
        row.with_user(self.user_accountant).action_post()
        balances = self._balances(row.move_id)
        income = self.item._property_account()
        self.assertAlmostEqual(balances[income], 100, 2)
        self.assertAlmostEqual(balances[self._receivable(row.move_id).account_id], -106)
        self.assertNotIn(self.expense, balances)
        self.assertAlmostEqual(sum(balances.values()), 0, 2)

    def test_paid_out_in_cash_by_the_cashier(self):
        row = self._ask(80, kind="payment", journal_id=self.till.id)
        row.with_user(self.user_till).action_post()
        payment = row.sudo().payment_id
        self.assertEqual(
            self._balances(row.sudo().move_id, payment.move_id),
            {self.expense: 80.0, self.till.default_account_id: -80.0},
        )
        self.assertTrue(self._receivable(row.sudo().move_id).reconciled)
        self.assertEqual(payment.move_id.property_unit_id, self.unit_101)

    def test_transfer_needs_an_account_and_an_accountant(self):
        complaint = self._complain()
        values = {"kind": "payment", "journal_id": self.bank.id}
        with self.assertRaisesRegex(UserError, "the account of the payee"):
            self._ask(80, complaint=complaint, **values)
        row = self._ask(80, complaint=complaint, payee_account="6222 0001", **values)
        with self.assertRaisesRegex(AccessError, "cashiers pay out cash only"):
            row.with_user(self.user_till).action_post()
        row.with_user(self.user_accountant).action_post()
        self.assertEqual(row.state, "posted")

    def test_not_without_approval(self):
        row = self._ask(approve=False)
        with self.assertRaisesRegex(UserError, "is not approved"):
            row.with_user(self.user_accountant).action_post()
        row.approval_id.with_user(self.user_manager).action_approve()
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            row.amount = 1000
        for user in (self.user_assistant, self.user_manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                row.with_user(user).action_post()
        for name in ("state", "move_id", "posted_by_id", "requested_by_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                row.with_user(self.user_accountant).write({name: False})

    def test_three_people(self):
        """Who asks or approves does not book; who booked does not take back."""
        self.user_assistant.group_ids += self.env.ref("account.group_account_user")
        self.user_manager.group_ids += self.env.ref("account.group_account_user")
        row = self._ask()
        for user in (self.user_assistant, self.user_manager):
            with (
                self.subTest(user.login),
                self.assertRaisesRegex(UserError, "another person"),
            ):
                row.with_user(user).action_post()
        row.with_user(self.user_accountant).action_post()
        with self.assertRaisesRegex(UserError, "a colleague takes it back"):
            row.with_user(self.user_accountant)._property_reverse("Wrong")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.cr.savepoint(),
        ):
            row.sudo().write({"posted_by_id": row.requested_by_id.id})
            row.flush_recordset()

    def test_nobody_is_granted_money_by_the_person_meant(self):
        """CMP-31: whom the complaint is about does not decide on the money."""
        boss = self._make_staff("Boss", self.user_manager, post="manager")
        complaint = self._complain()
        complaint.respondent_id = boss
        with self.assertRaisesRegex(UserError, "nobody can decide"):
            self._ask(complaint=complaint)

    def test_booked_once(self):
        row = self._ask()
        row.with_user(self.user_accountant).action_post()
        move = row.move_id
        with self.assertRaisesRegex(UserError, "this step starts at"):
            row.with_user(self.user_colleague).action_post()
        self.assertEqual(row.move_id, move)
        found = self.env["account.move"].search(
            [("property_compensation_id", "=", row.id)]
        )
        self.assertEqual(found, move)

    def test_somebody_else_holds_it(self):
        """Two people at once: the second is told, nothing is booked twice."""
        row = self._ask().with_user(self.user_accountant)
        nothing = row.browse()
        with (
            patch.object(type(row), "try_lock_for_update", lambda *_a, **_k: nothing),
            self.assertRaisesRegex(UserError, "somebody else works on it"),
        ):
            row.action_post()
        self.assertFalse(row.move_id)

    def test_taken_back_by_opposite_entries(self):
        """Never deleted: the bill is open again, both entries stay."""
        bill = self._make_bill(self.unit_101, 250)
        row = self._ask(100)
        row.with_user(self.user_accountant).action_post()
        with self.assertRaisesRegex(UserError, "Write why"):
            row.with_user(self.user_colleague)._property_reverse(" ")
        with self.assertRaises(AccessError):
            row.with_user(self.user_till)._property_reverse("Wrong unit")
        row.with_user(self.user_colleague)._property_reverse("Wrong unit")
        self.assertEqual(row.state, "reversed")
        self.assertAlmostEqual(bill.amount_residual, 250, 2)
        moves = row.move_id | row.reversal_move_ids
        self.assertEqual(len(moves), 2)
        self.assertEqual(self._balances(*moves), {})
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        self.assertEqual(moves.property_unit_id, self.unit_101)
        with self.assertRaisesRegex(UserError, "this step starts at"):
            row.with_user(self.user_colleague)._property_reverse("Again")
        with self.assertRaises(UserError):
            row.sudo().unlink()

    def test_payment_is_taken_back_too(self):
        row = self._ask(80, kind="payment", journal_id=self.till.id)
        row.with_user(self.user_till).action_post()
        row.with_user(self.user_colleague)._property_reverse("Paid to the wrong man")
        row = row.sudo()
        moves = row.move_id | row.payment_id.move_id | row.reversal_move_ids
        self.assertEqual(len(moves), 4)
        self.assertEqual(self._balances(*moves), {})
        self.assertEqual(row.payment_id.state, "canceled")
        open_lines = moves.line_ids.filtered(
            lambda line: (
                line.account_type == "asset_receivable" and not line.reconciled
            )
        )
        self.assertFalse(open_lines)

    def test_books_do_not_undo_it(self):
        """The accountants' own buttons refuse, for entry and payment."""
        row = self._ask(80, kind="payment", journal_id=self.till.id)
        row.with_user(self.user_till).action_post()
        books = row.sudo().with_user(self.user_chief_accountant)
        for name in ("button_draft", "button_cancel"):
            with self.subTest(name), self.assertRaisesRegex(UserError, "compensation"):
                getattr(books.move_id, name)()
        with self.assertRaisesRegex(UserError, "compensation"):
            books.move_id._reverse_moves(cancel=True)
        for name in ("action_draft", "action_cancel", "unlink"):
            with self.subTest(name), self.assertRaisesRegex(UserError, "compensation"):
                getattr(books.payment_id, name)()
        with self.assertRaises(UserError):
            books.payment_id.move_id.button_draft()
        bill = self._make_bill(self.unit_101, 10).move_id
        with self.assertRaises(UserError):
            bill.with_user(self.user_chief_accountant).write(
                {"property_compensation_id": row.id}
            )

    def test_complaint_waits_for_the_decision(self):
        row = self._ask(approve=False)
        ticket = row.complaint_id.ticket_id
        ticket._property_finish("Ceiling painted")
        ticket._property_give_feedback("phone")
        satisfied = self.env["property.service.close.code"].search(
            [("code", "=", "solved_satisfied")]
        )
        with self.assertRaisesRegex(UserError, "not decided yet"):
            ticket._property_close(satisfied)
        row.action_cancel()
        self.assertEqual(row.approval_id.state, "cancelled")
        ticket._property_close(satisfied)
        with self.assertRaisesRegex(UserError, "closed and filed"):
            self._ask(complaint=row.complaint_id)

    def test_closed_day_takes_no_money(self):
        """The till that was counted pays nothing out on that day (FEE-10)."""
        self.env["property.cash.close"].create(
            {
                "estate_id": self.estate.id,
                "journal_id": self.till.id,
                "date": self.today,
                "state": "closed",
                "cashier_id": self.user_till.id,
                "closed_by_id": self.user_supervisor.id,
                "date_closed": "2026-01-01 00:00:00",
            }
        )
        row = self._ask(80, kind="payment", journal_id=self.till.id)
        with self.assertRaisesRegex(UserError, "is closed up to"):
            row.with_user(self.user_till).action_post()

    def test_other_estates_do_not_see_it(self):
        row = self._ask()
        outsider = self._make_user(
            "property_outsider",
            "property_service.property_service_group_manager",
            estates=self.mall,
        )
        self.assertFalse(row.with_user(outsider).search([]))
        for user in (self.user_technician, self.user_resident):
            with self.subTest(user.login), self.assertRaises(AccessError):
                row.with_user(user).read(["amount"])
