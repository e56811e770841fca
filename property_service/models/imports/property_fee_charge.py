from odoo import fields, models


class PropertyFeeCharge(models.Model):
    _inherit = "property.fee.charge"

    import_id = fields.Many2one(
        comodel_name="property.import",
        string="Opening import",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        help="Import that took the charge over from the books before go-live.",
    )
