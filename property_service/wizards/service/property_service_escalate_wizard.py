from odoo import fields, models

from ...models.service.property_service_escalation_level import TO_LEVELS


class PropertyServiceEscalateWizard(models.TransientModel):
    """Report what is beyond one's ability or authority (SLA-25, SRV-27)."""

    _name = "property.service.escalate.wizard"
    _description = "Escalation of Requests"
    _inherit = ["property.service.ticket.wizard"]

    to_level = fields.Selection(
        selection=TO_LEVELS, string="Escalate to", help="Empty: the next level."
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.ticket_ids._property_escalate(self.reason, self.to_level)
        return {"type": "ir.actions.act_window_close"}
