from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request
from odoo.tools import is_html_empty
from odoo.tools.image import image_process

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..models.service.helpdesk_ticket_portal import PORTAL_KINDS
from .portal_unit import PropertyPortal

PAGE = 20
MAX_PHOTOS = 9
MAX_PHOTO_BYTES = 15 * 1024**2
# Longest side; enough to see a crack, and no more than a phone sends in a second.
PHOTO_SIZE = (1920, 1920)


class PropertyRequestPortal(PropertyPortal):
    """A resident's requests: what became of them, a new one, and a rating."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "request_count" in counters:
            tickets = request.env["helpdesk.ticket"]
            values["request_count"] = tickets.search_count(self._property_requests())
        return values

    def _property_requests(self, status=None):
        """Domain of the list; the record rules say whose requests they are."""
        domain = Domain("property_estate_id", "!=", False)
        if status in ("open", "closed"):
            domain &= Domain("closed", "=", status == "closed")
        return domain

    def _property_own_request(self, ticket_id):
        """The request if the resident sees it, else none."""
        ticket = request.env["helpdesk.ticket"].browse(ticket_id).exists()
        if not ticket.has_access("read"):
            return ticket.browse()
        return ticket.filtered("property_estate_id")

    # === Pages ===

    @http.route(
        ["/my/requests", "/my/requests/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_requests(self, page=1, status=None, **kwargs):
        if not self._property_own_units() and not self._property_has_requests():
            return request.redirect("/my")
        tickets = request.env["helpdesk.ticket"]
        domain = self._property_requests(status)
        pager = portal_pager(
            url="/my/requests",
            url_args={"status": status} if status else {},
            total=tickets.search_count(domain),
            page=page,
            step=PAGE,
        )
        found = tickets.search(
            domain,
            order="property_received_on desc, id desc",
            limit=PAGE,
            offset=pager["offset"],
        )
        values = self._prepare_portal_layout_values()
        values.update(
            tickets_sudo=found.sudo(),  # what the rule leaves; the page shows little
            pager=pager,
            status=status,
            page_name="property_requests",
        )
        return request.render("property_service.portal_my_requests", values)

    def _property_has_requests(self):
        return bool(
            request.env["helpdesk.ticket"].search_count(
                self._property_requests(), limit=1
            )
        )

    @http.route("/my/requests/<int:ticket_id>", type="http", auth="user", website=True)
    def portal_my_request(self, ticket_id, **kwargs):
        ticket = self._property_own_request(ticket_id)
        if not ticket:
            return request.redirect("/my/requests")
        return self._property_request_page(ticket)

    def _property_request_page(self, ticket, error=""):
        values = self._prepare_portal_layout_values()
        values.update(
            # The page shows where the request stands and what was said to residents.
            ticket_sudo=ticket.sudo(),
            messages_sudo=self._property_messages(ticket).sudo(),  # as above
            photos_sudo=self._property_photos(ticket),
            can_rate=ticket._property_can_rate(),
            ratings=ticket._fields["property_rating"]._description_selection(
                request.env
            ),
            error=error,
            page_name="property_requests",
        )
        return request.render("property_service.portal_my_request", values)

    def _property_messages(self, ticket):
        """What passed between resident and desk; notes of the staff are internal."""
        messages = request.env["mail.message"].search(
            [
                ("model", "=", ticket._name),
                ("res_id", "=", ticket.id),
                ("message_type", "in", ("comment", "email", "email_outgoing")),
                ("is_internal", "=", False),
                ("subtype_id.internal", "=", False),
            ],
            order="date, id",
            limit=100,
        )
        return messages.filtered(lambda message: not is_html_empty(message.body))

    def _property_photos(self, ticket):
        """Photos that came with the request, not what staff filed with it."""
        # Residents have no right to files; these are the ones of a request of theirs.
        files = request.env["ir.attachment"].sudo()
        return files.search(
            [
                ("res_model", "=", ticket._name),
                ("res_id", "=", ticket.id),
                ("res_field", "=", False),
                ("create_uid.share", "=", True),
            ],
            order="id",
        )

    @http.route(
        "/my/requests/<int:ticket_id>/photos/<int:photo_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_request_photo(self, ticket_id, photo_id, **kwargs):
        ticket = self._property_own_request(ticket_id)
        photos = self._property_photos(ticket) if ticket else []
        for photo in photos:
            if photo.id == photo_id:
                stream = request.env["ir.binary"]._get_stream_from(photo)
                return stream.get_response()
        raise request.not_found()

    # === Forms ===

    @http.route(
        "/my/requests/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def portal_new_request(self, **post):
        """What it is about, then words and photos; two screens of a phone."""
        units = self._property_own_units()
        if not units:
            return request.redirect("/my")
        error = ""
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    ticket = self._property_file(units, post)
                return request.redirect(f"/my/requests/{ticket.id}?filed=1")
            except UserError as refusal:
                error = str(refusal)
        return self._property_new_page(units, post, error)

    def _property_new_page(self, units, post, error):
        tickets = request.env["helpdesk.ticket"]
        kind = post.get("kind") if post.get("kind") in PORTAL_KINDS else ""
        labels = dict(
            tickets._fields["property_kind"]._description_selection(request.env)
        )
        values = self._prepare_portal_layout_values()
        values.update(
            units_sudo=units.sudo(),  # own units only
            kinds=[(key, labels[key]) for key in PORTAL_KINDS],
            kind=kind,
            kind_label=labels.get(kind),
            categories=tickets._property_portal_categories(kind) if kind else [],
            error=error,
            post=post,
            max_photos=MAX_PHOTOS,
            page_name="property_requests",
        )
        return request.render("property_service.portal_new_request", values)

    def _property_file(self, units, post):
        """The request from the form, with its photos; own units only."""
        chosen = post.get("unit_id")
        unit = units.filtered(lambda unit: str(unit.id) == chosen)
        if not unit:
            raise UserError(request.env._("Choose one of your units."))
        photos = self._property_read_photos()
        ticket = request.env["helpdesk.ticket"]._property_file(
            unit,
            {
                "kind": post.get("kind"),
                "text": post.get("text"),
                "category_id": post.get("category_id"),
                "place": (post.get("place") or "").strip()[:100],
                "phone": (post.get("phone") or "").strip()[:30],
            },
        )
        if not self._property_photos(ticket):
            # Residents have no right to files; these go to their own new request.
            request.env["ir.attachment"].sudo().create(
                [
                    {
                        "name": f"{number}.jpg",
                        "raw": photo,
                        "mimetype": "image/jpeg",
                        "res_model": ticket._name,
                        "res_id": ticket.id,
                    }
                    for number, photo in enumerate(photos, start=1)
                ]
            )
        return ticket

    def _property_read_photos(self):
        """The uploaded photos drawn anew: smaller, and without place and camera.

        :raise UserError: too many, too large, or no pictures
        """
        uploads = [
            upload
            for upload in request.httprequest.files.getlist("photos")
            if upload.filename
        ]
        if len(uploads) > MAX_PHOTOS:
            raise UserError(
                request.env._("Send at most %(count)s photos.", count=MAX_PHOTOS)
            )
        photos = []
        for upload in uploads:
            content = upload.read(MAX_PHOTO_BYTES + 1)
            if len(content) > MAX_PHOTO_BYTES:
                raise UserError(
                    request.env._(
                        "“%(file)s” is too large; a photo has at most %(limit)s MB.",
                        file=upload.filename,
                        limit=MAX_PHOTO_BYTES // 1024**2,
                    )
                )
            photos.append(self._property_redraw(upload.filename, content))
        return photos

    def _property_redraw(self, name, content):
        try:
            drawn = image_process(
                content,
                size=PHOTO_SIZE,
                verify_resolution=True,
                quality=80,
                output_format="JPEG",
            )
        except (UserError, ValueError) as error:
            drawn = b""
            reason = error
        else:
            reason = None
        if not drawn.startswith(b"\xff\xd8"):
            raise UserError(
                request.env._(
                    "“%(file)s” is no photo; send it as JPEG or PNG.", file=name
                )
            ) from reason
        return drawn

    @http.route(
        "/my/requests/<int:ticket_id>/rate",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_rate_request(self, ticket_id, level="", text="", **kwargs):
        return self._property_answer(
            ticket_id, lambda ticket: ticket._property_rate(level, text), "rated"
        )

    @http.route(
        "/my/requests/<int:ticket_id>/message",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_write_request(self, ticket_id, text="", **kwargs):
        return self._property_answer(
            ticket_id, lambda ticket: ticket._property_write_desk(text), "sent"
        )

    def _property_answer(self, ticket_id, act, done):
        """Do what a form of the page asks for, and show the page again."""
        ticket = self._property_own_request(ticket_id)
        if not ticket:
            return request.redirect("/my/requests")
        try:
            with request.env.cr.savepoint():
                act(ticket)
        except UserError as refusal:
            return self._property_request_page(ticket, error=str(refusal))
        return request.redirect(f"/my/requests/{ticket.id}?{done}=1")
