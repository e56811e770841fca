from odoo import api, models


class HelpdeskTicket(models.Model):
    """Notices that the desk has still to read stand above its form (DUT-45)."""

    _inherit = "helpdesk.ticket"

    @api.model
    def property_desk_options(self):
        notices = self.env["property.staff.notice"]._property_unread()
        return {
            **super().property_desk_options(),
            "notices": [{"id": notice.id, "name": notice.name} for notice in notices],
        }
