from odoo import api, fields, models


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
        string="Area agent",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Area agent who serves the zone (ARC-06, ORG-05).",
    )
    supervisor_id = fields.Many2one(
        comodel_name="property.staff",
        string="Area supervisor",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Watches over the archives of the zone (ARC-03).",
    )
    building_ids = fields.One2many(
        comodel_name="property.building", inverse_name="zone_id"
    )
    unit_ids = fields.One2many(comodel_name="property.unit", inverse_name="zone_id")
    unit_count = fields.Integer(compute="_compute_unit_count")

    _name_uniq = models.Constraint(
        "UNIQUE(estate_id, name)", "This estate has a zone with this name already."
    )

    @api.depends("unit_ids")
    def _compute_unit_count(self):
        counts = dict(
            self.env["property.unit"]._read_group(
                [("zone_id", "in", self.ids)], ["zone_id"], ["__count"]
            )
        )
        for zone in self:
            zone.unit_count = counts.get(zone, 0)

    def action_open_units(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_unit_action"
        )
        action["domain"] = [("zone_id", "=", self.id)]
        action["context"] = {"default_zone_id": self.id}
        return action
