from odoo import fields, models


class PropertyUnitReport(models.AbstractModel):
    """Where the receivable entry of a row belongs: what all reports by unit show."""

    _name = "property.unit.report"
    _description = "Report by Unit"
    _inherit = ["property.money.report.mixin"]
    _rec_name = "unit_id"

    date = fields.Date(readonly=True)
    unit_id = fields.Many2one(comodel_name="property.unit", readonly=True)
    estate_id = fields.Many2one(comodel_name="property.estate", readonly=True)
    building_id = fields.Many2one(comodel_name="property.building", readonly=True)
    zone_id = fields.Many2one(comodel_name="property.zone", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Payer", readonly=True
    )
    move_id = fields.Many2one(
        comodel_name="account.move", string="Entry", readonly=True
    )
