"""The register of deposits ties to the general ledger line by line (REN-22)."""

import time
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.property_service.tests.common_site import text_of
from odoo.addons.property_service.tests.deposit_common import PropertyDepositCommon


@tagged("post_install", "-at_install")
class TestDepositReports(PropertyDepositCommon):
    def _rows(self, *domain):
        self.env.flush_all()
        self.env.invalidate_all()
        own = ("company_id", "=", self.company.id)
        return self.env["property.deposit.report"].search([own, *domain])

    def _check(self, account=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["property.deposit.check"].search(
            [
                ("company_id", "=", self.company.id),
                ("account_id", "=", (account or self.account).id),
            ]
        )

    def _live(self):
        """Deposits in every state, on two accounts."""
        first = self._receive()
        self._deduct(first, 530)
        self._refund(self._receive(self.unit_102, 700))
        wrong = self._receive(self.parking, 50, kind="key")
        wrong.with_user(self.user_other_accountant)._property_reverse_receipt("wrong")
        self._receive(self.parking, 60, kind="key")
        self._make_deposit()
        return first

    def test_each_row_is_a_ledger_entry(self):
        self._live()
        rows = self._rows()
        accounts = self.company.property_deposit_account_ids.account_id
        entries = self.env["account.move.line"].search(
            [("account_id", "in", accounts.ids), ("parent_state", "=", "posted")]
        )
        self.assertEqual(set(rows.ids), set(entries.ids))
        for row in rows:
            self.assertEqual(row.amount_held, -entries.browse(row.id).balance)
        for account in accounts:
            own = rows.filtered(lambda row, a=account: row.account_id == a)
            held = sum(own.mapped("amount_held"))
            self.assertAlmostEqual(held, -self._balance(account), 2)
            parts = [
                sum(own.mapped(f"amount_{part}"))
                for part in ("received", "deducted", "refunded")
            ]
            self.assertAlmostEqual(parts[0] - parts[1] - parts[2], held, 2)

    def test_by_unit_and_kind(self):
        self._live()
        self.env.flush_all()
        found = {
            (kind.code, unit.code): (received, deducted, refunded, held)
            for kind, unit, received, deducted, refunded, held in self.env[
                "property.deposit.report"
            ]._read_group(
                [("company_id", "=", self.company.id)],
                ["kind_id", "unit_id"],
                [
                    "amount_received:sum",
                    "amount_deducted:sum",
                    "amount_refunded:sum",
                    "amount_held:sum",
                ],
            )
        }
        self.assertEqual(
            found,
            {
                ("renovation", "1-1-101"): (2000, 530, 0, 1470),
                ("renovation", "1-1-102"): (700, 0, 700, 0),
                ("key", "P-001"): (60, 0, 0, 60),
            },
        )
        self.assertEqual(self.unit_101.deposit_held, 1470)
        self.assertEqual(self.unit_101.deposit_count, 2)

    def test_register_against_ledger(self):
        """Nothing differs until somebody writes on the account by hand."""
        self._live()
        check = self._check()
        self.assertEqual((check.amount_register, check.amount_ledger), (1470, 1470))
        self.assertEqual((check.difference, check.stray_count), (0, 0))
        stray = self._stray_entry(25)
        check = self._check()
        self.assertEqual((check.difference, check.stray_count), (-25, 1))
        self.assertEqual(check.amount_stray, -25)
        action = check.action_open_strays()
        self.assertEqual(self.env["account.move.line"].search(action["domain"]), stray)
        action = check.action_open_ledger()
        lines = self.env["account.move.line"].search(action["domain"])
        self.assertEqual(sum(lines.mapped("balance")), -1445)

    def test_ages_since_acceptance_else_receipt(self):
        for days, age in (
            (0, "0_30"),
            (30, "0_30"),
            (31, "1_90"),
            (91, "2_180"),
            (181, "3_365"),
            (365, "3_365"),
            (366, "4_more"),
        ):
            with self.subTest(days=days):
                day = self.today - timedelta(days=days)
                deposit = self._receive(amount=1, date=day)
                row = self._rows(("deposit_id", "=", deposit.id))
                self.assertEqual((row.age, row.days_held), (age, days))
        deposit._property_release(self.today - timedelta(days=40))
        row = self._rows(("deposit_id", "=", deposit.id))
        self.assertEqual((row.age, row.days_held), ("1_90", 40))
        self._refund(deposit)
        rows = self._rows(("deposit_id", "=", deposit.id))
        self.assertEqual(set(rows.mapped("age")), {"9_returned"})

    def test_register_on_paper(self):
        """押金台账 with the balance of the ledger below, in Chinese."""
        self._live()
        wizard = self.env["property.deposit.register.wizard"].create(
            {"estate_id": self.estate.id}
        )
        self.assertEqual(wizard._property_ledger_balance(), 1530)
        content, kind = (
            self.env["ir.actions.report"]
            .with_context(lang="zh_CN")
            ._render_qweb_pdf(
                "property_service_reports.property_deposit_register", wizard.ids
            )
        )
        self.assertEqual(kind, "pdf")
        text = text_of(content)
        for words in ("押金台账", "1,470.00", "530.00", "1-1-101", "60.00", "1,530.00"):
            self.assertIn(words, text)
        self.assertNotIn("700.00", text)
        wizard.open_only = False
        [renovation, _key] = wizard._property_sections()
        self.assertEqual(
            renovation[2],
            {"received": 2700, "deducted": 530, "refunded": 700, "held": 1470},
        )

    def test_register_of_an_earlier_day(self):
        deposit = self._receive(date=self.today - timedelta(days=10))
        self._refund(deposit)
        wizard = self.env["property.deposit.register.wizard"].create(
            {"estate_id": self.estate.id, "date": self.today - timedelta(days=5)}
        )
        self.assertEqual(wizard._property_sections()[0][2]["held"], 2000)
        self.assertEqual(wizard._property_ledger_balance(), 2000)
        wizard.date = self.today
        self.assertEqual(wizard._property_sections(), [])

    def test_who_reads_the_register(self):
        self._live()
        self.env.flush_all()
        for user in (self.user_supervisor, self.user_auditor, self.user_accountant):
            rows = self.env["property.deposit.report"].with_user(user).search([])
            self.assertTrue(rows.mapped("amount_held"))
        for user in (self.user_assistant, self.user_technician, self.user_resident):
            with self.assertRaises(AccessError):
                self.env["property.deposit.report"].with_user(user).search([])
        elsewhere = self._make_user(
            "property_elsewhere",
            "property_service.property_service_group_supervisor",
            estates=self.mall,
        )
        report = self.env["property.deposit.report"].with_user(elsewhere)
        self.assertFalse(report.search([]))

    def test_settled_bill_counts_as_paid(self):
        """FEE-14: billed less received is open, also for a charge from a deposit."""
        self._deduct(self._receive(), 530)
        self.env.flush_all()
        rows = self.env["property.collection.report"].search(
            [("unit_id", "=", self.unit_101.id)]
        )
        self.assertEqual(
            [sum(rows.mapped(f"amount_{x}")) for x in ("billed", "received", "open")],
            [530, 530, 0],
        )
        lines = self.unit_101._property_statement_lines(
            self.today - timedelta(days=1), self.today
        )
        self.assertEqual([line.get("billed", 0) for line in lines], [0, 530, 0, 0])
        self.assertEqual([line.get("paid", 0) for line in lines], [0, 0, 530, 0])

    def test_register_of_ten_thousand(self):
        """Groups of 10,000 deposits come within a second or so."""
        deposit = self._receive()
        self._clone_deposits(deposit, 9999)
        self.env.cr.execute("ANALYZE account_move_line, property_deposit")
        started = time.monotonic()
        [(count, held)] = self.env["property.deposit.report"]._read_group(
            [("company_id", "=", self.company.id)], [], ["__count", "amount_held:sum"]
        )
        self.env["property.deposit.report"]._read_group(
            [("company_id", "=", self.company.id)],
            ["kind_id", "unit_id", "age"],
            ["amount_held:sum"],
        )
        check = self._check()
        seconds = time.monotonic() - started
        self.assertEqual((count, held), (10000, 20000000))
        self.assertEqual(check.amount_register, 20000000)
        self.assertEqual(check.difference, 0)
        self.assertLess(seconds, 5)

    def _clone_deposits(self, deposit, count):
        """More of the same by SQL: posting each would take minutes."""
        self.env.flush_all()
        cr = self.env.cr
        move = deposit.payment_ids.move_id
        for table, record, fixed in (
            ("property_deposit", deposit, {"name": "'C-' || n"}),
            (
                "account_move_line",
                deposit.line_ids.filtered("property_deposit_step"),
                {"property_deposit_id": "first.id + n"},
            ),
        ):
            cr.execute(
                "SELECT column_name FROM information_schema.columns"
                " WHERE table_name = %s AND column_name != 'id'",
                [table],
            )
            names = [name for (name,) in cr.fetchall()]
            if table == "property_deposit":
                cr.execute("SELECT last_value FROM property_deposit_id_seq")
                first = cr.fetchone()[0]
            values = [
                fixed.get(name, f'"{name}"').replace("first.id", str(first))
                for name in names
            ]
            quoted = ", ".join(f'"{name}"' for name in names)
            cr.execute(
                f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values)}"
                f" FROM {table}, generate_series(1, {count}) n"
                f" WHERE {table}.id = {record.id}"
            )
        self.assertTrue(move)
        self.env.invalidate_all()
