from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

GROUP = "property_service.property_service_group_"
# Who signs which review (SRV-09, SRV-10), and the field that links its requests.
LEVELS = {"day": "supervisor", "week": "manager"}
LINKS = {"day": "property_day_review_id", "week": "property_week_review_id"}


class PropertyServiceReview(models.Model):
    """审核接待业主情况记录: the supervisor's each day, the manager's each Monday.

    One a day or week and estate. The list of requests grows until it is signed; then
    figures and requests stay, and what is recorded later goes to the next day.
    """

    _name = "property.service.review"
    _description = "Review of the Reception Register"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.evidence.mixin",
    ]
    _order = "date_start desc, kind, id desc"
    _check_company_auto = True

    kind = fields.Selection(
        selection=[("day", "Review of a day"), ("week", "Review of a week")],
        required=True,
        readonly=True,
        default="day",
        index=True,
    )
    date_start = fields.Date(string="From", required=True, readonly=True, index=True)
    date_end = fields.Date(string="To", required=True, readonly=True)
    date_due = fields.Date(string="Sign until", required=True, readonly=True)
    state = fields.Selection(
        selection=[("open", "To be signed"), ("signed", "Signed off")],
        string="Status",
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    note = fields.Text(string="Findings of the review")
    signed_on = fields.Datetime(
        string="Signed on", readonly=True, index="btree_not_null"
    )
    signed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Signed by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_late = fields.Boolean(string="Signed late", readonly=True)

    # Frozen at the signature
    ticket_count = fields.Integer(string="Requests in the review", readonly=True)
    open_count = fields.Integer(string="Unfinished then", readonly=True)
    overdue_count = fields.Integer(string="Past the time limit then", readonly=True)

    # Counted while it is open
    ticket_count_now = fields.Integer(
        string="Number of requests", compute="_compute_now"
    )
    open_count_now = fields.Integer(string="Unfinished", compute="_compute_now")
    overdue_count_now = fields.Integer(
        string="Past the time limit", compute="_compute_now"
    )
    ticket_ids = fields.Many2many(
        comodel_name="helpdesk.ticket",
        string="Requests",
        compute="_compute_ticket_ids",
    )
    escalation_ids = fields.Many2many(
        comodel_name="property.service.escalation",
        string="Escalated cases without handling",
        compute="_compute_escalation_ids",
    )
    is_missed = fields.Boolean(
        string="Missed its day",
        compute="_compute_is_missed",
        search="_search_is_missed",
    )
    may_sign = fields.Boolean(compute="_compute_may_sign")

    _once = models.UniqueIndex(
        "(estate_id, kind, date_start)", "This review exists already."
    )

    # === Computes ===

    @api.depends("kind", "date_start", "estate_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for review in self:
            review.display_name = " · ".join(
                str(part)
                for part in (
                    review.estate_id.name,
                    review.date_start,
                    kinds.get(review.kind),
                )
                if part
            )

    @api.depends("state")
    def _compute_now(self):
        """Two queries for all reviews that are still open."""
        running = self.filtered(lambda review: review.state == "open")
        counts = running._property_counts()
        for review in self:
            if review.state == "signed":
                figures = (review.ticket_count, review.open_count, review.overdue_count)
            else:
                figures = counts[review.id]
            review.ticket_count_now = figures[0]
            review.open_count_now = figures[1]
            review.overdue_count_now = figures[2]

    @api.depends("state")
    def _compute_ticket_ids(self):
        for review in self:
            review.ticket_ids = self.env["helpdesk.ticket"].search(
                review._property_ticket_domain(), order="property_received_on, id"
            )

    @api.depends("state")
    def _compute_escalation_ids(self):
        for review in self:
            review.escalation_ids = (
                review._property_unhandled() if review.state == "open" else False
            )

    @api.depends("state", "date_due")
    def _compute_is_missed(self):
        missed = self.filtered_domain(self._search_is_missed("in", [True]))
        for review in self:
            review.is_missed = review in missed

    def _search_is_missed(self, operator, value):
        """Not signed on its last day."""
        if operator != "in":
            return NotImplemented
        domain = Domain("state", "=", "open") & Domain(
            "date_due", "<", self.env.user._property_today()
        )
        return domain if True in value else ~domain

    @api.depends("kind", "state")
    @api.depends_context("uid")
    def _compute_may_sign(self):
        for review in self:
            review.may_sign = review.state == "open" and review._property_is_reviewer()

    # === CRUD ===

    def write(self, vals):
        if not self.env.su:
            for review in self:
                if review.state == "signed":
                    raise UserError(
                        self.env._(
                            "%(review)s is signed and stays as it is.",
                            review=review.display_name,
                        )
                    )
                review._property_check_reviewer()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Reviews stay on record."))

    def _property_step_fields(self):
        return {
            "kind",
            "date_start",
            "date_end",
            "date_due",
            "state",
            "signed_on",
            "signed_by_id",
            "is_late",
            "ticket_count",
            "open_count",
            "overdue_count",
        }

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "signed_by_id",
            "time": "signed_on",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("state", "=", "signed")

    # === Actions ===

    def action_sign(self):
        """Sign the review off: its requests and figures stay as they are now.

        :raise AccessError: another level signs it
        :raise UserError: signed already, its days are not over, or a case that came up
            to the level has no handling (SLA-04)
        """
        for review in self:
            review._property_step("open")
            review._property_check_reviewer()
            review._property_check_days()
            review._property_check_handled()
            review._property_sign()
        return True

    def action_open_tickets(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_request_action"
        )
        return {
            **action,
            "name": self.display_name,
            "path": False,
            "domain": list(self._property_ticket_domain()),
            "context": {"property_desk": True},
        }

    # === Business methods ===

    def _property_is_reviewer(self):
        return self.env.user.has_group(f"{GROUP}{LEVELS[self.kind]}")

    def _property_check_reviewer(self):
        if self._property_is_reviewer():
            return
        if self.kind == "week":
            message = self.env._("The weekly review is the manager's (SRV-10).")
        else:
            message = self.env._("The daily review is the supervisor's (SRV-09).")
        raise AccessError(message)

    def _property_check_days(self):
        """A day may be signed in its evening, a week when it is over."""
        last = self.date_start if self.kind == "day" else self.date_end
        today = self.estate_id._property_today()
        if today < last or (self.kind == "week" and today == last):
            raise UserError(
                self.env._(
                    "%(review)s: its days are not over yet.", review=self.display_name
                )
            )

    def _property_check_handled(self):
        waiting = self._property_unhandled()
        if waiting:
            raise UserError(
                self.env._(
                    "Write down handling and result first of the cases that came up to"
                    " you: %(tickets)s.",
                    tickets=", ".join(waiting.ticket_id.mapped("number")),
                )
            )

    def _property_sign(self):
        tickets = self.ticket_ids
        now = fields.Datetime.now()
        # Which review a request is in follows from the signature alone, and is no news
        # on the request.
        tickets.sudo().with_context(tracking_disable=True).write(
            {LINKS[self.kind]: self.id}
        )
        self._property_set(
            state="signed",
            signed_on=now,
            signed_by_id=self.env.user.id,
            is_late=self.estate_id._property_local_date(now) > self.date_due,
            ticket_count=len(tickets),
            open_count=len(tickets.filtered(lambda ticket: not ticket.closed)),
            overdue_count=len(tickets.filtered("property_is_overdue")),
        )
