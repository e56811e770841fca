from odoo import fields, models

from .helpdesk_ticket_steps import CONTACT_MEDIA


class PropertyServiceContact(models.Model):
    """What was said with the customer about a case (SLA-05, CMP-41)."""

    _name = "property.service.contact"
    _description = "Contact with the Customer"
    _inherit = ["property.service.trail"]
    _rec_name = "content"

    medium = fields.Selection(selection=CONTACT_MEDIA, required=True, readonly=True)
    is_incoming = fields.Boolean(
        string="From the customer",
        readonly=True,
        help="The customer had to come or call again (SRV-50).",
    )
    content = fields.Text(required=True, readonly=True)
