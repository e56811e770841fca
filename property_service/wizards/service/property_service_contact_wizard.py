from odoo import fields, models

from ...models.service.helpdesk_ticket_steps import CONTACT_MEDIA


class PropertyServiceContactWizard(models.TransientModel):
    """Log what was said with the customer (SLA-05, CMP-41)."""

    _name = "property.service.contact.wizard"
    _description = "Log a Contact"
    _inherit = ["property.service.ticket.wizard"]

    medium = fields.Selection(selection=CONTACT_MEDIA, required=True, default="phone")
    is_incoming = fields.Boolean(string="The customer contacted us")
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    content = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.ticket_ids._property_add_contact(
            self.medium, self.content, is_incoming=self.is_incoming, date=self.date
        )
        return {"type": "ir.actions.act_window_close"}
