"""Months as they come, generated: every kind of entry, reconciled to the cent."""

import random
from collections import defaultdict
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command, Date
from odoo.tests import tagged

from .deposit_common import PropertyDepositCommon
from .imports_common import ImportCommon, workbook
from .test_imports_opening import ARREARS, HISTORY, PREPAID

MONTHS = ("2026-08-01", "2026-09-01")


@tagged("post_install", "-at_install")
class TestFeeReconciliationMonths(ImportCommon, PropertyDepositCommon):
    """FEE-14: bills, receipts, credits, reversals, deposits, openings, write-offs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.target = cls.estate
        cls.building_2 = cls._make_building(cls.estate, "2")
        cls.units = cls.unit_101 | cls.unit_102
        for number in (1, 2):
            unit = cls._make_unit(
                f"2-1-20{number}", building=cls.building_2, handover_date="2024-01-01"
            )
            cls._make_occupancy(unit, cls.owner_b, share=100.0)
            cls.units |= unit
        cls._assign(cls.units)
        cls.random = random.Random(14)

    # === What happens in a month ===

    def _open_books(self):
        """Opening balances of the day before go-live, as the workbook brings them."""
        arrears = ["1-1-101", "SF", "2026-04-01", "2026-06-30", 795, "2026-06-30"]
        paid = ["1-1-102", "SF", 12, "2026-08-01", "2026-08-31", 46204, 234.5, 234.5]
        record = self._upload(
            self._workbook(arrears, paid), kind="opening", date_default="2026-07-31"
        )
        record.action_check()
        self.assertEqual(record.state, "ready", self._messages(record))
        record.action_apply()
        return record

    def _workbook(self, arrears, paid):
        return workbook(
            期初欠费=[ARREARS, arrears],
            期初预收=[PREPAID, ["1-1-102", 300.5, datetime(2026, 6, 20)]],
            房屋缴费历史=[HISTORY, [*paid, "测试", "转账"]],
        )

    def _live(self, month):
        """A month of everything that moves what units owe."""
        day = Date.to_date(month)
        with freeze_time(f"{day + timedelta(days=2)} 04:00:00"):
            self._bill(month, invoice_date=day + timedelta(days=2))
        with freeze_time(f"{day + timedelta(days=14)} 04:00:00"):
            self._take_money()
            self._take_back()
            self._settle_from_deposit()
        self._write_off(day + timedelta(days=20))
        self._bring_bank_lines(day + timedelta(days=25))

    def _take_money(self):
        for unit in self.units:
            share = self.random.choice((0.3, 1, 1.7))
            open_sum = sum(unit._property_open_items().mapped("amount_residual"))
            amount = round(max(open_sum, 50) * share, 2)
            journal = self.random.choice(self.till | self.wechat)
            order = (
                {}
                if journal == self.till
                else {"order_number": f"W{unit.id} {Date.today()}"}
            )
            self._collect(unit, journal_id=journal.id, amount=amount, **order)

    def _take_back(self):
        """A receipt in the same month, and a bill by a credit note of Odoo's."""
        wrong = self._collect(self.unit_102, amount=33.33)
        wrong.with_user(self.user_manager).sudo()._property_reverse("Wrong unit")
        fine = self._make_bill(self.unit_101, 12.34, Date.today())
        fine.move_id._reverse_moves(
            [{"date": Date.today(), "invoice_date": Date.today()}], cancel=True
        )
        # A late fee is a bill of its own, apart from the principal.
        self._make_bill(self.unit_102, 7.77, Date.today())

    def _settle_from_deposit(self):
        deposit = self._receive(self.units[-1], 2000)
        self._deduct(deposit, 106)
        self._deduct(deposit, 50, forfeiture=True)
        self._refund(deposit)

    def _write_off(self, day):
        unit = self.random.choice(self.units)
        move = self.env["account.move"].create(
            {
                "journal_id": self.journal_general.id,
                "date": day,
                "property_unit_id": unit.id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": unit.payer_id.id,
                            "balance": balance,
                        }
                    )
                    for account, balance in (
                        (self.account_receivable, -5.55),
                        (self.account_income, 5.55),
                    )
                ],
            }
        )
        move.action_post()

    def _bring_bank_lines(self, day):
        """What the channel settled, and a transfer that names its unit."""
        payments = self.env["account.payment"].search(
            [("journal_id", "=", self.wechat.id), ("is_matched", "=", False)]
        )
        lines = self.env["account.bank.statement.line"].create(
            [
                {
                    "journal_id": self.wechat.id,
                    "date": day,
                    "payment_ref": payment.property_receipt_id.name,
                    "amount": payment.amount,
                }
                for payment in payments.filtered(lambda p: p.state != "canceled")
            ]
            + [
                {
                    "journal_id": self.bank.id,
                    "date": day,
                    "payment_ref": f"Fee {self.unit_101.code}",
                    "amount": 88.8,
                }
            ]
        )
        lines.action_property_match()
        self.assertTrue(all(line.is_reconciled for line in lines))

    def _close_tills(self, month):
        days = self.env["account.move"]._read_group(
            [
                ("journal_id", "=", self.till.id),
                ("date", ">=", month),
                ("date", "<=", Date.end_of(Date.to_date(month), "month")),
            ],
            ["date:day"],
        )
        for (day,) in sorted(days):
            close = self.env["property.cash.close"].create(
                {
                    "estate_id": self.estate.id,
                    "journal_id": self.till.id,
                    "date": day,
                    "cashier_id": self.user_till.id,
                }
            )
            close.amount_counted = close.amount_booked
            close.action_hand_in()
            close.with_user(self.user_supervisor).action_sign_off()

    # === By hand ===

    def _entries(self):
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT line.id, line.date::text, line.balance, unit.building_id
              FROM account_move_line line
              JOIN property_unit unit ON unit.id = line.property_unit_id
              JOIN account_account account ON account.id = line.account_id
             WHERE unit.estate_id = %s AND line.parent_state = 'posted'
               AND account.account_type = 'asset_receivable'
            """,
            [self.estate.id],
        )
        return self.env.cr.fetchall()

    def _brute(self, month):
        """Figures of each building, entry by entry, by what each document is."""
        figures = defaultdict(lambda: defaultdict(float))
        for id_, day, balance, building in self._entries():
            row = figures[building]
            if day[:7] > month[:7]:
                continue
            row["closing"] += balance
            if day[:7] < month[:7]:
                row["opening"] += balance
                continue
            line = self.env["account.move.line"].browse(id_)
            move = line.move_id
            paper = move.reversed_entry_id or move
            if paper.origin_payment_id or paper.statement_line_id:
                row["received"] -= balance
            elif move.is_invoice() and move.move_type == "out_invoice":
                row["billed"] += balance
            elif move.property_import_id:
                row["billed"] += balance
            else:
                row["other"] += balance
        return figures

    def _brute_open(self, month):
        """What is open at the end of a month: entries less what was matched by then."""
        end = str(Date.end_of(Date.to_date(month), "month"))
        total = 0.0
        for id_, day, balance, _building in self._entries():
            if day > end:
                continue
            line = self.env["account.move.line"].browse(id_)
            parts = line.matched_debit_ids | line.matched_credit_ids
            parts = parts.filtered(lambda part: str(part.max_date) <= end)
            sign = -1 if balance > 0 else 1
            total += balance + sign * sum(parts.mapped("amount"))
        return total

    def _month(self, month):
        record = (
            self.env["property.fee.reconciliation"]
            .with_user(self.user_accountant)
            .create({"estate_id": self.estate.id, "month": month})
        )
        record.action_compute()
        return record

    def assertPoints(self, record, *differing):
        found = {
            check.kind: check.note for check in record.check_ids if not check.is_ok
        }
        self.assertEqual(set(found), set(differing), found)

    # === Tests ===

    def test_generated_months(self):
        """Two months reconcile without a difference, and their ends are starts."""
        self._open_books()
        closing = None
        for month in MONTHS:
            self._live(month)
            record = self._month(month)
            self.assertPoints(record, "days")
            self._close_tills(month)
            record.action_compute()
            with self.subTest(month=month):
                self.assertPoints(record)
                self._check_figures(record, month)
                if closing is not None:
                    self.assertAlmostEqual(record.amount_opening, closing, 2)
                self.assertAlmostEqual(
                    record.amount_closing, self._brute_open(month), 2
                )
            closing = record.amount_closing
            record.action_submit()
            record.with_user(self.user_manager).action_sign_off()
        self._check_closed(record)

    def _check_figures(self, record, month):
        brute = self._brute(month)
        self.assertEqual(set(record.line_ids.building_id.ids), set(brute))
        for line in record.line_ids:
            for name, amount in brute[line.building_id.id].items():
                with self.subTest(building=line.building_id.code, figure=name):
                    self.assertAlmostEqual(line[f"amount_{name}"], amount, 2)
            for name in ("billed", "received", "other"):
                self.assertTrue(line[f"amount_{name}"], name)

    def _check_closed(self, last):
        """No way into a month that was signed off, whoever goes it (FEE-14)."""
        bill = self._make_bill(self.unit_101, 3, "2026-10-02")
        draft = self._draft(
            self.unit_101, journal_id=self.wechat.id, amount=3, order_number="W0"
        )
        draft.date = "2026-08-31"
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": "2026-09-30",
                "payment_ref": f"Fee {self.unit_101.code}",
                "amount": 3,
            }
        )
        old = self.env["account.move.line"].search(
            [
                ("property_unit_id", "=", self.unit_101.id),
                ("date", "<", "2026-10-01"),
                ("account_id", "=", self.account_receivable.id),
                ("move_id.move_type", "=", "entry"),
                ("statement_line_id", "=", False),
                ("payment_id", "=", False),
            ],
            limit=1,
        )
        self.assertTrue(old)
        ways = {
            "bill": lambda: self._make_bill(self.unit_101, 3, "2026-08-31"),
            "earlier": lambda: self._make_bill(self.unit_101, 3, "2025-03-31"),
            "moved": lambda: bill.move_id.with_context(skip_readonly_check=True).write(
                {"date": "2026-09-15"}
            ),
            "receipt": draft.action_post,
            "other unit": lambda: old.write({"property_unit_id": self.unit_102.id}),
            "undone": old.move_id.button_draft,
            "write-off": lambda: self._write_off("2026-09-30"),
            "opening": lambda: self.env["property.fee.charge"]._property_create_opening(
                [
                    {
                        "unit_id": self.unit_101.id,
                        "item_id": self.item.id,
                        "partner_id": self.unit_101.payer_id.id,
                        "date_start": "2025-01-01",
                        "date_end": "2025-01-31",
                        "amount": 3,
                    }
                ],
                "2026-07-31",
            ),
        }
        for way, attempt in ways.items():
            with (
                self.subTest(way=way),
                self.assertRaisesRegex(UserError, "signed off up to 2026-09"),
                self.env.cr.savepoint(),
            ):
                attempt()
        line.action_property_match()
        self.assertFalse(line.is_reconciled)
        self.assertIn("2026-09", line.property_match_note)
        manager = last.with_user(self.user_manager)
        first = manager.search([("month", "=", MONTHS[0]), ("state", "=", "signed")])
        first.reopen_reason = manager.reopen_reason = "A transfer came late"
        with self.assertRaisesRegex(UserError, "reopen it first"):
            first.action_reopen()
        manager.action_reopen()
        line.action_property_match()
        self.assertTrue(line.is_reconciled)
        self.assertAlmostEqual(
            last.amount_received + 3, self._now(last)["amount_received"], 2
        )

    def _now(self, record):
        figures = record.sudo()._property_building_figures()[record.sudo()]
        return {
            name: sum(row[name] for row in figures.values())
            for name in ("amount_received", "amount_closing")
        }

    def test_tampered(self):
        """Whatever a hand changes in the books shows at its own point."""
        month = "2026-08-01"
        self._bill("2026-07-01", invoice_date="2026-07-03")
        before = self._month("2026-07-01")
        before.action_submit()
        before.with_user(self.user_manager).action_sign_off()
        self._bill(month, invoice_date="2026-08-03")
        with freeze_time("2026-08-10 04:00:00"):
            self._collect(self.unit_101, amount=20)
            self._collect(
                self.unit_102,
                journal_id=self.wechat.id,
                amount=30,
                order_number="W1",
            )
        self._bring_bank_lines("2026-08-20")
        self._close_tills(month)
        record = self._month(month)
        self.assertPoints(record)
        bill = self.env["account.move"].search(
            [("property_unit_id", "=", self.unit_102.id), ("date", "=", "2026-08-03")]
        )
        tampering = {
            "carry": "UPDATE account_move_line SET balance = balance + 1"
            " WHERE date = '2026-07-03' AND property_unit_id = %(unit)s"
            " AND display_type = 'payment_term'",
            "bills": "UPDATE property_fee_charge SET move_id = NULL"
            " WHERE move_id = %(bill)s",
            "items": "UPDATE account_move_line SET property_unit_id = NULL WHERE id IN"
            " (SELECT credit_move_id FROM account_partial_reconcile part JOIN"
            " account_move_line debit ON debit.id = part.debit_move_id"
            " WHERE debit.property_unit_id = %(unit)s)",
            "days": "DELETE FROM property_cash_close WHERE journal_id = %(till)s",
            "arrivals": "UPDATE account_payment SET is_matched = FALSE"
            " WHERE journal_id = %(wechat)s",
            "bank": "UPDATE account_bank_statement_line SET is_reconciled = FALSE"
            " WHERE journal_id = %(bank)s",
        }
        values = {
            "unit": self.unit_102.id,
            "bill": bill.id,
            "till": self.till.id,
            "wechat": self.wechat.id,
            "bank": self.bank.id,
        }
        for kind, query in tampering.items():
            with self.subTest(point=kind), self.cr.savepoint() as savepoint:
                self.env.flush_all()
                self.cr.execute(query, values)
                self.assertTrue(self.cr.rowcount)
                self.env.invalidate_all()
                record.action_compute()
                self.assertPoints(record, kind)
                savepoint.rollback()
            self.env.invalidate_all()
