from odoo import fields, models


class PropertyUnit(models.Model):
    _inherit = "property.unit"

    assignment_ids = fields.One2many(
        comodel_name="property.fee.assignment",
        inverse_name="unit_id",
        string="Fees",
    )
