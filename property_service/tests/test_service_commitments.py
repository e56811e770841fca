"""Every number of the time limits, in every situation: one table of all lines.

What the sources state stands here once more, so that no line of the data changes
unnoticed; each line is tried alone on a workday, at night, on a weekend, on a public
holiday, around a make-up workday, with a pause and after reopening.
"""

from contextlib import contextmanager
from datetime import timedelta

from odoo.addons.property_service.models.service.property_service_clock import LIVE

from .test_base_calendar import utc
from .test_service_escalation import EscalationCommon

# 2026: Spring Festival from 15 to 23 February; Saturdays around it are made up.
STARTS = {
    "workday": "2026-03-03 10:00",
    "night before a weekend": "2026-03-06 23:30",
    "weekend": "2026-03-07 11:00",
    "public holiday": "2026-02-18 10:00",
    "make-up workday": "2026-02-28 10:00",
    "make-up workday before the holiday": "2026-02-14 10:00",
}
ONE_WORKING_DAY = (
    "2026-03-04 17:30",
    "2026-03-09 17:30",
    "2026-03-09 17:30",
    "2026-02-24 17:30",
    "2026-03-02 17:30",
    "2026-02-24 17:30",
)
THREE_WORKING_DAYS = (
    "2026-03-06 17:30",
    "2026-03-11 17:30",
    "2026-03-11 17:30",
    "2026-02-26 17:30",
    "2026-03-04 17:30",
    "2026-02-26 17:30",
)
END_OF_THE_DAY = (
    "2026-03-04 00:00",
    "2026-03-07 00:00",
    "2026-03-08 00:00",
    "2026-02-19 00:00",
    "2026-03-01 00:00",
    "2026-02-15 00:00",
)
# Paused ten seconds after the workday's start, for 27 hours.
PAUSE, RESUME = "2026-03-03 10:00:10", "2026-03-04 13:00:10"
STOOD = timedelta(hours=27)
REOPENED = "2026-03-10 09:00"
SECONDS, MINUTES, HOURS, DAYS = (
    lambda n: timedelta(seconds=n),
    lambda n: timedelta(minutes=n),
    lambda n: timedelta(hours=n),
    lambda n: timedelta(days=n),
)
EMERGENCY = "property_service.helpdesk_ticket_category_c_emergency_lift"
# Line: (requirement, kind, channel, further values), measure, what is due,
# due after the pause (None: as without one; "met": waiting is an answer), in force.
TARGETS = {
    "complaint_24h": (
        "CMP-29",
        "complaint",
        "phone",
        {},
        "reply",
        HOURS(24),
        STOOD,
        True,
    ),
    "complaint_3d": ("CMP-32", "complaint", "phone", {}, "reply", DAYS(3), STOOD, True),
    "complaint_oral": (
        "CMP-26",
        "complaint",
        "phone",
        {},
        "reply",
        ONE_WORKING_DAY,
        "2026-03-05 17:30",
        True,
    ),
    "complaint_written": (
        "CMP-26",
        "complaint",
        "letter",
        {},
        "reply",
        THREE_WORKING_DAYS,
        "2026-03-09 17:30",
        True,
    ),
    "complaint_4h": (
        "DB11/T 751",
        "complaint",
        "phone",
        {},
        "reply",
        HOURS(4),
        STOOD,
        False,
    ),
    "complaint_on_site": (
        "CMP-19",
        "complaint",
        "phone",
        {"category_id": EMERGENCY},
        "on_site",
        MINUTES(3),
        STOOD,
        True,
    ),
    "online_same_day": (
        "SRV-28, SLA-30",
        "inquiry",
        "online",
        {},
        "reply",
        END_OF_THE_DAY,
        "2026-03-05 00:00",
        True,
    ),
    "online_20s": (
        "SLA-29",
        "inquiry",
        "online",
        {},
        "first_response",
        SECONDS(20),
        "met",
        False,
    ),
    "repair_emergency": (
        "DB11/T 751",
        "repair",
        "phone",
        {"property_is_urgent": True},
        "on_site",
        MINUTES(15),
        STOOD,
        True,
    ),
    "repair_response_1": (
        "DB11/T 751",
        "repair",
        "phone",
        {},
        "first_response",
        HOURS(4),
        "met",
        True,
    ),
    "repair_response_2": (
        "DB11/T 751",
        "repair",
        "phone",
        {},
        "first_response",
        HOURS(2),
        "met",
        False,
    ),
    "repair_response_3": (
        "DB11/T 751",
        "repair",
        "phone",
        {},
        "first_response",
        HOURS(1),
        "met",
        False,
    ),
    "repair_contact": ("SLA-05", "repair", "phone", {}, "contact", DAYS(3), None, True),
    "request_2d": (
        "SLA-01, SLA-28",
        "inquiry",
        "phone",
        {},
        "resolution",
        DAYS(2),
        STOOD,
        True,
    ),
    "request_7d": (
        "SLA-02, SLA-28",
        "complaint",
        "phone",
        {},
        "resolution",
        DAYS(7),
        STOOD,
        True,
    ),
}
# Line: requirement, channel, the last ring that is in time.
RINGS = {
    "hotline_rings": ("CMP-18", "hotline", 3),
    "phone_rings": ("ACC-07", "phone", 2),
}
# Line: requirement, kind, to whom, after how long.
DELAYS = {
    "two_days": ("SLA-01", "repair", "supervisor", DAYS(2)),
    "one_week": ("SLA-02", "complaint", "manager", DAYS(7)),
}
# Line: requirement, kind, to whom, takes over.
AT_ONCE = {
    "major": ("SLA-25", "repair", "supervisor", True),
    "major_complaint": ("CMP-45", "complaint", "manager", False),
    "major_director": ("CMP-32", "complaint", "director", False),
}
BY_REPORT = {"beyond": ("SLA-25, SLA-26, SLA-27", "repair", "administrator", True)}


class CommitmentsCommon(EscalationCommon):
    """Tries one line at a time, as if it stood alone."""

    def _alone(self, line):
        """Switch off all other lines that measure the same."""
        rivals = self.env[line._name].with_context(active_test=False).search([])
        if line._name == "property.service.target":
            rivals = rivals.filtered(lambda rule: rule.measure == line.measure)
        (rivals - line).active = False
        line.active = True

    def _each(self, table, moments=None):
        for name, row in table.items():
            for number, label in enumerate(moments or STARTS):
                yield name, row, number, label

    @contextmanager
    def _world(self, name, row, label, start):
        """A world of its own for a line and a moment; nothing of it stays."""
        with (
            self.subTest(f"{name} ({row[0]}): {label}"),
            self.env.cr.savepoint() as savepoint,
            self._at(start),
        ):
            try:
                yield
            finally:
                savepoint.rollback()
                self.env.invalidate_all()
                self.env.registry.clear_cache()

    def _due(self, row, number, start):
        wanted = row[5]
        if isinstance(wanted, timedelta):
            return utc(start) + wanted
        return utc(wanted[number])

    def _request(self, row):
        values = dict(row[3])
        if "category_id" in values:
            values["category_id"] = self.env.ref(values["category_id"]).id
        return self._ticket(row[1], row[2], **values)


class TestServiceCommitments(CommitmentsCommon):
    def test_table_holds_every_line(self):
        """No line is added, dropped or switched without a row here."""
        for model, names in (
            ("property.service.target", {*TARGETS, *RINGS}),
            ("property.service.escalation.level", {*DELAYS, *AT_ONCE, *BY_REPORT}),
        ):
            lines = self.env[model].with_context(active_test=False)
            lines = lines.search([("company_id", "=", False)])
            prefix = f"property_service.{model.replace('.', '_')}_"
            known = {
                xml_id.removeprefix(prefix)
                for xml_id in lines.get_external_id().values()
                if xml_id.startswith(prefix)
            }
            self.assertEqual(known, names)
        for name, row in TARGETS.items():
            with self.subTest(name):
                line = self._target(name)
                self.assertEqual((line.measure, line.active), (row[4], row[7]))
                self.assertIn(row[0].split(",")[0], line.source)

    def test_due_in_every_situation(self):
        """CMP-19, -26, -29, -32, SRV-28, SLA-01, -02, -05, -28, -29: when it is due."""
        for name, row, number, label in self._each(TARGETS):
            start = STARTS[label]
            with self._world(name, row, label, start):
                self._alone(self._target(name))
                clock = self._clock(self._request(row), row[4])
                self.assertEqual(clock.target_id, self._target(name))
                self.assertEqual(clock.due_on, self._due(row, number, start))

    def test_late_from_then_on(self):
        """A second before it is in time, a second after it is late, and stays late."""
        moments = {"workday": STARTS["workday"]}
        for name, row, number, label in self._each(TARGETS, moments):
            start = moments[label]
            with self._world(name, row, label, start):
                self._alone(self._target(name))
                clock = self._clock(self._request(row), row[4])
                due = self._due(row, number, start)
                for moment, is_late in (
                    (due - timedelta(seconds=1), False),
                    (due + timedelta(seconds=1), True),
                ):
                    with self._at_utc(moment):
                        self._run()
                    self.assertEqual((clock.is_late, clock.state), (is_late, "running"))

    def test_pause(self):
        """Waiting stops what can stand still; news to the customer stays due."""
        moments = {"pause": STARTS["workday"]}
        for name, row, number, label in self._each(TARGETS, moments):
            start = moments[label]
            with self._world(name, row, label, start):
                self._alone(self._target(name))
                ticket = self._request(row)
                clock = self._clock(ticket, row[4])
                with self._at(PAUSE):
                    ticket._property_wait("Spare part on its way")
                if row[6] == "met":
                    self.assertEqual((clock.state, clock.is_late), ("met", False))
                    continue
                self.assertEqual(clock.state, "paused" if row[6] else "running")
                with self._at(RESUME):
                    ticket.action_property_start()
                due = self._due(row, number, start)
                if isinstance(row[6], timedelta):
                    due += row[6]
                elif row[6]:
                    due = utc(row[6])
                self.assertEqual((clock.state, clock.due_on), ("running", due))

    def test_reopening(self):
        """CMP-38: what is to be solved is timed anew, from the reopening."""
        moments = {"reopened": STARTS["workday"]}
        for name, row, number, label in self._each(TARGETS, moments):
            start = moments[label]
            with self._world(name, row, label, start):
                self._alone(self._target(name))
                ticket = self._request(row)
                self.env["property.service.escalation.level"].search([]).active = False
                first = self._clock(ticket, row[4])
                with self._at_utc(utc(start) + timedelta(seconds=10)):
                    ticket.with_user(self.user_supervisor)._property_add_handling(
                        "Seen"
                    )
                    self._finish(ticket)._property_close(self.satisfied)
                self.assertNotIn(first.state, LIVE)
                self.assertFalse(first.is_late)
                with self._at(REOPENED):
                    ticket._property_reopen("Not solved")
                again = self._clock(ticket, row[4])
                if row[4] not in ("resolution", "contact"):
                    self.assertEqual(again, first)
                    continue
                self.assertEqual((again.state, again.round), ("running", 1))
                self.assertEqual(again.due_on, utc(REOPENED) + row[5])
                self.assertEqual(first.due_on, self._due(row, number, start))

    def test_rings(self):
        """CMP-18 within three rings; ACC-07 before the third (C12)."""
        for name, (_requirement, channel, most) in RINGS.items():
            for rings, is_late in ((most, False), (most + 1, True)):
                with self.subTest(f"{name} {rings}"):
                    ticket = self._ticket("inquiry", channel, property_rings=rings)
                    clock = self._clock(ticket, "answer")
                    self.assertEqual(clock.target_id, self._target(name))
                    self.assertEqual((clock.state, clock.is_late), ("met", is_late))

    def _at_utc(self, moment):
        return self._at(str(moment + timedelta(hours=8)))


class TestServiceEscalationNumbers(CommitmentsCommon):
    def _until(self, ticket, moment):
        """Run the cron a second before and at a moment; who has the case then."""
        for second in (-1, 0):
            with self._at(str(moment + timedelta(hours=8, seconds=second))):
                self._run()
            yield self._levels(ticket)

    def test_delays_in_every_situation(self):
        """SLA-01, SLA-02: days of the calendar, holidays or not."""
        for name, row, _number, label in self._each(DELAYS):
            start = STARTS[label]
            with self._world(name, row, label, start):
                self._alone(self._level(name))
                ticket = self._ticket(row[1], user_id=self.user_assistant.id)
                before, after = self._until(ticket, utc(start) + row[3])
                self.assertEqual((before, after), ([], [row[2]]))
                escalation = ticket.property_escalation_ids
                self.assertEqual(escalation.level_id, self._level(name))
                self.assertEqual(ticket.user_id, escalation.to_user_id)
                self.assertEqual(ticket.property_first_contact_id, self.user_assistant)

    def test_waiting_stops_no_escalation(self):
        moments = {"pause": STARTS["workday"]}
        for name, row, _number, label in self._each(DELAYS, moments):
            start = moments[label]
            with self._world(name, row, label, start):
                self._alone(self._level(name))
                ticket = self._ticket(row[1])
                with self._at(PAUSE):
                    ticket._property_wait("Spare part on its way")
                before, after = self._until(ticket, utc(start) + row[3])
                self.assertEqual((before, after), ([], [row[2]]))

    def test_reopened_goes_up_again(self):
        """Each round has its own days; a level is reached once a round."""
        moments = {"reopened": STARTS["workday"]}
        for name, row, _number, label in self._each(DELAYS, moments):
            start = moments[label]
            with self._world(name, row, label, start):
                self._alone(self._level(name))
                ticket = self._ticket(row[1])
                self.assertEqual(
                    list(self._until(ticket, utc(start) + row[3]))[1], [row[2]]
                )
                with self._at("2026-03-10 08:59"):
                    boss = ticket.with_user(self.user_manager)
                    self._finish(boss, self.user_manager)._property_close(
                        self.satisfied
                    )
                with self._at(REOPENED):
                    ticket._property_reopen("Not solved")
                before, after = self._until(ticket, utc(REOPENED) + row[3])
                self.assertEqual((before, after), ([row[2]], [row[2]] * 2))
                self.assertEqual(
                    sorted(ticket.property_escalation_ids.mapped("round")), [0, 1]
                )

    def test_finished_in_time_goes_nowhere(self):
        moments = {"done": STARTS["workday"]}
        for name, row, _number, label in self._each(DELAYS, moments):
            start = moments[label]
            with self._world(name, row, label, start):
                self._alone(self._level(name))
                ticket = self._ticket(row[1])
                with self._at(
                    str(utc(start) + row[3] + timedelta(hours=8, seconds=-1))
                ):
                    ticket._property_finish("Done")
                self.assertEqual(list(self._until(ticket, utc(start) + row[3]))[1], [])

    def test_at_once_in_every_situation(self):
        """SLA-25, CMP-32, CMP-45: at night and on holidays, too."""
        for name, row, _number, label in self._each(AT_ONCE):
            start = STARTS[label]
            with self._world(name, row, label, start):
                self._alone(self._level(name))
                self.assertFalse(self._levels(self._ticket(row[1])))
                ticket = self._ticket(row[1], property_severity="major")
                escalation = ticket.property_escalation_ids
                self.assertEqual((escalation.to_level, escalation.takes_over), row[2:])
                self.assertEqual(ticket.user_id == escalation.to_user_id, row[3])

    def test_by_report(self):
        """SLA-25 to SLA-27: who cannot handle it reports it to the next level."""
        for name, row in BY_REPORT.items():
            ticket = self._ticket(row[1], user_id=self.user_assistant.id)
            with self._at("2027-01-01 10:00"):
                self.assertNotIn(row[2], self._levels(ticket))
            ticket._property_escalate("Beyond my authority")
            escalation = ticket.property_escalation_ids
            self.assertEqual(escalation.level_id, self._level(name))
            self.assertEqual((escalation.to_level, escalation.takes_over), row[2:])
