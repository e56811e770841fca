"""The first month in Chinese, each role at its own window, on a real server with jobs.

Upload of the workbook, approved prices, a billing run, notices, money at the counter
and from the bank, and what is still owed; every figure is compared with the ledger.
"""

import unittest
from datetime import date
from io import BytesIO

from pypdf import PdfReader

from odoo.addons.property_service.demo.workbooks import HomesBook

from . import clones
from .browser import windows
from .month import PASSWORD, bank_file, make_world

# Clicks, of which each one is needed: the unit out of the list, and the button.
CLICKS_AT_COUNTER = 2
# The undelivered home has no payer, as its developer is not known yet.
HOMES = {
    "1-1-101": 342.96,
    "1-1-102": 414.86,
    "1-1-201": 414.86,
    "1-1-202": 175.30,
    "1-1-301": 175.30,
    "1-1-302": 231.97,
    "1-2-101": 342.96,
    "1-2-102": 414.86,
    "1-2-201": 414.86,
    "1-2-202": 175.30,
    "1-2-302": 231.97,
}
SPACES = {"P1-C0002": 80.0, "P1-C0003": 80.0}
BILLED = HOMES | SPACES
RECEIVABLE = """
    SELECT unit.code, sum(line.amount_residual)
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
      JOIN property_unit unit ON unit.id = line.property_unit_id
     WHERE account.account_type = 'asset_receivable' AND line.parent_state = 'posted'
     GROUP BY unit.code HAVING sum(line.amount_residual) <> 0
"""
LEDGER = """
    SELECT coalesce(sum(line.balance), 0)
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
     WHERE account.account_type = 'asset_receivable' AND line.parent_state = 'posted'
"""


class TestMonthInBrowser(unittest.TestCase):
    """One path, since each step works on what the one before has made."""

    def test_month(self):
        with clones.database("month") as self.database:
            make_world(self.database)
            with (
                clones.server(self.database) as (address, _process),
                windows(address) as self.open_window,
            ):
                self._assistant_imports()
                self._manager_approves_prices()
                self._accountant_bills()
                self._accountant_prints_notices()
                self._cashier_takes_money()
                self._accountant_matches()
                self._manager_reads_arrears()

    # === The path ===

    def _assistant_imports(self):
        window = self._sign_in("assistant")
        window.arrive("requests")
        window.open("property-imports")
        window.click(".o_list_button_add")
        window.settle()
        window.upload(
            "file", "房屋.xlsx", HomesBook(buildings=1, levels=3, spaces=4).build()
        )
        window.button("action_check")
        # Nobody touches the page; it follows the jobs by itself.
        window.wait("button[name=action_apply]:visible")
        window.button("action_apply")
        window.confirm()
        window.wait_state("applied")
        self.assertIn("100", window.value("progress"))
        self.assertEqual(
            self._query("SELECT kind, count(*) FROM property_unit GROUP BY 1"),
            {"home": 12, "parking": 4},
        )
        self.assertNoFault(window)

    def _manager_approves_prices(self):
        """Prices out of a workbook hold when a second person has approved them."""
        window = self._sign_in("accountant")
        window.arrive("billing-runs")
        window.open("fee-rates")
        window.click("thead .o_list_record_selector")
        window.button("action_request_approval")
        window.settle()
        self.assertNoFault(window)
        window = self._sign_in("manager")
        window.open("property-approvals")
        approve = ".o_kanban_record button[name=action_approve]"
        for left in (2, 1, 0):
            window.click(approve)
            window.has(approve, left)
        window.settle()
        self.assertNoFault(window)

    def _accountant_bills(self):
        window = self._sign_in("accountant")
        window.click(".o_list_button_add")
        window.settle()
        window.button("action_compute")
        window.wait_state("computed")
        total = f"{sum(BILLED.values()):,.2f}"
        self.assertIn(total, window.value("amount_total"))
        self.assertIn("物业服务费", window.value("summary"))
        self.assertEqual(self._ledger(), 0)
        window.button("action_post")
        window.confirm()
        window.wait_state("posted")
        self.assertIn("100", window.value("progress"))
        self.assertEqual(self._receivable(), BILLED)
        self.assertNoFault(window)

    def _accountant_prints_notices(self):
        window = self._sign_in("accountant")
        window.click(".o_data_row .o_data_cell")
        window.settle()
        window.button("action_print_notices")
        # So many are printed in the background.
        window.wait_state("done")
        pages = self._pdf(window, lambda: window.button("action_download"))
        self.assertEqual(len(pages), len(BILLED))
        for words in ("缴款通知书", "1-1-101", "342.96", "物业服务费", "118.2"):
            self.assertIn(words, "".join(pages))
        self.assertNoFault(window)

    def _cashier_takes_money(self):
        window = self._sign_in("cashier")
        window.arrive("property-counter")
        window.clicks = 0
        # The unit's field has the focus already.
        window.page.keyboard.type("1-1-101")
        window.click(".o-autocomplete--dropdown-item:has-text('1-1-101')")
        window.settle()
        self.assertIn("342.96", window.value("amount_total"))
        pages = self._pdf(window, lambda: window.button("action_post_and_print"))
        self.assertLessEqual(window.clicks, CLICKS_AT_COUNTER)
        for words in ("收据", "高涵", "1-1-101", "342.96", "叁佰肆拾贰元玖角陆分"):
            self.assertIn(words, "".join(pages))
        self.assertEqual(self._receivable(), self._without("1-1-101"))
        self.assertNoFault(window)

    def _accountant_matches(self):
        """Lines that name a unit or a bill are matched; the unknown one stays."""
        (bill,) = self._query(
            "SELECT move.name, 1 FROM account_move move JOIN property_unit unit"
            " ON unit.id = move.property_unit_id WHERE unit.code = '1-1-201'"
        )
        lines = [
            ("1-1-102", 414.86, "物业费 1-1-102"),
            ("某公司", 414.86, f"缴费 {bill}"),
            ("吴嘉", 75.30, "1栋2单元202室物业费"),
            ("不知名", 50.00, "货款"),
        ]
        window = self._sign_in("accountant")
        window.click(".o_menu_sections :text('收费')")
        window.click(".o-dropdown--menu :text('导入银行流水')")
        window.settle()
        window.upload("statement_file", "bank.csv", bank_file(date.today(), lines))
        window.button("import_file_button")
        window.wait(".o_data_row:has-text('货款')")
        window.settle()
        expected = self._without("1-1-101", "1-1-102", "1-1-201")
        expected["1-2-202"] = 100.0
        self.assertEqual(self._receivable(), expected)
        # What nobody knows waits for the reconcile screen.
        window.open("property-bank-lines")
        window.has(".o_data_row", 1)
        window.shows("货款")
        self.assertNoFault(window)

    def _manager_reads_arrears(self):
        window = self._sign_in("manager")
        window.arrive("dashboards")
        window.open("property-arrears")
        owed = self._receivable()
        rows = window.page.locator(".o_data_row")
        window.has(".o_data_row", len(owed))
        shown = [" ".join(row.split()) for row in rows.all_inner_texts()]
        for unit, amount in owed.items():
            row = next(row for row in shown if row.startswith(unit))
            self.assertIn(f"{amount:,.2f}", row)
        self.assertTrue(any("吴嘉" in row for row in shown))
        window.shows(f"{self._ledger():,.2f}")
        self.assertNoFault(window)

    # === Helpers ===

    def _sign_in(self, login):
        return self.open_window(login, PASSWORD)

    def _pdf(self, window, press):
        """Texts of the pages of the PDF that a button brings."""
        with window.page.expect_download() as download:
            press()
        content = download.value.path().read_bytes()
        return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]

    def _query(self, sql):
        rows = clones.query(self.database, sql)
        return {name: float(number) for name, number in rows}

    def _receivable(self):
        return self._query(RECEIVABLE)

    def _ledger(self):
        ((balance,),) = clones.query(self.database, LEDGER)
        self.assertAlmostEqual(float(balance), sum(self._receivable().values()))
        return float(balance)

    def _without(self, *units):
        return {unit: owed for unit, owed in BILLED.items() if unit not in units}

    def assertNoFault(self, window):
        """No error of server, script or page, and all in Chinese."""
        self.assertEqual(window.faults, [])
        self.assertEqual(window.english(), [])
