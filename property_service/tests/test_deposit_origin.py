"""Deposits and what they secure; deposits when the unit is sold."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .deposit_common import PropertyDepositCommon


@tagged("post_install", "-at_install")
class TestDepositTransferOfUnit(PropertyDepositCommon):
    def _sale(self, **values):
        buyer = self._make_partner("Buyer", phone="13800000077")
        sale = (
            self.env["property.transfer"]
            .with_user(self.user_supervisor)
            .create(
                {
                    "unit_id": self.unit_101.id,
                    "cutoff_date": self.today - timedelta(days=1),
                    "seller_ids": [Command.set(self.owner_a.ids)],
                    "line_ids": [
                        Command.create({"partner_id": buyer.id, "share": 100})
                    ],
                    "keys_checked": True,
                    **values,
                }
            )
        )
        return sale, buyer

    def test_settlement_shows_what_is_held(self):
        deposit = self._receive()
        self._receive(kind="pass", amount=50, partner_id=self.merchant.id)
        sale, _buyer = self._sale()
        self.assertEqual(sale.deposit_ids, deposit.with_user(self.user_supervisor))
        self.assertEqual(sale.amount_deposit, 2000)
        sale.action_settle()
        sale.action_done()
        self.assertEqual(deposit.partner_id, self.owner_a)
        self.assertIn("2000.00", "".join(sale.message_ids.mapped("body")))

    def test_deposit_passes_with_consent(self):
        deposit = self._receive()
        sale, buyer = self._sale(deposit_treatment="move")
        sale.action_settle()
        with self.assertRaisesRegex(UserError, "consent"), self.env.cr.savepoint():
            sale.action_done()
        consent = self._evidence("consent.pdf")
        sale.deposit_consent_ids = [Command.set(consent.ids)]
        sale.action_done()
        self.assertEqual(deposit.partner_id, buyer)
        self.assertLedger(deposit, 2000, 2000, state="held")
        self.assertTrue(consent.sudo().property_locked)
        refund = self._refund(deposit)
        self.assertEqual(refund.payment_id.partner_id, buyer)
        self.assertEqual(refund.payee_name, "Buyer")
