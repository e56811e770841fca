from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class PropertyDepositPortal(CustomerPortal):
    """What is held for a resident, with what became of it (REN-22)."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "deposit_count" in counters:
            values["deposit_count"] = len(self._property_own_deposits())
        return values

    def _property_own_deposits(self):
        """Deposits of the person who is logged in; the record rules say so again."""
        deposits = request.env["property.deposit"]
        if not deposits.has_access("read"):
            return deposits
        partner = request.env.user.partner_id
        return deposits.search(
            [("partner_id", "=", partner.id), ("state", "not in", ("draft",))]
        )

    def _property_own_deposit(self, deposit_id):
        return self._property_own_deposits().filtered(lambda d: d.id == deposit_id)

    @http.route("/my/deposits", type="http", auth="user", website=True, readonly=True)
    def portal_my_deposits(self, **kwargs):
        values = self._prepare_portal_layout_values()
        # Own deposits only; units and kinds are closed to residents.
        values.update(
            deposits_sudo=self._property_own_deposits().sudo(),
            page_name="property_deposits",
        )
        return request.render("property_service.portal_my_deposits", values)

    @http.route(
        "/my/deposits/<int:deposit_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_deposit(self, deposit_id, **kwargs):
        deposit = self._property_own_deposit(deposit_id)
        if not deposit:
            return request.redirect("/my/deposits")
        values = self._prepare_portal_layout_values()
        # As above.
        values.update(deposit_sudo=deposit.sudo(), page_name="property_deposits")
        return request.render("property_service.portal_my_deposit", values)

    @http.route(
        "/my/deposits/<int:deposit_id>/receipt", type="http", auth="user", website=True
    )
    def portal_my_deposit_receipt(self, deposit_id, **kwargs):
        """The paper receipt, without counting as a print of the desk."""
        deposit = self._property_own_deposit(deposit_id)
        if not deposit:
            return request.redirect("/my/deposits")
        # The own receipt names cashier and estate, whom residents may not read.
        reports = request.env["ir.actions.report"].sudo()
        content, _kind = reports._render_qweb_pdf(
            "property_service.property_deposit_receipt", deposit.ids
        )
        return request.make_response(
            content,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(content)),
                ("Content-Disposition", f'inline; filename="{deposit.name}.pdf"'),
            ],
        )
