"""Compliance over a long time, counted with one query, against counting by hand."""

from datetime import date, datetime, timedelta
from math import ceil

import pytz
from freezegun import freeze_time
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
SHARES = st.fixed_dictionaries(
    {
        "period": st.sampled_from(["day", "week", "month"]),
        "measure": st.sampled_from(["count", "ratio"]),
        "minimum": st.sampled_from([1, 2, 8, 20, 33.3, 50, 100]),
        "due_day": st.sampled_from([0, 0, 1, 3]),
        "workdays_only": st.booleans(),
        "is_named": st.booleans(),  # by the record's person, or by the group
        "leaver": st.sampled_from([None, 0, 1]),
    }
)
UNITS = 6
VISITS = st.lists(
    st.tuples(
        st.integers(0, 60 * 24 * 60 - 1),  # minutes after the first
        st.integers(0, UNITS - 1),
        st.integers(0, 2),  # whose
        st.booleans(),  # finished
    ),
    max_size=30,
)
# Days off, and days at the weekend on which the country works, of two months.
DAYS = st.dictionaries(
    st.integers(0, 58).map(lambda number: date(2026, 1, 1) + timedelta(days=number)),
    st.sampled_from(["holiday", "workday"]),
    max_size=8,
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
        cls.units = cls._make_units(UNITS, prefix="7-1-")
        cls.zones = [cls.zone] + [
            cls.env["property.zone"].create(
                {"estate_id": cls.estate.id, "name": name, "agent_id": agent.id}
            )
            for name, agent in (("Second", colleague), ("Nobody's", stranger))
        ]

    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
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

    @settings(
        max_examples=20,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(rule=SHARES, visits=VISITS, owners=st.lists(st.integers(0, 2)), days=DAYS)
    def test_shares_against_counting_by_hand(self, rule, visits, owners, days):
        """Shares of a population, by person, with holidays and people who leave.

        Each of a random number of units has a random agent (or none); what is asked
        for, done and missed is counted by hand, for all together and for each person.
        """
        rule = dict(rule)
        named, leaver = rule.pop("is_named"), rule.pop("leaver")
        if rule["measure"] == "count":
            rule["minimum"] = ceil(min(rule["minimum"], 2))
        units = self._world(visits, owners[:UNITS], days)
        if named:
            rule |= {"responsible": "record", "person_field": "zone_id.agent_id"}
            rule["group_id"] = False
        routine = self._routine(
            population_model="property.unit",
            population_domain=f'[("id", "in", {units.ids})]',
            alert_hours=0,
            date_start=SINCE,
            **rule,
        )
        users = [self.supervisor, self.second]
        if leaver is not None:
            users[leaver].active = False
        moment = datetime(2026, 2, 17, 4)
        period = self._open_and_close(routine, moment)
        expected = self._share_by_hand(rule, visits, owners[:UNITS], days, period)
        self.assertEqual((period.required, period.done), expected["all"])
        self.assertEqual(period.is_met, expected["all"][1] >= expected["all"][0])
        self.assertEqual(period.miss_count, expected["missed"])
        parts = {part.user_id: (part.required, part.done) for part in period.part_ids}
        if named:
            # Records still name who has left: somebody has to be found for them.
            self.assertEqual(
                parts,
                {
                    users[number]: figures
                    for number, figures in expected["people"].items()
                },
            )
        else:
            here = {user for user in users if user.active}
            self.assertEqual(parts, dict.fromkeys(here, expected["all"]))
        routine.active = False
        self.env["res.users"].union(*users).active = True

    def _world(self, visits, owners, days):
        """Units with their agents, holidays and proofs as they were drawn."""
        self.env["property.test.proof"].search([]).unlink()
        calendar = self.env["property.calendar.day"]
        calendar.search([]).unlink()
        calendar.create(
            [{"date": day, "kind": kind, "name": kind} for day, kind in days.items()]
        )
        for unit, owner in zip(self.units, owners, strict=False):
            unit.zone_id = self.zones[owner]
        for minutes, unit, who, finished in visits:
            self._proof(
                FIRST + timedelta(minutes=minutes),
                unit_id=self.units[unit].id,
                staff_id=self.people[who].id,
                is_done=finished,
            )
        return self.units[: len(owners)]

    def _open_and_close(self, routine, moment):
        """The period that runs at a moment, frozen at its end by the scheduled run."""
        with freeze_time(moment):
            routine._property_open_due()
        day = pytz.utc.localize(moment).astimezone(CHINA).date()
        period = routine.period_ids.filtered(
            lambda row: row.date_start <= day <= row.date_end
        )
        if not period:  # a day off asks for nothing
            start, end = routine._property_next_period(self.estate, day)
            values = routine._property_prepare_period(self.estate, start, end)
            period = period.create(values)
        with freeze_time(period.deadline):
            period._property_process()
        self.assertEqual(period.state, "closed")
        return period

    def _share_by_hand(self, rule, visits, owners, days, period):
        start, end = period.date_start, period.date_end
        due = self._due_by_hand(rule, start, end, days)
        times = [0] * UNITS
        for minutes, unit, _who, finished in visits:
            if finished and start <= self._day_in_china(minutes) <= due:
                times[unit] += 1
        asked = rule["minimum"] if rule["measure"] == "count" else 1
        good = [times[unit] >= asked for unit in range(len(owners))]
        people = {
            owner: self._part_by_hand(
                rule, [good[i] for i, one in enumerate(owners) if one == owner]
            )
            for owner in set(owners) - {2}
        }
        required, done = self._part_by_hand(rule, good)
        missed = len(good) - done if required == len(good) else 0
        return {"all": (required, done), "people": people, "missed": missed}

    def _part_by_hand(self, rule, good):
        required = len(good)
        if rule["measure"] == "ratio":
            # In thousandths, so that no fraction of a float decides.
            percent = round(rule["minimum"] * 10)
            required = -(-percent * required // 1000)
        return required, sum(good)

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

    def _due_by_hand(self, rule, start, end, days=None):
        due = end
        if rule["due_day"]:
            due = min(start + timedelta(days=rule["due_day"] - 1), end)
        if not rule["workdays_only"]:
            return due

        def works(day):
            kind = (days or {}).get(day)
            return kind == "workday" if kind else day.weekday() < 5

        number = (end - start).days + 1
        whole = [start + timedelta(days=step) for step in range(number)]
        before = [day for day in whole if day <= due and works(day)]
        after = [day for day in whole if day > due and works(day)]
        return before[-1] if before else after[0] if after else due

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
