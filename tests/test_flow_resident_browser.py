"""A resident with a phone, in Chinese: files a request with a photo, and rates it.

Between the two the desk deals with it; how often the resident taps is counted.
"""

import io
import unittest

from PIL import Image

from . import clones
from .browser import windows
from .month import PASSWORD

PHONE = {"width": 390, "height": 844}
# New request, repair, send.
TAPS_TO_FILE = 3
# The level and the button.
TAPS_TO_RATE = 2
SECRET = "业主脾气不好，内部注意"
WORLD = f"""
env = env(context={{**env.context, "lang": "zh_CN", "no_reset_password": True}})
company = env.company
company.name = "安居物业服务有限公司"
estate = env["property.estate"].create(
    {{"code": "SJ", "name": "山景小区", "phone": "010-66666666"}}
)
building = env["property.building"].create(
    {{"estate_id": estate.id, "code": "1", "name": "1栋"}}
)
common = {{
    "password": {PASSWORD!r}, "lang": "zh_CN", "tz": "Asia/Shanghai",
    "company_id": company.id, "company_ids": [(6, 0, company.ids)],
}}
env["res.users"].create({{
    **common, "login": "desk", "name": "陈婷",
    "group_ids": [(6, 0, [
        env.ref("property_service.property_service_group_assistant").id
    ])],
    "property_estate_ids": [(6, 0, estate.ids)],
}})
for login, name, room in (("resident", "高涵", "301"), ("neighbour", "林夕", "302")):
    unit = env["property.unit"].create({{
        "code": "1-1-" + room, "building_id": building.id, "estate_id": estate.id,
        "handover_date": "2024-01-01", "state": "occupied",
    }})
    owner = env["res.partner"].create({{"name": name, "phone": "13800000" + room}})
    env["property.occupancy"].create({{
        "unit_id": unit.id, "partner_id": owner.id, "role": "owner",
        "date_start": "2024-01-01", "share": 100,
    }})
    env["res.users"].create({{
        **common, "login": login, "partner_id": owner.id, "name": name,
        "group_ids": [(6, 0, [env.ref("base.group_portal").id])],
    }})
env.cr.commit()
print("world is made")
"""
# The desk's own screens are looked at in the test of the repair.
HANDLED = f"""
desk = env["res.users"].search([("login", "=", "desk")])
env = env(user=desk.id)
ticket = env["helpdesk.ticket"].search([("property_is_portal", "=", True)])
ticket.action_property_accept()
ticket.message_post(body={SECRET!r})
ticket._property_finish({SECRET!r})
ticket._property_give_feedback("phone", {SECRET!r})
ticket._property_close(
    env.ref("property_service.property_service_close_code_solved_satisfied")
)
env.cr.commit()
print("request is closed")
"""


class TestResidentInBrowser(unittest.TestCase):
    """One path, since each step works on what the one before has made."""

    def test_resident(self):
        with clones.database("resident") as self.database:
            self._run(WORLD, "world is made")
            with (
                clones.server(self.database, "--max-cron-threads=0") as (address, _),
                windows(address, **PHONE) as self.open_window,
            ):
                self.window = self.open_window("resident", PASSWORD)
                self._resident_files()
                self._run(HANDLED, "request is closed")
                self._resident_rates()
                self._neighbour_sees_nothing()

    # === The path ===

    def _resident_files(self):
        window = self.window
        self._open("/my/home")
        window.wait("a[href='/my/requests']:visible")
        self._open("/my/requests")
        window.clicks = 0
        window.click("a[name=new_request]")
        window.click("a[name=kind_repair]")
        window.page.fill("textarea[name=text]", "厨房水龙头漏水\n请尽快来人")
        window.page.set_input_files("input[name=photos]", [self._photo()])
        self._looks_right()
        window.click("button[name=file_request]")
        window.wait("div[name=photos] img")
        self.assertLessEqual(window.clicks, TAPS_TO_FILE)
        self._looks_right()
        rows = clones.query(
            self.database,
            "SELECT ticket.name, property_kind, property_step, unit.code,"
            " (SELECT count(*) FROM ir_attachment WHERE res_id = ticket.id"
            " AND res_model = 'helpdesk.ticket' AND mimetype = 'image/jpeg')"
            " FROM helpdesk_ticket ticket"
            " JOIN property_unit unit ON unit.id = ticket.property_unit_id",
        )
        self.assertEqual(rows, [("厨房水龙头漏水", "repair", "new", "1-1-301", "1")])

    def _resident_rates(self):
        window = self.window
        self._open("/my/requests")
        self.assertNotIn(SECRET, window.text())
        window.click(".list-group-item:has-text('厨房水龙头漏水')")
        window.wait("form[name=rate]")
        self.assertNotIn(SECRET, window.page.content())
        self._looks_right()
        window.clicks = 0
        window.click("label[for=level_5]")
        window.click("form[name=rate] button[type=submit]")
        window.wait(".alert-success")
        self.assertLessEqual(window.clicks, TAPS_TO_RATE)
        window.has("form[name=rate]", 0)
        rows = clones.query(
            self.database,
            "SELECT property_rating, callback.level, callback.state, property_step"
            " FROM helpdesk_ticket ticket"
            " JOIN property_service_callback callback ON ticket_id = ticket.id",
        )
        self.assertEqual(rows, [("5", "5", "done", "called_back")])
        self._looks_right()
        self._open("/my/bills")
        self._looks_right()

    def _neighbour_sees_nothing(self):
        [(number,)] = clones.query(
            self.database, "SELECT id FROM helpdesk_ticket ORDER BY id LIMIT 1"
        )
        self.window = window = self.open_window("neighbour", PASSWORD)
        for path in ("/my/requests", f"/my/requests/{number}", f"/my/ticket/{number}"):
            self._open(path)
            self.assertNotIn("水龙头", window.text())
        self._looks_right()

    # === Helpers ===

    def _open(self, path):
        self.window.page.goto(f"{self.window.address}{path}")
        self.window.settle()

    def _looks_right(self):
        """Nothing wider than the phone, no English word, no fault."""
        width = self.window.page.evaluate("document.documentElement.scrollWidth")
        self.assertLessEqual(width, PHONE["width"])
        main = self.window.page.locator(".o_portal_wrap").first.inner_text()
        self.assertNotRegex(main, r"[A-Za-z]{4,}")
        self.assertEqual(self.window.faults, [])

    def _run(self, code, words):
        done = clones.run_odoo(self.database, "shell", "--no-http", code=code)
        self.assertIn(words, done.stdout, done.stdout[-3000:])

    def _photo(self):
        stream = io.BytesIO()
        Image.new("RGB", (1600, 1200), "teal").save(stream, "JPEG")
        return {
            "name": "漏水.jpg",
            "mimeType": "image/jpeg",
            "buffer": stream.getvalue(),
        }
