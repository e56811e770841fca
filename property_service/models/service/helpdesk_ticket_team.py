from odoo import models


class HelpdeskTicketTeam(models.Model):
    """A team is the department responsible for a request (SRV-06, SRV-07)."""

    _inherit = "helpdesk.ticket.team"

    def _get_applicable_stages(self):
        # The steps of the service desk are for requests of an estate alone.
        return (
            super()
            ._get_applicable_stages()
            .filtered(lambda stage: not stage.property_step)
        )
