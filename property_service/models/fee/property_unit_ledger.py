from collections import defaultdict

from odoo import fields, models
from odoo.fields import Domain

from .run_compute import RateBook


class PropertyUnit(models.Model):
    _inherit = "property.unit"

    amount_overdue = fields.Monetary(
        string="Arrears",
        compute="_compute_amount_overdue",
        help="Open and past its due date, by the ledger.",
    )
    amount_due = fields.Monetary(
        string="Open",
        compute="_compute_amount_overdue",
        help="All open bills less unused credit, by the ledger.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    def _compute_amount_overdue(self):
        # Desk staff see the sums, not the ledger.
        rows = self.sudo()._property_open_sums()
        for unit in self:
            unit.amount_due, unit.amount_overdue = rows.get(unit.id, (0, 0))

    def _property_open_sums(self):
        """Open and overdue sums, one query for all units.

        :return: dict of unit id to (open, overdue)
        """
        today = fields.Date.context_today(self)
        rows = self.env["account.move.line"]._read_group(
            self._property_receivable_domain(),
            ["property_unit_id"],
            ["amount_residual:sum"],
        )
        late = self.env["account.move.line"]._read_group(
            self._property_receivable_domain()
            & Domain("date_maturity", "<", today)
            & Domain("amount_residual", ">", 0),
            ["property_unit_id"],
            ["amount_residual:sum"],
        )
        late = {unit.id: amount for unit, amount in late}
        return {unit.id: (amount, late.get(unit.id, 0)) for unit, amount in rows}

    def _property_walking_key(self):
        """Order in which notices are handed out: building, floor, unit (FEE-08)."""
        self.ensure_one()
        building = self.building_id
        return (
            self.estate_id.sequence,
            self.estate_id.id,
            building.sequence,
            building.code or "",
            building.id,
            self.floor_id.level or 0,
            self.sort_key or "",
        )

    def action_open_receipts(self):
        """Receipts that took money for this unit."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_receipt_action"
        )
        return {
            **action,
            "domain": [("unit_ids", "in", self.ids)],
            "context": {
                "default_estate_id": self.estate_id.id,
                "default_unit_ids": self.ids,
            },
        }

    def action_open_statement(self):
        """Statement of account with its dates to choose (FEE-16)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Statement of account %(unit)s", unit=self.code),
            "res_model": "property.statement.wizard",
            "view_mode": "form",
            "target": "current",
            "context": {"default_unit_ids": self.ids},
        }

    def _property_receivable_domain(self):
        """Open receivable entries of these units, debts and credits."""
        return (
            Domain("property_unit_id", "in", self.ids)
            & Domain("parent_state", "=", "posted")
            & Domain("account_type", "=", "asset_receivable")
            & Domain("reconciled", "=", False)
            & Domain("amount_residual", "!=", 0)
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
