import math

from odoo import models

from .property_routine_measure import Measurement


class PropertyRoutinePeriod(models.Model):
    """What is still to do in running periods, and for whom."""

    _inherit = "property.routine.period"

    def _property_measure(self):
        self.ensure_one()
        # Figures are for all who see the period; the routine may be somebody else's.
        return self.routine_id.sudo()._property_measure(
            self.estate_id.sudo(), self.date_start, self.date_due, self.user_id
        )

    def _property_measure_all(self):
        """Measurements by period; people of one routine are counted together."""
        result = {}
        # As in _property_measure.
        for periods in self.sudo()._property_measured_together():
            if len(periods) > 1:
                result.update(periods._property_measure_together())
            else:
                result.update(
                    (period, period._property_measure()) for period in periods
                )
        return {period: result[period] for period in self}

    def _property_measured_together(self):
        """Parts that one query can count: people of one routine, estate and time.

        :rtype: list of recordsets
        """

        def key(period):
            routine = period.routine_id.sudo()  # as in _property_measure
            if not period.user_id or not routine._property_is_countable():
                return period
            return routine, period.estate_id, period.date_start, period.date_due

        return list(self.grouped(key).values())

    def _property_measure_together(self):
        routine, estate = self.routine_id, self.estate_id
        counts = routine._property_counts(
            estate, [(self[0].date_start, self[0].date_due)]
        )
        required = math.ceil(routine._property_minimum(estate))
        return {
            period: Measurement(required, counts.get((0, period.user_id.id), 0))
            for period in self
        }

    def _property_people(self, measurement):
        """Users to whom something is still to do."""
        if not measurement.lacking:
            return self.env["res.users"]
        if self.user_id:
            return self.user_id
        routine = self.routine_id.sudo()  # as in _property_measure
        if routine.responsible != "record":
            # Posts of the estate are read for whoever is told.
            return routine._property_responsible(self.estate_id.sudo())
        people = routine._property_people_of(measurement.missed)
        return self.env["res.users"].union(*people.values())

    def _property_mine(self, measurement):
        """Records still open that name the user."""
        # As in _property_measure.
        people = self.routine_id.sudo()._property_people_of(measurement.missed)
        return (measurement.missed or self.browse()).filtered(
            lambda record: people.get(record.id) == self.env.user
        )

    def _property_lacking_of(self, measurement):
        if self.user_id:
            return measurement.lacking if self.user_id == self.env.user else 0
        return len(self._property_mine(measurement))
