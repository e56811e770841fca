from odoo import fields, http
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.http import request
from odoo.tools import consteq

from .portal_unit import PropertyPortal

REPORT = "property_service.property_renovation_permit"


class PropertyRenovationPortal(PropertyPortal):
    """A resident's own renovations, and the permit that anybody may check."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "renovation_count" in counters:
            values["renovation_count"] = len(self._property_own_renovations())
        return values

    def _property_own_renovations(self):
        """What the record rule for residents leaves."""
        renovations = request.env["property.renovation"]
        if not renovations.has_access("read"):
            return renovations
        return renovations.search([], limit=200)

    def _property_own_renovation(self, renovation_id):
        own = self._property_own_renovations()
        return own.filtered(lambda renovation: renovation.id == renovation_id)

    @http.route("/my/renovations", type="http", auth="user", website=True)
    def portal_my_renovations(self, **kwargs):
        values = self._prepare_portal_layout_values()
        # Own cases only; works and agent are closed to residents themselves.
        values.update(
            cases_sudo=self._property_own_renovations().sudo(),
            page_name="property_renovations",
        )
        return request.render("property_service.portal_my_renovations", values)

    @http.route(
        "/my/renovations/<int:renovation_id>", type="http", auth="user", website=True
    )
    def portal_my_renovation(self, renovation_id, **kwargs):
        case = self._property_own_renovation(renovation_id)
        if not case:
            return request.redirect("/my/renovations")
        values = self._prepare_portal_layout_values()
        # The own case, of which the template shows what concerns the resident.
        values.update(case_sudo=case.sudo(), page_name="property_renovations")
        return request.render("property_service.portal_my_renovation", values)

    @http.route(
        "/my/renovations/<int:renovation_id>/permit",
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_permit(self, renovation_id, **kwargs):
        case = self._property_own_renovation(renovation_id)
        if not case.permit_number:
            return request.redirect("/my/renovations")
        # The own permit; the report reads what residents may not open themselves.
        reports = request.env["ir.actions.report"].sudo()
        content, _kind = reports._render_qweb_pdf(REPORT, case.ids)
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(content)),
            ],
        )

    @http.route(
        "/my/renovations/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_new_renovation(self, **post):
        """An application as a draft; the desk takes it and asks for the papers."""
        error = ""
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    case = self._property_apply(post)
                return request.redirect(f"/my/renovations/{case.id}")
            except (UserError, ValidationError) as refusal:
                error = str(refusal)
        kinds = request.env["property.renovation.work.kind"].sudo()  # a public list
        values = self._prepare_portal_layout_values()
        values.update(
            units_sudo=self._property_own_units().sudo(),  # own units only
            kinds_sudo=kinds.search([("category", "!=", "prohibited")]),
            error=error,
            post=post,
            page_name="property_renovations",
        )
        return request.render("property_service.portal_new_renovation", values)

    def _property_apply(self, post):
        """A draft from the form: own unit, own name, known works; nothing else."""
        chosen = post.get("unit_id")
        unit = self._property_own_units().filtered(lambda unit: str(unit.id) == chosen)
        if not unit:
            raise UserError(request.env._("Choose one of your units."))
        chosen = request.httprequest.form.getlist("kind_ids")
        kind_ids = [int(kind) for kind in chosen if kind.isdecimal()]
        kinds = request.env["property.renovation.work.kind"].sudo()  # a public list
        works = kinds.browse(kind_ids).exists()
        start, end = post.get("date_start"), post.get("date_end")
        if not (works and start and end):
            raise UserError(request.env._("Choose the works, the start and the end."))
        try:
            dates = [fields.Date.to_date(day) for day in (start, end)]
        except ValueError as error:
            raise UserError(request.env._("Enter the days as dates.")) from error
        # Residents have no right to create cases; unit and applicant are their own.
        cases = request.env["property.renovation"].sudo()
        case = cases.create(
            {
                "unit_id": unit.id,
                "applicant_id": request.env.user.partner_id.id,
                "date_start": dates[0],
                "date_end": dates[1],
                "description": (post.get("description") or "")[:2000],
                "site_manager": (post.get("site_manager") or "")[:100],
                "site_phone": (post.get("site_phone") or "")[:30],
                "work_ids": [Command.create({"kind_id": kind.id}) for kind in works],
            }
        )
        case._property_tell_agent(request.env._("Application from the portal"))
        return case

    @http.route(
        "/renovation-permits/<int:renovation_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        readonly=True,
    )
    def check_permit(self, renovation_id, token, **kwargs):
        """Whether the permit on the door is valid; no personal data (PIPL §6)."""
        # The token on the paper stands for the right to read these few words.
        case = request.env["property.renovation"].sudo().browse(renovation_id).exists()
        if not case.permit_number or not consteq(case._property_permit_token(), token):
            raise request.not_found()
        return request.render(
            "property_service.portal_renovation_permit", {"case_sudo": case}
        )
