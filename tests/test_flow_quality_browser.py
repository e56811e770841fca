"""A check whose non-conformity reaches the appraisal sheet, in Chinese (QA-05)."""

from odoo import fields

from odoo.addons.property_service.tests.common import PropertyTourCommon

from .browser import windows

PHONE = {"width": 390, "height": 844}


class TestQualityInBrowser(PropertyTourCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        (cls.user_assistant | cls.user_supervisor).lang = "zh_CN"
        cls.mall.active = False
        cls.estate.name = "江南花园"
        cls.agent = cls._make_staff(
            "李小雨",
            cls.user_assistant,
            estate_ids=[fields.Command.set(cls.estate.ids)],
        )
        cls.env.flush_all()

    def test_quality(self):
        """The duty inspection on a phone; one item fails, and counts in the month."""
        with (
            self.allow_requests(all_requests=True),
            windows(self.base_url()) as open_window,
        ):
            self.window = open_window(self.user_supervisor.login, "property_supervisor")
            self.page = self.window.page
            self._check()
            self._confirm()
            own = open_window(self.user_assistant.login, "property_assistant")
            self._correct(own)
            self._recheck()
            self._sheet()
            self.assertEqual(self.window.faults + own.faults, [])

    def _row(self):
        self.env.invalidate_all()
        return self.env["property.quality.nonconformity"].search(
            [("staff_id", "=", self.agent.id)]
        )

    def _choose(self, name, text):
        box = self.page.locator(f"div[name={name}] input").first
        box.fill(text)
        self.page.locator(
            f".o-autocomplete--dropdown-item:has-text('{text}')"
        ).first.click()
        self.window.settle()

    def _check(self):
        """Whom, one item that fails with its words, the rest in one tap."""
        self.window.open("quality-checks/new")
        if self.page.locator("div[name=estate_id] input").input_value() == "":
            self._choose("estate_id", "江南花园")
        self._choose("kind_id", "值班检查")
        self._choose("staff_ids", "李小雨")
        self.window.button("action_open_checklist")
        self.window.wait(".o_property_checklist .o_line")
        self.window.settle()
        check = self.env["property.quality.check"].search(
            [("staff_ids", "in", self.agent.ids)]
        )
        # Filled in on the spot, on a phone.
        self.page.set_viewport_size(PHONE)
        self.window.open(f"quality-checks/{check.id}")
        self.window.button("action_open_checklist")
        self.window.wait(".o_property_checklist .o_line")
        self.window.settle()
        line = check.checklist_id.line_ids.filtered(lambda line: line.code == "record")
        card = self.page.locator(f".o_line[data-id='{line.id}']")
        card.locator("button[name=fail]").click()
        self.window.settle()
        card.locator("button[name=note]").click()
        card.locator("textarea").fill("两条来电未登记")
        card.locator("textarea").press("Tab")
        self.window.settle()
        line.invalidate_recordset()
        self.assertEqual(line.note, "两条来电未登记")
        self.assertLessEqual(self.page.evaluate("document.body.scrollWidth"), 390)
        self.window.open(f"quality-checks/{check.id}")
        self.window.button("action_all_ok")
        self.window.settle()
        self._press("action_done")
        self._reached("done")
        self.assertIn("两条来电未登记", self._row().finding)

    def _press(self, name):
        """A button of the header, which a phone folds away."""
        button = self.page.locator(f"button[name={name}]:visible")
        if not button.count():
            self.page.locator(".o_statusbar_buttons .dropdown-toggle").first.click()
        self.page.locator(f"button[name={name}]:visible").first.click()
        self.window.settle()

    def _press_once(self, name):
        """A button that is gone when its step is taken."""
        self._press(name)
        self.page.locator(f"button[name={name}]").first.wait_for(state="detached")
        self.window.settle()

    def _reached(self, state):
        """The step is taken; a phone shows the status bar folded."""
        self.page.locator(
            f".o_arrow_button_current[data-value={state}]"
        ).first.wait_for(state="attached")
        self.window.settle()

    def _confirm(self):
        """At the desk, with one click."""
        self.page.set_viewport_size({"width": 1400, "height": 900})
        check = self._row().check_id
        self.window.open(f"quality-checks/{check.id}")
        self._press_once("action_confirm_nonconformities")
        self.assertEqual(self._row().state, "open")

    def _correct(self, own):
        """Who is responsible writes down cause and measures."""
        own.open(f"quality-nonconformities/{self._row().id}")
        for name, text in (("cause", "未核对来电记录"), ("correction", "已补登")):
            own.page.locator(f"div[name={name}] textarea").first.fill(text)
        own.button("action_corrected")
        own.wait_state("corrected")
        own.settle()

    def _recheck(self):
        self.window.open(f"quality-nonconformities/{self._row().id}")
        self._press("action_recheck_pass")
        self._reached("done")
        self._press_once("action_publish")
        self.assertTrue(self._row().published_on)

    def _sheet(self):
        """The month's sheet shows the points of the non-conformity."""
        sheets = self.env["property.appraisal.sheet"].with_user(self.user_supervisor)
        sheet = sheets._property_make(self.estate, fields.Date.today(), self.agent)
        self.env.flush_all()
        self.assertEqual(sheet.points, -3.0)
        self.window.open(f"appraisal-sheets/{sheet.id}")
        self.window.shows("李小雨", "-3")
