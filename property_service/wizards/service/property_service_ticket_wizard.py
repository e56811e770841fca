from odoo import fields, models


class PropertyServiceTicketWizard(models.AbstractModel):
    """A dialog about one or several requests."""

    _name = "property.service.ticket.wizard"
    _description = "Dialog about Requests"

    ticket_ids = fields.Many2many(
        comodel_name="helpdesk.ticket",
        string="Requests",
        required=True,
        default=lambda self: self._default_ticket_ids(),
    )

    def _default_ticket_ids(self):
        return self.env.context.get("active_ids", [])
