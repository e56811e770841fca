from odoo.exceptions import UserError
from odoo.tests import tagged

from .deposit_common import PropertyDepositCommon
from .key_common import PropertyKeyCommon


@tagged("post_install", "-at_install")
class TestKeyDeposit(PropertyDepositCommon, PropertyKeyCommon):
    """A deposit for a key: before it is lent, after it is lost."""

    def _owner_loan(self, amount=50):
        keys = self._make_set("delivery", 2)
        loan = self._make_loan(
            keys,
            holder_kind="owner",
            staff_id=False,
            partner_id=self.owner_a.id,
            id_seen=True,
            deposit_asked=amount,
        )
        return loan

    def _pay(self, loan):
        loan.action_ask_deposit()
        deposit = loan._property_deposits()
        deposit.journal_id = self.till
        deposit.with_user(self.user_till).action_receive()
        return deposit

    def test_deposit_before_the_key(self):
        """REN-22: the key is lent when the deposit is there, and it back after it."""
        loan = self._owner_loan()
        with self.assertRaisesRegex(UserError, "deposit"), self.env.cr.savepoint():
            loan.action_lend()
        deposit = self._pay(loan)
        self.assertEqual((deposit.amount, deposit.state), (50, "held"))
        loan.action_ask_deposit()
        self.assertEqual(loan._property_deposits(), deposit)
        loan.action_lend()
        with self.assertRaisesRegex(UserError, "key is back"):
            loan._property_deposit_refund_gate(deposit)
        loan._property_return()
        loan._property_deposit_refund_gate(deposit)

    def test_deposit_override(self):
        loan = self._owner_loan()
        loan.with_user(self.user_supervisor)._property_override_gate(
            "key_deposit", "Known for years"
        )
        loan.action_lend()
        self.assertEqual(loan.state, "out")

    def test_deposit_names_who_pays(self):
        loan = self._make_loan(self._make_set(), deposit_asked=50)
        with self.assertRaises(UserError):
            loan.action_ask_deposit()
        loan = self._owner_loan(amount=0)
        with self.assertRaises(UserError):
            loan.action_ask_deposit()
        loan.action_lend()

    def test_loss_is_kept_from_the_deposit(self):
        loan = self._owner_loan()
        deposit = self._pay(loan)
        loan.action_lend()
        loss = (
            self.env["property.key.loss"]
            .with_user(self.user_supervisor)
            .create(
                {
                    "set_id": loan.set_id.id,
                    "loan_id": loan.id,
                    "reported_by": "Owner A",
                    "circumstances": "Bag stolen",
                }
            )
        )
        loss.action_report()
        with self.assertRaisesRegex(UserError, "not closed yet"):
            loan._property_deposit_refund_gate(deposit)
        with self.assertRaises(UserError):
            loss.action_deduct()
        loss.write({"cost": 30, "cost_bearer": "borrower"})
        self.env["ir.attachment"].create(
            {
                "name": "bill.png",
                "raw": b"bill",
                "res_model": loss._name,
                "res_id": loss.id,
            }
        )
        loss.action_deduct()
        deduction = loss.deduction_id
        self.assertEqual(deduction.deposit_id, deposit)
        self.assertEqual((deduction.amount, deduction.state), (30, "draft"))
        self.assertTrue(deduction.evidence_ids)
        self.assertEqual(loss.action_deduct()["res_id"], deduction.id)

    def test_loss_without_deposit(self):
        keys = self._make_set("delivery")
        loss = self.env["property.key.loss"].create(
            {
                "set_id": keys.id,
                "reported_by": "Owner A",
                "circumstances": "?",
                "cost": 30,
                "cost_bearer": "owner",
            }
        )
        with self.assertRaisesRegex(UserError, "no key deposit"):
            loss.with_user(self.user_supervisor).action_deduct()
