from odoo import fields, models


class PropertyServiceReopenWizard(models.TransientModel):
    """Take closed requests up again, with the reason (CMP-38)."""

    _name = "property.service.reopen.wizard"
    _description = "Reopen Requests"
    _inherit = ["property.service.ticket.wizard"]

    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.ticket_ids._property_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
