from collections import defaultdict

from odoo import fields, models
from odoo.fields import Domain

from .run_compute import RateBook


class PropertyUnit(models.Model):
    _inherit = "property.unit"

    def _property_receivable_domain(self):
        """Open receivable entries of these units, debts and credits."""
        return (
            Domain("property_unit_id", "in", self.ids)
            & Domain("parent_state", "=", "posted")
            & Domain("account_type", "=", "asset_receivable")
            & Domain("reconciled", "=", False)
        )

    def _property_open_items(self):
        """What these units owe, entry by entry, oldest first (FEE-10)."""
        return self.env["account.move.line"].search(
            self._property_receivable_domain() & Domain("amount_residual", ">", 0),
            order="date_maturity, date, id",
        )

    def _property_open_credits(self):
        """What was paid ahead or credited and is not used up, oldest first."""
        return self.env["account.move.line"].search(
            self._property_receivable_domain() & Domain("amount_residual", "<", 0),
            order="date, id",
        )

    def _property_credit_balances(self):
        """Unused credit per unit.

        :return: dict of unit id to a positive amount
        """
        rows = self.env["account.move.line"]._read_group(
            self._property_receivable_domain() & Domain("amount_residual", "<", 0),
            ["property_unit_id"],
            ["amount_residual:sum"],
        )
        return {unit.id: -amount for unit, amount in rows}

    def _property_monthly_fees(self, day=None):
        """What each unit owes a month by the fees and rates in force.

        :param day: the day of the rates, today by default
        :return: dict of unit id to an amount; units without a fee are missing
        """
        day = day or fields.Date.context_today(self)
        assignments = self.env["property.fee.assignment"].search(
            Domain("unit_id", "in", self.ids)
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", day))
        )
        fees = defaultdict(float)
        for estate, rows in assignments.grouped("estate_id").items():
            book = RateBook(self.env, estate, rows.item_id)
            for assignment in rows:
                fee = assignment._property_monthly_fee(book, day)
                if fee:
                    fees[assignment.unit_id.id] += fee
        return {
            unit.id: unit.company_id.currency_id.round(fees[unit.id])
            for unit in self
            if unit.id in fees
        }
