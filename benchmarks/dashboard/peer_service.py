"""Centre overview and service quality by the ORM."""

from datetime import timedelta

from odoo.fields import Domain

from odoo.addons.property_service_reports.models.service import (
    property_complaint_report as report,
)

from .peer import Peer, mean, percent
from .peer_fee import OVERDUE, RECEIVABLE, RECEIVED

TICKET = "helpdesk.ticket"
CALLBACK = "property.service.callback"
CLOCK = "property.service.clock"
COMPLAINT = "property.complaint"
CALLED = ("state", "in", ("done", "unreached"))
REGULAR = ("kind", "=", "regular")
KEPT = ("state", "!=", "cancelled")
OPEN = ("closed", "=", False)


class Service(Peer):
    def overdue(self, title):
        tickets = self.fetch_overdue()
        tickets.property_unit_id.mapped("display_name")
        tickets.user_id.mapped("display_name")
        return {title: [str(one.property_received_on) for one in tickets]}

    def fetch_overdue(self):
        return self.model(TICKET).search(
            self.domain(TICKET, OPEN, ("property_next_due", "<", self.now)),
            order="property_received_on",
            limit=10,
        )


class Overview(Service):
    period = "today"

    def show_day(self):
        received = "property_received_on"
        return {
            "Requests taken": self.both(
                lambda span: self.total(TICKET, self.times(received, span))
            ),
            "Emergencies taken": self.both(
                lambda span: self.total(
                    TICKET,
                    [("property_is_urgent", "=", True), *self.times(received, span)],
                )
            ),
            "Requests closed on the day": self.both(
                lambda span: self.total(
                    TICKET, [("closed", "=", True), *self.times("closed_date", span)]
                )
            ),
            "Callbacks made": self.both(
                lambda span: self.total(
                    CALLBACK, [CALLED, *self.times("called_on", span)]
                )
            ),
            "Fees received on the day": self.both(
                lambda span: -self.total(
                    "account.move.line",
                    [*RECEIVABLE, RECEIVED, *self.days("date", span)],
                    "balance:sum",
                )
            ),
        }

    def show_standing(self):
        late = Domain("is_late", "=", True) | (
            Domain("state", "=", "open") & Domain("due_on", "<", self.now)
        )
        return {
            "Requests not closed": [self.total(TICKET, [OPEN])],
            "Requests out of time": [
                self.total(TICKET, [OPEN, ("property_next_due", "<", self.now)])
            ],
            "Complaints not closed": [
                self.total(TICKET, [OPEN, ("property_kind", "=", "complaint")])
            ],
            "Callbacks not made in time": [self.total(CALLBACK, [KEPT, late])],
            "Fees overdue": [
                self.total(
                    "account.move.line",
                    [*RECEIVABLE, *OVERDUE, ("date_maturity", "<", self.today)],
                    "amount_residual:sum",
                )
            ],
        }

    def show_charts(self):
        recent = [self.since("property_received_on", days=30)]
        return {
            "Open requests by step": self.values(
                self.groups(TICKET, [OPEN], "property_step")
            ),
            "Open requests by department": self.values(
                self.groups(TICKET, [OPEN], "team_id")
            ),
            "Requests of each day": self.values(
                self.groups(TICKET, recent, "property_received_on:day")
            ),
            **self.overdue("Out of time, oldest first"),
        }


class Quality(Service):
    received = "property_received_on"

    def show_requests(self):
        return {
            "Requests received": self.both(self._received),
            "Requests closed (%)": self.both(
                lambda span: percent(self._closed(span), self._received(span))
            ),
            "Requests that were late (%)": self.both(self._late),
            "Time limits kept (%)": self.both(self._kept),
            "Hours from reception to solution": self.both(self._hours),
            "Solved by the first-contact person (%)": self.both(
                lambda span: percent(
                    self._closed(span, ("property_handled_directly", "=", True)),
                    self._closed(span),
                )
            ),
            "Repeated requests": self.both(
                lambda span: self._received(
                    span, ("property_repeat_of_id", "!=", False)
                )
            ),
        }

    def _received(self, span, *leaves):
        return self.total(TICKET, [*leaves, *self.times(self.received, span)])

    def _closed(self, span, *leaves):
        return self._received(span, ("closed", "=", True), *leaves)

    def _missed(self):
        return Domain("is_late", "=", True) | (
            Domain("state", "=", "running") & Domain("due_on", "<", self.now)
        )

    def _late(self, span):
        own = [
            ("measure", "!=", "escalation"),
            *self.times("ticket_id.property_received_on", span),
        ]
        missed = self._missed()
        timed = missed | Domain("state", "=", "met")
        spec = "ticket_id:count_distinct"
        return percent(
            self.total(CLOCK, [*own, missed], spec),
            self.total(CLOCK, [*own, timed], spec),
        )

    def _kept(self, span):
        own = [("measure", "!=", "escalation"), *self.times("started_on", span)]
        missed, met = self._missed(), Domain("state", "=", "met")
        return percent(
            self.total(CLOCK, [*own, met & Domain("is_late", "!=", True)]),
            self.total(CLOCK, [*own, met | missed]),
        )

    def _hours(self, span):
        """The ORM takes no difference of two columns."""
        names = [self.received, "property_done_on", "closed_date"]
        tickets = self.fetch(TICKET, self.times(self.received, span), names)
        spent = [
            (
                (one.property_done_on or one.closed_date) - one.property_received_on
            ).total_seconds()
            for one in tickets
            if one.property_done_on or one.closed_date
        ]
        return mean(max(seconds, 0) / 3600 for seconds in spent)

    def show_request_charts(self):
        by_category = self.groups(
            TICKET, self.times(self.received, self.spans[0]), "category_id"
        )
        mains = {}
        for category, number in by_category:
            main = (category.parent_path or "").split("/")[0]
            mains[main] = mains.get(main, 0) + number
        return {
            "Requests by month and kind": self.values(
                self.groups(
                    TICKET,
                    [self.since(self.received, months=12)],
                    [f"{self.received}:month", "property_kind"],
                )
            ),
            "Requests by main category": self.values(mains.items()),
            **self.overdue("Overdue requests, oldest first"),
        }

    def show_callbacks(self):
        due = Domain(*CALLED) | Domain("due_on", "<=", self.now)
        repair = ("ticket_id.property_kind", "=", "repair")

        def count(span, *leaves):
            return self.total(CALLBACK, [KEPT, *leaves, *self.times("due_on", span)])

        return {
            "Callbacks that fell due": self.both(
                lambda span: count(span, REGULAR, due)
            ),
            "Repairs called back (%)": self.both(
                lambda span: percent(
                    count(span, REGULAR, repair, ("state", "=", "done")),
                    count(span, REGULAR, repair, due),
                )
            ),
            "At least fairly satisfied, of all calls (%)": self.both(
                lambda span: percent(
                    count(span, REGULAR, ("score", ">=", 3)),
                    count(span, REGULAR, CALLED),
                )
            ),
            "Customers who were not satisfied": self.both(
                lambda span: count(span, REGULAR, ("is_unsatisfied", "=", True))
            ),
            "Satisfaction by month (average level)": self.values(
                self.groups(
                    CALLBACK,
                    [KEPT, ("score", "!=", 0), self.since("due_on", months=12)],
                    "due_on:month",
                    "score:avg",
                )
            ),
            "Levels of satisfaction": self.values(
                self.groups(
                    CALLBACK,
                    [REGULAR, KEPT, ("score", ">", 0)]
                    + self.times("due_on", self.spans[0]),
                    "level",
                )
            ),
        }

    def show_complaints(self):
        ours = Domain("responsible_team_id", "!=", False)
        ours |= Domain("responsible_staff_id", "!=", False)
        ours &= Domain("cause_kind", "not in", report.NOT_OURS)

        def own(span, *leaves):
            return [
                ("ticket_id.property_kind", "=", "complaint"),
                *leaves,
                *self.times("ticket_id.property_received_on", span),
            ]

        def count(span, *leaves):
            return self.total(COMPLAINT, own(span, *leaves))

        now = own(self.spans[0])
        return {
            "Complaints received": self.both(count),
            "Complaints fed back in time (%)": self.both(
                lambda span: self._fed_back(own(span))
            ),
            "Complaints we answer for": self.both(lambda span: count(span, ours)),
            "Second complaints about the same matter (%)": self.both(
                lambda span: percent(count(span, ("is_repeat", "=", True)), count(span))
            ),
            "Complaints by class": self.values(self.groups(COMPLAINT, now, "class_id")),
            "Complaints by cause": self.values(
                self.groups(COMPLAINT, now, "cause_kind")
            ),
        }

    def _fed_back(self, leaves):
        """First contact of ours or feedback, within the hours of the setting."""
        tickets = self.fetch(COMPLAINT, leaves, ["ticket_id"]).ticket_id
        contacts = self.model("property.service.contact")._read_group(
            [("ticket_id", "in", tickets.ids), ("is_incoming", "!=", True)],
            ["ticket_id"],
            ["date:min"],
        )
        first = {ticket.id: moment for ticket, moment in contacts}
        hours = {
            estate: timedelta(
                hours=estate.sudo()._property_parameter(
                    "service.complaint_feedback_hours"
                )
            )
            for estate in tickets.property_estate_id
        }
        due = kept = 0
        for ticket in tickets:
            limit = ticket.property_received_on + hours[ticket.property_estate_id]
            known = [first.get(ticket.id), ticket.property_feedback_on]
            known = [moment for moment in known if moment]
            due += bool(known) or limit < self.now
            kept += bool(known) and min(known) <= limit
        return percent(kept, due)
