from datetime import timedelta

from odoo import api, models


class PropertyServiceReview(models.Model):
    """Opening of the reviews that are due, also for days on which nothing ran."""

    _inherit = "property.service.review"

    @api.model
    def _cron_property_open(self):
        """Killed anywhere, the next run goes on; run twice, it changes nothing."""
        self._property_open_due()

    @api.model
    def _property_open_due(self):
        """A review for each day begun and each week ended since the last ones."""
        last = {
            (estate, kind): day
            for estate, kind, day in self._read_group(
                [], ["estate_id", "kind"], ["date_start:max"]
            )
        }
        values = []
        for estate in self.env["property.estate"].search([]):
            today = estate._property_today()
            values += self._property_days_due(estate, last.get((estate, "day")), today)
            values += self._property_weeks_due(
                estate, last.get((estate, "week")), today
            )
        reviews = self.create(values)
        reviews._property_carry_over()
        return reviews

    def _property_days_due(self, estate, last, today):
        first = last + timedelta(days=1) if last else today
        return [
            {
                "estate_id": estate.id,
                "kind": "day",
                "date_start": day,
                "date_end": day,
                "date_due": day + timedelta(days=self._property_days_to_sign(estate)),
            }
            for day in (
                first + timedelta(days=n) for n in range((today - first).days + 1)
            )
        ]

    def _property_weeks_due(self, estate, last, today):
        """Last week's on Monday, or on the workday after it (SRV-10).

        Where none was opened before, not the one whose Monday has passed.
        """
        this = today - timedelta(days=today.weekday())
        week = timedelta(days=7)
        start = last + week if last else this - week
        if not last and today > this:
            return []
        values = []
        while start < this:
            monday = start + week
            values.append(
                {
                    "estate_id": estate.id,
                    "kind": "week",
                    "date_start": start,
                    "date_end": monday - timedelta(days=1),
                    "date_due": estate._property_add_working_days(monday, 0),
                }
            )
            start = monday
        return values

    def _property_days_to_sign(self, estate):
        return estate._property_parameter("service.review_days")

    def _property_carry_over(self):
        """Requests recorded after their day was signed go to the day that opens."""
        days = self.filtered(lambda review: review.kind == "day")
        for estate, reviews in days.grouped("estate_id").items():
            opened = min(reviews.mapped("date_start"))
            signed = self.search(
                [
                    ("estate_id", "=", estate.id),
                    ("kind", "=", "day"),
                    ("state", "=", "signed"),
                    ("date_start", ">=", opened - timedelta(days=31)),
                ]
            )
            tickets = self.env["helpdesk.ticket"].search(
                [
                    ("property_estate_id", "=", estate.id),
                    ("property_review_date", "in", signed.mapped("date_start")),
                    ("property_day_review_id", "=", False),
                ]
            )
            tickets.with_context(tracking_disable=True).write(
                {"property_review_date": opened}
            )
