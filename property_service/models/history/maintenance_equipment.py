from odoo import fields, models

DESK = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor"
)


class MaintenanceEquipment(models.Model):
    """A facility that fails in the same way again and again (TRD-02, PAT-12)."""

    _inherit = "maintenance.equipment"

    property_problem_ids = fields.One2many(
        comodel_name="property.repeat.problem",
        inverse_name="equipment_id",
        string="Repeated problems",
        groups=DESK,
    )
    property_problem_count = fields.Integer(
        string="Repeated problems open",
        compute="_compute_property_problem_count",
        groups=DESK,
    )

    def _compute_property_problem_count(self):
        """One grouped query for all facilities shown."""
        counts = dict(
            self.env["property.repeat.problem"]._read_group(
                [("equipment_id", "in", self.ids), ("state", "=", "open")],
                ["equipment_id"],
                ["__count"],
            )
        )
        for equipment in self:
            equipment.property_problem_count = counts.get(equipment, 0)

    def action_property_open_problems(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_repeat_problem_action"
            ),
            "path": False,
            "domain": [("equipment_id", "=", self.id)],
            "context": {},
        }
