from odoo import fields, models
from odoo.fields import Domain

from .property_service_review import LEVELS, LINKS


class PropertyServiceReview(models.Model):
    """What a review looks at, counted as it stands now and kept when signed."""

    _inherit = "property.service.review"

    # === Business methods ===

    def _property_ticket_domain(self):
        """Requests of the review: of its days while open, then those it was signed for.

        While open, a request in another review of the kind is left out: it was recorded
        after that one was signed, or its day was corrected.
        """
        self.ensure_one()
        link = LINKS[self.kind]
        if self.state == "signed":
            return Domain(link, "=", self.id)
        return (
            Domain("property_estate_id", "=", self.estate_id.id)
            & Domain("property_review_date", ">=", self.date_start)
            & Domain("property_review_date", "<=", self.date_end)
            & Domain(link, "=", False)
        )

    def _property_counts(self):
        """(all, unfinished, overdue) requests of open reviews, by review id."""
        result = {}
        for kind, reviews in self.grouped("kind").items():
            domain = (
                Domain("property_estate_id", "in", reviews.estate_id.ids)
                & Domain(
                    "property_review_date", ">=", min(reviews.mapped("date_start"))
                )
                & Domain("property_review_date", "<=", max(reviews.mapped("date_end")))
                & Domain(LINKS[kind], "=", False)
            )
            total, unfinished, overdue = (
                self._property_day_counts(domain & more)
                for more in (
                    Domain.TRUE,
                    Domain("closed", "=", False),
                    Domain("property_next_due", "<", fields.Datetime.now()),
                )
            )
            for review in reviews:
                result[review.id] = tuple(
                    sum(
                        count
                        for (estate, day), count in counts.items()
                        if estate == review.estate_id
                        and review.date_start <= day <= review.date_end
                    )
                    for counts in (total, unfinished, overdue)
                )
        return result

    def _property_day_counts(self, domain):
        groups = self.env["helpdesk.ticket"]._read_group(
            domain,
            ["property_estate_id", "property_review_date:day"],
            ["__count"],
        )
        return {(estate, day): count for estate, day, count in groups}

    def _property_unhandled(self):
        """Cases that came up to the reviewer's level in these days or before, and have
        neither handling nor result of the level (SLA-04)."""
        self.ensure_one()
        return self.env["property.service.escalation"].search(
            [
                ("estate_id", "=", self.estate_id.id),
                ("state", "=", "open"),
                ("to_level", "=", LEVELS[self.kind]),
                ("date", "<", self.estate_id._property_midnight(self.date_end)),
            ]
        )
