from odoo import http
from odoo.http import request

from .portal_unit import PropertyPortal


class PropertyHandoverPortal(PropertyPortal):
    """A resident's own handovers: appointment, steps, papers to bring, items."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "handover_count" in counters:
            values["handover_count"] = len(self._property_own_handovers())
        return values

    def _property_own_handovers(self):
        """Cases of the person who asks; the record rules say so again."""
        handovers = request.env["property.handover"]
        if not handovers.has_access("read"):
            return handovers
        person = request.env.user.partner_id
        return handovers.search(
            [
                ("partner_id", "in", (person | person.commercial_partner_id).ids),
                ("state", "!=", "cancelled"),
            ]
        )

    @http.route("/my/handovers", type="http", auth="user", website=True, readonly=True)
    def portal_my_handovers(self, **kwargs):
        handovers = self._property_own_handovers()
        values = self._prepare_portal_layout_values()
        # Own cases only; unit and steps are closed to residents.
        values.update(handovers_sudo=handovers.sudo(), page_name="property_handovers")
        return request.render("property_service.portal_my_handovers", values)

    @http.route(
        "/my/handovers/<int:handover_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_handover(self, handover_id, **kwargs):
        handover = self._property_own_handovers().filtered(
            lambda case: case.id == handover_id
        )
        if not handover:
            return request.redirect("/my/handovers")
        values = self._prepare_portal_layout_values()
        # The resident's own case; who works on it and remarks are not shown.
        values.update(handover_sudo=handover.sudo(), page_name="property_handovers")
        return request.render("property_service.portal_my_handover", values)
