from odoo import fields, models


class PropertyZone(models.Model):
    """A zone of responsibility (责任区): its agent knows the units and their people."""

    _name = "property.zone"
    _description = "Zone"
    _inherit = ["property.estate.mixin"]
    _order = "estate_id, sequence, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    agent_id = fields.Many2one(
        comodel_name="property.staff",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Area agent who serves the zone (ARC-06, ORG-05).",
    )
    supervisor_id = fields.Many2one(
        comodel_name="property.staff",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Watches over the archives of the zone (ARC-03).",
    )
    building_ids = fields.One2many(
        comodel_name="property.building", inverse_name="zone_id"
    )
    unit_ids = fields.One2many(comodel_name="property.unit", inverse_name="zone_id")

    _name_uniq = models.Constraint(
        "UNIQUE(estate_id, name)", "This estate has a zone with this name already."
    )
