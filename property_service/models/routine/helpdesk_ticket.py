from odoo import fields, models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    property_visit_opinion_ids = fields.One2many(
        comodel_name="property.visit.opinion",
        inverse_name="ticket_id",
        string="Opinions that became this request",
    )
