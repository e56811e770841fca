from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .property_service_callback_answer import SATISFACTION

# What residents may file themselves; the other kinds are the desk's.
PORTAL_KINDS = ("repair", "complaint", "inquiry", "suggestion", "praise")
# Who complains, and of what, is nothing for the others who live in the unit.
PERSONAL_KINDS = ("complaint", "suggestion", "praise")
# The only fields of the service desk that residents read (SEC-01).
OPEN_FIELDS = {
    "property_estate_id",
    "property_unit_id",
    "property_kind",
    "property_step",
    "property_received_on",
    "property_promised_date",
    "property_rating",
    "property_rating_on",
}
# Fields of the helpdesk that hold words or marks of the staff.
STAFF_FIELDS = {
    "description",
    "attachment_ids",
    "tag_ids",
    "color",
    "kanban_state",
    "properties",
    "duplicate_id",
    "duplicate_ids",
    "partner_email",
}
MAX_TEXT = 4000
# A form that is sent twice within this time is one request.
DOUBLE_SECONDS = 300


class HelpdeskTicket(models.Model):
    """What a resident sees and does without the desk (TRD-08, SRV-28)."""

    _inherit = "helpdesk.ticket"

    property_rating = fields.Selection(
        selection=SATISFACTION,
        string="Rated by the resident",
        readonly=True,
        copy=False,
        tracking=True,
        help="What the resident thinks of the result, on five levels (SAT-05).",
    )
    property_rating_text = fields.Text(
        string="Words of the resident", readonly=True, copy=False
    )
    property_rating_on = fields.Datetime(string="Rated on", readonly=True, copy=False)
    property_is_portal = fields.Boolean(
        string="Filed in the portal",
        readonly=True,
        copy=False,
        help="The description is in the resident's own words.",
    )

    # === Access ===

    @api.model
    def _has_field_access(self, field, operation):
        """Residents read where a request stands, nothing that staff wrote about it."""
        user = self.env.user
        if not self.env.su and user.share:
            if field.name.startswith("property_") and field.name not in OPEN_FIELDS:
                return False
            if field.name in STAFF_FIELDS and user._property_estate_scope():
                return False
        return super()._has_field_access(field, operation)

    @api.depends("property_estate_id")
    def _compute_access_url(self):
        result = super()._compute_access_url()
        for ticket in self:
            if ticket.property_estate_id:
                ticket.access_url = f"/my/requests/{ticket.id}"
        return result

    # === Business methods ===

    @api.model
    def _property_file(self, unit, values):
        """A request from the portal, in the name of the user (TRD-08).

        The caller has made sure that the unit is one of the resident's.

        :param unit: ``property.unit``
        :param dict values: ``kind``, ``text``, ``category_id``, ``place``, ``phone``
        :return: the request, with the rights of the resident
        :raise UserError: no text, a text too long, or another kind
        """
        text = str(values.get("text") or "").strip()
        if values.get("kind") not in PORTAL_KINDS:
            raise UserError(self.env._("Choose what it is about."))
        if not text:
            raise UserError(self.env._("Write down what it is about."))
        if len(text) > MAX_TEXT:
            raise UserError(
                self.env._("Write at most %(count)s characters.", count=MAX_TEXT)
            )
        partner = self.env.user.partner_id
        # The same form sent twice waits here and then finds the first request.
        partner.sudo().lock_for_update()  # one's own record, only to hold it
        earlier = self._property_filed_before(unit, values["kind"], text)
        if earlier:
            return earlier
        # Residents have no right to create requests; what is set is set here.
        ticket = self.sudo().create(
            {
                "property_unit_id": unit.id,
                "property_kind": values["kind"],
                "category_id": self._property_portal_category(values).id,
                "channel_id": self.env.ref(
                    "property_service.helpdesk_ticket_channel_online"
                ).id,
                # The helpdesk would give it to who creates it.
                "user_id": False,
                "partner_id": partner.id,
                "partner_email": partner.email,
                "property_caller_phone": values.get("phone") or partner.phone,
                "property_place": values.get("place"),
                "property_is_portal": True,
                "description": plaintext2html(text),
                "name": text.split("\n")[0][:80],
            }
        )
        ticket.message_subscribe(partner.ids)
        return ticket.sudo(False)

    @api.model
    def _property_filed_before(self, unit, kind, text):
        since = fields.Datetime.subtract(fields.Datetime.now(), seconds=DOUBLE_SECONDS)
        same = self.sudo().search(  # own requests; their words are closed to RPC
            [
                ("partner_id", "=", self.env.user.partner_id.id),
                ("property_unit_id", "=", unit.id),
                ("property_kind", "=", kind),
                ("property_is_portal", "=", True),
                ("create_date", ">=", since),
            ]
        )
        field = self._fields["description"]
        html = field.convert_to_cache(plaintext2html(text), same)  # as it is kept
        return same.filtered(lambda ticket: ticket.description == html)[:1].sudo(False)

    @api.model
    def _property_portal_categories(self, kind):
        """Categories that residents choose from, by kind."""
        return self.env["helpdesk.ticket.category"].search(
            [
                ("property_kind", "=", kind),
                ("show_in_portal", "=", True),
                ("child_id", "=", False),
            ]
        )

    @api.model
    def _property_portal_category(self, values):
        known = self._property_portal_categories(values["kind"])
        chosen = str(values.get("category_id") or "")
        return known.filtered(lambda category: str(category.id) == chosen)

    def _property_can_rate(self):
        """Whether the present resident may rate: own request, closed, once."""
        self.ensure_one()
        user = self.env.user
        ticket = self.sudo()  # state and customer of a request that the user sees
        own = user.partner_id | user.partner_id.commercial_partner_id
        return (
            bool(ticket.property_estate_id)
            and (not ticket.partner_id or ticket.partner_id in own)
            and ticket.closed
            and not ticket.property_import_id
            and not ticket.property_rating
        )

    def _property_rate(self, level, text=""):
        """The resident judges the result, on five levels (SAT-05, CMP-42).

        :param str level: key of ``SATISFACTION``
        :param str text: the resident's own words
        :raise UserError: no level, nothing to rate, or not satisfied without a word
        """
        self.ensure_one()
        self.check_access("read")
        if level not in dict(SATISFACTION):
            raise UserError(self.env._("Choose one of the five levels."))
        self._property_lock_steps()
        if not self._property_can_rate():
            raise UserError(
                self.env._(
                    "Request %(ticket)s is not finished yet, or has been rated.",
                    ticket=self.number,
                )
            )
        text = str(text or "").strip()[:MAX_TEXT]
        # Residents write nothing; who may rate is checked above.
        ticket = self.sudo()
        ticket.write(
            {
                "property_rating": level,
                "property_rating_text": text,
                "property_rating_on": fields.Datetime.now(),
            }
        )
        ticket._property_count_rating(level, text)

    def _property_count_rating(self, level, text):
        """A rating is the answer to the callback: nobody asks a second time (SLA-06).

        Who is not satisfied has the case taken up again, as after a call (SLA-09).
        Where the desk has called before, the rating stays beside what was said then.
        """
        callbacks = self.env["property.service.callback"]
        domain = [
            ("ticket_id", "=", self.id),
            ("round", "=", self.property_reopen_count),
            ("kind", "=", "regular"),
        ]
        callback = callbacks.search(domain, limit=1)
        if not callback:
            callback = callbacks.create(self._property_rating_row())
        if callback.state != "open":
            return
        if callback._property_is_low(level) and not text:
            raise UserError(self.env._("Please write what you are not satisfied with."))
        callback._property_record(level, text, medium="message")

    def _property_rating_row(self):
        """Not among those to be called; who has something to say is heard all the same.

        :return: values of the callback
        """
        now = fields.Datetime.now()
        return {
            "ticket_id": self.id,
            "estate_id": self.property_estate_id.id,
            "round": self.property_reopen_count,
            "closed_on": self.closed_date,
            "due_on": now,
            "handler_id": self.user_id.id,
            "technician_id": self._property_last_technicians().get(self.id, False),
        }

    def _property_write_desk(self, text):
        """The resident adds something; the case has heard from the customer (SRV-50).

        :raise UserError: no text, or a text too long
        """
        self.ensure_one()
        self.check_access("read")
        text = str(text or "").strip()
        if not text or len(text) > MAX_TEXT:
            raise UserError(
                self.env._(
                    "Write between one and %(count)s characters.", count=MAX_TEXT
                )
            )
        # Residents write nothing on a request but messages and this entry.
        ticket = self.sudo()
        ticket._property_add_contact("message", text, is_incoming=True)
        ticket.message_post(
            body=plaintext2html(text),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=self.env.user.partner_id.id,
            partner_ids=ticket.user_id.partner_id.ids,
        )

    # === Steps ===

    def _property_on_step(self, step):
        result = super()._property_on_step(step)
        user = self.env.user
        if step != "new" and not user.share and not user._is_superuser():
            # Who takes up what came in by itself has it from then on (SLA-11).
            for ticket in self.sudo():  # follows from the step alone
                if ticket.property_is_portal and not ticket.property_first_contact_id:
                    ticket.property_first_contact_id = user
        return result

    def _property_give_feedback(self, method, content=""):
        result = super()._property_give_feedback(method, content)
        if method == "message":
            for ticket in self.filtered("property_is_portal"):
                # An online answer to an online request stands where it was asked.
                ticket.message_post(
                    body=plaintext2html(content or ticket.property_result),
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                )
        return result

    def _property_reopen(self, reason):
        result = super()._property_reopen(reason)
        # The next result is rated anew; what was said stays in the tracked changes.
        self.sudo().write(
            {
                "property_rating": False,
                "property_rating_text": False,
                "property_rating_on": False,
            }
        )
        return result
