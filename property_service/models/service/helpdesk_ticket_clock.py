from odoo import api, fields, models
from odoo.exceptions import UserError

from .helpdesk_ticket_stage import ENDED
from .property_service_clock import LIVE

# What decides which commitments hold.
DECIDING = {
    "property_kind",
    "property_severity",
    "property_is_urgent",
    "category_id",
    "channel_id",
}
AT_WORK = ("accepted", "dispatched", "in_progress")


class HelpdeskTicket(models.Model):
    """Time limits of a request: they start, stop, stand still and start anew by its
    steps (SLA-28, C2).
    """

    _inherit = "helpdesk.ticket"

    property_next_due = fields.Datetime(
        string="Next due",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The earliest time limit that runs; empty while the request waits.",
    )
    property_time_left = fields.Char(
        string="Time left", compute="_compute_property_time_left"
    )
    property_is_overdue = fields.Boolean(
        string="Past its time",
        compute="_compute_property_time_left",
        search="_search_property_is_overdue",
    )
    property_clock_ids = fields.One2many(
        comodel_name="property.service.clock",
        inverse_name="ticket_id",
        string="Time limits",
    )
    property_pause_ids = fields.One2many(
        comodel_name="property.service.pause",
        inverse_name="ticket_id",
        string="Pauses",
    )
    property_rings = fields.Integer(
        string="Rings before answer",
        help="0 when nobody counted (CMP-18, ACC-07).",
    )
    property_awaits_arrival = fields.Boolean(compute="_compute_property_awaits_arrival")

    @api.depends("property_next_due")
    @api.depends_context("lang")
    def _compute_property_time_left(self):
        now = fields.Datetime.now()
        span_of = self.env["property.service.clock"]._property_span
        for ticket in self:
            due = ticket.property_next_due
            ticket.property_is_overdue = bool(due and due < now)
            if not due:
                ticket.property_time_left = ""
            elif due < now:
                ticket.property_time_left = self.env._(
                    "%(span)s late", span=span_of(now - due)
                )
            else:
                ticket.property_time_left = self.env._(
                    "%(span)s left", span=span_of(due - now)
                )

    def _search_property_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = fields.Domain("property_next_due", "<", fields.Datetime.now())
        return overdue if True in value else ~overdue

    def _compute_property_awaits_arrival(self):
        for ticket in self:
            ticket.property_awaits_arrival = any(
                clock.measure == "on_site" and clock.state in LIVE
                for clock in ticket.property_clock_ids
            )

    # === CRUD ===

    def write(self, vals):
        result = super().write(vals)
        if DECIDING & vals.keys():
            self.filtered(
                lambda ticket: (
                    ticket.property_estate_id
                    and ticket.property_step not in (*ENDED, "done")
                )
            )._property_review_clocks()
        return result

    # === Actions ===

    def action_property_open_wait(self):
        """Ask why the request waits; with a reason its clocks stand still."""
        return self._property_open_wizard(
            "property.service.pause.wizard", self.env._("Wait for an answer")
        )

    def action_property_arrived(self):
        """Somebody is on site (CMP-19)."""
        self.check_access("write")
        for ticket in self:
            ticket._property_check_open()
        self._property_arrived()

    # === Business methods ===

    def _property_wait(self, reason):
        """Wait, with the clocks standing still.

        :param str reason: stays on record
        :raise UserError: no reason
        """
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give the reason for waiting."))
        self.with_context(property_pause_reason=reason)._property_move("waiting")

    def _property_arrived(self, moment=None):
        """Stop the clock of the arrival; the dispatch order knows when.

        :param datetime moment: naive UTC, by default now
        """
        self._property_meet_clocks(
            ("on_site", "first_response"), moment or fields.Datetime.now()
        )

    def _property_restart_clocks(self, start=None):
        """Time what is to be solved anew; how often is counted by the reopenings.

        :param datetime start: naive UTC, by default now
        """
        start = start or fields.Datetime.now()
        measures = ("resolution", "contact", "escalation")
        self._property_live_clocks(measures)._property_drop()
        rows, known, memo = [], {}, {}
        for ticket in self.sudo():  # as in _property_start_clocks
            rows += [
                row
                for row in ticket._property_clock_rows(start, known, memo)
                if row["measure"] in measures
            ]
        self._property_add_clocks(rows)
        self._property_refresh_next_due()

    def _property_is_history(self):
        """Old messages are imported without limits: they are not overdue now.

        The import asks for it as the superuser; nobody else leaves the clocks out.
        """
        return self.env.su and self.env.context.get("property_no_clocks")

    def _property_live_clocks(self, measures=None):
        domain = [("ticket_id", "in", self.ids), ("state", "in", LIVE)]
        if measures:
            domain.append(("measure", "in", measures))
        # Written by the steps of requests alone.
        return self.env["property.service.clock"].sudo().search(domain)

    def _property_meet_clocks(self, measures, moment):
        self._property_live_clocks(measures)._property_meet(moment)
        self._property_refresh_next_due()

    def _property_refresh_next_due(self):
        """The earliest running limit of each request, in one query."""
        # As in _property_live_clocks.
        groups = (
            self.env["property.service.clock"]
            .sudo()
            ._read_group(
                [
                    ("ticket_id", "in", self.ids),
                    ("state", "=", "running"),
                    ("measure", "!=", "escalation"),
                ],
                ["ticket_id"],
                ["due_on:min"],
            )
        )
        dues = {ticket.id: due for ticket, due in groups}
        next_due = self._fields["property_next_due"]
        for ticket in self.sudo():  # follows from the clocks, whoever stops them
            due = dues.get(ticket.id, False)
            if ticket.property_next_due != due:
                next_due.write(ticket, due)

    def _property_review_clocks(self):
        """Another kind or severity: other commitments, from the same start."""
        known, memo = {}, {}
        clocks = self.env["property.service.clock"].sudo()  # as above
        for ticket in self.sudo():  # as above
            past = clocks.search([("ticket_id", "=", ticket.id)])
            past = past.filtered(lambda c, t=ticket: c.round == t.property_reopen_count)
            start = min(past.mapped("started_on"), default=fields.Datetime.now())
            wanted = {
                row["measure"]: row
                for row in ticket._property_clock_rows(start, known, memo)
            }
            for clock in past.filtered(lambda c: c.state in LIVE):
                clock._property_adopt(wanted.get(clock.measure))
            done = set(past.mapped("measure")) | {"answer"}
            if ticket.property_step != "new":
                done.add("first_response")
            self._property_add_clocks(
                [row for measure, row in wanted.items() if measure not in done]
            )
        self._property_refresh_next_due()
        self._property_raise_at_once()

    # === Hooks of the steps ===

    def _property_on_step(self, step):
        result = super()._property_on_step(step)
        now = fields.Datetime.now()
        if step == "new":
            if not self._property_is_history():
                self._property_start_clocks()
            return result
        if step != "waiting":
            self._property_end_pause(now)
        elif self.env.context.get("property_pause_reason"):
            self._property_begin_pause(now)
        if step in (*AT_WORK, "waiting"):
            self._property_meet_clocks(("first_response",), now)
        elif step == "done":
            self._property_stop_at_result(now)
        else:
            live = self._property_live_clocks()
            live._property_drop_unneeded()
            live._property_meet(now)
            self._property_refresh_next_due()
        return result

    def _property_stop_at_result(self, now):
        """The matter is solved; the answer to the customer may still be due."""
        live = self._property_live_clocks()
        live._property_drop_unneeded()
        live.filtered(
            lambda c: (
                c.measure in ("resolution", "first_response", "escalation")
                or c.target_id.result_counts
            )
        )._property_meet(now)
        self._property_refresh_next_due()

    def _property_on_contact(self, is_incoming):
        result = super()._property_on_contact(is_incoming)
        now = fields.Datetime.now()
        # A call of the customer's is news, but no answer of ours.
        measures = ["contact"]
        if not is_incoming:
            measures += ["first_response", "reply"]
        for ticket in self:
            ticket._property_meet_clocks(
                measures, ticket.property_last_contact_on or now
            )
        return result

    def _property_reopen(self, reason):
        result = super()._property_reopen(reason)
        self._property_restart_clocks()
        return result

    def _property_begin_pause(self, now):
        # As in _property_live_clocks.
        self.env["property.service.pause"].sudo().create(
            [
                {
                    "ticket_id": ticket.id,
                    "reason": self.env.context["property_pause_reason"],
                    "started_on": now,
                    "user_id": self.env.user.id,
                }
                for ticket in self
            ]
        )
        self._property_live_clocks().filtered(
            lambda c: not (c.target_id or c.level_id).runs_while_waiting
        )._property_pause(now)
        self._property_refresh_next_due()

    def _property_end_pause(self, now):
        # As in _property_live_clocks.
        pauses = self.env["property.service.pause"].sudo()
        pauses = pauses.search(
            [("ticket_id", "in", self.ids), ("ended_on", "=", False)]
        )
        if pauses:
            pauses.write({"ended_on": now, "ended_by_id": self.env.user.id})
            self._property_live_clocks()._property_resume(now)
            self._property_refresh_next_due()
