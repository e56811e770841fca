from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .property_service_target import MEASURES

LIVE = ("running", "paused")


class PropertyServiceClock(models.Model):
    """How long a request has for one measure; one live row a request and measure.

    Rows are written by the requests' steps and by the cron alone. ``is_pending`` rows
    are what the cron looks at: running, and not fallen due yet.
    """

    _name = "property.service.clock"
    _description = "Time Limit of a Request"
    _order = "due_on, id"
    _rec_name = "measure"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    # Plain copies: a request does not change sides, and rows are made by the thousand.
    estate_id = fields.Many2one(
        comodel_name="property.estate",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    measure = fields.Selection(
        selection=[*MEASURES, ("escalation", "Escalation")],
        string="What is measured",
        required=True,
        readonly=True,
    )
    target_id = fields.Many2one(
        comodel_name="property.service.target",
        string="Target",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    level_id = fields.Many2one(
        comodel_name="property.service.escalation.level",
        string="Next level",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    round = fields.Integer(
        readonly=True, help="How many times the request was reopened before."
    )
    started_on = fields.Datetime(required=True, readonly=True)
    due_on = fields.Datetime(string="Falls due on", readonly=True)
    met_on = fields.Datetime(string="Met on", readonly=True)
    state = fields.Selection(
        selection=[
            ("running", "Running"),
            ("paused", "Paused"),
            ("met", "Done"),
            ("dropped", "No longer needed"),
        ],
        required=True,
        readonly=True,
        default="running",
    )
    is_late = fields.Boolean(
        string="Late", readonly=True, help="Stays as it was when the clock stopped."
    )
    is_pending = fields.Boolean(readonly=True, default=True)
    paused_on = fields.Datetime(readonly=True)
    paused_seconds = fields.Integer(string="Paused for (seconds)", readonly=True)
    time_left = fields.Char(compute="_compute_time_left", string="Time left")

    _live_uniq = models.UniqueIndex(
        "(ticket_id, measure) WHERE state IN ('running', 'paused')",
        "This measure of the request is timed already.",
    )
    # The cron's way in: as long as the list of what is due, however many are open.
    _pending_idx = models.Index("(due_on, id) WHERE is_pending")
    _late_idx = models.Index("(estate_id, measure, due_on) WHERE is_late")
    # Figures of a period
    _started_idx = models.Index("(started_on)")

    @api.depends("due_on", "met_on", "state", "is_late")
    @api.depends_context("lang")
    def _compute_time_left(self):
        now = fields.Datetime.now()
        for clock in self:
            clock.time_left = clock._property_time_left(now)

    # === Business methods ===

    def _property_time_left(self, now):
        if self.state == "paused":
            return self.env._("Paused")
        if self.state != "running":
            return self.env._("Late") if self.is_late else self.env._("In time")
        if not self.due_on:
            return ""
        span = self._property_span(abs(self.due_on - now))
        if self.due_on < now:
            return self.env._("%(span)s late", span=span)
        return self.env._("%(span)s left", span=span)

    @api.model
    def _property_span(self, span):
        """A span in the two words that matter."""
        minutes = int(span.total_seconds() // 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        if days:
            return self.env._("%(days)s d %(hours)s h", days=days, hours=hours)
        if hours:
            return self.env._(
                "%(hours)s h %(minutes)s min", hours=hours, minutes=minutes
            )
        return self.env._("%(minutes)s min", minutes=minutes)

    def _property_meet(self, moment):
        """Stop clocks; whether they were late stays as it is now."""
        self.filtered(lambda clock: clock.state == "paused")._property_resume(moment)
        live = self.filtered(lambda clock: clock.state == "running")
        late = live.filtered(
            lambda clock: (
                clock.measure != "escalation" and clock.due_on and clock.due_on < moment
            )
        )
        for clocks, is_late in ((late, True), (live - late, False)):
            clocks.write(
                {
                    "state": "met",
                    "met_on": moment,
                    "is_late": is_late,
                    "is_pending": False,
                }
            )

    def _property_drop(self):
        """What was timed did not come to pass; a late one stays late."""
        self.filtered(lambda clock: clock.state in LIVE).write(
            {"state": "dropped", "is_pending": False}
        )

    def _property_drop_unneeded(self):
        """Nobody need arrive, or be told in between, when the matter is solved."""
        self.filtered(lambda c: c.measure in ("on_site", "contact"))._property_drop()

    def _property_adopt(self, row):
        """Follow another line, from the same start; without one, stop.

        :param dict row: values of the clock that is wanted, or None
        """
        self.ensure_one()
        if not row:
            self._property_drop()
            return
        line = "level_id" if self.measure == "escalation" else "target_id"
        if self[line].id == row[line]:
            return
        due = row["due_on"] + timedelta(seconds=self.paused_seconds)
        self.write(
            {
                line: row[line],
                "due_on": due,
                "is_late": False,
                "is_pending": self.state == "running",
            }
        )

    def _property_pause(self, moment):
        self.filtered(lambda clock: clock.state == "running").write(
            {"state": "paused", "paused_on": moment, "is_pending": False}
        )

    def _property_resume(self, moment):
        """Go on; what was not late yet gets the time back that it stood still."""
        for clock in self.filtered(lambda clock: clock.state == "paused"):
            stood = max(moment - clock.paused_on, timedelta())
            values = {
                "state": "running",
                "paused_on": False,
                "paused_seconds": clock.paused_seconds + int(stood.total_seconds()),
                "is_pending": not clock.is_late,
            }
            if clock.due_on and clock.due_on > clock.paused_on:
                values["due_on"] = clock._property_shifted(clock.paused_on, moment)
            clock.write(values)

    def _property_shifted(self, paused_on, moment):
        """The due moment after a pause, in the unit of the commitment (C22)."""
        unit = (self.target_id or self.level_id).unit
        estate = self.estate_id
        if unit == "working_hours":
            left = estate._property_working_hours_between(paused_on, self.due_on)
            return estate._property_add_working_hours(moment, left)
        if unit == "working_days":
            left = estate._property_workdays_between(paused_on, self.due_on)
            return estate._property_deadline(moment, left, unit)
        if unit == "same_day":
            return estate._property_midnight(estate._property_local_date(moment))
        return self.due_on + (moment - paused_on)

    # === Cron ===

    @api.model
    def _cron_run_due(self, batch=200):
        """Touch what has fallen due, batch by batch, each its own transaction."""
        crons = self.env["ir.cron"]
        while clocks := self._property_take_due(batch):
            clocks._property_fall_due()
            if not crons._commit_progress(len(clocks), remaining=int(bool(clocks))):
                return
        crons._commit_progress(remaining=0)

    @api.model
    def _property_take_due(self, batch):
        """The next clocks that fell due, with their requests locked.

        Requests that somebody works on just now are left for the next time.
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT clock.id
                  FROM property_service_clock clock
                  JOIN helpdesk_ticket ticket ON ticket.id = clock.ticket_id
                 WHERE clock.is_pending AND clock.due_on <= %s
              ORDER BY clock.due_on, clock.id
                 LIMIT %s
                   FOR NO KEY UPDATE OF ticket SKIP LOCKED
                """,
                fields.Datetime.now(),
                batch,
            )
        )
        return self.browse([row[0] for row in rows])

    def _property_fall_due(self):
        """What follows when time is up: late flags, exceptions, the next level."""
        climbing = self.filtered(lambda clock: clock.measure == "escalation")
        late = self - climbing
        late.write({"is_late": True, "is_pending": False})
        late.filtered(
            lambda clock: clock.measure == "contact"
        ).ticket_id._property_warn_no_contact()
        climbing._property_climb()

    def _property_climb(self):
        """Hand the requests to their level and set the clock to the next one."""
        now = fields.Datetime.now()
        self.ticket_id._property_raise(
            [(clock.ticket_id, clock.level_id, False) for clock in self]
        )
        known, memo = {}, {}
        for clock in self:
            following = clock.ticket_id._property_next_level(
                clock.started_on, known, memo, after=clock
            )
            if following:
                clock.write({"level_id": following[0].id, "due_on": following[1]})
            else:
                clock.write({"state": "met", "met_on": now, "is_pending": False})
