from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_fee import FeeCommon
from .imports_common import ImportCommon

ARREARS = ["房屋", "收费项目", "开始时间", "结束时间", "欠费金额", "应缴日期"]
PREPAID = ["房屋", "预收金额", "收款日期"]
HISTORY = [
    "房屋",
    "收费项目",
    "缴费周期",
    "开始时间",
    "结束时间",
    "缴费时间",
    "应缴金额",
    "实缴金额",
    "收银员",
    "备注",
]


@tagged("post_install", "-at_install")
class TestImportOpening(ImportCommon, FeeCommon):
    """Arrears, prepayments and paid periods of a company that goes live mid-year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.target = cls.estate
        cls._assign(cls.unit_101 | cls.unit_102)

    def _sheets(self):
        return {
            "期初欠费": [
                ARREARS,
                ["1-1-101", "Fee SF", "2025-10-01", "2025-12-31", 795, "2025-10-31"],
                ["1－1－102", "SF", 45931, 46022, "￥703.58", None],
            ],
            "期初预收": [PREPAID, ["1-1-102", 300.5, datetime(2025, 12, 20)]],
            "房屋缴费历史": [
                HISTORY,
                [
                    "1-1-101",
                    "SF",
                    12,
                    "2026-01-01",
                    "2026-03-31",
                    46032,
                    795,
                    795,
                    "测试",
                    "转账",
                ],
                [
                    "1-1-102",
                    "SF",
                    12,
                    "2026-01-01",
                    "2026-01-31",
                    46032,
                    234.53,
                    200,
                    "测试",
                    None,
                ],
            ],
        }

    def _open(self):
        return self._apply(kind="opening", **self._sheets())

    def _balance(self, record, account):
        lines = record.move_ids.line_ids.filtered(
            lambda line: line.account_id == account
        )
        return round(sum(lines.mapped("balance")), 2)

    def test_item_with_brackets(self):
        """A reference finds the item whether its brackets are of full or half width."""
        item = self.env["property.fee.item"].search([("code", "=", "SF")])
        for name in ("服务费（高层）", "服务费(高层)"):
            item.name = name
            for reference in ("服务费（高层）", "服务费(高层)"):
                row = ["1-1-101", reference, "2025-10-01", "2025-12-31", 795]
                with self.subTest(name=name, reference=reference):
                    record = self._check(kind="opening", 期初欠费=[ARREARS[:5], row])
                    self.assertEqual(record.state, "ready", self._messages(record))

    def test_control_totals_tie_to_ledger(self):
        """What the workbook says stands on the receivable, unit by unit."""
        record = self._open()
        self.assertAlmostEqual(record.total_arrears, 795 + 703.58 + 34.53)
        self.assertAlmostEqual(record.total_prepayment, 300.5)
        self.assertAlmostEqual(record.total_history, 995)
        self.assertAlmostEqual(record.ledger_arrears, record.total_arrears)
        self.assertAlmostEqual(record.ledger_prepayment, record.total_prepayment)
        account = self.company.property_opening_account_id
        self.assertEqual(account.account_type, "equity")
        net = record.total_prepayment - record.total_arrears
        self.assertAlmostEqual(self._balance(record, account), net)
        lines = record.move_ids.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        by_unit = {}
        for line in lines:
            code = line.property_unit_id.code
            by_unit[code] = round(by_unit.get(code, 0) + line.balance, 2)
        self.assertEqual(by_unit, {"1-1-101": 795.0, "1-1-102": 703.58 + 34.53 - 300.5})
        self.assertEqual(set(record.move_ids.mapped("state")), {"posted"})

    def test_due_dates_are_kept(self):
        """Ageing counts from the days of the old books."""
        record = self._open()
        charge = record.charge_ids.filtered(
            lambda c: c.unit_id == self.unit_101 and c.move_id
        )
        self.assertEqual(charge.move_line_id.date_maturity, date(2025, 10, 31))
        self.assertEqual(charge.partner_id, self.owner_a)
        self.assertTrue(charge.is_opening)

    def test_run_does_not_bill_again(self):
        """Paid and owed periods count as billed; the next ones do not (FEE-02)."""
        self._open()
        run = self.env["property.fee.run"].create(
            {
                "estate_id": self.estate.id,
                "date_start": "2026-03-01",
                "date_end": "2026-04-30",
                "invoice_date": "2026-04-01",
                "date_due": "2026-04-30",
            }
        )
        run._property_compute()
        billed = {(c.unit_id.code, str(c.date_start)) for c in run.charge_ids}
        self.assertIn(("1-1-101", "2026-04-01"), billed)
        self.assertNotIn(("1-1-101", "2026-03-01"), billed)
        self.assertIn(("1-1-102", "2026-03-01"), billed)

    def test_history_has_no_entry(self):
        """What was paid before go-live stands in the old books only."""
        record = self._open()
        paid = record.charge_ids.filtered(lambda c: not c.move_id)
        self.assertEqual(paid.mapped("amount"), [795.0])
        self.assertEqual(paid.state, "posted")
        self.assertIn("2026-01-10", paid.basis_text)

    def test_same_balance_is_refused(self):
        """A second import of the same balances names the first one."""
        record = self._open()
        again = self._check(kind="opening", **self._sheets())
        self.assertEqual(again.state, "faulty")
        errors = again.issue_ids.filtered(lambda i: i.level == "error")
        self.assertEqual(set(errors.mapped("code")), {"opening_exists"})
        self.assertEqual(len(errors), 5)
        self.assertIn(record.number, errors[0].message)

    def test_billed_period_is_refused(self):
        """A period that a run has billed is no opening balance any more."""
        run = self.env["property.fee.run"].create(
            {
                "estate_id": self.estate.id,
                "date_start": "2025-12-01",
                "date_end": "2025-12-31",
                "invoice_date": "2025-12-01",
                "date_due": "2025-12-31",
            }
        )
        run._property_compute()
        record = self._check(kind="opening", **self._sheets())
        self.assertIn("charge_exists", record.issue_ids.mapped("code"))

    def test_reversal(self):
        """A whole import is taken back by entries; then it can come again."""
        record = self._open()
        chief = record.with_user(self.user_chief_accountant)
        with self.assertRaises(UserError):
            record.with_user(self.user_accountant).action_reverse("wrong file")
        with self.assertRaises(UserError):
            chief.action_reverse("  ")
        chief.action_reverse("wrong file")
        self.assertEqual(record.state, "reversed")
        self.assertEqual(set(record.charge_ids.mapped("state")), {"reversed"})
        self.assertAlmostEqual(record.ledger_arrears, 0)
        account = self.company.property_opening_account_id
        self.assertAlmostEqual(self._balance(record, account), 0)
        lines = record.move_ids.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        self.assertTrue(all(lines.mapped("reconciled")))
        with self.assertRaises(UserError):
            chief.action_reverse("again")
        self._open()

    def test_settled_balance_is_not_reversed(self):
        """A balance that has been paid stands until the payment is undone."""
        record = self._open()
        lines = record.move_ids.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
            and line.property_unit_id == self.unit_102
        )
        lines.reconcile()
        with self.assertRaises(UserError) as caught:
            record.with_user(self.user_chief_accountant).action_reverse("wrong")
        self.assertIn("1-1-102", str(caught.exception))

    def test_accountants_only(self):
        """Assistants import units, accountants import balances (FEE-10)."""
        content = b"x"
        with self.assertRaises(UserError):
            self._upload(content, "opening", self.user_assistant)
        with self.assertRaises(UserError):
            self._upload(content, "archive", self.user_accountant)
        self.assertTrue(self._upload(content, "opening", self.user_accountant))

    def test_accountant_takes_balances_over(self):
        """The accountant's own rights are enough from upload to entry."""
        from .imports_common import workbook

        record = self._upload(
            workbook(**self._sheets()), "opening", self.user_accountant
        )
        record.action_check()
        self.assertEqual(record.state, "ready", self._messages(record))
        record.action_apply()
        self.assertEqual(record.state, "applied", record.failure)
        self.assertEqual(record.applied_by_id, self.user_accountant)
