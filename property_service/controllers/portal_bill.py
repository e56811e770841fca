from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from .portal_unit import PropertyPortal

PAGE = 20
# What still has to be paid; a bill that is being paid is not asked for again.
UNPAID = ("not_paid", "partial")


class PropertyBillPortal(PropertyPortal):
    """The bills that a resident pays, with what they are for."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "property_bill_count" in counters:
            moves = request.env["account.move"]
            values["property_bill_count"] = (
                moves.search_count(self._property_bill_domain())
                if moves.has_access("read")
                else 0
            )
        return values

    def _property_bill_domain(self, unpaid=False):
        """Posted bills of units; the ledger's own rule leaves those of the payer."""
        person = request.env.user.partner_id
        domain = (
            Domain("move_type", "in", ("out_invoice", "out_refund"))
            & Domain("state", "=", "posted")
            & Domain("property_unit_id", "!=", False)
            & Domain("partner_id", "in", (person | person.commercial_partner_id).ids)
        )
        if unpaid:
            domain &= Domain("payment_state", "in", UNPAID)
        return domain

    @http.route(
        ["/my/bills", "/my/bills/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_bills(self, page=1, unpaid=None, **kwargs):
        moves = request.env["account.move"]
        if not moves.has_access("read"):
            return request.redirect("/my")
        domain = self._property_bill_domain(bool(unpaid))
        pager = portal_pager(
            url="/my/bills",
            url_args={"unpaid": 1} if unpaid else {},
            total=moves.search_count(domain),
            page=page,
            step=PAGE,
        )
        found = moves.search(
            domain,
            order="invoice_date desc, id desc",
            limit=PAGE,
            offset=pager["offset"],
        )
        values = self._prepare_portal_layout_values()
        values.update(
            bills_sudo=found.sudo(),  # own bills; their unit and charges are closed
            debts=self._property_debts(moves),
            pager=pager,
            unpaid=unpaid,
            page_name="property_bills",
        )
        return request.render("property_service.portal_my_bills", values)

    def _property_debts(self, moves):
        """What is unpaid in all, by currency."""
        return moves._read_group(
            self._property_bill_domain(unpaid=True),
            ["currency_id"],
            ["amount_residual_signed:sum"],
        )

    @http.route(
        "/my/bills/<int:move_id>", type="http", auth="user", website=True, readonly=True
    )
    def portal_my_bill(self, move_id, **kwargs):
        moves = request.env["account.move"]
        if not moves.has_access("read"):
            return request.redirect("/my")
        bill = moves.search(
            self._property_bill_domain() & Domain("id", "=", move_id), limit=1
        )
        if not bill:
            return request.redirect("/my/bills")
        values = self._prepare_portal_layout_values()
        values.update(
            bill_sudo=bill.sudo(),  # as in the list
            page_name="property_bills",
        )
        return request.render("property_service.portal_my_bill", values)
