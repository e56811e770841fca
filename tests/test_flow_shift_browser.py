"""A full shift in Chinese: begun, written, refused once, put right and taken over."""

from . import clones
from .flow import FlowCase
from .month import PASSWORD

GROUP = "property_service.property_service_group_"
PEOPLE = {
    "first": ("陈婷", "assistant", "assistant"),
    "second": ("李静", "assistant", "assistant"),
    "administrator": ("吴娜", "administrator", "administrator"),
    "supervisor": ("周志强", "supervisor", "supervisor"),
}
# The first shift ends in a quarter of an hour, whenever the test runs.
WORLD = f"""
from datetime import datetime, timedelta
env = env(context={{**env.context, "lang": "zh_CN", "no_reset_password": True}})
company = env.company
company.name = "安居物业服务有限公司"
estate = env["property.estate"].create({{"code": "SJ", "name": "山景小区"}})
staff = {{}}
for login, (name, post, group) in {PEOPLE!r}.items():
    user = env["res.users"].create({{
        "login": login, "password": {PASSWORD!r}, "name": name,
        "lang": "zh_CN", "tz": "Asia/Shanghai",
        "group_ids": [(6, 0, [env.ref({GROUP!r} + group).id])],
        "company_id": company.id, "company_ids": [(6, 0, company.ids)],
        "property_estate_ids": [(6, 0, estate.ids)],
    }})
    employee = env["hr.employee"].create({{"name": name, "user_id": user.id}})
    staff[login] = env["property.staff"].create({{
        "employee_id": employee.id, "post": post,
        "estate_ids": [(6, 0, estate.ids)],
    }})
now = datetime.now(estate._property_tz()).replace(second=0, microsecond=0, tzinfo=None)
hour = lambda moment: moment.hour + moment.minute / 60
change = now + timedelta(minutes=15)
post = env["property.duty.post"].create({{
    "estate_id": estate.id, "name": "前台", "kind": "front_desk",
    "item_ids": [(0, 0, {{"name": "电话", "expected": 2}}),
                 (0, 0, {{"name": "饮水机", "expected": 1}})],
}})
for login, code, begin in (
    ("first", "早", change - timedelta(hours=8)), ("second", "晚", change),
):
    shift_type = env["property.duty.shift.type"].create({{
        "estate_id": estate.id, "name": code + "班", "code": code,
        "time_from": hour(begin), "time_to": hour(begin + timedelta(hours=8)),
        "is_late": False,
    }})
    month = begin.date().replace(day=1)
    roster = env["property.duty.roster"].search([("month", "=", month)])
    roster = roster or roster.create({{"estate_id": estate.id, "month": month}})
    roster.state = "draft"
    env["property.duty.shift"].create({{
        "roster_id": roster.id, "staff_id": staff[login].id, "date": begin.date(),
        "post_id": post.id, "shift_type_id": shift_type.id,
    }})
    roster.state = "published"
env["property.staff.notice"]._property_publish(estate, "停水通知", "明日上午停水")
env.cr.commit()
print("world is made")
"""


class TestShiftInBrowser(FlowCase):
    """One path, since each step works on what the one before has made."""

    def test_shift(self):
        with self.world("shift", WORLD) as address, self.screens(address):
            self._begin()
            self._write()
            self._sign_out()
            self._refuse()
            self._put_right()
            self._take_over()
            self._check_and_read()

    # === The path ===

    def _begin(self):
        """One press opens the own shift; the list is ticked and duty begins."""
        self.first = window = self._sign_in("first")
        self._my_shift(window)
        window.wait("button[name=action_begin]")
        self.assertEqual(self._english(window), [])
        window.click("button[name=pass_rest]")
        window.settle()
        window.button("action_begin")
        window.wait_state("on_duty")
        self.assertEqual(window.faults, [])

    def _write(self):
        """An open matter and a note."""
        window = self.first
        for number, (text, is_open) in enumerate(
            (("1栋电梯异响，已报维保", True), ("101代收包裹一件", False)), 1
        ):
            window.click("div[name=entry_ids] .o_field_x2many_list_row_add a")
            row = "div[name=entry_ids] .o_selected_row"
            window.page.fill(f"{row} div[name=text] textarea", text)
            if is_open:
                window.click(f"{row} div[name=is_open] input")
            window.click(".o_form_button_save")
            window.wait(f"div[name=entry_ids] .o_data_row >> nth={number - 1}")
            window.settle()
        self.assertEqual(
            clones.query(
                self.database,
                "SELECT state FROM property_duty_log_entry ORDER BY id",
            ),
            [("pending",), ("noted",)],
        )
        self.assertEqual(window.faults, [])

    def _sign_out(self):
        """Counted, ticked and signed on one screen."""
        window = self.first
        window.button("action_handover")
        window.wait("button[name=action_prepare]:visible")
        window.settle()
        window.button("action_prepare")
        window.wait("button[name=action_sign_out]:visible")
        window.settle()
        window.shows("1栋电梯异响")
        self.assertEqual(self._english(window), [])
        window.button("action_count_rest")
        window.settle()
        window.click(".o_property_checklist button[name=pass_rest]")
        window.settle()
        window.button("action_sign_out")
        window.wait_state("signed")
        self.assertEqual(window.faults, [])

    def _refuse(self):
        """四不接: the place is not clean, so the desk is not taken over."""
        self.second = window = self._sign_in("second")
        self._my_shift(window)
        window.wait("button[name=action_take_over]")
        self._answer(window, "卫生整洁", "fail")
        while window.page.locator("button[name=pass_rest]").count():
            window.click("button[name=pass_rest]")
            window.settle()
        window.button("action_read_notices")
        window.wait(".o_list_view .o_data_row")
        window.settle()
        self._read_notice(window)
        self._my_shift(window)
        window.wait("button[name=action_refuse]")
        window.button("action_refuse")
        window.page.fill(".modal div[name=reason] textarea", "台面未整理")
        window.click(".modal button[name=action_confirm]")
        window.wait_state("prepare")
        window.settle()
        self.assertEqual(window.faults, [])
        self.assertEqual(self._states(), ["on_duty", "planned"])

    def _put_right(self):
        window = self.first
        self._my_shift(window)
        window.button("action_handover")
        window.wait("button[name=action_sign_out]:visible")
        window.settle()
        window.shows("台面未整理")
        window.button("action_sign_out")
        window.wait_state("signed")
        self.assertEqual(window.faults, [])

    def _take_over(self):
        """Duty and the open matter have gone over; the matter is then done."""
        window = self.second
        self._my_shift(window)
        window.wait("button[name=action_take_over]")
        self._answer(window, "卫生整洁", "ok")
        window.button("action_take_over")
        window.wait_state("done")
        self.assertEqual(self._states(), ["handed_over", "on_duty"])
        self._my_shift(window)
        window.wait_state("on_duty")
        window.click(".o_notebook a[name=carried]")
        window.click("div[name=carried_entry_ids] button[name=action_done]")
        window.settle()
        self.assertEqual(
            clones.query(
                self.database,
                "SELECT count(*) FROM property_duty_log_entry WHERE state = 'pending'",
            ),
            [("0",)],
        )
        self.assertEqual(window.faults, [])

    def _check_and_read(self):
        """QA-04 and DUT-07: the administrator checks, the supervisor reads."""
        window = self._sign_in("administrator")
        window.open("duty-handovers")
        window.click(".o_data_row td[name=post_id]")
        window.button("action_check")
        window.wait("div[name=checked_by_id]")
        self.assertEqual(self._english(window), [])
        reader = self._sign_in("supervisor")
        reader.open("duty-logs-unread")
        reader.click(".o_data_row td[name=post_id]")
        reader.button("action_read")
        reader.wait("div[name=read_by_id]")
        for each in (window, reader):
            self.assertEqual(each.faults, [])
        ((read,),) = clones.query(
            self.database,
            "SELECT count(*) FROM property_duty_log WHERE read_on IS NOT NULL",
        )
        self.assertEqual(read, "1")

    # === Helpers ===

    def _my_shift(self, window):
        # As the menu does, which asks the server anew where a reload would not.
        window.page.evaluate("sessionStorage.clear()")
        window.open("my-shift")
        window.wait(".o_form_view")
        window.settle()

    def _answer(self, window, line, result):
        window.click(f".o_line:has-text('{line}') button[name={result}]")
        window.settle()

    def _read_notice(self, window):
        window.button("action_read")
        window.settle()

    def _english(self, window):
        return [word for word in window.english() if word != "Odoo"]

    def _states(self):
        rows = clones.query(
            self.database, "SELECT state FROM property_duty_log ORDER BY date_start"
        )
        return [state for (state,) in rows]
