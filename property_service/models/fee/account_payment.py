from odoo import fields, models


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
