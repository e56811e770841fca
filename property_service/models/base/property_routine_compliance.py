from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from odoo import models

from .property_population_mixin import PLACEHOLDERS


@dataclass
class Compliance:
    """What was asked for in a period and what was done, by a person or by all.

    ``user_id`` is False where all who are responsible do it together.
    """

    routine_id: int
    estate_id: int
    user_id: int | bool
    start: date
    end: date
    required: int
    done: int

    @property
    def is_met(self):
        return self.done >= self.required


class PropertyRoutine(models.Model):
    """Compliance over a long time, and of many people, with one query a routine."""

    _inherit = "property.routine"

    def _property_compliance(self, estates, since, until):
        """Periods that began from one day to another, by routine and person (GOV-01).

        Measured anew from the proofs, so that it also answers for a time before the
        routine existed, or shows what has changed since a period was frozen. The
        people are those who are responsible now.

        :param estates: recordset of property.estate
        :param since: first day on which a period may begin
        :param until: last day on which a period may begin
        :rtype: list of Compliance
        """
        result = []
        for routine in self:
            for estate in estates & routine._property_estates():
                windows = routine._property_windows(estate, since, until)
                result += routine._property_compliance_of(estate, windows)
        return result

    def _property_windows(self, estate, since, until):
        """The periods as (first day, last day, day until which it must be done)."""
        windows = []
        start, end = self._property_next_period(estate, since)
        while start <= until:
            if start >= since:
                due = self._property_due_day(estate, start, end)
                windows.append((start, end, due))
            start, end = self._property_next_period(estate, end + timedelta(days=1))
        return windows

    def _property_compliance_of(self, estate, windows):
        if not windows:
            return []
        users = self._property_persons(estate)
        if not self._property_is_countable():
            return [
                self._property_compliance_row(
                    estate,
                    user.id,
                    window,
                    self._property_measure(estate, window[0], window[2], user),
                )
                for user in users
                for window in windows
            ]
        counts = self._property_counts(
            estate, [(start, due) for start, _end, due in windows]
        )
        # As in _property_measure.
        required = ceil(self.sudo()._property_minimum(estate))
        return [
            Compliance(
                self.id,
                estate.id,
                user.id,
                start,
                end,
                required,
                counts.get((index, user.id), 0),
            )
            for user in users
            for index, (start, end, _due) in enumerate(windows)
        ]

    def _property_compliance_row(self, estate, user_id, window, measurement):
        return Compliance(
            self.id,
            estate.id,
            user_id,
            window[0],
            window[1],
            measurement.required,
            measurement.done,
        )

    def _property_is_countable(self):
        """One query answers for all periods and people.

        Not with a population, which is another one in each period, nor where the
        definition of the proofs names the period.
        """
        self.ensure_one()
        return not self.population_model and not any(
            word in (self.evidence_domain or "") for word in PLACEHOLDERS
        )

    def _property_counts(self, estate, windows):
        """Number of proofs by window and person; user False counts all of them.

        :param windows: list of (first day, last day), in order, without overlaps
        :return: dict of (index of the window, user id or False) to a number
        """
        self.ensure_one()
        routine = self.sudo()  # as in _property_measure
        # As above.
        proofs = self.env[routine.evidence_model].sudo()
        # Days are those of the estate.
        proofs = proofs.with_context(tz=str(estate._property_tz()))
        domain = routine._property_evidence_leaf(
            proofs, estate, windows[0][0], windows[-1][1]
        )
        name = proofs._property_evidence_fields()["time"]
        grouping = [f"{name}:{self._property_grain(windows)}"]
        if routine.per_person:
            person = proofs._property_evidence_fields()["person"]
            grouping.append(routine._property_person_path(proofs, person))
        starts = [start for start, _end in windows]
        counts = {}
        for moment, *who, number in proofs._read_group(domain, grouping, ["__count"]):
            day = moment.date() if isinstance(moment, datetime) else moment
            index = bisect_right(starts, day) - 1
            if day > windows[index][1]:
                continue
            key = (index, who[0].id if who else False)
            counts[key] = counts.get(key, 0) + number
        return counts

    def _property_grain(self, windows):
        """The coarsest unit of time of which every window holds whole ones."""
        whole = all(
            start.day == 1 and (end + timedelta(days=1)).day == 1
            for start, end in windows
        )
        return "month" if whole else "day"
