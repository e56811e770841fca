from odoo import api, fields, models

from .helpdesk_ticket_log import LEVELS


class PropertyServiceHandling(models.Model):
    """How a level of the service centre handled a case (SLA-04)."""

    _name = "property.service.handling"
    _description = "Handling of a Request"
    _inherit = ["property.service.trail", "property.evidence.mixin"]
    _rec_name = "text"

    level = fields.Selection(
        selection=LEVELS, string="Handled at level", required=True, readonly=True
    )
    text = fields.Text(string="Handling and result", required=True, readonly=True)

    @api.model
    def _property_evidence_fields(self):
        """What a supervisor handles in person is counted for the month (GOV-12)."""
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "date",
            "subject": "ticket_id",
        }
