from odoo import fields, models


class PropertyFeeItem(models.Model):
    _inherit = "property.fee.item"

    kind = fields.Selection(
        selection_add=[("renovation", "Renovation"), ("other",)],
        ondelete={"renovation": "set other"},
    )
    renovation_default = fields.Boolean(
        string="On every renovation",
        default=True,
        help="Stands on the fee list of each new renovation whose unit has a rate.",
    )
    renovation_monthly = fields.Boolean(
        string="Per month of the renovation",
        help="Its number on the fee list is the months planned, begun ones count.",
    )
