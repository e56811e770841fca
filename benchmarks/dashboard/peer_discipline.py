"""Discipline G1 to G11 by the ORM."""

from odoo.fields import Domain

from odoo.addons.property_service.models.duty.property_duty_log import ENDED

from .peer import Peer, percent

PERIOD = "property.routine.period"
CHECK = "property.quality.check"
FINDING = "property.quality.nonconformity"
LOG = "property.duty.log"
VISIT = "property.visit"
ROUND = "property.patrol.round"
CLOSED = ("state", "=", "closed")
DONE = ("state", "=", "done")
MET = ("is_met", "=", True)
UNMET = ("is_met", "!=", True)
LIVE = ("state", "!=", "dropped")


class Discipline(Peer):
    def show_routines(self):
        def ended(span, *leaves):
            return self.total(PERIOD, [CLOSED, *leaves, *self.days("date_end", span)])

        now = self.days("date_end", self.spans[0])
        latest = self.model(PERIOD).search(
            self.domain(PERIOD, CLOSED, UNMET, *now), order="date_end desc", limit=10
        )
        latest.routine_id.mapped("display_name")
        latest.user_id.mapped("display_name")
        return {
            "Periods that ended": self.both(ended),
            "Compliance with the routines (%)": self.both(
                lambda span: percent(ended(span, MET), ended(span))
            ),
            "Periods below the minimum": self.both(lambda span: ended(span, UNMET)),
            "Compliance by control point (%)": self._compliance(
                now, "control_point_id"
            ),
            "Compliance by month (%)": self._compliance(
                [self.since("date_end", is_day=True, months=12)], "date_end:month"
            ),
            "Routines below their minimum, latest first": [
                str(one.date_end) for one in latest
            ],
        }

    def _compliance(self, leaves, by):
        rows = self.groups(PERIOD, [CLOSED, *leaves], [by, "is_met"])
        met, whole = {}, {}
        for key, is_met, number in rows:
            whole[key] = whole.get(key, 0) + number
            met[key] = met.get(key, 0) + number * bool(is_met)
        return sorted(percent(met[key], whole[key]) for key in whole if met[key])

    def show_checks(self):
        def checks(span, *leaves):
            return self.total(CHECK, [DONE, *leaves, *self.times("date", span)])

        def found(span):
            return self.total(FINDING, [LIVE, *self.times("found_on", span)])

        now = self.times("date", self.spans[0])
        found_now = self.times("found_on", self.spans[0])
        return {
            "Quality checks done": self.both(checks),
            "Checks without a finding (%)": self.both(
                lambda span: percent(self._clean(span), checks(span))
            ),
            "Non-conformities found": self.both(found),
            "Corrections past their deadline": [
                self.total(
                    FINDING, [("state", "=", "open"), ("deadline", "<", self.today)]
                )
            ],
            "Non-conformities by severity": self.values(
                self.groups(FINDING, [LIVE, *found_now], "severity")
            ),
            "Checks by kind": self.values(self.groups(CHECK, [DONE, *now], "kind_id")),
        }

    def _clean(self, span):
        leaves = [DONE, ("failed_count", "=", 0), *self.times("date", span)]
        checks = self.fetch(CHECK, leaves, [])
        found = self.groups(FINDING, [LIVE, ("check_id", "in", checks.ids)], "check_id")
        return len(checks) - len(found)

    def show_duty(self):
        begun = Domain("date_start", "<=", self.now) | Domain("begun_on", "!=", False)
        ended = [("state", "in", ENDED), ("begun_on", "!=", False)]

        def logs(span, *leaves):
            return self.total(LOG, [begun, *ended, *leaves, *self.days("date", span)])

        return {
            "Duty logs read by the supervisor (%)": self.both(
                lambda span: percent(logs(span, ("read_on", "!=", False)), logs(span))
            ),
            "Shifts relieved late": self.both(
                lambda span: self.total(
                    "property.duty.handover",
                    [("late_minutes", ">", 0), *self.days("log_in_id.date", span)],
                    "log_in_id:count_distinct",
                )
            ),
        }

    def show_field_work(self):
        due = Domain("state", "in", ("done", "not_met"))
        due |= Domain("state", "=", "planned") & Domain("date", "<", self.today)
        rated = [DONE, ("satisfaction_level", ">", 0)]
        missed = Domain("state", "=", "missed") | (
            Domain("state", "in", ("planned", "running"))
            & Domain("date_to", "<", self.now)
        )

        def visits(span, *leaves):
            return self.total(VISIT, [*leaves, *self.days("date", span)])

        def rounds(span, *leaves):
            return self.total(ROUND, [*leaves, *self.days("date", span)])

        return {
            "Households visited": self.both(lambda span: visits(span, DONE)),
            "Planned visits made (%)": self.both(
                lambda span: percent(visits(span, DONE), visits(span, due))
            ),
            "Satisfied households, of those who judged (%)": self.both(
                lambda span: percent(
                    visits(span, *rated, ("satisfaction_level", ">=", 4)),
                    visits(span, *rated),
                )
            ),
            "Patrols on time (%)": self.both(
                lambda span: percent(
                    self._in_time(span), rounds(span, Domain(*DONE) | missed)
                )
            ),
            "Patrols not done": self.both(lambda span: rounds(span, missed)),
        }

    def _in_time(self, span):
        """A domain compares no two columns."""
        rows = self.fetch(
            ROUND, [DONE, *self.days("date", span)], ["done_on", "date_to"]
        )
        return sum(one.done_on <= one.date_to for one in rows)
