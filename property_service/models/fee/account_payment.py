from odoo import api, fields, models
from odoo.fields import Domain


class AccountPayment(models.Model):
    _inherit = "account.payment"

    property_receipt_id = fields.Many2one(
        comodel_name="property.receipt",
        string="Receipt",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
    )

    @api.model
    def _property_numbers_domain(self, numbers):
        """Payments that carry one of these numbers of receipts or orders."""
        return Domain("payment_reference", "in", numbers) | Domain(
            "property_receipt_id.name", "in", numbers
        )

    def _property_numbers(self):
        """Numbers under which the payer or the bank may name this payment."""
        self.ensure_one()
        return {self.payment_reference, self.property_receipt_id.name} - {False}
