"""What nobody may do to a deposit, by whatever door (REN-22)."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .deposit_common import PropertyDepositCommon


@tagged("post_install", "-at_install")
class TestDepositFaults(PropertyDepositCommon):
    # === The books ===

    def test_entries_are_not_undone_in_the_books(self):
        """Payment and entry refuse draft, cancel, delete, unmatching, reversal."""
        deposit = self._receive()
        self._deduct(deposit, 100, forfeiture=True)
        payment, move = deposit.payment_ids, deposit.payment_ids.move_id
        line = move.line_ids.filtered("property_deposit_step")
        partial = line.matched_debit_ids
        undo = [
            payment.action_draft,
            payment.action_cancel,
            payment.action_reject,
            payment.unlink,
            move.button_draft,
            move.button_cancel,
            move.with_context(force_delete=True).unlink,
            move._reverse_moves,
            lambda: move.with_context(property_deposit_reversal=deposit.id)
            .with_user(self.user_accountant)
            ._reverse_moves(),
            line.remove_move_reconcile,
            line.with_context(force_delete=True).unlink,
            partial.unlink,
            deposit.unlink,
        ]
        for number, attempt in enumerate(undo):
            with self.subTest(attempt=number):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    attempt()
        self.assertLedger(deposit, 2000, 1900, deducted=100)

    def test_unused_receipt_is_reversed_on_the_deposit_only(self):
        deposit = self._receive()
        for attempt in (
            deposit.payment_ids.action_draft,
            deposit.payment_ids.action_cancel,
            deposit.payment_ids.move_id.button_draft,
        ):
            with self.assertRaisesRegex(UserError, "on the deposit"):
                attempt()

    def test_settled_bill_is_not_undone_alone(self):
        bill = self._deduct(self._receive(), 530).invoice_id
        for attempt in (bill.button_draft, bill.button_cancel, bill._reverse_moves):
            with self.assertRaisesRegex(UserError, "settled from deposit"):
                attempt()

    def test_accountants_do_not_write_into_the_pool(self):
        deposit = self._receive()
        payment = deposit.payment_ids.with_user(self.user_chief_accountant)
        line = payment.move_id.line_ids[0]
        for attempt in (
            lambda: payment.write({"property_deposit_id": False}),
            lambda: payment.write({"state": "draft"}),
            lambda: payment.write({"amount": 1}),
            lambda: line.write({"property_deposit_id": False}),
            lambda: line.write({"property_deposit_step": "refund"}),
            lambda: self.env["account.payment"]
            .with_user(self.user_chief_accountant)
            .create({"property_deposit_id": deposit.id, "amount": 1}),
        ):
            with self.assertRaises(UserError):
                attempt()

    def test_stray_entries_do_not_match_with_a_deposit(self):
        """A hand-made entry on the account cannot use up somebody's deposit."""
        deposit = self._receive()
        stray = self._stray_entry(500)
        line = deposit.line_ids.filtered("property_deposit_step")
        with self.assertRaisesRegex(UserError, "own steps"), self.env.cr.savepoint():
            (line | stray).reconcile()
        self.assertLedger(deposit, 2000, 2000, state="held")

    def test_fees_never_net_with_deposits(self):
        """Neither the bill's widget of credits nor the counter offers a deposit."""
        deposit = self._receive()
        item = self._make_bill(self.unit_101, 265)
        bill = item.move_id
        self.assertFalse(bill.invoice_has_outstanding)
        self.assertFalse(bill.invoice_outstanding_credits_debits_widget)
        self.assertFalse(self.unit_101._property_open_credits())
        self.assertEqual(self.unit_101.amount_due, 265)
        receipt = self._draft(self.unit_101, amount=100)
        self.assertEqual(receipt.line_ids.move_line_id, item)
        receipt.action_post()
        bill._property_apply_credits()
        self.assertEqual(item.amount_residual, 165)
        # Even named outright, it is no candidate for the bill.
        bill.js_assign_outstanding_line(
            deposit.line_ids.filtered("property_deposit_step").id
        )
        self.assertEqual(item.amount_residual, 165)
        self.assertLedger(deposit, 2000, 2000, state="held")

    # === Taking ===

    def test_limit_of_the_estate(self):
        """日照 §69: at most 2,000 a home where the setting says so; shops agree."""
        parameter = self.env.ref(
            "property_service.property_parameter_deposit_cap_renovation"
        )
        self.assertEqual(self.estate._property_parameter(parameter.code), 0)
        self.assertIn("日照", parameter.source)
        self._make_deposit(amount=50000).unlink()
        self.env["property.parameter.value"].create(
            {
                "parameter_id": parameter.id,
                "company_id": self.company.id,
                "estate_id": self.estate.id,
                "value": "2000",
            }
        )
        with self.assertRaisesRegex(ValidationError, "limit of the estate"):
            self._make_deposit(amount=2000.01)
        self._receive(amount=1500)
        with self.assertRaisesRegex(ValidationError, "limit of the estate"):
            self._make_deposit(amount=501)
        self._receive(amount=500)
        self._make_deposit(self.unit_102, 2000)
        self.env["property.parameter.value"].create(
            {
                "parameter_id": parameter.id,
                "company_id": self.company.id,
                "estate_id": self.mall.id,
                "value": "2000",
            }
        )
        shop = self._make_deposit(
            self.shop, 30000, partner_id=self.merchant.id, journal_id=False
        )
        self.assertEqual(shop.state, "draft")

    def test_who_may_pay(self):
        with self.assertRaisesRegex(ValidationError, "does not hold unit"):
            self._make_deposit(partner_id=self.owner_b.id)
        self._make_deposit(kind="pass", partner_id=self.owner_b.id)
        owners_only = self.renovation_kind
        owners_only.payer_rule = "owner"
        with self.assertRaisesRegex(ValidationError, "does not hold unit"):
            self._make_deposit(self.shop, partner_id=self.merchant.id, journal_id=False)
        undelivered = self._make_deposit(
            self.unit_103, partner_id=self.developer.id, kind="renovation"
        )
        self.assertEqual(undelivered.partner_id, self.developer)

    def test_order_number_of_a_channel(self):
        with self.assertRaisesRegex(UserError, "order number"):
            self._receive(journal_id=self.wechat.id)
        self._receive(journal_id=self.wechat.id, order_number=" 4200 ")
        with self.assertRaisesRegex(UserError, "4200 is on receipt"):
            self._receive(self.unit_102, journal_id=self.wechat.id, order_number="4200")
        self._make_bill(self.unit_101, 265)
        self._collect(self.unit_101, journal_id=self.wechat.id, order_number="4201")
        with self.assertRaisesRegex(UserError, "4201 is on receipt"):
            self._receive(self.unit_102, journal_id=self.wechat.id, order_number="4201")

    def test_collected_once(self):
        deposit = self._receive()
        deposit.with_user(self.user_till).action_receive()
        self.assertEqual(len(deposit.payment_ids), 1)
        with self.assertRaisesRegex(UserError, "was received"):
            deposit.with_user(self.user_till).write({"amount": 1})
        with self.assertRaises(AccessError):
            deposit.with_user(self.user_manager).write({"amount_held": 1})
        with self.assertRaises(AccessError):
            deposit.with_user(self.user_manager).write({"state": "settled"})
        with self.assertRaisesRegex(UserError, "was received"):
            deposit.action_cancel()

    def test_foreign_journals_and_days_are_refused(self):
        deposit = self._make_deposit(date=self.today + timedelta(days=1))
        with self.assertRaisesRegex(UserError, "not before"):
            deposit.action_receive()
        deposit = self._make_deposit()
        foreign = self.mall._property_collection_journal("cash")
        with self.assertRaisesRegex(UserError, "does not collect"):
            deposit._property_receive(foreign)

    def test_values_of_a_client_are_dropped(self):
        deposit = (
            self.env["property.deposit"]
            .with_user(self.user_assistant)
            .create(
                {
                    "unit_id": self.unit_101.id,
                    "amount": 5,
                    "name": "YJ-1",
                    "amount_held": 7,
                    "state": "held",
                    "res_model": "res.users",
                    "res_id": 2,
                    "account_id": self.account.id,
                }
            )
        )
        self.assertEqual(
            (deposit.name, deposit.amount_held, deposit.state, deposit.res_model),
            (False, 0, "draft", False),
        )

    # === Deductions ===

    def test_deduction_needs_reason_evidence_and_a_word_of_the_payer(self):
        deposit = self._receive()
        supervisor = deposit.with_user(self.user_supervisor)
        none = self.env["ir.attachment"]
        with self.assertRaisesRegex(UserError, "evidence"):
            supervisor._property_deduct(100, "Damage", none, refusal_note="x")
        with self.assertRaisesRegex(UserError, "sign"):
            supervisor._property_deduct(100, "Damage", self._evidence())
        with self.assertRaisesRegex(UserError, "reason"):
            supervisor._property_deduct(100, " ", self._evidence(), refusal_note="x")
        with self.assertRaisesRegex(UserError, "holds"):
            supervisor._property_deduct(
                2000.01, "Damage", self._evidence(), refusal_note="x"
            )

    def test_evidence_is_locked(self):
        deduction = self._deduct(self._receive(), 100, book=False)
        photo = deduction.evidence_ids
        self.assertTrue(photo.property_locked)
        for user in (self.user_assistant, self.user_supervisor, self.user_manager):
            with self.assertRaises(UserError):
                photo.with_user(user).write({"name": "other.png"})
            with self.assertRaises(UserError):
                photo.with_user(user).unlink()
        with self.assertRaises(UserError):
            deduction.with_user(self.user_supervisor).evidence_ids = [Command.clear()]
        with self.assertRaises(UserError):
            deduction.with_user(self.user_supervisor).amount = 1

    def test_deduction_is_booked_once_and_only_approved(self):
        deposit = self._receive()
        deduction = deposit.with_user(self.user_supervisor)._property_deduct(
            100, "Damage", self._evidence(), refusal_note="Refused, guard saw it"
        )
        accountant = deduction.with_user(self.user_accountant)
        with self.assertRaisesRegex(UserError, "not approved"):
            accountant.action_post()
        deduction.approval_id.with_user(self.user_manager).action_approve()
        accountant.action_post()
        with self.assertRaisesRegex(UserError, "done already"):
            accountant.action_post()
        self.assertLedger(deposit, 2000, 1900, deducted=100)

    # === Refunds ===

    def test_three_people(self):
        """Asked by one, approved by a second, paid by a third (REN-22)."""
        deposit = self._receive()
        both = self._make_user(
            "property_both",
            "property_service.property_service_group_manager,"
            "account.group_account_user",
        )
        refund = deposit.with_user(both)._property_refund(note="lost")
        with self.assertRaises(UserError):
            refund.approval_id.with_user(both).action_approve()
        refund.approval_id.with_user(self.user_manager).action_approve()
        with self.assertRaisesRegex(UserError, "another person"):
            refund.with_user(both).action_pay()
        approver = self._make_user(
            "property_second",
            "property_service.property_service_group_manager,"
            "account.group_account_user",
        )
        refund.with_user(self.user_supervisor).action_cancel()
        refund = deposit.with_user(self.user_supervisor)._property_refund(note="lost")
        refund.approval_id.with_user(approver).action_approve()
        with self.assertRaisesRegex(UserError, "another person"):
            refund.with_user(approver).action_pay()
        refund.with_user(self.user_till).action_pay()
        self.assertLedger(deposit, 2000, 0, refunded=2000, state="settled")
        with self.assertRaisesRegex(UserError, "done already"):
            refund.with_user(self.user_other_till).action_pay()

    def test_refund_goes_to_the_payer_only(self):
        deposit = self._receive()
        refund = self._refund(deposit, pay=False)
        supervisor = refund.with_user(self.user_supervisor)
        for values in (
            {"partner_id": self.owner_b.id},
            {"payee_name": "Somebody else"},
            {"payee_account": "62"},
            {"amount": 1},
        ):
            with self.assertRaises(UserError):
                supervisor.write(values)
        self.assertEqual(refund.payee_name, self.owner_a.name)
        refund.with_user(self.user_accountant).action_pay()
        self.assertEqual(refund.payment_id.partner_id, self.owner_a)

    def test_refund_by_bank_names_the_account(self):
        deposit = self._receive()
        with (
            self.assertRaisesRegex(UserError, "enter the account"),
            self.env.cr.savepoint(),
        ):
            self._refund(deposit, journal=self.bank)
        refund = self._refund(
            deposit, journal=self.bank, payee_account="6222000000000001", pay=False
        )
        with self.assertRaises(AccessError):
            refund.with_user(self.user_till).action_pay()
        refund.with_user(self.user_accountant).action_pay()
        outstanding = self.bank.outbound_payment_method_line_ids.payment_account_id[:1]
        self.assertIn(outstanding, refund.move_id.line_ids.account_id)

    def test_paper_receipt_comes_back(self):
        deposit = self._receive()
        refund = self._refund(deposit, pay=False, note=False)
        payer = refund.with_user(self.user_accountant)
        with self.assertRaisesRegex(UserError, "take the deposit receipt back"):
            payer.action_pay()
        payer.receipt_returned = True
        payer.action_pay()
        self.assertEqual(refund.state, "posted")

    def test_one_refund_under_way(self):
        deposit = self._receive()
        self._refund(deposit, 500, pay=False)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(Exception) as caught,
            self.env.cr.savepoint(),
        ):
            self._refund(deposit, 500)
        self.assertIn("one_open", str(caught.exception))

    def test_ledger_decides_at_the_payment(self):
        """What a deduction took meanwhile cannot be refunded any more."""
        deposit = self._receive()
        refund = self._refund(deposit, pay=False)
        self._deduct(deposit, 500, forfeiture=True)
        with self.assertRaisesRegex(UserError, "holds"):
            refund.with_user(self.user_accountant).action_pay()
        self.assertLedger(deposit, 2000, 1500, deducted=500)

    # === Taking back ===

    def test_another_person_takes_back(self):
        deposit = self._receive(user=self.user_accountant)
        for reason in ("", "  "):
            with self.assertRaisesRegex(UserError, "why"):
                deposit.with_user(self.user_other_accountant)._property_reverse_receipt(
                    reason
                )
        with self.assertRaisesRegex(UserError, "colleague"):
            deposit.with_user(self.user_accountant)._property_reverse_receipt("wrong")
        forfeit = self._deduct(deposit, 100, forfeiture=True)
        with self.assertRaisesRegex(UserError, "colleague"):
            forfeit.with_user(self.user_accountant)._property_reverse("wrong")
        with self.assertRaisesRegex(UserError, "used or in use"):
            deposit.with_user(self.user_other_accountant)._property_reverse_receipt(
                "wrong"
            )
        with self.assertRaises(AccessError):
            forfeit.with_user(self.user_manager)._property_reverse("wrong")
        wizard = self.env["property.deposit.reversal.wizard"].with_user(
            self.user_other_accountant
        )
        wizard.create(
            {"step": f"{forfeit._name},{forfeit.id}", "reason": "No breach"}
        ).action_reverse()
        self.assertLedger(deposit, 2000, 2000, state="held")
        with self.assertRaisesRegex(UserError, "not booked"):
            forfeit.with_user(self.user_other_accountant)._property_reverse("again")

    # === Closed periods ===

    def test_closed_month_gives_a_clear_error(self):
        self.company.fiscalyear_lock_date = self.today - timedelta(days=5)
        deposit = self._make_deposit(date=self.today - timedelta(days=10))
        with self.assertRaisesRegex(UserError, "closed period"):
            deposit.action_receive()
        deposit.date = self.today
        deposit.action_receive()
        self.assertEqual(deposit.payment_ids.date, self.today)
        refund = self._refund(deposit, pay=False)
        refund.sudo().date = self.today - timedelta(days=10)
        with self.assertRaisesRegex(UserError, "closed period"):
            refund.with_user(self.user_accountant).action_pay()
        forfeit = self._deduct(deposit, 1, book=False, forfeiture=True)
        forfeit.sudo().date = self.today - timedelta(days=10)
        with self.assertRaisesRegex(UserError, "closed period"):
            forfeit.with_user(self.user_accountant).action_post()

    def test_closed_till_and_its_reversal(self):
        deposit = self._receive()
        close = (
            self.env["property.cash.close"]
            .with_user(self.user_till)
            .create({"estate_id": self.estate.id, "journal_id": self.till.id})
        )
        self.assertEqual((close.amount_in, close.deposit_in), (2000, 2000))
        self.assertEqual(close.deposit_count, 1)
        close.count_ids.filtered(lambda row: row.denomination == 100).pieces = 20
        close.action_hand_in()
        close.with_user(self.user_supervisor).action_sign_off()
        with self.assertRaisesRegex(UserError, "closed up to"):
            self._receive(self.unit_102)
        deposit.with_user(self.user_other_accountant)._property_reverse_receipt("wrong")
        reversal = deposit.payment_ids.move_id.reversal_move_ids
        self.assertEqual(reversal.date, self.today + timedelta(days=1))

    def test_day_close_shows_refunds_in_cash(self):
        self._refund(self._receive())
        self._receive(self.unit_102, 500)
        close = self.env["property.cash.close"].create(
            {"estate_id": self.estate.id, "journal_id": self.till.id}
        )
        self.assertEqual((close.amount_in, close.amount_out), (2500, 2000))
        self.assertEqual((close.deposit_in, close.deposit_out), (2500, 2000))
        self.assertEqual(close.amount_booked, 500)
        action = close.with_user(self.user_till).action_open_deposits()
        self.assertEqual(self.env["property.deposit"].search_count(action["domain"]), 2)
