from collections import defaultdict

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import SQL, date_utils

from .property_fee_reconciliation import AMOUNTS


class PropertyFeeReconciliation(models.Model):
    """What the books say of a month: figures by building."""

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
