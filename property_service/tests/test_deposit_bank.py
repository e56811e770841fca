"""Deposits by transfer: the bank's line meets the payment that waits for it."""

from odoo.tests import tagged

from .deposit_common import PropertyDepositCommon


@tagged("post_install", "-at_install")
class TestDepositBank(PropertyDepositCommon):
    def _line(self, text, amount):
        books = self.env(user=self.user_accountant)
        return books["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": self.today,
                "payment_ref": text,
                "amount": amount,
            }
        )

    def test_line_finds_the_deposit_by_its_number(self):
        """The payment in transit is offered and matched like any other (FEE-14)."""
        deposit = self._receive(journal_id=self.bank.id)
        payment = deposit.payment_ids
        self.assertEqual(payment.state, "in_process")
        self.assertFalse(payment.is_matched)
        line = self._line(f"转账 {deposit.name}", 2000)
        line._property_match()
        self.assertTrue(line.is_reconciled)
        self.assertTrue(payment.is_matched)
        self.assertLedger(deposit, 2000, 2000, state="held")

    def test_accountant_matches_by_hand(self):
        """Core's and OCA's screens find the outstanding entry."""
        deposit = self._receive(journal_id=self.bank.id, order_number="AB12345")
        item, *_rest = deposit.payment_ids._seek_for_lines()
        line = self._line("某某转账", 2000)
        offered = line._get_default_amls_matching_domain()
        found = self.env["account.move.line"].search(offered)
        self.assertIn(item, found)
        # The liability itself is no candidate for the bank's money.
        liability = deposit.line_ids.filtered("property_deposit_step")
        line.with_user(self.user_accountant)._property_match()
        self.assertFalse(line.is_reconciled)
        suspense = line._seek_for_lines()[1]
        line.move_id.with_context(
            force_delete=True, skip_readonly_check=True, check_move_validity=False
        ).write(
            {
                "line_ids": [
                    (
                        1,
                        suspense.id,
                        {"account_id": item.account_id.id, "partner_id": False},
                    )
                ]
            }
        )
        (suspense | item).reconcile()
        self.assertTrue(deposit.payment_ids.is_matched)
        self.assertFalse(liability.reconciled)
        self.assertLedger(deposit, 2000, 2000, state="held")

    def test_reversal_waits_for_the_bank(self):
        deposit = self._receive(journal_id=self.bank.id)
        line = self._line(deposit.name, 2000)
        line._property_match()
        other = deposit.with_user(self.user_other_accountant)
        with self.assertRaisesRegex(Exception, "bank's statement"):
            other._property_reverse_receipt("wrong")
        line.action_undo_reconciliation()
        other._property_reverse_receipt("wrong")
        self.assertLedger(deposit, 0, 0, state="reversed")

    def test_money_for_a_deposit_is_no_fee(self):
        """装修押金 with a unit's code neither pays its bills nor becomes its credit."""
        item = self._make_bill(self.unit_101, 265)
        line = self._line("1-1-101 装修押金", 2000)
        line._property_match()
        self.assertFalse(line.is_reconciled)
        self.assertIn("deposit", line.property_match_note)
        self.assertEqual(item.amount_residual, 265)
        self._line("1-1-101 物业费", 265)._property_match()
        self.assertEqual(item.amount_residual, 0)
