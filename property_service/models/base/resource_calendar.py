from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models
from odoo.tools.intervals import Intervals

HOME_TZ = "Asia/Shanghai"


class ResourceCalendar(models.Model):
    """Working hours that know public holidays and make-up workdays."""

    _inherit = "resource.calendar"

    property_public_days = fields.Boolean(
        string="Follows public holidays",
        default=True,
        help="Rest on public holidays, work on make-up workdays. Switch off for posts"
        " that are manned every day.",
    )

    def _property_has_hours(self):
        """Whether any working time is set; without, every hour counts."""
        return bool(self.attendance_ids) or self.flexible_hours

    def _property_tz(self):
        """Time zone of the working hours; China's where no calendar is set."""
        return pytz.timezone(self.tz or HOME_TZ)

    def _property_intervals(self, first, last):
        """Working time from the first to the last day, both included.

        :return: list of pairs of aware datetimes, in order
        """
        self.ensure_one()
        zone = self._property_tz()
        start = zone.localize(datetime.combine(first, time.min))
        end = zone.localize(datetime.combine(last + timedelta(days=1), time.min))
        hours = self._attendance_intervals_batch(start, end)[False]
        if self.property_public_days:
            hours = self._property_with_public_days(hours, first, last)
        free = self._leave_intervals_batch(start, end)[False]
        return [(begin, stop) for begin, stop, _records in hours - free]

    def _property_with_public_days(self, hours, first, last):
        """Take holidays out and put make-up workdays in."""
        zone = self._property_tz()
        kind_of = self.env["property.calendar.day"]._property_kind
        kept = [
            (begin, stop, records)
            for begin, stop, records in hours
            if kind_of(begin.astimezone(zone).date()) != "holiday"
        ]
        worked = {begin.astimezone(zone).date() for begin, _stop, _records in kept}
        day = first
        while day <= last:
            if kind_of(day) == "workday" and day not in worked:
                kept += self._property_hours_as_on_weekday(day)
            day += timedelta(days=1)
        return Intervals(kept)

    def _property_hours_as_on_weekday(self, day):
        """Hours of a make-up workday: those of the first workday of its week."""
        zone = self._property_tz()
        monday = day - timedelta(days=day.weekday())
        for number in range(5):
            model_day = monday + timedelta(days=number)
            start = zone.localize(datetime.combine(model_day, time.min))
            end = zone.localize(
                datetime.combine(model_day + timedelta(days=1), time.min)
            )
            hours = list(self._attendance_intervals_batch(start, end)[False])
            if hours:
                return [
                    (
                        self._property_move(begin, day - model_day),
                        self._property_move(stop, day - model_day),
                        records,
                    )
                    for begin, stop, records in hours
                ]
        return []

    def _property_move(self, moment, days):
        """The same time by the clock, some days away."""
        zone = self._property_tz()
        return zone.localize(moment.astimezone(zone).replace(tzinfo=None) + days)
