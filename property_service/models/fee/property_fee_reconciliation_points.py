from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL, date_utils

from .property_fee_reconciliation import AMOUNTS

NAMED = 10  # cases that are named; the others are a click away


class PropertyFeeReconciliation(models.Model):
    """The points that have to agree before a month is signed off (FEE-14)."""

    _inherit = "property.fee.reconciliation"

    # === Points to check ===

    def _property_cases(self, figures):
        """What each point comes to (FEE-14).

        :return: dict of kind to values of the point
        """
        self.ensure_one()
        total = {name: sum(row[name] for row in figures.values()) for name in AMOUNTS}
        balance = self._property_balance()
        before = self.search(
            Domain("estate_id", "=", self.estate_id.id)
            & Domain("month", "=", fields.Date.subtract(self.month, months=1))
            & Domain("state", "=", "signed")
        )
        amounts = {
            "flow": balance
            - total["amount_opening"]
            - total["amount_billed"]
            + total["amount_received"]
            - total["amount_other"],
            "carry": before and total["amount_opening"] - before.amount_closing,
            "items": self._property_open_items() - balance,
        }
        names = {
            "bills": self._property_unbilled(),
            "days": self._property_open_days(),
            "bank": self._property_unmatched(),
        }
        cases = {}
        for kind, _label in self.check_ids._fields["kind"].selection:
            amount = self.currency_id.round(amounts.get(kind) or 0.0)
            found = names.get(kind, [])
            cases[kind] = {
                "amount": amount,
                "number": len(found),
                "is_ok": not found and self.currency_id.is_zero(amount),
                "note": ", ".join(found[:NAMED]) + ("…" if found[NAMED:] else ""),
            }
        return cases

    def _property_case_domain(self, kind):
        """Model and domain of the documents behind a point."""
        self.ensure_one()
        end = date_utils.end_of(self.month, "month")
        month = Domain("date", ">=", self.month) & Domain("date", "<=", end)
        # Which journals the estate has is no figure of the ledger.
        journals = Domain(
            "journal_id", "in", self.sudo().estate_id.collection_journal_ids.ids
        )
        if kind == "bills":
            return "property.fee.charge", (
                Domain("estate_id", "=", self.estate_id.id)
                & Domain("date_start", "<=", end)
                & Domain("date_end", ">=", self.month)
                & (
                    Domain("state", "=", "draft")
                    | Domain("state", "=", "posted")
                    & (
                        Domain("move_id", "=", False)
                        | Domain("move_id.state", "!=", "posted")
                    )
                )
            )
        if kind == "days":
            return "property.cash.close", journals & month
        if kind == "bank":
            return "account.bank.statement.line", (
                journals & month & Domain("is_reconciled", "=", False)
            )
        entries = self._property_entry_domain()
        return "account.move.line", entries & month if kind == "flow" else entries

    def _property_entry_domain(self):
        """Receivable entries of the estate's units up to the end of the month."""
        return (
            Domain("property_unit_id.estate_id", "=", self.estate_id.id)
            & Domain("parent_state", "=", "posted")
            & Domain(
                "account_id",
                "in",
                self.env["account.account"]._property_receivable_ids(),
            )
            & Domain("date", "<=", date_utils.end_of(self.month, "month"))
        )

    def _property_balance(self):
        [(balance,)] = self.env["account.move.line"]._read_group(
            self._property_entry_domain(), aggregates=["balance:sum"]
        )
        return balance or 0.0

    def _property_open_items(self):
        """Sum of the units' open items as of the end of the month.

        What was matched within the estate's units cancels out; there remains what was
        matched with entries of no unit or of another estate.
        """
        self.env.flush_all()
        [(matched,)] = self.env.execute_query(
            SQL(
                """
                SELECT SUM(CASE WHEN owner.estate_id = %(estate)s
                           THEN -part.amount ELSE part.amount END)
                  FROM account_partial_reconcile part
                  JOIN account_move_line debit ON debit.id = part.debit_move_id
                  JOIN account_move_line credit ON credit.id = part.credit_move_id
             LEFT JOIN property_unit owner ON owner.id = debit.property_unit_id
             LEFT JOIN property_unit payer ON payer.id = credit.property_unit_id
                 WHERE part.company_id = %(company)s
                   AND part.max_date <= %(end)s
                   AND debit.account_id = ANY(%(accounts)s::int[])
                   AND %(estate)s IN (owner.estate_id, payer.estate_id)
                   AND owner.estate_id IS DISTINCT FROM payer.estate_id
                """,
                estate=self.estate_id.id,
                company=self.company_id.id,
                end=date_utils.end_of(self.month, "month"),
                accounts=self.env["account.account"]._property_receivable_ids(),
            )
        )
        return self._property_balance() + (matched or 0.0)

    def _property_unbilled(self):
        """Charges of the month that are drafts, or posted without a posted bill."""
        model, domain = self._property_case_domain("bills")
        return self.env[model].search(domain).mapped("display_name")

    def _property_open_days(self):
        """Days on which the counter booked something and that nobody closed."""
        _model, days = self._property_case_domain("days")
        booked = self.env["account.move"]._read_group(
            days
            & Domain("state", "=", "posted")
            & Domain("statement_line_id", "=", False),
            ["journal_id", "date:day"],
        )
        closed = self.env["property.cash.close"].search(
            days & Domain("state", "=", "closed")
        )
        closed = {(close.journal_id, close.date) for close in closed}
        return [
            f"{journal.name} {day}"
            for journal, day in sorted(booked, key=lambda x: (x[1], x[0].id))
            if (journal, day) not in closed
        ]

    def _property_unmatched(self):
        model, domain = self._property_case_domain("bank")
        return [
            f"{line.date} {self.currency_id.format(line.amount)}"
            for line in self.env[model].search(
                domain & Domain("state", "=", "posted"), order="date, id"
            )
        ]
