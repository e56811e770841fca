import werkzeug

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController
from odoo.addons.portal.controllers.portal import CustomerPortal


class PropertyHelpdeskTicketController(HelpdeskTicketController, CustomerPortal):
    """The helpdesk closes any ticket for any user; here people close their own only."""

    @http.route()
    def support_ticket_close(self, **kw):
        """Close one's own ticket; a request of an estate is closed by the desk alone.

        :raise werkzeug.exceptions.NotFound: no such ticket, or another person's
        """
        try:
            ticket = self._document_check_access(
                "helpdesk.ticket", int(kw.get("ticket_id") or 0)
            )
        except (AccessError, MissingError, ValueError) as error:
            raise werkzeug.exceptions.NotFound() from error
        if ticket.property_estate_id:
            return request.redirect(f"/my/ticket/{ticket.id}")
        return super().support_ticket_close(**kw)
