from odoo import models


class PropertyFeeAssignment(models.Model):
    _inherit = "property.fee.assignment"

    def _property_monthly_fee(self, book, day):
        """What this fee comes to in a whole month, for paying ahead (FEE-10).

        :param book: rates of the estate, a ``RateBook``
        :param day: the day of the rate; the first day of a fee that starts later
        """
        self.ensure_one()
        item, unit = self.item_id, self.unit_id
        if item.basis == "fixed" or self.fixed_amount:
            amount = self.fixed_amount
        else:
            day = max(day, self.date_start)
            prices = book.prices(item, unit.kind)
            price = next(
                (p for first, last, p, _id in prices if first <= day <= last), 0
            )
            amount = float(price) * self.quantity
            if item.basis in ("area", "inner_area"):
                amount *= unit[item.basis]
        months = int(item.period_months) if item.price_per == "period" else 1
        return amount * (1 - self.discount / 100) / months
