from odoo import fields, models

DESK = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor"
)


class PropertyUnit(models.Model):
    """What has happened in a unit, for its smart button."""

    _inherit = "property.unit"

    incident_count = fields.Integer(compute="_compute_incident_count", groups=DESK)

    def _compute_incident_count(self):
        """One grouped query for all units shown."""
        counts = dict(
            self.env["property.incident"]._read_group(
                [("unit_id", "in", self.ids)], ["unit_id"], ["__count"]
            )
        )
        for unit in self:
            unit.incident_count = counts.get(unit._origin, 0)

    def action_open_incidents(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_incident_action"
            ),
            "path": False,
            "domain": [("unit_id", "=", self.id)],
            "context": {"default_unit_id": self.id},
        }
