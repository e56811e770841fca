"""Compliance over a long time, counted with one query, against counting by hand."""

from datetime import date, datetime, timedelta

import pytz
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.fields import Command

from .test_base_routine import MONDAY, SUPERVISOR, WEEK_OVER, RoutineCase

CHINA = pytz.timezone("Asia/Shanghai")
FIRST = datetime(2026, 1, 1)
SINCE, UNTIL = date(2026, 1, 10), date(2026, 4, 20)
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
PROOFS = st.lists(
    st.tuples(
        st.integers(0, 140 * 24 * 60 - 1),  # minutes after the first
        st.integers(0, 2),  # whose
        st.booleans(),  # finished
        st.booleans(),  # in the estate
    ),
    max_size=40,
)
RULES = st.fixed_dictionaries(
    {
        "period": st.sampled_from(
            ["day", "week", "month", "quarter", "half_year", "year"]
        ),
        "minimum": st.integers(1, 3),
        "due_day": st.sampled_from([0, 0, 1, 3, 25]),
        "workdays_only": st.booleans(),
        "per_person": st.booleans(),
    }
)


class TestRoutineCompliance(RoutineCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Workdays by hand are those from Monday to Friday.
        cls.env["property.calendar.day"].search([]).unlink()
        cls.env["property.parameter"].search(
            [("code", "=", "base.statutory_days")]
        ).default_value = "02-29"
        cls.second = cls._make_user("compliance_second", SUPERVISOR, cls.estate)
        colleague = cls._make_staff(
            "Second",
            user=cls.second,
            post="supervisor",
            estate_ids=[Command.set(cls.estate.ids)],
        )
        stranger = cls._make_staff("Nobody's", estate_ids=[Command.set(cls.estate.ids)])
        cls.people = [cls.staff, colleague, stranger]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rule=RULES, proofs=PROOFS)
    def test_against_counting_by_hand(self, rule, proofs):
        """Each period and person has the proofs that fall into it, and no other."""
        self.env["property.test.proof"].search([]).unlink()
        routine = self._routine(**rule)
        for minutes, who, finished, inside in proofs:
            self._proof(
                FIRST + timedelta(minutes=minutes),
                staff_id=self.people[who].id,
                is_done=finished,
                estate_id=(self.estate if inside else self.mall).id,
            )
        found = routine._property_compliance(self.estate | self.mall, SINCE, UNTIL)
        self.assertEqual(
            {(row.user_id, row.start, row.end, row.done) for row in found},
            self._count_by_hand(rule, proofs),
        )
        self.assertLessEqual({row.required for row in found}, {rule["minimum"]})
        # As the periods themselves are measured.
        for row in found[:5]:
            user = self.env["res.users"].browse(row.user_id or [])
            due = routine._property_due_day(self.estate, row.start, row.end)
            measurement = routine._property_measure(self.estate, row.start, due, user)
            self.assertEqual(row.done, measurement.done)
            self.assertEqual(row.is_met, measurement.is_met)
        routine.active = False

    def _count_by_hand(self, rule, proofs):
        people = [(0, self.supervisor.id), (1, self.second.id)]
        expected = set()
        for start, end in self._periods_by_hand(rule):
            due = self._due_by_hand(rule, start, end)
            days = [
                (who, self._day_in_china(minutes))
                for minutes, who, finished, inside in proofs
                if finished and inside
            ]
            in_time = [who for who, day in days if start <= day <= due]
            if rule["per_person"]:
                for number, user in people:
                    expected.add((user, start, end, in_time.count(number)))
            else:
                expected.add((False, start, end, len(in_time)))
        return expected

    def _day_in_china(self, minutes):
        moment = pytz.utc.localize(FIRST + timedelta(minutes=minutes))
        return moment.astimezone(CHINA).date()

    def _periods_by_hand(self, rule):
        """Periods that begin within the bounds, day by day."""
        day = SINCE
        while day <= UNTIL:
            if self._begins(rule, day):
                end = day
                while not self._begins(
                    {**rule, "workdays_only": False}, self._next(end)
                ):
                    end = self._next(end)
                yield day, end
            day = self._next(day)

    def _next(self, day):
        return day + timedelta(days=1)

    def _begins(self, rule, day):
        if rule["period"] == "day":
            return not rule["workdays_only"] or day.weekday() < 5
        if rule["period"] == "week":
            return day.weekday() == 0
        return day.day == 1 and (day.month - 1) % MONTHS[rule["period"]] == 0

    def _due_by_hand(self, rule, start, end):
        due = end
        if rule["due_day"]:
            due = min(start + timedelta(days=rule["due_day"] - 1), end)
        while rule["workdays_only"] and due > start and due.weekday() > 4:
            due -= timedelta(days=1)
        return due

    def test_other_estates_and_rules(self):
        """An estate in which the routine does not hold has no periods of it."""
        routine = self._routine()
        self.assertFalse(routine._property_compliance(self.mall, SINCE, UNTIL))

    def test_population_is_measured_by_period(self):
        """A share of a population cannot be counted in one go; it is still right."""
        routine = self._population(per_person=True)
        self._proof(unit_id=self.unit_101.id)
        rows = routine._property_compliance(
            self.estate, date(2026, 3, 2), date(2026, 3, 4)
        )
        done = {(row.start, row.user_id): (row.required, row.done) for row in rows}
        user = self.supervisor.id
        self.assertEqual(done[(date(2026, 3, 3), user)], (1, 1))
        self.assertEqual(done[(date(2026, 3, 2), user)], (1, 0))

    def test_people_are_counted_together(self):
        """Twenty people of a routine cost no more queries than two when it ends."""
        for number in range(20):
            self._make_user(f"compliance_{number}", SUPERVISOR, self.estate)
        self._routine(per_person=True)
        periods = self._run(MONDAY)
        self.assertEqual(len(periods), 22)
        self._proof()
        routine = periods.routine_id
        self.env.flush_all()
        counted = []
        leaf = type(routine)._property_evidence_leaf

        def count(self, *args):
            counted.append(args)
            return leaf(self, *args)

        self.patch(type(routine), "_property_evidence_leaf", count)
        self._run(WEEK_OVER)
        ended = periods.filtered(lambda period: period.state == "closed")
        self.assertEqual(ended, periods)
        self.assertEqual(len(counted), 1)
        self.assertEqual(
            {period.user_id: period.done for period in ended if period.done},
            {self.supervisor: 1},
        )
