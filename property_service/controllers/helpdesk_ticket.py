import werkzeug

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController
from odoo.addons.helpdesk_mgmt.controllers.myaccount import CustomerPortalHelpdesk
from odoo.addons.portal.controllers.portal import CustomerPortal


class PropertyHelpdeskTicketController(HelpdeskTicketController):
    """The helpdesk closes any ticket for any user; here people close their own only."""

    @http.route()
    def support_ticket_close(self, **kw):
        """Close one's own ticket; a request of an estate is closed by the desk alone.

        :raise werkzeug.exceptions.NotFound: no such ticket, or another person's
        """
        try:
            # Not a second base class: it would bring the portal's own pages with it,
            # which then stand in for those of the residents.
            ticket = CustomerPortal()._document_check_access(
                "helpdesk.ticket", int(kw.get("ticket_id") or 0)
            )
        except (AccessError, MissingError, ValueError) as error:
            raise werkzeug.exceptions.NotFound() from error
        if ticket.property_estate_id:
            return request.redirect(f"/my/ticket/{ticket.id}")
        return super().support_ticket_close(**kw)

    @http.route()
    def create_new_ticket(self, **kw):
        """Residents file requests of their units, which the desk sees."""
        if request.env.user._property_resident_units():
            return request.redirect("/my/requests/new")
        return super().create_new_ticket(**kw)

    @http.route()
    def submit_ticket(self, **kw):
        if request.env.user._property_resident_units():
            return request.redirect("/my/requests/new")
        return super().submit_ticket(**kw)


class PropertyCustomerPortalHelpdesk(CustomerPortalHelpdesk):
    """The helpdesk's pages show staff and their words; ours show what is open."""

    @http.route()
    def portal_my_tickets(self, **kw):
        if request.env.user._property_resident_units():
            return request.redirect("/my/requests")
        return super().portal_my_tickets(**kw)

    @http.route()
    def portal_my_ticket(self, ticket_id, access_token=None, **kw):
        """A request of an estate opens on its own page, with or without a token."""
        # Whether it is one is no secret; its page asks who may see it.
        ticket = request.env["helpdesk.ticket"].sudo().browse(ticket_id).exists()
        if ticket.property_estate_id:
            return request.redirect(f"/my/requests/{ticket.id}")
        return super().portal_my_ticket(ticket_id, access_token, **kw)
