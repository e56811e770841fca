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
        found = {
            "bills": self._property_found("bills"),
            "days": self._property_open_days(),
            "arrivals": self._property_found("arrivals"),
            "bank": self._property_found("bank"),
        }
        cases = {}
        for kind, _label in self.check_ids._fields["kind"].selection:
            amount = self.currency_id.round(amounts.get(kind) or 0.0)
            number, names = found.get(kind, (0, []))
            cases[kind] = {
                "amount": amount,
                "number": number,
                "is_ok": not number and self.currency_id.is_zero(amount),
                "note": ", ".join(names) + ("…" if number > len(names) else ""),
            }
        return cases

    def _property_case_domain(self, kind):
        """Model and domain of the documents behind a point."""
        self.ensure_one()
        end = date_utils.end_of(self.month, "month")
        month = Domain("date", ">=", self.month) & Domain("date", "<=", end)
        journals = self._property_journals()
        if kind == "bills":
            return "property.fee.charge", (
                Domain("estate_id", "=", self.estate_id.id)
                & Domain("date_start", "<=", end)
                & Domain("date_end", ">=", self.month)
                & (
                    Domain("state", "=", "draft")
                    | Domain("state", "=", "posted")
                    & (
                        # Paid before go-live: the bill is in the books of that time.
                        Domain("move_id", "=", False) & Domain("is_opening", "=", False)
                        | Domain("move_id.state", "!=", "posted")
                    )
                )
            )
        own = Domain("journal_id", "in", journals.ids) & month
        if kind == "days":
            return "property.cash.close", own
        if kind == "bank":
            return "account.bank.statement.line", (
                own
                & Domain("state", "=", "posted")
                & Domain("is_reconciled", "=", False)
            )
        if kind == "arrivals":
            return "account.payment", (
                Domain("journal_id", "in", (journals - self._property_tills()).ids)
                & month
                & Domain("state", "in", ("in_process", "paid"))
                & Domain("is_matched", "=", False)
                & Domain(
                    "move_id.line_ids.property_unit_id.estate_id",
                    "=",
                    self.estate_id.id,
                )
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
        matched with entries of no unit or of another estate. From the units on, since
        a look at all matchings of the company takes ten times as long.
        """
        self.env.flush_all()
        [(matched,)] = self.env.execute_query(
            SQL(
                """
                SELECT SUM(amount)
                  FROM (
                SELECT -part.amount AS amount
                  FROM property_unit unit
                  JOIN account_move_line debit ON debit.property_unit_id = unit.id
                  JOIN account_partial_reconcile part ON part.debit_move_id = debit.id
                  JOIN account_move_line credit ON credit.id = part.credit_move_id
             LEFT JOIN property_unit payer ON payer.id = credit.property_unit_id
                 WHERE unit.estate_id = %(estate)s
                   AND debit.account_id = ANY(%(accounts)s::int[])
                   AND part.max_date <= %(end)s
                   AND payer.estate_id IS DISTINCT FROM unit.estate_id
             UNION ALL
                SELECT part.amount
                  FROM property_unit unit
                  JOIN account_move_line credit ON credit.property_unit_id = unit.id
                  JOIN account_partial_reconcile part ON part.credit_move_id = credit.id
                  JOIN account_move_line debit ON debit.id = part.debit_move_id
             LEFT JOIN property_unit owner ON owner.id = debit.property_unit_id
                 WHERE unit.estate_id = %(estate)s
                   AND credit.account_id = ANY(%(accounts)s::int[])
                   AND part.max_date <= %(end)s
                   AND owner.estate_id IS DISTINCT FROM unit.estate_id
                       ) part
                """,
                estate=self.estate_id.id,
                end=date_utils.end_of(self.month, "month"),
                accounts=self.env["account.account"]._property_receivable_ids(),
            )
        )
        return self._property_balance() + (matched or 0.0)

    def _property_journals(self):
        # Which journals the estate has is no figure of the ledger.
        return self.sudo().estate_id.collection_journal_ids

    def _property_tills(self):
        """Where money is counted: nobody but the cashier tells what a till holds.

        What came through a bank or a channel is told by the statement's lines.
        """
        return self._property_journals().filtered(lambda x: x.type == "cash")

    def _property_found(self, kind):
        """How many cases there are, and the first of them by name."""
        model, domain = self._property_case_domain(kind)
        records = self.env[model]
        order = "date, id" if "date" in records._fields else None
        first = records.search(domain, limit=NAMED, order=order)
        number = len(first) if len(first) < NAMED else records.search_count(domain)
        if kind == "bills":
            return number, first.mapped("display_name")
        return number, [
            f"{row.date} {self.currency_id.format(row.amount)}" for row in first
        ]

    def _property_open_days(self):
        """Days of a till with entries that nobody closed, and closes only begun.

        Other journals may be closed day by day too; a day that was begun there has
        to be closed as well.
        """
        _model, days = self._property_case_domain("days")
        booked = self.env["account.move"]._read_group(
            days
            & Domain("journal_id", "in", self._property_tills().ids)
            & Domain("state", "=", "posted")
            & Domain("statement_line_id", "=", False),
            ["journal_id", "date:day"],
        )
        closes = self.env["property.cash.close"].search(days)
        closed = closes.filtered(lambda close: close.state == "closed")
        pending = {(close.journal_id, close.date) for close in closes - closed}
        pending |= set(booked) - {(close.journal_id, close.date) for close in closed}
        names = [
            f"{journal.name} {day}"
            for journal, day in sorted(pending, key=lambda x: (x[1], x[0].id))
        ]
        return len(names), names[:NAMED]
