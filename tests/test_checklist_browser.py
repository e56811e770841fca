"""A checklist filled on a phone in Chinese, with the connection gone for a while."""

import base64

from playwright.sync_api import expect

from odoo.addons.property_service.tests.common import PropertyTourCommon
from odoo.addons.property_service.tests.mechanism_common import PNG, MechanismCase

from .browser import windows

PHONE = {"width": 390, "height": 844}
PHOTO = {
    "name": "meter.png",
    "mimeType": "image/png",
    "buffer": base64.b64decode(PNG),
}


class TestChecklistOnPhone(MechanismCase, PropertyTourCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.user_assistant.lang = "zh_CN"
        cls.kind.with_context(lang="zh_CN").name = "测试表"

    def setUp(self):
        super().setUp()
        self.process = self._start()
        self.checklist = self.process.checklist_id
        # Read now: the server answers the browser on the same cursor, which two
        # threads at once may not use.
        self.ids = {line.code: line.id for line in self.checklist.line_ids}
        self.env.flush_all()

    def _card(self, code):
        return self.page.locator(f".o_line[data-id='{self.ids[code]}']")

    def _answer(self, code, name):
        self._card(code).locator(f"button[name={name}]").click()

    def _sign(self, code, name):
        self._card(code).locator("button[name=sign]").click()
        self.page.fill(".modal input[type=text]", name)
        box = self.page.locator(".modal canvas").bounding_box()
        self.page.mouse.move(box["x"] + 30, box["y"] + 30)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + 150, box["y"] + 60, steps=8)
        self.page.mouse.up()
        self.page.locator(".modal-footer .btn-primary:enabled").click()
        self.page.wait_for_selector(f".o_line img.o_signature[title='{name}']")

    def _shown(self, code, state):
        """What the card shows after the server's word; a measure has none before."""
        self.page.wait_for_selector(f".o_line.{state}[data-id='{self.ids[code]}']")

    def _saved(self):
        """What the server has once nothing is on its way."""
        self.page.wait_for_selector(".o_waiting", state="detached")
        self.window.settle()
        self.env.invalidate_all()
        return {line.code: line.result for line in self.checklist.line_ids}

    def test_filled_on_a_phone(self):
        """Each answer is on the server at once; the end refuses what is missing."""
        with (
            self.allow_requests(all_requests=True),
            windows(self.base_url(), **PHONE) as open_window,
        ):
            self.window = open_window(self.user_assistant.login, "property_assistant")
            self.page = self.window.page
            self.window.open(f"checklists/{self.checklist.id}")
            self.page.wait_for_selector(".o_line")
            self._look()
            self._give_answers()
            self._lose_the_connection()
            self.assertEqual(self.window.faults, [])
            self._close()

    def _look(self):
        """Nothing sticks out at the side, and buttons are for thumbs."""
        self.assertLessEqual(self.page.evaluate("document.body.scrollWidth"), 390)
        button = self._card("door").locator("button[name=ok]").bounding_box()
        self.assertGreaterEqual(button["height"], 44)
        self.assertGreaterEqual(button["width"], 80)

    def _give_answers(self):
        self._answer("door", "fail")
        self._shown("door", "o_fail")
        self.assertEqual(self._saved()["door"], "fail")
        self._answer("door", "fail")  # pressed again: taken back
        self._shown("door", "o_open")
        self.assertFalse(self._saved()["door"])
        self._answer("door", "ok")
        measure = self._card("level").locator("input[type=number]")
        measure.fill("5.5")
        measure.press("Tab")
        self._shown("level", "o_fail")
        self.assertEqual(self._saved()["level"], "fail")
        measure.fill("4.5")
        measure.press("Tab")
        self._shown("level", "o_done")
        self.assertEqual(self._saved()["level"], "ok")
        self._answer("paper", "collected")
        self._sign("sign", "张三")
        saved = self._saved()
        self.assertEqual((saved["paper"], saved["sign"]), ("ok", "ok"))
        self.assertEqual(self._line(self.process, "sign").signed_by, "张三")

    def _lose_the_connection(self):
        """In a cellar answers wait, are shown as not saved, and follow later."""
        self.page.context.set_offline(True)
        self._answer("photo", "ok")
        self._card("photo").locator("input[type=file]").set_input_files([PHOTO])
        self.page.wait_for_selector(".o_property_checklist .alert-warning")
        self._card("photo").locator(".o_waiting").wait_for()
        self.page.context.set_offline(False)
        self.page.wait_for_selector(
            ".o_property_checklist .alert-warning", state="detached"
        )
        self.page.wait_for_selector(".o_photo")
        self.assertEqual(self._saved()["photo"], "ok")
        self.assertEqual(self._line(self.process, "photo").photo_count, 1)
        self.window.faults = [
            fault for fault in self.window.faults if "ERR_INTERNET" not in fault
        ]

    def _close(self):
        self._answer("door", "na")  # without the note that a mandatory line needs
        self._shown("door", "o_partly")
        self._saved()
        self.assertEqual(self.checklist.missing_count, 1)
        self.page.locator("button[name=close_checklist]").click()
        self.page.wait_for_selector(".modal")
        self.page.locator(".modal:has-text('Door') .btn-primary").click()
        self.window.has(".o_line", 1)
        note = self._card("door").locator("textarea")
        note.fill("此户无门")
        note.press("Tab")
        self.page.wait_for_selector(".o_line", state="detached")
        self._saved()
        self.page.locator("button[name=close_checklist]").click()
        self.page.wait_for_selector("button[name=close_checklist]", state="detached")
        self.window.settle()
        self.env.invalidate_all()
        self.assertEqual(self.checklist.state, "closed")
        self.page.locator(".o_bar .btn-group button").first.click()
        expect(self._card("door").locator("button[name=ok]")).to_be_disabled()
