from odoo import models
from odoo.fields import Domain


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

    def _property_monthly_fees(self):
        """What each unit is charged a month, from its latest charge of each fee.

        :return: dict of unit id to an amount; units never charged are missing
        """
        charges = self.env["property.fee.charge"].search(
            Domain("unit_id", "in", self.ids)
            & Domain("state", "=", "posted")
            & Domain("months", ">", 0)
            & Domain("assignment_id.date_end", "=", False)
            & Domain("assignment_id", "!=", False),
            order="date_end desc, id desc",
        )
        fees, seen = {}, set()
        for charge in charges:
            if charge.assignment_id in seen:
                continue
            seen.add(charge.assignment_id)
            monthly = charge.currency_id.round(charge.amount / charge.months)
            fees[charge.unit_id.id] = fees.get(charge.unit_id.id, 0) + monthly
        return fees
