from odoo import fields, models


class PropertyServicePauseWizard(models.TransientModel):
    """Let requests wait, with the reason for which their clocks stand still."""

    _name = "property.service.pause.wizard"
    _description = "Wait for an Answer"
    _inherit = ["property.service.ticket.wizard"]

    reason = fields.Text(string="Waits for", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.ticket_ids._property_wait(self.reason)
        return {"type": "ir.actions.act_window_close"}
