from odoo import fields, models


class PropertyServiceHandlingWizard(models.TransientModel):
    """What a level did with a case, and what came of it (SLA-04)."""

    _name = "property.service.handling.wizard"
    _description = "Handling of Requests"
    _inherit = ["property.service.ticket.wizard"]

    text = fields.Text(string="Handling and result", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.ticket_ids._property_add_handling(self.text)
        return {"type": "ir.actions.act_window_close"}
