from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_renovation import RenovationCommon


@tagged("post_install", "-at_install")
class TestRenovationMoney(RenovationCommon):
    """Fees, arrears and deposit of a renovation (REN-01, REN-09, REN-22, FEE-20)."""

    def test_fee_list(self):
        """By the approved rate: 100 m² at 3.00; a shop has the mall's rate."""
        case = self._make_case()
        self.assertEqual(case.fee_ids.mapped("amount"), [300])
        self.assertEqual(case.fee_ids.formula, "3 × 100 m² = 300.00")
        shop = self._make_case(unit=self.shop, applicant=self.merchant)
        self.assertEqual(shop.fee_total, 300, "60 m² at 5.00")

    def test_months(self):
        """Begun months of the renovation count for monthly fees."""
        item = self._make_item(
            "ZXCW", kind="renovation", basis="unit", renovation_monthly=True
        )
        self._make_rate(item, 50)
        case = self._make_case(date_start="2026-03-01", date_end="2026-05-01")
        fee = case.fee_ids.filtered(lambda fee: fee.item_id == item)
        self.assertEqual((fee.factor, fee.amount), (3, 150))
        case.date_end = "2026-04-30"
        self.assertEqual((fee.factor, fee.amount), (2, 100))

    def test_prices_are_the_rates(self):
        case = self._make_case()
        for values in ({"amount": 1}, {"price": 1}, {"formula": "1"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                case.fee_ids.write(values)
        item = self._make_item("FREE", kind="renovation", basis="unit")
        with self.assertRaisesRegex(UserError, "no approved rate"):
            case.fee_ids = [Command.create({"item_id": item.id})]

    def test_billed_once(self):
        """FEE-20: one posted invoice over the list; a second press bills nothing."""
        case = self._advance(self._make_case(), "payment")
        case.action_bill_fees()
        charge = case.sudo().fee_ids.charge_id
        self.assertEqual((charge.state, charge.amount), ("posted", 300))
        move = charge.move_id
        self.assertEqual((move.state, move.partner_id), ("posted", self.owner_a))
        self.assertEqual((move.amount_total, move.amount_tax), (300, 16.98))
        self.assertEqual(move.property_unit_id, self.unit_101)
        with self.assertRaisesRegex(UserError, "billed already"):
            case.action_bill_fees()
        with self.assertRaisesRegex(UserError, "billed or past"):
            case.fee_ids.factor = 2

    def test_only_the_desk_bills(self):
        case = self._advance(self._make_case(), "payment")
        for user in (self.user_accountant, self.user_auditor, self.user_resident):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                case.with_user(user).action_bill_fees()

    def test_arrears_stop_the_formalities(self):
        """REN-01: refused, then let pass by a supervisor with reason and trace."""
        self._make_bill(self.unit_101, 77, "2025-01-01")
        case = self._advance(self._make_case(), "documents")
        self._make_drawing(case)
        self._fill(case.file_checklist_id)
        with self.assertRaisesRegex(UserError, "owes 77.00"):
            case.action_submit()
        with self.assertRaises(AccessError):
            case._property_override_gate("arrears", "Pays tomorrow")
        supervisor = case.with_user(self.user_supervisor)
        with self.assertRaisesRegex(UserError, "reason"):
            supervisor._property_override_gate("arrears", " ")
        override = supervisor._property_override_gate("arrears", "Pays tomorrow")
        self.assertEqual(override.user_id, self.user_supervisor)
        self.assertEqual(override.reason, "Pays tomorrow")
        case.action_submit()
        self.assertEqual(case.state, "review")

    def test_permit_waits_for_the_money(self):
        case = self._advance(self._make_case(), "payment")
        self._fill(case.entry_checklist_id)
        with self.assertRaisesRegex(UserError, "Bill the fees"):
            case.action_issue_permit()
        case.action_bill_fees()
        with self.assertRaisesRegex(UserError, "300.00 are not paid"):
            case.action_issue_permit()
        self._pay(case)
        case.action_issue_permit()
        self.assertEqual(case.state, "permitted")

    def test_permit_waits_for_the_deposit(self):
        """A draft waits for the cashier from the agreement on."""
        case = self._advance(self._make_case(), "payment")
        deposit = case._property_deposits()
        self.assertEqual((deposit.amount, deposit.state), (2000, "draft"))
        self._fill(case.entry_checklist_id)
        case.action_bill_fees()
        moves = case.sudo().fee_ids.charge_id.move_id
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=moves.ids
        ).create({"journal_id": self.journal_bank.id})._create_payments()
        with self.assertRaisesRegex(UserError, "deposit of 2000.00"):
            case.action_issue_permit()
        deposit.with_user(self.user_till)._property_receive(self.till)
        case.action_issue_permit()

    def test_estate_without_deposit(self):
        """The law asks for none: 0 means that none is taken."""
        parameter = self.env["property.parameter"].search(
            [("code", "=", "renovation.deposit_amount")]
        )
        parameter.with_context(property_estate_id=self.estate.id).effective_value = "0"
        case = self._advance(self._make_case(), "permitted")
        self.assertFalse(case._property_deposits())

    def _assert_no_refund(self, deposit, words):
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            deposit._property_refund(note="Please")

    def test_refund_only_after_the_checks(self):
        """REN-22: neither before acceptance nor before the second check."""
        case = self._advance(self._make_case(), "in_progress")
        deposit = case._property_deposits().with_user(self.user_supervisor)
        self._assert_no_refund(deposit, "acceptance and second check")
        self._advance(case, "recheck")
        self._assert_no_refund(deposit, "second check")
        self._advance(case, "refund")
        with self.assertRaisesRegex(UserError, "2000.00 of the deposit"):
            case.action_archive_file()
        self._refund_deposit(case)
        case.action_archive_file()
        self.assertEqual(deposit.sudo().amount_refunded, 2000)

    def test_refund_after_acceptance(self):
        """As the estate's setting says."""
        parameter = self.env["property.parameter"].search(
            [("code", "=", "renovation.refund_after")]
        )
        parameter.with_context(
            property_estate_id=self.estate.id
        ).effective_value = "acceptance"
        case = self._advance(self._make_case(), "acceptance")
        deposit = case._property_deposits().with_user(self.user_supervisor)
        self._assert_no_refund(deposit, "passed acceptance")
        self._advance(case, "recheck")
        self._refund_deposit(case)
        self.assertEqual(deposit.sudo().amount_held, 0)

    def test_refund_after_cancelling(self):
        case = self._advance(self._make_case(), "permitted")
        case._property_cancel("Sold")
        self._refund_deposit(case)
        self.assertEqual(case._property_deposits().sudo().amount_held, 0)
