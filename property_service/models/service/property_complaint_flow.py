from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .property_complaint_visit import OUTCOMES
from .property_estate_levels import CHAIN


class PropertyComplaint(models.Model):
    """What is done about a complaint: visit, explain and report, urge (CMP-14..24)."""

    _inherit = "property.complaint"

    is_urging_due = fields.Boolean(
        string="To be urged",
        compute="_compute_is_urging_due",
        store=True,
        readonly=True,
    )

    _urging_idx = models.Index("(team_deadline) WHERE is_urging_due")

    @api.depends("team_deadline", "team_answer", "responsible_team_id")
    def _compute_is_urging_due(self):
        """Set anew by a new deadline; the reminder clears it."""
        for complaint in self:
            complaint.is_urging_due = bool(
                complaint.team_deadline
                and complaint.responsible_team_id
                and not (complaint.team_answer or "").strip()
            )

    # === Actions ===

    def action_urge(self):
        """Remind the department of its deadline (CMP-24)."""
        self.check_access("write")
        for complaint in self:
            complaint._property_check_open()
            if not complaint.responsible_team_id:
                raise UserError(
                    self.env._(
                        "Complaint %(number)s: choose the department that is to handle"
                        " it first.",
                        number=complaint.number,
                    )
                )
            complaint._property_urge()
        return True

    # === Business methods ===

    def _property_add_visit(
        self, finding, outcome="handled", visitor=None, date=None, **report
    ):
        """Somebody was on site and spoke with the customer (CMP-53).

        :param str finding: what was seen and heard
        :param str outcome: one of ``OUTCOMES``
        :param visitor: who went; the present user by default
        :param datetime date: naive UTC, by default now
        :param report: ``explanation`` and ``promised_date`` of a matter that cannot be
            handled at once (CMP-54)
        :return: the visit
        """
        self.ensure_one()
        self.check_access("write")
        finding = str(finding or "").strip()
        ticket = self.ticket_id
        ticket._property_lock_steps()
        ticket._property_check_open(with_done=True)
        if not finding:
            raise UserError(self.env._("Write down what was found on site."))
        if outcome not in dict(OUTCOMES):
            raise UserError(self.env._("Say what came of the visit."))
        date = date or fields.Datetime.now()
        ticket._property_add_contact("visit", finding, date=date)
        # Nobody writes the trail directly; the right is checked above.
        visit = (
            self.env["property.complaint.visit"]
            .sudo()
            .create(
                {
                    "complaint_id": self.id,
                    "ticket_id": ticket.id,
                    "visitor_id": (visitor or self.env.user).id,
                    "user_id": self.env.user.id,
                    "date": date,
                    "finding": finding,
                    "outcome": outcome,
                    "explanation": report.get("explanation"),
                }
            )
        )
        ticket._property_arrived(date)
        if outcome == "reported":
            self._property_postpone(medium="visit", **report)
        return visit.sudo(self.env.su)

    def _property_postpone(self, explanation="", promised_date=None, medium="phone"):
        """It cannot be solved for now: explain, promise a day, report (CMP-16, CMP-54).

        :param str explanation: what the customer was told
        :param date promised_date: the approximate day that was promised
        :param str medium: how the customer was told
        :raise UserError: one of them is missing, or the day is past
        """
        explanation = str(explanation or "").strip()
        today = fields.Date.context_today(self)
        for complaint in self:
            if not explanation or not promised_date or promised_date < today:
                raise UserError(
                    self.env._(
                        "Complaint %(number)s: enter what the customer was told, and by"
                        " which day it will be solved.",
                        number=complaint.number,
                    )
                )
            ticket = complaint.ticket_id
            ticket._property_check_open()
            complaint.explanation = explanation
            ticket.property_promised_date = promised_date
            if medium != "visit" or not complaint.visit_ids[:1]:
                ticket._property_add_contact(medium, explanation)
            complaint._property_report_upward(explanation)

    def _property_report_upward(self, explanation):
        """To the next level, unless the case is with a higher one already."""
        ticket = self.ticket_id
        own = CHAIN.index(ticket._property_level())
        if self.estate_id._property_rank(ticket.user_id) <= own:
            ticket._property_escalate(explanation)

    def _property_urge(self):
        """Tell the department and the handler that the deadline counts."""
        for complaint in self:
            team = complaint.responsible_team_id.sudo()  # names for everybody to read
            ticket = complaint.ticket_id.sudo()  # the server reminds
            people = team.user_id | ticket.user_id
            ticket.message_notify(
                partner_ids=people.partner_id.ids,
                subject=self.env._("Complaint %(number)s", number=complaint.number),
                body=self.env._(
                    "%(team)s: handle complaint %(number)s and answer by %(deadline)s.",
                    team=team.name,
                    number=complaint.number,
                    deadline=complaint.estate_id._property_clock(
                        complaint.team_deadline
                    )
                    or self.env._("the end of today"),
                ),
            )
            now = fields.Datetime.now()
            complaint._property_set(
                urged_count=complaint.urged_count + 1,
                urged_on=now,
                # Urged before the time, it is urged once more when time is up.
                is_urging_due=complaint.is_urging_due and complaint.team_deadline > now,
            )

    # === Cron ===

    @api.model
    def _cron_urge(self, batch=100):
        """Remind departments whose deadline has passed; each is reminded once."""
        crons = self.env["ir.cron"]
        while complaints := self._property_take_urging(batch):
            complaints._property_urge()
            if not crons._commit_progress(len(complaints), remaining=1):
                return
        crons._commit_progress(remaining=0)

    @api.model
    def _property_take_urging(self, batch):
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT complaint.id
                  FROM property_complaint complaint
                  JOIN helpdesk_ticket ticket ON ticket.id = complaint.ticket_id
                 WHERE complaint.is_urging_due AND complaint.team_deadline <= %s
                   AND ticket.closed IS NOT TRUE
              ORDER BY complaint.team_deadline, complaint.id
                 LIMIT %s
                   FOR NO KEY UPDATE OF complaint SKIP LOCKED
                """,
                fields.Datetime.now(),
                batch,
            )
        )
        return self.browse([row[0] for row in rows])
