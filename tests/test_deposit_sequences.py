"""Any sequence of steps keeps each deposit, the register and the ledger equal."""

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.property_service.tests.deposit_common import PropertyDepositCommon

STEPS = (
    "receive",
    "deduct",
    "forfeit",
    "refund",
    "transfer",
    "reverse_step",
    "reverse_receipt",
)
# step, which deposit, share of what is held in percent (above 100: too much)
STEP = st.tuples(st.sampled_from(STEPS), st.integers(0, 1), st.integers(1, 110))


@tagged("post_install", "-at_install")
class TestDepositSequences(PropertyDepositCommon):
    @given(st.lists(STEP, min_size=3, max_size=9))
    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        # A failing sequence is short enough; looking for a shorter one takes minutes.
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def test_any_sequence(self, steps):
        """REN-22: received = held + deducted + refunded, nothing below zero."""
        with self.env.cr.savepoint() as savepoint:
            deposits = [self._make_deposit(), self._make_deposit(self.unit_102, 77.77)]
            moves = set()
            self._attempt(deposits[0], "receive", 0)
            for step, number, percent in steps:
                self._attempt(deposits[number], step, percent)
                moves = self._check_all(deposits, moves)
            savepoint.rollback()
        self.env.invalidate_all()

    def _attempt(self, deposit, step, percent):
        """Take the step; where it is refused, nothing of it stays."""
        if step in ("deduct", "forfeit") and not deposit.amount_held:
            return
        amount = (
            self.company.currency_id.round(deposit.amount_held * percent / 100) or 0.01
        )
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_step_{step}")(deposit, amount)
        except UserError:
            self.env.invalidate_all()

    def _step_receive(self, deposit, _amount):
        deposit.with_user(self.user_till).action_receive()

    def _step_deduct(self, deposit, amount):
        self._deduct(deposit, amount)

    def _step_forfeit(self, deposit, amount):
        self._deduct(deposit, amount, forfeiture=True)

    def _step_refund(self, deposit, amount):
        self._refund(deposit, amount)

    def _step_transfer(self, deposit, _amount):
        other = self.owner_b if deposit.partner_id == self.owner_a else self.owner_a
        deposit.with_user(self.user_supervisor)._property_transfer(
            other, self._evidence("consent.png")
        )

    def _step_reverse_step(self, deposit, amount):
        """The first or the last of what can be taken back."""
        booked = [
            step
            for steps in (
                deposit.deduction_ids,
                deposit.refund_ids,
                deposit.transfer_ids,
            )
            for step in steps
            if step.state == "posted"
        ]
        if booked:
            step = booked[-1 if round(amount) % 2 else 0]
            step.with_user(self.user_other_accountant)._property_reverse("Mistake")

    def _step_reverse_receipt(self, deposit, _amount):
        deposit.with_user(self.user_other_accountant)._property_reverse_receipt(
            "Mistake"
        )

    def _check_all(self, deposits, moves):
        self.env.flush_all()
        self.env.invalidate_all()
        zero = self.company.currency_id.is_zero
        for deposit in deposits:
            parts = (
                deposit.amount_held + deposit.amount_deducted + deposit.amount_refunded
            )
            self.assertTrue(zero(deposit.amount_received - parts))
            self.assertGreaterEqual(deposit.amount_held, 0)
            lines = deposit.line_ids.filtered("property_deposit_step")
            self.assertTrue(zero(sum(lines.mapped("balance")) + deposit.amount_held))
            open_lines = lines.filtered(lambda line: not line.reconciled)
            # Only credits are open, and they are the present holder's.
            self.assertTrue(all(line.amount_residual < 0 for line in open_lines))
            self.assertLessEqual(open_lines.partner_id, deposit.partner_id)
            rows = self.env["property.deposit.report"].search(
                [("deposit_id", "=", deposit.id)]
            )
            self.assertEqual(set(rows.ids), set(lines.ids))
            self.assertTrue(zero(sum(rows.mapped("amount_held")) - deposit.amount_held))
        check = self.env["property.deposit.check"].search(
            [("account_id", "=", self.account.id)]
        )
        held = sum(deposit.amount_held for deposit in deposits)
        self.assertTrue(zero(check.amount_ledger - held))
        self.assertTrue(zero(check.difference))
        self.assertEqual(check.stray_count, 0)
        self.assertTrue(zero(self._balance() + held))
        for unit in (self.unit_101, self.unit_102):
            self.assertEqual(unit.amount_due, 0)
        # Nothing that was posted ever disappears.
        posted = {line.move_id.id for deposit in deposits for line in deposit.line_ids}
        self.assertLessEqual(moves, posted)
        return posted
