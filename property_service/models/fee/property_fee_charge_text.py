from datetime import timedelta

from odoo import models


class PropertyFeeCharge(models.Model):
    _inherit = "property.fee.charge"

    def _property_short_text(self):
        """The fees of one bill with their days, as receipts and notices name them."""
        parts = []
        for item, charges in self.grouped("item_id").items():
            first = min(charges.mapped("date_start"))
            last = max(charges.mapped("date_end"))
            parts.append(f"{item.name} {_period(first, last)}")
        return "; ".join(parts)


def _period(first, last):
    """Whole months as months, other times as days."""
    if first.day != 1 or (last + timedelta(days=1)).day != 1:
        return f"{first} – {last}"
    months = [f"{day:%Y-%m}" for day in (first, last)]
    return " – ".join(dict.fromkeys(months))
