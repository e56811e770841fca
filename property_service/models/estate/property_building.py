from odoo import api, fields, models


class PropertyBuilding(models.Model):
    """A building (楼栋) of an estate."""

    _name = "property.building"
    _description = "Building"
    _inherit = ["property.estate.mixin"]
    _order = "estate_id, sequence, code, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(
        required=True, help="As it stands in unit codes: the 1 of 1-2-301."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    floor_count = fields.Integer(string="Storeys")
    has_lift = fields.Boolean(string="Lift", default=True)
    completion_date = fields.Date(
        help="Completion acceptance; statutory warranty runs from it"
        " (建设工程质量管理条例 §40)."
    )
    zone_id = fields.Many2one(
        comodel_name="property.zone",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Zone of the building's units, unless a unit has its own.",
    )
    floor_ids = fields.One2many(
        comodel_name="property.floor", inverse_name="building_id"
    )
    unit_ids = fields.One2many(comodel_name="property.unit", inverse_name="building_id")
    unit_count = fields.Integer(compute="_compute_unit_count")

    _code_uniq = models.Constraint(
        "UNIQUE(estate_id, code)", "This estate has a building with this code already."
    )

    @api.depends("unit_ids")
    def _compute_unit_count(self):
        counts = dict(
            self.env["property.unit"]._read_group(
                [("building_id", "in", self.ids)], ["building_id"], ["__count"]
            )
        )
        for building in self:
            building.unit_count = counts.get(building, 0)

    def write(self, vals):
        """A new zone reaches the units of the old one, not those with their own."""
        followers = {}
        if "zone_id" in vals:
            for building in self:
                followers[building] = building.with_context(
                    active_test=False
                ).unit_ids.filtered(
                    lambda unit, zone=building.zone_id: not unit.zone_id
                    or unit.zone_id == zone
                )
        result = super().write(vals)
        for building, units in followers.items():
            units.write({"zone_id": building.zone_id.id})
        return result

    def action_open_units(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_unit_action"
        )
        action["domain"] = [("building_id", "=", self.id)]
        action["context"] = {"default_building_id": self.id}
        return action
