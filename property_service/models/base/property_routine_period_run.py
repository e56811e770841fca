from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .property_routine_period import CHUNK, figures_of

ACTIVITY = "property_service.mail_activity_type_routine"


class PropertyRoutinePeriod(models.Model):
    """Periods are alerted before their end and frozen after it, by the clock."""

    _inherit = "property.routine.period"

    # === Scheduled ===

    @api.model
    def _cron_property_routines(self):
        """Open what begins, alert what is due soon, freeze what has ended.

        Each chunk is one transaction: killed anywhere, the next run goes on where this
        one stopped, and doing it twice changes nothing.
        """
        cron = self.env["ir.cron"]
        self.env["property.routine"].search([])._property_open_due()
        due = self._property_due()
        cron._commit_progress(remaining=len(due))
        for start in range(0, len(due), CHUNK):
            chunk = due[start : start + CHUNK]
            chunk._property_process()
            if not cron._commit_progress(len(chunk)):
                return
        self._property_refresh(hours=1)

    @api.model
    def _property_due(self):
        return self.search(
            [("state", "=", "open"), ("next_date", "<=", fields.Datetime.now())],
            order="next_date, id",
        )

    def _property_process(self):
        """Alert or freeze periods that are due, each once."""
        now = fields.Datetime.now()
        due = self.try_lock_for_update().filtered(
            lambda period: (
                period.state == "open" and period.next_date and period.next_date <= now
            )
        )
        for periods in due._property_measured_together():
            try:
                with self.env.cr.savepoint():
                    periods._property_alert_or_freeze(now)
            except UserError as error:
                # A rule that cannot be measured any more must not stop the others.
                periods._property_postpone(error)

    def _property_alert_or_freeze(self, now):
        measurements = self._property_measure_all()
        ended = self.filtered(lambda period: period.deadline <= now)
        for period in ended:
            period._property_freeze(measurements[period])
        for period in self - ended:
            period._property_alert(measurements[period])
        ended._property_write_parts(measurements)

    def _property_postpone(self, error):
        """Look again tomorrow; the routine's manager sees why."""
        self.write(
            {
                "problem": str(error),
                "next_date": fields.Datetime.now() + timedelta(days=1),
            }
        )

    def _property_alert(self, measurement):
        """Tell those who still have something to do, and look again at the end."""
        self.ensure_one()
        for user in self._property_people(measurement):
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                ACTIVITY,
                date_deadline=self.date_due,
                user_id=user.id,
                summary=self.with_context(lang=user.lang).env._(
                    "%(routine)s: %(count)s still to do",
                    routine=self.routine_id.with_context(lang=user.lang).name,
                    count=measurement.lacking,
                ),
            )
        self.write({"alerted_on": fields.Datetime.now(), "next_date": self.deadline})

    def _property_freeze(self, measurement):
        """Write down the figures with their population; they never change again."""
        self.ensure_one()
        if self.user_id and not self.user_id.active:
            measurement.required = 0  # who has left owes nothing any more
        self.write(
            {
                **figures_of(measurement.required, measurement.done),
                "state": "closed",
                "next_date": False,
                "problem": False,
                "closed_on": fields.Datetime.now(),
                "measured_on": fields.Datetime.now(),
                "population": len(measurement.population or ()),
                "miss_count": len(measurement.missed or ()),
                "miss_ids": self._property_prepare_misses(measurement),
            }
        )
        self.activity_unlink([ACTIVITY])

    def _property_prepare_misses(self, measurement):
        people = self.routine_id._property_people_of(measurement.missed)
        return [
            Command.create(
                {
                    "estate_id": self.estate_id.id,
                    "name": record.display_name,
                    "res_model": record._name,
                    "res_id": record.id,
                    "user_id": people.get(record.id, self.user_id).id,
                }
            )
            for record in measurement.missed or ()
        ]
