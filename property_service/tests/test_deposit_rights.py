"""Who may do what with deposits, across roles, estates and companies (SEC-01)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .deposit_common import PropertyDepositCommon


@tagged("post_install", "-at_install")
class TestDepositRights(PropertyDepositCommon):
    def test_assistant_prepares_and_no_more(self):
        """REN-22: an assistant cannot take, approve, refund or edit evidence."""
        deposit = (
            self.env["property.deposit"]
            .with_user(self.user_assistant)
            .create({"unit_id": self.unit_101.id, "amount": 2000})
        )
        self.assertEqual(deposit.journal_id, self.till)
        with self.assertRaises(AccessError):
            deposit.action_receive()
        deposit.with_user(self.user_till).action_receive()
        self.assertEqual(deposit.amount_held, 2000)
        for attempt in (
            lambda: deposit._property_refund(note="x"),
            lambda: deposit._property_deduct(
                1, "x", self._evidence(user=self.user_assistant), refusal_note="x"
            ),
            lambda: deposit._property_transfer(
                self.owner_b, self._evidence(user=self.user_assistant)
            ),
            lambda: deposit._property_reverse_receipt("x"),
        ):
            with self.assertRaises(AccessError):
                attempt()
        refund = self._refund(deposit.with_env(self.env), pay=False)
        with self.assertRaises(AccessError):
            refund.with_user(self.user_assistant).action_pay()
        self.assertEqual(deposit.amount_held, 2000)

    def test_cashier_takes_and_pays_cash_without_the_ledger(self):
        deposit = self._receive(user=self.user_till)
        with self.assertRaises(AccessError):
            deposit.with_user(self.user_till).line_ids.mapped("balance")
        refund = self._refund(deposit, pay=False)
        refund.with_user(self.user_till).action_pay()
        self.assertEqual(deposit.state, "settled")
        self.assertEqual(refund.posted_by_id, self.user_till)

    def test_accountant_books_and_does_not_ask(self):
        deposit = self._receive()
        with self.assertRaises(AccessError):
            deposit.with_user(self.user_accountant)._property_refund(note="x")
        deduction = self._deduct(deposit, 100, book=False)
        with self.assertRaises(AccessError):
            deduction.with_user(self.user_supervisor).action_post()
        deduction.with_user(self.user_accountant).action_post()
        self.assertEqual(deduction.posted_by_id, self.user_accountant)

    def test_auditor_reads(self):
        deposit = self._receive()
        deduction = self._deduct(deposit, 100)
        auditor = deposit.with_user(self.user_auditor)
        self.assertEqual(auditor.amount_held, 1900)
        self.assertTrue(auditor.line_ids.mapped("balance"))
        self.assertEqual(
            deduction.with_user(self.user_auditor).evidence_ids.name, "photo.png"
        )
        for attempt in (
            lambda: auditor.write({"note": "x"}),
            auditor.action_receive,
            auditor.action_cancel,
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_technician_sees_nothing(self):
        deposit = self._receive()
        for model in (
            "property.deposit",
            "property.deposit.kind",
            "property.deposit.deduction",
            "property.deposit.refund",
            "property.deposit.transfer",
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.user_technician).search([])
        with self.assertRaises(AccessError):
            deposit.with_user(self.user_technician).action_print()

    def test_other_estates_are_closed(self):
        deposit = self._receive()
        elsewhere = self._make_user(
            "property_elsewhere",
            "property_service.property_service_group_manager,"
            "property_service.property_service_group_cashier",
            estates=self.mall,
        )
        self.assertFalse(self.env["property.deposit"].with_user(elsewhere).search([]))
        for attempt in (
            deposit.with_user(elsewhere).action_print,
            lambda: deposit.with_user(elsewhere)._property_refund(note="x"),
            lambda: self.env["property.deposit"]
            .with_user(elsewhere)
            .create(
                {
                    "unit_id": self.unit_101.id,
                    "partner_id": self.owner_a.id,
                    "amount": 1,
                }
            ),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_companies_are_apart(self):
        self.env["property.setup"]._property_setup_company(
            self.other_company, self.other_estate
        )
        other_account = self.renovation_kind._property_account(self.other_company)
        self.assertNotEqual(other_account, self.account)
        mine = self._receive()
        self._make_occupancy(self.other_unit, self.owner_b)
        self.other_unit.sudo().write(
            {"handover_date": "2024-01-01", "state": "occupied"}
        )
        till = self.other_estate._property_collection_journal("cash")
        theirs = self.env["property.deposit"].create(
            {
                "unit_id": self.other_unit.id,
                "kind_id": self.renovation_kind.id,
                "partner_id": self.owner_b.id,
                "amount": 300,
                "journal_id": till.id,
            }
        )
        theirs.with_context(
            allowed_company_ids=(self.company | self.other_company).ids
        ).action_receive()
        self.assertEqual(theirs.account_id, other_account)
        self.assertEqual(theirs.name, mine.name)  # numbers count per company
        self.assertEqual(self._balance(), -2000)
        self.assertEqual(self._balance(other_account), -300)
        with self.assertRaises(UserError):
            self._make_deposit(self.unit_102).write({"journal_id": till.id})
        visible = self.env["property.deposit"].with_user(self.user_manager).search([])
        self.assertIn(mine, visible)
        self.assertNotIn(theirs, visible)

    def test_company_set_up_before_kinds_had_accounts(self):
        """It goes on with its one account, and the check names the remedy."""
        company = self.company
        company.property_deposit_account_ids.unlink()
        company.property_deposit_journal_id = False
        setup = self.env["property.setup"]
        open_checks = [
            subject
            for subject, is_done, _remedy in setup._property_setup_checks(company)
            if not is_done
        ]
        self.assertEqual(len(open_checks), 2)
        deposit = self._receive()
        self.assertEqual(deposit.account_id, company.property_deposit_account_id)
        with self.assertRaisesRegex(UserError, "Set up books"):
            self._deduct(deposit, 100)
        setup._property_setup_company(company)
        setup._property_setup_company(company)
        rows = company.property_deposit_account_ids
        self.assertEqual(len(rows), 4)
        self.assertEqual(
            sorted(rows.account_id.mapped("code")),
            ["224101", "224102", "224103", "224109"],
        )
        self._deduct(deposit, 100)
        self.assertLedger(deposit, 2000, 1900, deducted=100)


@tagged("post_install", "-at_install")
class TestDepositPortal(PropertyDepositCommon, HttpCase):
    def test_resident_sees_the_own_deposit(self):
        """The payer sees amount and steps, nobody else's, and no draft."""
        mine = self._receive()
        self._deduct(mine, 100, forfeiture=True)
        other = self._receive(self.unit_102)
        self._make_deposit()
        resident = self.env["property.deposit"].with_user(self.user_resident)
        self.assertEqual(resident.search([]), mine)
        with self.assertRaises(AccessError):
            other.with_user(self.user_resident).read(["amount"])
        with self.assertRaises(AccessError):
            mine.with_user(self.user_resident).write({"note": "x"})
        self.authenticate("property_resident", "property_resident")
        page = self.url_open("/my/deposits").text
        self.assertIn(mine.name, page)
        self.assertNotIn(f"/my/deposits/{other.id}", page)
        page = self.url_open(f"/my/deposits/{mine.id}").text
        self.assertIn("1,900.00", page)
        self.assertIn("Lift panel scratched", page)
        refused = self.url_open(f"/my/deposits/{other.id}")
        self.assertNotIn(other.partner_id.name, refused.text)
        paper = self.url_open(f"/my/deposits/{mine.id}/receipt")
        self.assertEqual(paper.headers["Content-Type"], "application/pdf")
        self.assertIn("/my/deposits", self.url_open("/my").text)
