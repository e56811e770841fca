from odoo import fields, models

PEOPLE = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor"
)


class PropertyUnit(models.Model):
    _inherit = "property.unit"

    access_pass_count = fields.Integer(
        string="Passes out", compute="_compute_access_pass_count", groups=PEOPLE
    )

    visitor_count = fields.Integer(
        string="Visitors", compute="_compute_visitor_count", groups=PEOPLE
    )

    def _compute_access_pass_count(self):
        counts = dict(
            self.env["property.access.pass"]._read_group(
                [("unit_id", "in", self.ids), ("state", "=", "issued")],
                ["unit_id"],
                ["__count"],
            )
        )
        for unit in self:
            unit.access_pass_count = counts.get(unit, 0)

    def action_open_access_passes(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_access_pass_action"
            ),
            "domain": [("unit_id", "=", self.id)],
            "context": {"default_unit_id": self.id},
        }

    def _compute_visitor_count(self):
        """One grouped query for all units shown."""
        counts = dict(
            self.env["property.visitor"]._read_group(
                [("unit_id", "in", self.ids)], ["unit_id"], ["__count"]
            )
        )
        for unit in self:
            unit.visitor_count = counts.get(unit, 0)

    def action_open_visitors(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_visitor_action"
            ),
            "domain": [("unit_id", "=", self.id)],
            "context": {"default_unit_id": self.id},
        }
