from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


class PropertyRoutine(models.Model):
    """The periods of a routine, in the time zone and by the workdays of an estate."""

    _inherit = "property.routine"

    def _property_today(self, estate):
        return estate._property_today()

    def _property_period_of(self, day):
        """First and last day of the period in which a day falls."""
        self.ensure_one()
        if self.period == "day":
            return day, day
        if self.period == "week":
            start = day - timedelta(days=day.weekday())
            return start, start + timedelta(days=6)
        length = MONTHS[self.period]
        start = day.replace(month=(day.month - 1) // length * length + 1, day=1)
        return start, start + relativedelta(months=length, days=-1)

    def _property_next_period(self, estate, day):
        """The first period that begins on or after a day, or contains it."""
        if self.period == "day" and self.workdays_only:
            day = estate._property_add_working_days(day, 0)
        return self._property_period_of(day)

    def _property_due_day(self, estate, start, end):
        """The day of a period until which it must be done.

        A day off gives way to the workday before it, or, where the period has none, to
        the next one: Monday's work after a holiday is done on Tuesday.
        """
        self.ensure_one()
        due = end
        if self.due_day:
            due = min(start + timedelta(days=self.due_day - 1), end)
        if not self.workdays_only or estate._property_is_workday(due):
            return due
        before = estate._property_add_working_days(due, -1)
        if before >= start:
            return before
        after = estate._property_add_working_days(due, 1)
        return after if after <= end else due

    def _property_deadline(self, estate, due):
        """The moment at which a due day ends, as naive UTC."""
        if self.workdays_only:
            return estate._property_end_of_day(due)
        return self._property_midnight(estate, due + timedelta(days=1))

    def _property_midnight(self, estate, day):
        moment = estate._property_tz().localize(datetime.combine(day, time.min))
        return estate._property_naive(moment)

    def _property_bounds(self, estate, start, end):
        """What the words in domains stand for, as a date and as a datetime.

        The last moment of the period is the last second of its last day.
        """
        after = self._property_midnight(estate, end + timedelta(days=1))
        return {
            "period_start": (start, self._property_midnight(estate, start)),
            "period_end": (end, after - timedelta(seconds=1)),
        }

    def _property_some_bounds(self):
        """Any days, to check a domain with."""
        now = fields.Datetime.now()
        return dict.fromkeys(("period_start", "period_end"), (now.date(), now))
