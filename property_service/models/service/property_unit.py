from odoo import fields, models

DESK = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor"
)


class PropertyUnit(models.Model):
    """Requests of a unit, for its smart button and the desk."""

    _inherit = "property.unit"

    request_ids = fields.One2many(
        comodel_name="helpdesk.ticket", inverse_name="property_unit_id", groups=DESK
    )
    request_count = fields.Integer(compute="_compute_request_count", groups=DESK)
    request_open_count = fields.Integer(compute="_compute_request_count", groups=DESK)

    def _compute_request_count(self):
        """One grouped query for all units shown."""
        groups = self.env["helpdesk.ticket"]._read_group(
            [("property_unit_id", "in", self.ids)],
            ["property_unit_id", "closed"],
            ["__count"],
        )
        total, opened = {}, {}
        for unit, closed, count in groups:
            total[unit.id] = total.get(unit.id, 0) + count
            if not closed:
                opened[unit.id] = count
        for unit in self:
            unit.request_count = total.get(unit.id, 0)
            unit.request_open_count = opened.get(unit.id, 0)

    def action_open_requests(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_request_action"
        )
        action["domain"] = [("property_unit_id", "=", self.id)]
        action["context"] = {
            "default_property_unit_id": self.id,
            "property_desk": True,
        }
        return action
