from odoo import fields, models

from .helpdesk_ticket_log import LEVELS


class PropertyServiceHandling(models.Model):
    """How a level of the service centre handled a case (SLA-04)."""

    _name = "property.service.handling"
    _description = "Handling of a Request"
    _inherit = ["property.service.trail"]
    _rec_name = "text"

    level = fields.Selection(
        selection=LEVELS, string="Handled at level", required=True, readonly=True
    )
    text = fields.Text(string="Handling and result", required=True, readonly=True)
