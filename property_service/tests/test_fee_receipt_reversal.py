from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .collect_common import PropertyCollectCommon


@tagged("post_install", "-at_install")
class TestFeeReceiptReversal(PropertyCollectCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls._make_bill(cls.unit_101, 100)
        cls.user_manager_till = cls._make_user(
            "property_manager_till",
            "property_service.property_service_group_cashier,"
            "property_service.property_service_group_manager",
        )

    def _reverse(self, receipt, approver=None):
        receipt.action_request_approval("Wrong unit")
        receipt.with_user(approver or self.user_manager).action_approval_approve()

    def test_bills_are_open_again(self):
        """FEE-10: red entries undo the receipt, nothing is deleted."""
        receipt = self._collect(self.unit_101)
        entry = receipt.sudo().payment_ids.move_id
        self._reverse(receipt)
        self.assertEqual(receipt.state, "reversed")
        self.assertEqual(receipt.reversed_by_id, self.user_manager)
        self.assertEqual(receipt.reversal_reason, "Wrong unit")
        self.assertEqual(self.bill.amount_residual, 100)
        self.assertEqual(self.bill.move_id.payment_state, "not_paid")
        self.assertEqual(entry.state, "posted")
        reversal = entry.reversal_move_ids
        self.assertEqual(reversal.state, "posted")
        self.assertEqual(reversal.date, self.today)
        # Storno: negative amounts on the same side, not swapped sides.
        cash = reversal.line_ids.filtered(
            lambda x: x.account_id == self.till.default_account_id
        )
        self.assertEqual((cash.debit, cash.credit, cash.balance), (-100, 0, -100))
        unit_lines = (entry | reversal).line_ids.filtered("property_unit_id")
        self.assertEqual(unit_lines.property_unit_id, self.unit_101)
        self.assertEqual(sum(unit_lines.mapped("balance")), 0)
        self.assertTrue(all(unit_lines.mapped("reconciled")))
        self.assertEqual(receipt.sudo().payment_ids.payment_id.state, "canceled")

    def test_bill_can_be_paid_again_with_the_same_order_number(self):
        values = {"journal_id": self.wechat.id, "order_number": "4200077"}
        receipt = self._collect(self.unit_101, **values)
        self._reverse(receipt)
        again = self._collect(self.unit_101, **values)
        self.assertEqual(self.bill.amount_residual, 0)
        self.assertNotEqual(again.name, receipt.name)

    def test_credit_that_was_used_is_given_back(self):
        receipt = self._collect(self.unit_101, amount=150)
        later = self._make_bill(self.unit_101, 80, "2025-02-01")
        later.move_id._property_apply_credits()
        self.assertEqual(later.amount_residual, 30)
        self._reverse(receipt)
        self.assertEqual(later.amount_residual, 80)
        self.assertEqual(self.bill.amount_residual, 100)
        self.assertFalse(self.unit_101._property_open_credits())

    def test_cashier_does_not_decide(self):
        receipt = self._collect(self.unit_101, user=self.user_manager_till)
        receipt.with_user(self.user_till).action_request_approval("Wrong unit")
        with self.assertRaises(UserError):
            receipt.action_approval_approve()
        self.assertEqual(receipt.state, "posted")

    def test_reason_is_needed(self):
        receipt = self._collect(self.unit_101)
        with self.assertRaisesRegex(UserError, "why"):
            receipt.action_request_approval("  ")

    def test_drafts_and_reversed_receipts_are_not_reversed(self):
        draft = self._draft(self.unit_101)
        with self.assertRaises(UserError):
            draft.action_request_approval("Wrong")
        receipt = self._collect(self.unit_101)
        self._reverse(receipt)
        with self.assertRaises(UserError):
            receipt.action_request_approval("Wrong")

    def test_no_way_round_the_approval(self):
        receipt = self._collect(self.unit_101)
        with self.assertRaises(UserError):
            receipt.write({"state": "reversed"})
        with self.assertRaises(UserError):
            receipt.write({"approval_state": "approved"})
        payment = receipt.sudo().payment_ids.payment_id
        with self.assertRaises(UserError):
            payment.with_user(self.user_accountant).action_draft()
        with self.assertRaises(UserError):
            payment.with_user(self.user_accountant).action_cancel()
        with self.assertRaises(UserError):
            payment.move_id.with_user(self.user_accountant)._reverse_moves()

    def test_closed_day_takes_no_reversal(self):
        """The reversal of a closed day goes into the first open one."""
        receipt = self._collect(self.unit_101)
        close = (
            self.env["property.cash.close"]
            .with_user(self.user_till)
            .create({"estate_id": self.estate.id, "journal_id": self.till.id})
        )
        close.count_ids.filtered(lambda c: c.denomination == 100).pieces = 1
        close.action_hand_in()
        close.with_user(self.user_supervisor).action_sign_off()
        self._reverse(receipt)
        reversal = receipt.sudo().payment_ids.move_id.reversal_move_ids
        self.assertEqual(reversal.date, self.today + timedelta(days=1))
