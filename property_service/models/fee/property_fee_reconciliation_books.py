from collections import defaultdict

from odoo import fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL, date_utils

from .property_fee_reconciliation import AMOUNTS

NAMED = 10  # cases that are named; the others are a click away


class PropertyFeeReconciliation(models.Model):
    """What the books say of a month: figures by building, and the points to check."""

    _inherit = "property.fee.reconciliation"

    # === Figures ===

    def _property_building_figures(self):
        """Figures of each building by the ledger as it is now, one query for all.

        :return: dict of reconciliation to dict of building id to dict of amounts
        """
        if not self:
            return {}
        last = max(date_utils.end_of(record.month, "month") for record in self)
        flows = defaultdict(list)
        for estate_id, building_id, month, *amounts in self._property_flows(last):
            flows[estate_id].append((building_id, month, amounts))
        return {
            record: record._property_sum_flows(flows[record.estate_id.id])
            for record in self
        }

    def _property_sum_flows(self, flows):
        """Flows of the months before are the opening of this one."""
        self.ensure_one()
        figures = defaultdict(lambda: dict.fromkeys(AMOUNTS, 0.0))
        for building_id, month, (billed, received, other) in flows:
            if month > self.month:
                continue
            row = figures[building_id]
            moved = billed - received + other
            row["amount_closing"] += moved
            if month < self.month:
                row["amount_opening"] += moved
            else:
                row["amount_billed"] += billed
                row["amount_received"] += received
                row["amount_other"] += other
        return {
            building_id: {
                name: self.currency_id.round(amount) for name, amount in row.items()
            }
            for building_id, row in figures.items()
        }

    def _property_flows(self, until):
        """Receivable entries of the units by building and month.

        Bills and openings, money, and all the rest: credit notes, settlements from
        deposits, entries by hand.

        :return: list of (estate id, building id, month, billed, received, other)
        """
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT unit.estate_id, unit.building_id,
                       DATE_TRUNC('month', line.date)::date,
                       COALESCE(SUM(line.balance) FILTER (WHERE flow = 'bill'), 0),
                       COALESCE(-SUM(line.balance) FILTER (WHERE flow = 'money'), 0),
                       COALESCE(SUM(line.balance) FILTER (WHERE flow = 'other'), 0)
                  FROM account_move_line line
                  JOIN property_unit unit ON unit.id = line.property_unit_id
                  JOIN account_move move ON move.id = line.move_id
             LEFT JOIN account_move origin ON origin.id = move.reversed_entry_id
            CROSS JOIN LATERAL (
                       SELECT CASE
                       WHEN COALESCE(line.payment_id, line.statement_line_id,
                            origin.origin_payment_id, origin.statement_line_id)
                            IS NOT NULL THEN 'money'
                       WHEN line.property_deposit_id IS NULL
                        AND (move.move_type IN ('out_invoice', 'out_receipt')
                             OR move.property_import_id IS NOT NULL) THEN 'bill'
                       ELSE 'other' END AS flow
                       ) sort
                 WHERE unit.estate_id = ANY(%(estates)s)
                   AND line.parent_state = 'posted'
                   AND line.account_id = ANY(%(accounts)s::int[])
                   AND line.date <= %(until)s
              GROUP BY 1, 2, 3
                """,
                estates=self.estate_id.ids,
                accounts=self.env["account.account"]._property_receivable_ids(),
                until=until,
            )
        )

    def _property_keep_figures(self):
        """Write what the books say now; explanations of points that differ stay."""
        figures = self._property_building_figures()
        for record in self:
            cases = record._property_cases(figures[record])
            known = record.check_ids.grouped("kind")
            record.line_ids.unlink()
            record.write(
                {
                    "computed_on": fields.Datetime.now(),
                    "line_ids": [
                        Command.create({"building_id": building_id, **row})
                        for building_id, row in figures[record].items()
                    ],
                    "check_ids": [
                        Command.update(known[kind].id, case)
                        if kind in known
                        else Command.create({"kind": kind, **case})
                        for kind, case in cases.items()
                    ],
                }
            )

    def _property_is_outdated(self):
        """Whether the books say something else than what is written here."""
        self.ensure_one()
        figures = self._property_building_figures()[self]
        if self._property_compare(figures):
            return True
        cases = self._property_cases(figures)
        return any(
            check.number != cases[check.kind]["number"]
            or self.currency_id.compare_amounts(
                check.amount, cases[check.kind]["amount"]
            )
            for check in self.check_ids
        )

    def _property_compare(self, figures):
        """What differs between the lines and these figures, in words.

        :return: list of texts
        """
        self.ensure_one()
        lines = self.line_ids.grouped(lambda line: line.building_id.id)
        changes = []
        for building in self.env["property.building"].browse(lines.keys() | figures):
            line, row = lines.get(building.id), figures.get(building.id, {})
            for name in AMOUNTS:
                signed, now = line[name] if line else 0.0, row.get(name, 0.0)
                if self.currency_id.compare_amounts(signed, now):
                    changes.append(
                        self.env._(
                            "%(building)s, %(figure)s: %(signed)s signed, %(now)s now",
                            building=building.sudo().name,  # a line has its name
                            figure=self._fields[name]._description_string(self.env),
                            signed=self.currency_id.format(signed),
                            now=self.currency_id.format(now),
                        )
                    )
        return sorted(changes)

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
