from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models

CLOCK = "%Y-%m-%d %H:%M"  # how papers and messages tell a moment
BLOCK = 31  # days looked at in one go
HORIZON = 3 * 366  # days without any working time after which every hour counts
DEADLINE_UNITS = [
    ("minutes", "Minutes"),
    ("hours", "Hours"),
    ("days", "Days"),
    ("working_hours", "Working hours"),
    ("working_days", "Working days"),
]


class PropertyEstate(models.Model):
    """Working time of an estate: deadlines and durations of all areas (SLA, FEE).

    Datetimes are naive UTC, as Odoo stores them; days are days of the calendar's time
    zone. An estate without working hours works round the clock.
    """

    _inherit = "property.estate"

    def _property_tz(self):
        return self.sudo().calendar_id._property_tz()  # as in _property_calendar

    def _property_local_date(self, moment):
        """The day of a moment (naive UTC) where the estate lies."""
        return pytz.utc.localize(moment).astimezone(self._property_tz()).date()

    def _property_today(self):
        """Today where the estate lies; the user's own time zone does not count."""
        return self._property_local_date(fields.Datetime.now())

    def _property_clock(self, moment, pattern=CLOCK):
        """A moment by the clock of the estate, whoever looks; empty without one.

        :param datetime moment: naive UTC
        """
        if not moment:
            return ""
        local = pytz.utc.localize(moment).astimezone(self._property_tz())
        return local.strftime(pattern)

    def _property_is_workday(self, day):
        """Whether any working time falls on the day."""
        self.ensure_one()
        calendar = self._property_calendar()
        return not calendar or bool(calendar._property_intervals(day, day))

    def _property_add_working_days(self, start, number):
        """The n-th workday after a day, which itself does not count (民法典 §201).

        :param date start: the day on which the period begins
        :param int number: workdays; negative ones count backwards; zero gives the
            first workday on or after the start
        """
        self.ensure_one()
        if not self._property_calendar():
            return start + timedelta(days=number)
        step = -1 if number < 0 else 1
        left = abs(number) or 1
        for day in self._property_workdays(start, step, with_start=not number):
            left -= 1
            if not left:
                return day
        return start + timedelta(days=number)

    def _property_add_working_hours(self, start, hours):
        """The moment at which so much working time has passed since the start."""
        self.ensure_one()
        left = timedelta(hours=hours)
        calendar = self._property_calendar()
        if not calendar or left <= timedelta():
            return start + left
        start = pytz.utc.localize(start)
        for begin, stop in self._property_intervals_from(start):
            begin = max(begin, start)
            if stop - begin >= left:
                return self._property_naive(begin + left)
            left -= max(stop - begin, timedelta())
        # No working time within years: rather a deadline too early than none.
        return self._property_naive(start + left)

    def _property_working_hours_between(self, start, end):
        """Working hours from one moment to another, 0 when they are not in order."""
        self.ensure_one()
        if end <= start:
            return 0.0
        calendar = self._property_calendar()
        if not calendar:
            return (end - start).total_seconds() / 3600
        start, end = pytz.utc.localize(start), pytz.utc.localize(end)
        zone = self._property_tz()
        worked = timedelta()
        for begin, stop in calendar._property_intervals(
            start.astimezone(zone).date(), end.astimezone(zone).date()
        ):
            worked += max(min(stop, end) - max(begin, start), timedelta())
        return worked.total_seconds() / 3600

    def _property_deadline(self, start, amount, unit):
        """The moment until which something is in time.

        A period in working days ends when work stops on its last day, at midnight
        where no hours are set (民法典 §203).

        :param datetime start: naive UTC
        :param amount: number of units, not negative
        :param unit: one of ``DEADLINE_UNITS``
        """
        self.ensure_one()
        if unit == "working_hours":
            return self._property_add_working_hours(start, amount)
        if unit == "working_days":
            zone = self._property_tz()
            day = pytz.utc.localize(start).astimezone(zone).date()
            return self._property_end_of_day(
                self._property_add_working_days(day, int(amount))
            )
        return start + timedelta(**{unit: amount})

    def _property_end_of_day(self, day):
        calendar = self._property_calendar()
        hours = calendar._property_intervals(day, day) if calendar else []
        if hours:
            return self._property_naive(hours[-1][1])
        midnight = datetime.combine(day + timedelta(days=1), time.min)
        return self._property_naive(self._property_tz().localize(midnight))

    def _property_calendar(self):
        """The working hours, empty where none are set."""
        # Deadlines run for users of every role and company.
        calendar = self.sudo().calendar_id
        return calendar if calendar._property_has_hours() else calendar.browse()

    def _property_workdays(self, start, step, with_start=False):
        """Workdays one after another from a day on, forwards or backwards."""
        calendar = self._property_calendar()
        zone = self._property_tz()
        edge = start if with_start else start + timedelta(days=step)
        for _block in range(HORIZON // BLOCK):
            far = edge + timedelta(days=step * (BLOCK - 1))
            intervals = calendar._property_intervals(min(edge, far), max(edge, far))
            days = {begin.astimezone(zone).date() for begin, _stop in intervals}
            yield from sorted(days, reverse=step < 0)
            edge = far + timedelta(days=step)

    def _property_intervals_from(self, start):
        calendar = self._property_calendar()
        # An interval may begin before midnight and go on: look at the day before too.
        day = start.astimezone(self._property_tz()).date() - timedelta(days=1)
        for _block in range(HORIZON // BLOCK):
            last = day + timedelta(days=BLOCK - 1)
            yield from calendar._property_intervals(day, last)
            day = last + timedelta(days=1)

    def _property_naive(self, moment):
        return moment.astimezone(pytz.utc).replace(tzinfo=None)
