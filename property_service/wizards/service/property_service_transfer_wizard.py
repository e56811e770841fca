from odoo import fields, models


class PropertyServiceTransferWizard(models.TransientModel):
    """Give requests to another handler or department, with the reason (CMP-27)."""

    _name = "property.service.transfer.wizard"
    _description = "Transfer of Requests"
    _inherit = ["property.service.ticket.wizard"]

    user_id = fields.Many2one(
        comodel_name="res.users", string="New handler", domain=[("share", "=", False)]
    )
    team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team", string="To department"
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.ticket_ids._property_transfer(
            self.reason, user=self.user_id, team=self.team_id
        )
        return {"type": "ir.actions.act_window_close"}
