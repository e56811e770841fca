from datetime import datetime, time, timedelta

from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import float_round


class PropertyEstate(models.Model):
    """What routes, rounds and facilities ask of their estate."""

    _inherit = "property.estate"

    def _property_patrol_moment(self, day, hours):
        """Moment in UTC of an hour of a day; 24 is the midnight after it."""
        minutes = int(float_round(hours * 60, precision_digits=0))
        local = datetime.combine(day, time.min) + timedelta(minutes=minutes)
        return self._property_naive(self._property_tz().localize(local))

    def _property_patrol_same(self, estates, document):
        """Refuse what belongs to another estate than its document.

        :raise ValidationError: naming the document and its estate
        """
        for estate in self:
            if estates - estate:
                raise ValidationError(
                    self.env._(
                        "%(document)s: everything in it must belong to estate"
                        " “%(estate)s”.",
                        document=document.display_name,
                        estate=estate.name,
                    )
                )
