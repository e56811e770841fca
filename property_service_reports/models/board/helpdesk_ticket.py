from odoo import models


class HelpdeskTicket(models.Model):
    """The wall board counts every half minute what was closed today."""

    _inherit = "helpdesk.ticket"

    _property_closed_idx = models.Index(
        "(property_estate_id, closed_date)"
        " WHERE property_estate_id IS NOT NULL AND closed_date IS NOT NULL"
    )
