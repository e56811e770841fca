from odoo import fields, models

from ...models.service.helpdesk_ticket_steps import CONTACT_MEDIA


class PropertyComplaintPostponeWizard(models.TransientModel):
    """Explain, promise a day, report upward: in one go (CMP-16)."""

    _name = "property.complaint.postpone.wizard"
    _description = "Cannot Be Solved for Now"

    complaint_id = fields.Many2one(
        comodel_name="property.complaint", required=True, readonly=True
    )
    explanation = fields.Text(string="Told the customer", required=True)
    promised_date = fields.Date(string="Promised by", required=True)
    medium = fields.Selection(
        selection=CONTACT_MEDIA, string="Told by", required=True, default="phone"
    )

    def action_confirm(self):
        self.ensure_one()
        self.complaint_id._property_postpone(
            self.explanation, self.promised_date, self.medium
        )
        return {"type": "ir.actions.act_window_close"}
