from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    property_import_id = fields.Many2one(
        comodel_name="property.import",
        string="Opening import",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        help="Import of opening balances that booked this entry.",
    )
