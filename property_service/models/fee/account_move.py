from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    property_unit_id = fields.Many2one(
        comodel_name="property.unit",
        string="Property unit",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        help="Unit that this bill or entry is about; one bill concerns one unit.",
    )
    property_estate_id = fields.Many2one(
        related="property_unit_id.estate_id",
        string="Estate",
        store=True,
        index="btree_not_null",
        precompute=True,
    )
