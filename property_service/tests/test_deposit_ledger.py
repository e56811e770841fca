"""Deposits in the books: every step as the ledger shows it (REN-22)."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .deposit_common import PropertyDepositCommon


@tagged("post_install", "-at_install")
class TestDepositLedger(PropertyDepositCommon):
    def test_receipt_goes_straight_to_the_liability(self):
        """REN-22: a payment, no invoice, no income."""
        deposit = self._receive()
        self.assertRegex(deposit.name, r"^YJ\d{4}-\d{6}$")
        self.assertLedger(deposit, 2000, 2000, state="held")
        move = deposit.payment_ids.move_id
        self.assertEqual(move.move_type, "entry")
        self.assertEqual(move.state, "posted")
        self.assertRecordValues(
            move.line_ids.sorted("balance"),
            [
                {
                    "account_id": self.account.id,
                    "balance": -2000,
                    "partner_id": self.owner_a.id,
                    "property_unit_id": self.unit_101.id,
                },
                {
                    "account_id": self.till.default_account_id.id,
                    "balance": 2000,
                    "partner_id": self.owner_a.id,
                    "property_unit_id": False,
                },
            ],
        )
        self.assertEqual(deposit.payment_ids.state, "paid")
        self.assertEqual(deposit.payment_ids.destination_account_id, self.account)
        self.assertEqual(self._balance(), -2000)

    def test_whole_life(self):
        """Received 2000, charged 530 with VAT, forfeited 100, refunded 1370."""
        deposit = self._receive()
        deduction = self._deduct(deposit, 530)
        self.assertLedger(deposit, 2000, 1470, deducted=530, state="partly_used")
        invoice = deduction.invoice_id
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual((invoice.amount_untaxed, invoice.amount_tax), (500, 30))
        self._deduct(deposit, 100, forfeiture=True)
        self.assertLedger(deposit, 2000, 1370, deducted=630)
        income = self.company.property_forfeiture_account_id
        self.assertEqual(income.account_type, "income_other")
        self.assertEqual(self._balance(income), -100)
        refund = self._refund(deposit)
        self.assertEqual(refund.amount, 1370)
        self.assertLedger(
            deposit, 2000, 0, deducted=630, refunded=1370, state="settled"
        )
        self.assertEqual(self._balance(), 0)
        lines = deposit.line_ids.filtered("property_deposit_step")
        self.assertEqual(len(lines.full_reconcile_id), 1)
        self.assertTrue(all(lines.mapped("reconciled")))
        self.assertEqual(set(deposit.payment_ids.mapped("state")), {"paid"})

    def test_steps_are_taken_back_in_turn(self):
        """Each reversal is an entry of its own; nothing is deleted."""
        deposit = self._receive()
        charge, forfeit = (
            self._deduct(deposit, 530),
            self._deduct(deposit, 100, forfeiture=True),
        )
        refund = self._refund(deposit)
        entries = self.env["account.move"].search_count([])
        other = self.user_other_accountant
        refund.with_user(other)._property_reverse("Paid to the wrong account")
        self.assertLedger(deposit, 2000, 1370, deducted=630, state="partly_used")
        self.assertEqual(refund.payment_id.state, "canceled")
        forfeit.with_user(other)._property_reverse("No breach")
        self.assertLedger(deposit, 2000, 1470, deducted=530)
        charge.with_user(other)._property_reverse("Was there before")
        self.assertLedger(deposit, 2000, 2000, state="held")
        bills = charge.invoice_id | charge.invoice_id.reversal_move_ids
        self.assertEqual(len(bills), 2)
        self.assertEqual(bills.mapped("amount_residual"), [0, 0])
        self.assertEqual(self.unit_101.amount_due, 0)
        deposit.with_user(other)._property_reverse_receipt("Wrong unit")
        self.assertLedger(deposit, 0, 0, state="reversed")
        self.assertEqual(self._balance(), 0)
        # Refund, forfeiture, settlement with its bill, receipt: five entries more.
        self.assertEqual(self.env["account.move"].search_count([]), entries + 5)
        again = self._receive()
        self.assertLedger(again, 2000, 2000, state="held")

    def test_transfer_to_a_new_owner(self):
        """Dr old holder, Cr new holder; the refund goes to the new one."""
        deposit = self._receive()
        self._deduct(deposit, 100, forfeiture=True)
        transfer = deposit.with_user(self.user_supervisor)._property_transfer(
            self.owner_b, self._evidence("consent.pdf")
        )
        self.assertLedger(deposit, 2000, 1900, deducted=100, state="partly_used")
        self.assertEqual(deposit.partner_id, self.owner_b)
        open_line = deposit.line_ids.filtered(lambda line: not line.reconciled)
        self.assertEqual(open_line.partner_id, self.owner_b)
        self.assertEqual(open_line.amount_residual, -1900)
        deduction = deposit.deduction_ids
        other = self.user_other_accountant
        with self.assertRaisesRegex(UserError, "passed on"):
            deduction.with_user(other)._property_reverse("No breach")
        transfer.with_env(self.env).with_user(other)._property_reverse(
            "Sale fell through"
        )
        self.assertLedger(deposit, 2000, 1900, deducted=100)
        self.assertEqual(deposit.partner_id, self.owner_a)
        open_lines = deposit.line_ids.filtered(lambda line: not line.reconciled)
        self.assertEqual(open_lines.partner_id, self.owner_a)
        self._refund(deposit)
        self.assertLedger(
            deposit, 2000, 0, deducted=100, refunded=1900, state="settled"
        )
