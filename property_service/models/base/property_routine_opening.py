from datetime import timedelta

from odoo import models


class PropertyRoutine(models.Model):
    """Opening of the periods that have begun."""

    _inherit = "property.routine"

    def _property_open_due(self):
        """Open what has begun, also for days on which nothing ran.

        One query tells what was opened last, so that most runs do nothing else. Who
        becomes responsible later takes part from the next period on.
        """
        last = self._property_last_ends()
        values = []
        for routine in self:
            for estate in routine._property_estates():
                today = routine._property_today(estate)
                end = last.get((routine, estate))
                if end and end >= today:
                    continue
                since = end + timedelta(days=1) if end else today
                values += routine._property_prepare_periods(
                    estate, max(since, routine.date_start), today
                )
        periods = self.env["property.routine.period"]
        # Nobody is told that a period begins.
        return periods.with_context(tracking_disable=True).create(values)

    def _property_last_ends(self):
        """The last day that is opened already, by routine and estate."""
        groups = self.env["property.routine.period"]._read_group(
            [("routine_id", "in", self.ids)],
            ["routine_id", "estate_id"],
            ["date_end:max"],
        )
        return {(routine, estate): end for routine, estate, end in groups}

    def _property_persons(self, estate):
        """One period for each person, or one without a user for all together."""
        self.ensure_one()
        if not self.per_person:
            return [self.env["res.users"]]
        if self.responsible != "record":
            return self._property_responsible(estate)
        start, end = self._property_period_of(self._property_today(estate))
        population = self._property_population(estate, start, end)
        people = self._property_people_of(population)
        return self.env["res.users"].union(*people.values())

    def _property_prepare_periods(self, estate, since, today):
        """Values of the periods from one day until the one that is running today."""
        values = []
        persons = None
        start, end = self._property_next_period(estate, since)
        while start <= today:
            persons = self._property_persons(estate) if persons is None else persons
            period = self._property_prepare_period(estate, start, end)
            values += [{**period, "user_id": user.id} for user in persons]
            start, end = self._property_next_period(estate, end + timedelta(days=1))
        return values

    def _property_prepare_period(self, estate, start, end):
        due = self._property_due_day(estate, start, end)
        deadline = self._property_deadline(estate, due)
        alert = deadline - timedelta(hours=self.alert_hours)
        return {
            "routine_id": self.id,
            "control_point_id": self.control_point_id.id,
            "estate_id": estate.id,
            "date_start": start,
            "date_end": end,
            "date_due": due,
            "deadline": deadline,
            "next_date": alert if self.alert_hours else deadline,
        }
