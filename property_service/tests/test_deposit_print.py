"""Papers of deposits print in Chinese with real data."""

from odoo.tests import tagged

from .common_site import text_of
from .deposit_common import PIXEL, PropertyDepositCommon


@tagged("post_install", "-at_install")
class TestDepositPrint(PropertyDepositCommon):
    def _print(self, report, record, user):
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(user)
            .with_context(lang="zh_CN")
            ._render_qweb_pdf(f"property_service.{report}", record.ids)
        )
        self.assertEqual(kind, "pdf")
        return text_of(content)

    def _assert_words(self, text, *words):
        for word in words:
            self.assertIn(word, text)

    def test_receipt(self):
        """押金收据 with number and amount in words (REN-22)."""
        deposit = self._make_deposit(amount=2030.5)
        action = deposit.with_user(self.user_till).action_receive_and_print()
        self.assertEqual(action["type"], "ir.actions.report")
        text = self._print("property_deposit_receipt", deposit, self.user_till)
        self._assert_words(
            text,
            "押金收据",
            deposit.name,
            "装修押金",
            "1-1-101",
            "贰仟零叁拾元伍角",
            "验收合格",
        )
        self.assertEqual(deposit.print_count, 1)
        with self.assertRaisesRegex(Exception, "Receive the deposit first"):
            self._make_deposit().action_print()
        deposit.with_user(self.user_other_accountant)._property_reverse_receipt("错")
        text = self._print("property_deposit_receipt", deposit, self.user_till)
        self._assert_words(text, "作废")

    def test_deduction_notice(self):
        deduction = self._deduct(
            self._receive(),
            530,
            signature=PIXEL,
            signed_by="业主甲",
            refusal_note=False,
        )
        text = self._print(
            "property_deposit_deduction_notice", deduction, self.user_supervisor
        )
        self._assert_words(text, "押金扣除通知单", "530.00", "1,470.00", "业主甲")
        self.assertTrue(deduction.signed_on)

    def test_refund_slip(self):
        refund = self._refund(self._receive())
        text = self._print("property_deposit_refund_slip", refund, self.user_accountant)
        self._assert_words(text, "押金退还单", "贰仟元整", self.owner_a.name)
