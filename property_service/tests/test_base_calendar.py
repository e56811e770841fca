"""Working time: holidays, make-up workdays, leaves; checked against a walk."""

from datetime import date, datetime, time, timedelta

import pytz
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.fields import Command

from .common import PropertyCommon

SHANGHAI = pytz.timezone("Asia/Shanghai")
STEP = timedelta(minutes=30)  # all hours below begin and end on it
PROFILE = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.differing_executors],
)
SPANS = ((8.0, 12.0), (13.0, 17.5))


def utc(text):
    """A moment by the clock in Shanghai as Odoo stores it."""
    moment = SHANGHAI.localize(datetime.fromisoformat(text))
    return moment.astimezone(pytz.utc).replace(tzinfo=None)


class CalendarCase(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls._make_calendar(range(5))
        cls.estate.calendar_id = cls.calendar

    @classmethod
    def _make_calendar(cls, weekdays, tz="Asia/Shanghai"):
        return cls.env["resource.calendar"].create(
            {
                "name": "Service centre",
                "tz": tz,
                "company_id": cls.company.id,
                "attendance_ids": [Command.clear()]
                + [
                    Command.create(
                        {
                            "name": f"{weekday} {start}",
                            "dayofweek": str(weekday),
                            "hour_from": start,
                            "hour_to": end,
                            "day_period": "morning" if start < 12 else "afternoon",
                        }
                    )
                    for weekday in weekdays
                    for start, end in SPANS
                ],
            }
        )

    def _leave(self, start, end):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": start,
                "date_to": end,
            }
        )


class TestCalendar(CalendarCase):
    def test_delivered_days(self):
        """2026 as announced: 32 days of holidays, 6 make-up workdays."""
        kinds = list(
            self.env["property.calendar.day"]._property_days_of_year(2026).values()
        )
        self.assertEqual(kinds.count("holiday"), 33)
        self.assertEqual(kinds.count("workday"), 6)

    def test_workdays(self):
        is_workday = self.estate._property_is_workday
        self.assertTrue(is_workday(date(2026, 3, 2)))
        self.assertFalse(is_workday(date(2026, 3, 1)))  # Sunday
        self.assertFalse(is_workday(date(2026, 2, 17)))  # Spring Festival, Tuesday
        self.assertTrue(is_workday(date(2026, 2, 28)))  # Saturday, made up
        self.assertTrue(is_workday(date(2026, 9, 20)))  # Sunday, made up

    def test_later_years_have_the_fixed_days(self):
        is_workday = self.estate._property_is_workday
        self.assertFalse(is_workday(date(2031, 1, 1)))  # Wednesday
        self.assertFalse(is_workday(date(2031, 10, 2)))  # Thursday
        self.assertTrue(is_workday(date(2031, 10, 6)))  # Monday

    def test_leap_day(self):
        """A day that a year does not have is left out; nothing else fails."""
        setting = self.env["property.parameter"].search(
            [("code", "=", "base.statutory_days")]
        )
        setting.default_value = "02-29, 10-01"
        kind = self.env["property.calendar.day"]._property_kind
        self.assertEqual(kind(date(2052, 2, 29)), "holiday")
        self.assertEqual(kind(date(2053, 10, 1)), "holiday")
        self.assertFalse(kind(date(2053, 3, 1)))

    def test_add_working_days(self):
        add = self.estate._property_add_working_days
        self.assertEqual(add(date(2026, 3, 2), 3), date(2026, 3, 5))
        self.assertEqual(add(date(2026, 3, 6), 1), date(2026, 3, 9))
        # Over Spring Festival, the make-up Saturday 28 February counts.
        self.assertEqual(add(date(2026, 2, 14), 4), date(2026, 2, 27))
        self.assertEqual(add(date(2026, 2, 14), 5), date(2026, 2, 28))
        self.assertEqual(add(date(2026, 3, 9), -1), date(2026, 3, 6))
        self.assertEqual(add(date(2026, 3, 7), 0), date(2026, 3, 9))
        self.assertEqual(add(date(2026, 3, 6), 0), date(2026, 3, 6))

    def test_time_zone_of_the_calendar_decides(self):
        """07:00 UTC is 15:00 in Shanghai: two and a half hours of work are left."""
        start = datetime(2026, 3, 6, 7, 0)
        self.assertEqual(
            self.estate._property_add_working_hours(start, 2.5), utc("2026-03-06 17:30")
        )
        self.assertEqual(
            self.estate._property_add_working_hours(start, 3), utc("2026-03-09 08:30")
        )
        # Late in the evening UTC, it is the next day already.
        self.assertEqual(
            self.estate._property_deadline(
                datetime(2026, 3, 4, 17, 0), 1, "working_days"
            ),
            utc("2026-03-06 17:30"),
        )

    def test_deadline_units(self):
        start = utc("2026-03-06 16:00")
        for amount, unit, expected in (
            (30, "minutes", "2026-03-06 16:30"),
            (24, "hours", "2026-03-07 16:00"),
            (3, "days", "2026-03-09 16:00"),
            (2, "working_hours", "2026-03-09 08:30"),
            (1, "working_days", "2026-03-09 17:30"),
        ):
            with self.subTest(unit=unit):
                self.assertEqual(
                    self.estate._property_deadline(start, amount, unit), utc(expected)
                )

    def test_no_calendar_is_round_the_clock(self):
        start = datetime(2026, 2, 17, 20, 15)
        for calendar in (
            self.env["resource.calendar"],
            self._make_calendar(()),
        ):
            self.estate.calendar_id = calendar
            estate = self.estate
            self.assertTrue(estate._property_is_workday(start.date()))
            self.assertEqual(
                estate._property_add_working_hours(start, 30),
                start + timedelta(hours=30),
            )
            self.assertEqual(
                estate._property_add_working_days(start.date(), 2), date(2026, 2, 19)
            )
            self.assertEqual(
                estate._property_working_hours_between(
                    start, start + timedelta(hours=5)
                ),
                5,
            )
            # 04:15 on the 18th in Shanghai; one day later, at midnight.
            self.assertEqual(
                estate._property_deadline(start, 1, "working_days"),
                utc("2026-02-20 00:00"),
            )

    def test_leaves_count_as_free(self):
        self._leave(utc("2026-03-09 08:00"), utc("2026-03-10 12:00"))
        self.assertEqual(
            self.estate._property_add_working_hours(utc("2026-03-06 17:00"), 1),
            utc("2026-03-10 13:30"),
        )
        self.assertFalse(self.estate._property_is_workday(date(2026, 3, 9)))

    def test_closed_for_ever_does_not_hang(self):
        self._leave(datetime(2020, 1, 1), datetime(2040, 1, 1))
        start = utc("2026-03-06 16:00")
        self.assertEqual(
            self.estate._property_add_working_hours(start, 2),
            start + timedelta(hours=2),
        )
        self.assertEqual(
            self.estate._property_add_working_days(start.date(), 1), date(2026, 3, 7)
        )

    def test_posts_that_never_rest(self):
        """A gate is manned on holidays too."""
        self.calendar.property_public_days = False
        self.assertTrue(self.estate._property_is_workday(date(2026, 2, 17)))
        self.assertFalse(self.estate._property_is_workday(date(2026, 2, 28)))

    def test_change_takes_effect_at_once(self):
        day = date(2026, 3, 4)
        self.assertTrue(self.estate._property_is_workday(day))
        holiday = self.env["property.calendar.day"].create({"date": day, "name": "x"})
        self.assertFalse(self.estate._property_is_workday(day))
        holiday.kind = "workday"
        self.assertTrue(self.estate._property_is_workday(day))
        holiday.kind = "holiday"
        holiday.unlink()
        self.assertTrue(self.estate._property_is_workday(day))

    def test_any_role_may_ask(self):
        for user in self.role_users | self.user_resident:
            estate = self.estate.with_user(user)
            self.assertEqual(
                estate._property_deadline(utc("2026-03-06 16:00"), 1, "working_days"),
                utc("2026-03-09 17:30"),
            )


class TestCalendarProperties(CalendarCase):
    """The same answers as a walk over half hours and days that knows no calendar."""

    def _configure(self, weekdays, marks, leave):
        self.calendar = self._make_calendar(sorted(weekdays))
        self.estate.calendar_id = self.calendar
        Day = self.env["property.calendar.day"]
        Day.search([("year", "=", 2033)]).unlink()
        marks = {
            date(2033, 1, 1) + timedelta(days=n): kind for n, kind in marks.items()
        }
        Day.create(
            [{"date": day, "kind": kind, "name": "x"} for day, kind in marks.items()]
            or [{"date": date(2033, 12, 31), "kind": "holiday", "name": "x"}]
        )
        self.weekdays, self.marks, self.leave = weekdays, marks, leave
        if leave:
            self._leave(*leave)

    def _day_works(self, day):
        mark = self.marks.get(day)
        if mark == "holiday":
            return False
        in_week = any(n in self.weekdays for n in range(5))
        return day.weekday() in self.weekdays or (mark == "workday" and in_week)

    def _works(self, moment):
        """Whether the half hour that begins at this naive UTC moment is worked."""
        local = pytz.utc.localize(moment).astimezone(SHANGHAI)
        hour = local.hour + local.minute / 60
        if self.leave and self.leave[0] <= moment < self.leave[1]:
            return False
        return self._day_works(local.date()) and any(a <= hour < b for a, b in SPANS)

    moments = st.integers(0, 40 * 48).map(lambda n: datetime(2033, 1, 20) + n * STEP)
    setups = st.tuples(
        st.sets(st.integers(0, 6), min_size=1),
        st.dictionaries(
            st.integers(0, 120), st.sampled_from(["holiday", "workday"]), max_size=25
        ),
        st.none()
        | st.tuples(moments, moments).map(sorted).filter(lambda p: p[0] < p[1]),
    )

    @PROFILE
    @given(setups, moments, st.integers(1, 60))
    def test_hours(self, setup, start, halves):
        self._configure(*setup)
        end, left = start, halves
        while left:
            left -= self._works(end)
            end += STEP
        hours = halves / 2
        self.assertEqual(self.estate._property_add_working_hours(start, hours), end)
        self.assertAlmostEqual(
            self.estate._property_working_hours_between(start, end), hours
        )
        self.assertEqual(
            self.estate._property_deadline(start, hours, "working_hours"), end
        )

    @PROFILE
    @given(setups, moments, moments)
    def test_hours_between(self, setup, start, end):
        self._configure(*setup)
        count, moment = 0, start
        while moment < end:
            count += self._works(moment)
            moment += STEP
        self.assertAlmostEqual(
            self.estate._property_working_hours_between(start, end), count / 2
        )

    @PROFILE
    @given(setups, moments, st.integers(-15, 15))
    def test_days(self, setup, moment, number):
        weekdays, marks, _leave = setup
        self._configure(weekdays, marks, None)
        start = moment.date()
        day, left = start, abs(number)
        if not number:
            while not self._day_works(day):
                day += timedelta(days=1)
        while left:
            day += timedelta(days=1 if number > 0 else -1)
            left -= self._day_works(day)
        self.assertEqual(self.estate._property_add_working_days(start, number), day)
        self.assertEqual(
            self.estate._property_is_workday(start), self._day_works(start)
        )
        if number > 0:
            local = SHANGHAI.localize(datetime.combine(start, time(9)))
            begin = local.astimezone(pytz.utc).replace(tzinfo=None)
            self.assertEqual(
                self.estate._property_deadline(begin, number, "working_days"),
                utc(f"{fields.Date.to_string(day)} 17:30"),
            )
