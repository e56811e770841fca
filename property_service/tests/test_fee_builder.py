import random

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.property_service.models.fee import invoice_fast
from odoo.addons.property_service.models.fee.invoice_builder import (
    InvoiceBuilder,
    bills_of,
)
from odoo.addons.property_service.models.fee.invoice_fast import FastInvoiceBuilder

from .common_fee import FeeCommon

UNEQUAL = {"id", "move_id", "create_date", "write_date"}


@tagged("post_install", "-at_install")
class TestFeeBuilder(FeeCommon):
    """The fast invoices are Odoo's own, column by column."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        liability = cls.company.property_collected_account_id
        second = cls.account_income.copy({"code": "500199", "name": "Parking income"})
        cls.items = cls.item | cls.env["property.fee.item"].union(
            cls._make_item("PK", cls.tax_9_in, basis="unit", account_id=second.id),
            cls._make_item("GB", cls.tax_6_in, basis="unit"),
            cls._make_item("SC", cls.tax_3_in, basis="unit", kind="other"),
            cls._make_item("X6", cls.tax_6, basis="unit"),
            cls._make_item("X13", cls.tax_13, basis="area"),
            cls._make_item("FREE", basis="unit"),
            cls._make_item("W", basis="unit", kind="utility", account_id=liability.id),
        )
        rng = random.Random(7)
        for item in cls.items - cls.item:
            cls._make_rate(item, round(rng.uniform(0.5, 400), 4))

    def _random_units(self, count, seed):
        """Units of random areas with random fee items, owned by one person each."""
        rng = random.Random(seed)
        bundles = [rng.sample(list(self.items), size) for size in (1, 2, 3, 3, 4)]
        units = self._make_units(count, handover_date="2024-01-01")
        for number, unit in enumerate(units):
            unit.area = round(rng.uniform(8, 400), 2)
            owner = self._make_partner(f"Payer {seed} {number}", **self._payer(rng))
            self._make_occupancy(unit, owner, share=100)
        self.env["property.fee.assignment"].create(
            [
                {"unit_id": unit.id, "item_id": item.id, "date_start": "2024-01-01"}
                for unit in units
                for item in rng.choice(bundles)
            ]
        )
        return units

    def _payer(self, rng):
        """Persons and companies, with and without language and salesperson."""
        values = {}
        if rng.random() < 0.1:
            values["is_company"] = True
        if rng.random() < 0.2:
            values["user_id"] = self.user_manager.id
        if rng.random() < 0.2:
            values["country_id"] = self.env.ref("base.hk").id
        if rng.random() < 0.1:
            values["child_ids"] = [
                Command.create({"name": "Delivery", "type": "delivery"})
            ]
        return values

    def _rows(self, builder_class, run):
        """All columns of all rows that a builder makes, by unit; then undone."""
        with self.env.cr.savepoint() as savepoint:
            builder = builder_class(run)
            charges = run.charge_ids.filtered(lambda c: c.state == "draft")
            moves = builder.build(bills_of(charges))
            builder.env.flush_all()
            self.env.invalidate_all()
            found = {move.property_unit_id.id: self._snapshot(move) for move in moves}
            names = sorted(moves.mapped("name"))
            ranks = moves.partner_id.mapped("customer_rank")
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        self.env["account.move"]._get_sequence_cache().clear()
        self.env.cr.postcommit.data.clear()
        return found, names, ranks, builder

    def _snapshot(self, move):
        def plain(row, name):
            return {
                key: "NAME" if value == name else value
                for key, value in row.items()
                if key not in UNEQUAL | {"sequence_number"}
            }

        [head] = self._select("account_move", "id", move)
        lines = self._select("account_move_line", "move_id", move)
        relations = [
            sorted(
                self.env.execute_query(
                    SQL(
                        "SELECT line.tax_line_id, line.product_id, rel.%s FROM %s rel"
                        " JOIN account_move_line line"
                        " ON line.id = rel.account_move_line_id"
                        " WHERE line.move_id = %s",
                        SQL.identifier(column),
                        SQL.identifier(table),
                        move.id,
                    )
                ),
                key=str,
            )
            for table, _line, column in invoice_fast.LINE_RELATIONS
        ]
        charges = [
            (line.price_unit, line.name, line.id in charges_of(move))
            for line in move.invoice_line_ids
        ]
        return (
            plain(head, head["name"]),
            [plain(line, head["name"]) for line in lines],
            relations,
            str(move.tax_totals),
            charges,
            move.message_ids.mapped("body"),
            move.message_partner_ids.ids,
        )

    def _select(self, table, column, move):
        self.env.cr.execute(
            SQL(
                "SELECT * FROM %s WHERE %s = %s ORDER BY id",
                SQL.identifier(table),
                SQL.identifier(column),
                move.id,
            )
        )
        return self.env.cr.dictfetchall()

    def _compare(self, run):
        fast, fast_names, fast_ranks, builder = self._rows(FastInvoiceBuilder, run)
        plain, names, ranks, _builder = self._rows(InvoiceBuilder, run)
        self.assertEqual(fast.keys(), plain.keys())
        for unit_id, rows in plain.items():
            self.assertEqual(fast[unit_id], rows)
        self.assertEqual(fast_names, names)
        self.assertEqual(sorted(fast_ranks), sorted(ranks))
        return builder

    def test_random_bills_equal_those_of_odoo(self):
        seed = random.randrange(10**6)
        self._random_units(60, seed)
        run = self._make_run()
        run.action_compute()
        with self.subTest(seed=seed):
            # The comparison means something: many were not made by Odoo.
            self.assertGreater(self._compare(run).copied, 10)

    def test_parts_of_months(self):
        self._random_units(20, 3)
        run = self._make_run("2026-10-07", date_end="2026-10-23", is_exact=True)
        run.action_compute()
        self.assertGreater(self._compare(run).copied, 0)

    def _simple_run(self):
        units = self._make_units(4, handover_date="2024-01-01")
        for unit in units:
            owner = self._make_partner(f"Owner {unit.code}")
            self._make_occupancy(unit, owner, share=100)
        self._assign(units)
        run = self._make_run()
        run.action_compute()
        return run

    def test_falls_back_where_unproven(self):
        """Settings and taxes outside the comparison lead to Odoo's own way."""
        run = self._simple_run()
        self.assertEqual(self._compare(run).copied, 3)
        self.company.tax_calculation_rounding_method = "round_globally"
        self.assertEqual(self._compare(run).copied, 0)
        self.company.tax_calculation_rounding_method = "round_per_line"
        self.journal_general.restrict_mode_hash_table = False
        plan = self.env["account.analytic.plan"].create({"name": "Plan"})
        analytic = self.env["account.analytic.account"].create(
            {"name": "Estate", "plan_id": plan.id, "company_id": self.company.id}
        )
        model = self.env["account.analytic.distribution.model"].create(
            {"analytic_distribution": {analytic.id: 100}, "company_id": self.company.id}
        )
        self.assertEqual(self._compare(run).copied, 0)
        model.unlink()
        self.assertEqual(self._compare(run).copied, 3)

    def test_falls_back_for_other_taxes(self):
        group = self.tax_6.copy(
            {
                "name": "Group",
                "amount_type": "group",
                "children_tax_ids": [Command.set((self.tax_6 | self.tax_9).ids)],
            }
        )
        fixed = self.tax_6.copy(
            {"name": "Fixed", "amount_type": "fixed", "amount": 1.5}
        )
        for taxes in (group, fixed, self.tax_6 | self.tax_9):
            self.item.tax_ids = taxes
            run = self._simple_run_again()
            self.assertEqual(self._compare(run).copied, 0)
            run.action_cancel()

    def _simple_run_again(self):
        if not self.item.assignment_count:
            return self._simple_run()
        run = self._make_run()
        run.action_compute()
        return run

    def test_falls_back_for_automation_and_unknown_addons(self):
        run = self._simple_run()
        rule = self.env["base.automation"].create(
            {
                "name": "On invoices",
                "model_id": self.env.ref("account.model_account_move").id,
                "trigger": "on_create_or_write",
            }
        )
        self.assertEqual(self._rows(FastInvoiceBuilder, run)[3].copied, 0)
        rule.unlink()
        self.patch(
            invoice_fast, "PROVEN_ADDONS", invoice_fast.PROVEN_ADDONS - {"l10n_cn"}
        )
        self.assertEqual(self._rows(FastInvoiceBuilder, run)[3].copied, 0)

    def test_numbers_follow_without_gap(self):
        run = self._simple_run()
        run._property_post_now()
        moves = run.move_ids.sorted("sequence_number")
        first = moves[0].sequence_number
        self.assertEqual(
            moves.mapped("sequence_number"), list(range(first, first + len(moves)))
        )
        self.assertFalse(any(moves.mapped("made_sequence_gap")))
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.owner_a.id,
                "journal_id": moves.journal_id.id,
                "invoice_date": "2026-10-05",
                "invoice_line_ids": [Command.create({"name": "x", "price_unit": 1})],
            }
        )
        invoice.action_post()
        self.assertEqual(invoice.sequence_number, first + len(moves))
        self.assertFalse(invoice.made_sequence_gap)


def charges_of(move):
    return move.property_charge_ids.move_line_id.ids
