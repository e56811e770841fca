"""A tenant fits out a shop, in Chinese: consent, size and permit, then the site.

Each role at its own window, the agent of the zone with a phone; what they see and do
is compared with what the database says.
"""

import unittest
from io import BytesIO

from PIL import Image
from pypdf import PdfReader

from odoo.addons.property_service.tools import identity

from . import clones, fitout
from .browser import windows
from .renovation_steps import CASE, RenovationSteps

BODY = "99999919900101001"
NUMBER = BODY + identity.check_character(BODY)
PHONE = {"width": 390, "height": 844}
# Taps of the agent with nothing to complain about: the site, all in order, the photo,
# done. Choosing the photo is no click of the page.
TAPS_OF_AN_INSPECTION = 3


def photo():
    with BytesIO() as stream:
        Image.new("RGB", (60, 80), "gray").save(stream, "PNG")
        return stream.getvalue()


class TestFitOutInBrowser(RenovationSteps, unittest.TestCase):
    """One path, since each step works on what the one before has made."""

    password = fitout.PASSWORD
    signer = "瑞丰餐饮"

    def test_fit_out(self):
        with clones.database("fitout") as self.database:
            fitout.make_world(self.database)
            self.case = self._find(CASE, [])
            with clones.server(self.database) as (self.address, _process):
                with windows(self.address) as self.open_window:
                    self.desk = self._sign_in("assistant")
                    self._desk_sees_what_is_missing()
                    self._size_and_consent()
                    self._review()
                    self._agreement()
                    self._money("A-101", total="1260.00")
                    self.assertGreater(self._held(), 0)
                    self._permit()
                    self.assertNoFault(self.desk)
                    self._desk_issues_passes()
                with windows(self.address, **PHONE) as self.open_window:
                    self._agent_decides_on_material()
                    self._agent_inspects()
                with windows(self.address) as self.open_window:
                    self._supervisor_reads()

    # === The path ===

    def _desk_sees_what_is_missing(self):
        """110号令 §13, §44: the owner's consent, and the size of the fit-out."""
        self.desk.open("renovations")
        self.desk.click(
            ".o_data_row:has-text('A-101'), .o_kanban_record:has-text('A-101')"
        )
        self.desk.settle()
        self.desk.shows("业主", "书面同意", "施工许可证")
        self.assertNoFault(self.desk)

    def _size_and_consent(self):
        """Each of both alone keeps the file from the departments."""
        self._hand_in_drawing()
        self._fill("file_checklist_id", but=("consent",))
        self._enter_permit("SG2026-0001")
        self.assertFalse(self._has_button("action_submit"))
        self.desk.shows("书面同意")
        self._fill("file_checklist_id")
        self.assertTrue(self._has_button("action_submit"))
        self._enter_permit("")
        self.assertFalse(self._has_button("action_submit"))
        self._enter_permit("SG2026-0001")
        self._press("action_submit", "review")

    def _desk_issues_passes(self):
        """REN-15: name, number, original seen, photo; issue, print."""
        window = self.desk
        window.open("renovation-sites")
        window.click(".o_kanban_record:has-text('A-101')")
        window.settle()
        window.button("action_open_passes")
        window.settle()
        window.click(".o_list_button_add")
        row = ".o_selected_row"
        window.page.fill(f"{row} [name=holder] input", "赵强")
        window.page.fill(f"{row} [name=id_number] input", NUMBER)
        window.page.locator(f"{row} [name=id_checked] input").check()
        box = window.page.locator(f"{row} [name=photo] input[type=file]")
        box.set_input_files(
            {"name": "zhao.png", "mimeType": "image/png", "buffer": photo()}
        )
        window.settle()
        window.click(".o_list_button_save")
        window.settle()
        window.click("thead .o_list_record_selector")
        window.button("action_issue")
        window.settle()
        self.assertEqual(
            self._query("SELECT holder, state FROM property_access_pass"),
            [("赵强", "issued")],
        )
        window.click("thead .o_list_record_selector input")
        pages = self._pdf(window, lambda: window.button("action_print_cards"))
        for words in ("装修临时出入证", "赵强", "A-101", "嘉禾装饰"):
            self.assertIn(words, "".join(pages))
        self.assertNotIn(NUMBER, window.text())
        self.assertNoFault(window)

    def _agent_decides_on_material(self):
        """REN-24: the gate asks, the agent decides on the spot."""
        window = self._sign_in("assistant")
        window.open("renovation-sites")
        window.button("action_new_material")
        window.settle()
        window.click("div[name=kind_id] .o_select_menu_toggler")
        window.click(".o_select_menu_item:has-text('防水材料')")
        window.page.fill("[name=description] input", "防水涂料")
        window.page.fill("[name=quantity] input", "20 桶")
        window.click(".o_form_button_save")
        # A slow server must have it before the page is left.
        asked = "SELECT id FROM property_renovation_material"
        clones.wait_until(lambda: self._query(asked))
        window.settle()
        window.open("material-waiting")
        window.button("action_release")
        window.settle()
        self.assertEqual(
            self._query(
                "SELECT description, state FROM property_renovation_material"
                " WHERE decided_by_id IS NOT NULL"
            ),
            [("防水涂料", "released")],
        )
        self.assertNoFault(window)

    def _agent_inspects(self):
        """REN-19, REN-20: in a few taps, and the site leaves today's list."""
        window = self._sign_in("assistant")
        window.open("renovation-sites")
        window.clicks = 0
        window.button("action_inspect_today")
        window.settle()
        window.button("action_all_ok")
        window.settle()
        box = window.page.locator("div[name=photo_ids] input[type=file]")
        box.set_input_files(
            {"name": "现场.png", "mimeType": "image/png", "buffer": photo()}
        )
        window.wait("div[name=photo_ids] .o_attachment")
        window.settle()
        window.button("action_done")
        window.settle()
        self.assertLessEqual(window.clicks, TAPS_OF_AN_INSPECTION)
        self.assertEqual(
            self._query(
                "SELECT state, photo_count, failed_count"
                " FROM property_renovation_inspection"
            ),
            [("done", "1", "0")],
        )
        window.open("renovation-sites")
        window.shows("今日工地已全部巡查")
        self.assertNoFault(window)

    def _supervisor_reads(self):
        window = self._sign_in("supervisor")
        window.open("site-inspections")
        window.shows("A-101")
        window.click(".o_data_row .o_data_cell")
        window.settle()
        pages = self._pdf(window, lambda: window.button("action_print_month"))
        for words in ("单元二次装修管理日检巡查表", "A-101", "陈婷", "√"):
            self.assertIn(words, "".join(pages))
        self.assertNoFault(window)

    # === Helpers ===

    def _enter_permit(self, number):
        """The number of the authority's construction permit, on the case's screen."""
        self._open_case(self.desk)
        self.desk.page.fill("[name=construction_permit_number] input", number)
        self.desk.click(".o_form_button_save")
        entered = (
            "SELECT coalesce(construction_permit_number, '-') FROM property_renovation"
        )
        clones.wait_until(lambda: self._query(entered) == [(number or "-",)])
        self.desk.settle()

    def _pdf(self, window, press):
        """Texts of the pages of the PDF that a button brings."""
        with window.page.expect_download() as download:
            press()
        content = download.value.path().read_bytes()
        pages = PdfReader(BytesIO(content)).pages
        return [page.extract_text().replace("\n", "") for page in pages]

    def _query(self, sql):
        return clones.query(self.database, sql)
