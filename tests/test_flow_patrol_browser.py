"""A patrol on a phone, in Chinese, with a finding that becomes a repair (PAT-02)."""

import base64
from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.property_service.tests.common import PropertyTourCommon
from odoo.addons.property_service.tests.mechanism_common import PNG

from .browser import windows

PHONE = {"width": 390, "height": 844}
PHOTO = {
    "name": "lamp.png",
    "mimeType": "image/png",
    "buffer": base64.b64decode(PNG),
}


class TestPatrolOnPhone(PropertyTourCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.user_assistant.lang = "zh_CN"
        cls.staff = cls._make_staff("巡查员", cls.user_assistant)
        cls.estate.name = "江南花园"
        cls.building.name = "1栋"
        points = cls.env["property.patrol.point"].create(
            [
                {
                    "name": name,
                    "estate_id": cls.estate.id,
                    "building_id": cls.building.id,
                }
                for name in ("大堂", "电梯厅", "天台")
            ]
        )
        cls.lobby, cls.hall, cls.roof = points
        route = cls.env["property.patrol.route"].create(
            {
                "name": "早班巡查",
                "estate_id": cls.estate.id,
                "stop_ids": [
                    Command.create({"point_id": point.id, "sequence": number})
                    for number, point in enumerate(points)
                ],
            }
        )
        now = fields.Datetime.now()
        cls.patrol = cls.env["property.patrol.round"]._property_make(
            [
                {
                    "route_id": route.id,
                    "estate_id": cls.estate.id,
                    "staff_id": cls.staff.id,
                    "date": fields.Date.today(),
                    "date_from": now,
                    "date_to": now + timedelta(hours=2),
                }
            ]
        )
        cls.env.flush_all()

    def _check(self, point):
        self.env.invalidate_all()
        return self.patrol.check_ids.filtered(lambda check: check.point_id == point)

    def test_patrol(self):
        """Start, labels scanned with the phone, one lamp out, one point locked."""
        with (
            self.allow_requests(all_requests=True),
            windows(self.base_url(), **PHONE) as open_window,
        ):
            self.window = open_window(self.user_assistant.login, "property_assistant")
            self.page = self.window.page
            self._start()
            self._find_a_lamp_out()
            self._all_in_order()
            self._skip_the_roof()
            self.window.button("action_done")
            self.window.wait(".o_arrow_button_current[data-value=done], .o_field_badge")
            self.window.settle()
            self.assertEqual(self.window.faults, [])
        self._ended()

    def _start(self):
        """One tap on today's card."""
        self.window.open("patrol-rounds")
        self.window.clicks = 0
        self.window.button("action_walk")
        self.window.wait("div[name=check_ids] .o_kanban_record")
        self.window.settle()
        self.assertEqual(self.window.clicks, 1)
        self.assertLessEqual(self.page.evaluate("document.body.scrollWidth"), 390)
        self.env.invalidate_all()
        self.assertEqual(self.patrol.user_id, self.user_assistant)

    def _scan(self, point):
        """The label's address, as the phone's camera opens it."""
        self.page.goto(f"{self.window.address}/property/patrol/{point.code}")
        self.window.wait(".o_property_checklist .o_line")
        self.window.settle()
        self.assertEqual(self._check(point).state, "arrived")
        self.assertLessEqual(self.page.evaluate("document.body.scrollWidth"), 390)

    def _find_a_lamp_out(self):
        self._scan(self.lobby)
        line = self._check(self.lobby).checklist_id.line_ids.filtered(
            lambda line: line.code == "light"
        )
        card = self.page.locator(f".o_line[data-id='{line.id}']")
        card.locator("button[name=fail]").click()
        card.locator("button[name=note]").click()
        card.locator("textarea").fill("两盏灯不亮")
        card.locator("textarea").press("Tab")
        card.locator("input[type=file]").set_input_files([PHOTO])
        card.locator(".o_photo").wait_for()
        self.window.settle()
        self.window.button("action_all_ok")
        self.window.wait("div[name=check_ids] .o_kanban_record")
        self.window.settle()
        ticket = self._check(self.lobby).finding_ids.ticket_id
        self.assertEqual(ticket.property_kind, "repair")
        self.assertIn("两盏灯不亮", ticket.description)
        self.assertIn("大堂", ticket.property_place)

    def _all_in_order(self):
        """Scan, one tap, next."""
        self._scan(self.hall)
        self.window.clicks = 0
        self.window.button("action_all_ok")
        self.window.wait("div[name=check_ids] .o_kanban_record")
        self.window.settle()
        self.assertEqual(self.window.clicks, 1)
        self.assertEqual(self._check(self.hall).state, "done")

    def _skip_the_roof(self):
        """The last point is opened from the round, in a dialog."""
        cards = self.page.locator("div[name=check_ids] .o_kanban_record:visible")
        cards.nth(2).locator("button[name=action_open]").click()
        self.window.wait(".modal button[name=action_skip]")
        self.window.click(".modal button[name=action_skip]")
        self.window.wait(".modal div[name=reason] textarea")
        self.page.locator(".modal div[name=reason] textarea").last.fill("天台门锁坏")
        self.page.locator(".modal button[name=action_confirm]").click()
        self.window.wait("button[name=action_done]:visible")
        self.window.settle()
        self.assertEqual(self._check(self.roof).reason, "天台门锁坏")

    def _ended(self):
        self.env.invalidate_all()
        self.assertEqual(self.patrol.state, "done")
        self.assertEqual((self.patrol.skipped_count, self.patrol.finding_count), (1, 1))
        self.assertEqual(self.patrol.by_hand_count, 0)
