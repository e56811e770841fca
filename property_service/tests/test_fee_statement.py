import base64
import io

from openpyxl import Workbook

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..tools.unit_codes import bill_numbers, code_candidates, sort_key
from ..workbook import files
from .collect_common import PropertyCollectCommon

HEADER = "交易时间,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要,备注,交易流水号"


@tagged("post_install", "-at_install")
class TestFeeStatement(PropertyCollectCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.layout = cls.env.ref("property_service.sheet_mapping_debit_credit")
        # Odoo's own pages translate nothing here: the accountant imports.
        cls.books = cls.env(user=cls.user_accountant)

    def _line(self, text, amount, **values):
        return self.books["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": "2025-03-10",
                "payment_ref": text,
                "amount": amount,
                **values,
            }
        )

    def _file(self, rows, encoding="gb18030"):
        head = ["建设银行企业网银,,,", '账号,="6222000011112222"', HEADER]
        tail = ["合计,,1000.00"]
        return "\r\n".join(head + rows + tail).encode(encoding)

    def _import(self, content, name="bank.csv", layout=None):
        wizard = self.books["account.statement.import"].create(
            {
                "statement_file": base64.b64encode(content),
                "statement_filename": name,
                "sheet_mapping_id": (layout or self.layout).id,
                "property_journal_id": self.bank.id,
            }
        )
        result = wizard.with_context(
            _test_account_reconcile_oca=True,
            account_statement_import_sheet_file_test=True,
        )._import_file()
        statements = self.books["account.bank.statement"].browse(
            result["statement_ids"]
        )
        return statements.line_ids.sorted("id")

    # === Text ===

    def test_codes_in_text(self):
        for text, codes in {
            "物业费1-2-301": ["1-2-301"],
            "1栋2单元301室物业费": ["1-2-301"],
            "３#１２０１ 11月": ["3-1201"],
            "HOME-1-1-101 fee": ["HOME-1-1-101"],
            "a-101,P-001": ["A-101", "P-001"],
            "2026-11-01 转账 500": [],
            "物业费": [],
        }.items():
            with self.subTest(text=text):
                self.assertEqual(code_candidates(text), codes)
        self.assertEqual(sort_key("1-2-301"), sort_key("01-02-0301"))
        self.assertEqual(bill_numbers("付wy1/2025/00012"), {"WY1/2025/00012"})

    def test_key_is_the_unit_s_own(self):
        self.assertEqual(self.unit_101.sort_key, sort_key("1-1-101"))

    # === Matching ===

    def test_unit_code_settles_the_oldest_bill(self):
        old = self._make_bill(self.unit_101, 100, "2025-01-01")
        young = self._make_bill(self.unit_101, 50, "2025-02-01")
        line = self._line("张三 1栋1单元101 物业费", 120)
        line._property_match()
        self.assertTrue(line.is_reconciled)
        self.assertEqual(old.amount_residual, 0)
        self.assertEqual(young.amount_residual, 30)
        self.assertEqual(line.property_unit_ids, self.unit_101)
        entries = line.move_id.line_ids.filtered("property_unit_id")
        self.assertEqual(sorted(entries.mapped("balance")), [-100, -20])
        self.assertEqual(entries.account_id, self.account_receivable)
        self.assertEqual(sum(line.move_id.line_ids.mapped("balance")), 0)
        receipt = line.property_receipt_id
        self.assertEqual((receipt.state, receipt.origin), ("posted", "statement"))
        self.assertEqual(receipt.amount_total, 120)
        self.assertEqual(sum(receipt.line_ids.mapped("amount")), 120)

    def test_surplus_stays_as_credit_of_the_unit(self):
        bill = self._make_bill(self.unit_101, 100)
        line = self._line("1-1-101", 130)
        line._property_match()
        self.assertEqual(bill.amount_residual, 0)
        self.assertEqual(
            self.unit_101._property_credit_balances(), {self.unit_101.id: 30}
        )

    def test_bill_number_goes_before_age(self):
        self._make_bill(self.unit_101, 100, "2025-01-01")
        named = self._make_bill(self.unit_101, 60, "2025-02-01")
        self._line(f"付 {named.move_id.name}", 60)._property_match()
        self.assertEqual(named.amount_residual, 0)

    def test_two_lines_share_the_bills_of_a_unit(self):
        bills = self._make_bill(self.unit_101, 100) | self._make_bill(
            self.unit_101, 100, "2025-02-01"
        )
        lines = self._line("1-1-101", 150) | self._line("1-1-101", 50)
        lines._property_match()
        self.assertEqual(bills.mapped("amount_residual"), [0, 0])
        self.assertEqual(set(lines.mapped("is_reconciled")), {True})

    def test_transfer_with_a_receipt_of_the_counter(self):
        """The receipt was written for the slip: the bank settles it, once."""
        bill = self._make_bill(self.unit_101, 100)
        receipt = self._collect(
            self.unit_101, journal_id=self.bank.id, order_number="2025031000077"
        )
        self.assertFalse(receipt.sudo().payment_ids.payment_id.is_matched)
        line = self._line("转账 2025031000077 1-1-101", 100)
        line._property_match()
        self.assertTrue(line.is_reconciled)
        self.assertEqual(line.property_receipt_id, receipt)
        payment = receipt.sudo().payment_ids.payment_id
        self.assertTrue(payment.is_matched)
        self.assertEqual(payment.state, "paid")
        self.assertEqual(bill.amount_residual, 0)
        self.assertFalse(self.unit_101._property_open_credits())

    def test_name_and_exact_amount(self):
        bill = self._make_bill(self.unit_102, 77.7)
        line = self._line("转账", 77.7, partner_name=self.owner_b.name)
        other = self._line("转账", 70, partner_name=self.owner_b.name)
        (line | other)._property_match()
        self.assertEqual(bill.amount_residual, 0)
        self.assertFalse(other.is_reconciled)

    def test_two_payers_of_one_name_are_left_to_people(self):
        self.owner_b.name = self.owner_a.name
        self._make_bill(self.unit_102, 40)
        self._make_bill(self.unit_101, 40)
        line = self._line("转账", 80, partner_name=self.owner_a.name)
        line._property_match()
        self.assertFalse(line.is_reconciled)

    def test_code_of_two_estates_is_left_to_people(self):
        self._make_unit("1-1-101", building=self._make_building(self.mall, "1"))
        self._make_bill(self.unit_101, 40)
        lines = self._line("1-1-101", 40) | self._line("HOME-1-1-101", 40)
        lines._property_match()
        self.assertEqual(lines.mapped("is_reconciled"), [False, True])
        self.assertIn("several estates", lines[0].property_match_note)

    def test_what_is_not_ours_stays(self):
        self._make_bill(self.unit_101, 40)
        unknown = self._line("货款", 40)
        outgoing = self._line("1-1-101", -40)
        (unknown | outgoing)._property_match()
        self.assertFalse(unknown.is_reconciled)
        self.assertTrue(unknown.property_match_note)
        self.assertFalse(outgoing.is_reconciled)

    def test_running_again_matches_nothing_twice(self):
        self._make_bill(self.unit_101, 40)
        line = self._line("1-1-101", 40)
        self.assertEqual(line._property_match(), line)
        self.assertFalse(line._property_match())
        self.assertEqual(
            self.env["property.receipt"].search_count(
                [("unit_ids", "in", self.unit_101.id)]
            ),
            1,
        )

    def test_receipts_of_two_years_are_numbered_line_by_line(self):
        lines = self._line("1-1-101", 1, date="2024-12-30")
        for day in ("2025-01-02", "2024-12-31", "2025-01-03"):
            lines |= self._line("1-1-101", 1, date=day)
        lines._property_match()
        names = lines.property_receipt_id.mapped("name")
        years = [name[:7] for name in names]
        self.assertEqual(years, ["SJ2024-", "SJ2025-", "SJ2024-", "SJ2025-"])
        for first, second in ((0, 2), (1, 3)):
            self.assertEqual(int(names[second][7:]), int(names[first][7:]) + 1)

    def _queries_of_matching(self, units):
        """Queries for one line a unit, each paying a bill of its own."""
        for unit in units:
            self._make_bill(unit, 10, partner=self.owner_a)
        lines = self.env["account.bank.statement.line"].union(
            *(self._line(unit.code, 10) for unit in units)
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        lines._property_match()
        self.env.flush_all()
        # Notes about what changed are written when the transaction ends.
        self.env.cr.precommit.run()
        queries = self.env.cr.sql_log_count - before
        self.assertEqual(set(lines.mapped("is_reconciled")), {True})
        return queries

    def test_queries_do_not_grow_with_the_lines(self):
        """A file of a thousand lines is read, booked and receipted in sets (FEE-14)."""
        units = [self._make_unit(f"1-1-9{n:02}") for n in range(25)]
        self._queries_of_matching(units[:1])  # so that nobody pays for cold caches
        few = self._queries_of_matching(units[1:5])
        many = self._queries_of_matching(units[5:])
        self.assertLessEqual(many - few, 16, "queries for 16 lines more")

    def test_undo_goes_through_the_reversal_of_the_receipt(self):
        bill = self._make_bill(self.unit_101, 40)
        line = self._line("1-1-101", 40)
        line._property_match()
        with self.assertRaisesRegex(UserError, "reversal"):
            line.action_undo_reconciliation()
        receipt = line.property_receipt_id
        receipt.with_user(self.user_till).action_request_approval("Wrong unit")
        receipt.with_user(self.user_manager).action_approval_approve()
        self.assertEqual(bill.amount_residual, 40)
        self.assertFalse(line.is_reconciled)
        self.assertEqual(sum(line.move_id.line_ids.mapped("balance")), 0)

    # === Files ===

    def test_file_in_gb18030(self):
        """Title lines, tabs, thousands, totals, a character beyond GB2312."""
        bill = self._make_bill(self.unit_101, 1265)
        lines = self._import(
            self._file(
                [
                    '2025-03-10 09:12:00,,"1,265.00","9,265.00",\t王喆,6217,转账,'
                    "1-1-101䶮,S1",
                    '2025-03-10 10:00:00,12.50,,"9,252.50",,,手续费,,S2',
                ]
            )
        )
        self.assertEqual(lines.mapped("amount"), [1265, -12.5])
        self.assertEqual(lines[0].partner_name, "王喆")
        self.assertTrue(lines[0].is_reconciled)
        self.assertEqual(bill.amount_residual, 0)
        # The rule that ships for bank charges.
        self.assertTrue(lines[1].is_reconciled)
        cost = lines[1].move_id.line_ids.filtered(lambda x: x.balance > 0)
        self.assertEqual(cost.account_id.code[:4], "5603")

    def test_file_read_twice(self):
        row = "2025-03-10 09:12:00,,40.00,40.00,,,x,,"
        content = self._file([row, row, "2025-03-11 09:12:00,,5.00,45.00,,,y,,S9"])
        self.assertEqual(len(self._import(content)), 3)
        with self.assertRaisesRegex(UserError, "already"):
            self._import(content)
        more = self._file([row, row, row], "utf-8-sig")
        self.assertEqual(len(self._import(more)), 1)

    def test_excel_file(self):
        book = Workbook()
        sheet = book.active
        sheet.append(["对账单"])
        sheet.append(
            [
                "交易日期",
                "收入金额",
                "支出金额",
                "账户余额",
                "对方名称",
                "用途",
                "附言",
                "流水号",
            ]
        )
        sheet.append(["20250310", 88.5, None, 88.5, "李四", "物业费", "1-1-102", "X1"])
        sheet.append(["合计", 88.5])
        stream = io.BytesIO()
        book.save(stream)
        bill = self._make_bill(self.unit_102, 88.5)
        layout = self.env.ref("property_service.sheet_mapping_income_expense")
        lines = self._import(stream.getvalue(), "bank.xlsx", layout)
        self.assertEqual(lines.mapped("amount"), [88.5])
        self.assertEqual(str(lines.date), "2025-03-10")
        self.assertEqual(bill.amount_residual, 0)

    def test_excel_files_that_nobody_can_read(self):
        """Old, locked and broken files are refused with the remedy."""
        layout = self.env.ref("property_service.sheet_mapping_income_expense")
        ole = files.OLE + bytes(80)
        for content, words in (
            (ole, "old format"),
            (ole + "EncryptedPackage".encode("utf-16-le"), "password"),
            (b"PK\x03\x04 but nothing behind it", "damaged"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self._import(content, "bank.xlsx", layout)

    def test_days_in_many_notations(self):
        """One bank's exports differ: with a time or without, dashes or slashes."""
        days = ("2025-03-10", "2025/3/11 08:05", "20250312", "2025年3月13日")
        rows = [f"{day},,{n}.00,,,,x,,N{n}" for n, day in enumerate(days, start=1)]
        lines = self._import(self._file(rows))
        self.assertEqual(
            [str(day) for day in lines.sorted("amount").mapped("date")],
            ["2025-03-10", "2025-03-11", "2025-03-12", "2025-03-13"],
        )

    def test_no_day_is_named_with_its_line(self):
        rows = ["2025-03-10,,1.00,,,,x,,N1", "10.3.25,,1.00,,,,x,,N2"]
        with self.assertRaisesRegex(UserError, "Line 2.*10.3.25.*交易时间"):
            self._import(self._file(rows))

    def test_file_of_another_layout_says_what_is_missing(self):
        with self.assertRaisesRegex(UserError, "交易时间"):
            self._import("日期,金额\n2025-01-01,5\n".encode())
