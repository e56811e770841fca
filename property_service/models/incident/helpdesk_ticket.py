from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HelpdeskTicket(models.Model):
    """Complaints that a sudden incident has caused are linked to it (CMP-13)."""

    _inherit = "helpdesk.ticket"

    property_incident_id = fields.Many2one(
        comodel_name="property.incident",
        string="Caused by the incident",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain="[('estate_id', '=', property_estate_id)]",
        groups="property_service.property_service_group_assistant,"
        "property_service.property_service_group_auditor",
    )

    @api.constrains("property_incident_id", "property_estate_id")
    def _check_property_incident(self):
        for ticket in self:
            incident = ticket.sudo().property_incident_id  # whoever changes the request
            if incident and incident.estate_id != ticket.property_estate_id:
                raise ValidationError(
                    self.env._(
                        "Request %(request)s and the incident belong to two estates.",
                        request=ticket.number,
                    )
                )

    def action_property_report_incident(self):
        """Report what is behind this request, with what is known already."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Report an incident"),
            "res_model": "property.incident",
            "views": [
                (
                    self.env.ref(
                        "property_service.property_incident_view_form_report"
                    ).id,
                    "form",
                )
            ],
            "target": "new",
            "context": {
                "default_estate_id": self.property_estate_id.id,
                "default_unit_id": self.property_unit_id.id,
                "default_place": self.property_place,
                "default_phenomenon": self.name,
                "property_incident_ticket_id": self.id,
            },
        }
