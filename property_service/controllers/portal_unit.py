from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class PropertyPortal(CustomerPortal):
    """A resident's own units, while the resident holds them."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "unit_count" in counters:
            values["unit_count"] = len(self._property_own_units())
        return values

    def _property_own_units(self):
        """Units held today; the record rules say so again."""
        units = request.env["property.unit"]
        if not units.has_access("read"):
            return units
        return units.search([("id", "in", request.env.user._property_resident_units())])

    @http.route("/my/units", type="http", auth="user", website=True, readonly=True)
    def portal_my_units(self, **kwargs):
        units = self._property_own_units()
        if len(units) == 1:
            return request.redirect(f"/my/units/{units.id}")
        values = self._prepare_portal_layout_values()
        # Own units only; their estate is closed to residents.
        values.update(units_sudo=units.sudo(), page_name="property_units")
        return request.render("property_service.portal_my_units", values)

    @http.route(
        "/my/units/<int:unit_id>", type="http", auth="user", website=True, readonly=True
    )
    def portal_my_unit(self, unit_id, **kwargs):
        unit = self._property_own_units().filtered(lambda unit: unit.id == unit_id)
        if not unit:
            return request.redirect(
                "/my/units" if self._property_own_units() else "/my"
            )
        occupancies = request.env["property.occupancy"]
        rows = occupancies.search(
            occupancies._property_current_domain() & Domain("unit_id", "=", unit.id)
        )
        values = self._prepare_portal_layout_values()
        values.update(
            # Only names of the household are shown; phones and numbers are not.
            unit_sudo=unit.sudo(),
            rows_sudo=rows.sudo(),  # as above
            page_name="property_units",
        )
        return request.render("property_service.portal_my_unit", values)
