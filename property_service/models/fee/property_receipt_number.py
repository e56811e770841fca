from collections import Counter
from itertools import count

from odoo import api, models

from odoo.addons.base.models.ir_sequence import _update_nogap


class PropertyReceipt(models.Model):
    _inherit = "property.receipt"

    @api.model
    def _property_number(self, company, date):
        """Next number of the company and year, without gaps (FEE-11)."""
        return self._property_numbers(company, [date])[0]

    @api.model
    def _property_numbers(self, company, dates):
        """Next numbers for receipts of these days: one lock a year, not a number.

        :return: list of numbers, in the order of the dates
        """
        sequence = self._property_sequence(company)
        if sequence.implementation != "no_gap" or not sequence.use_date_range:
            # A manager has set it up differently: Odoo counts one by one.
            return [sequence.next_by_id(sequence_date=day) for day in dates]
        years = {day: sequence._get_current_sequence(day) for day in set(dates)}
        step = sequence.number_increment
        counters = {
            year: count(_update_nogap(year, step * number), step)
            for year, number in Counter(years[day] for day in dates).items()
        }
        return [
            sequence.with_context(
                ir_sequence_date_range=years[day].date_from
            ).get_next_char(next(counters[years[day]]))
            for day in dates
        ]

    @api.model
    def _property_sequence(self, company):
        sequence = self.env["ir.sequence"].search(
            [("code", "=", "property.receipt"), ("company_id", "=", company.id)],
            limit=1,
        )
        return sequence or sequence.create(
            {
                "name": self.env._("Receipts %(company)s", company=company.name),
                "code": "property.receipt",
                "company_id": company.id,
                "implementation": "no_gap",
                "prefix": "SJ%(range_year)s-",
                "padding": 6,
                "use_date_range": True,
            }
        )
