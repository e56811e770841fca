"""A month in Chinese: planned by pattern and by hand, approved, published; a swap."""

from . import clones
from .flow import FlowCase
from .month import PASSWORD

GROUP = "property_service.property_service_group_"
PEOPLE = {
    "planner": ("吴娜", "administrator", "middle", "administrator"),
    "supervisor": ("周志强", "supervisor", "senior", "supervisor"),
    "first": ("陈婷", "assistant", "junior", "assistant"),
    "second": ("李静", "assistant", "junior", "assistant"),
    "third": ("王芳", "assistant", "junior", "assistant"),
    "fourth": ("刘洋", "assistant", "junior", "assistant"),
}
WORLD = f"""
env = env(context={{**env.context, "lang": "zh_CN", "no_reset_password": True}})
company = env.company
company.name = "安居物业服务有限公司"
estate = env["property.estate"].create({{"code": "SJ", "name": "山景小区"}})
for login, (name, post, grade, group) in {PEOPLE!r}.items():
    user = env["res.users"].create({{
        "login": login, "password": {PASSWORD!r}, "name": name,
        "lang": "zh_CN", "tz": "Asia/Shanghai",
        "group_ids": [(6, 0, [env.ref({GROUP!r} + group).id])],
        "company_id": company.id, "company_ids": [(6, 0, company.ids)],
        "property_estate_ids": [(6, 0, estate.ids)],
    }})
    employee = env["hr.employee"].create({{"name": name, "user_id": user.id}})
    env["property.staff"].create({{
        "employee_id": employee.id, "post": post, "grade": grade,
        "estate_ids": [(6, 0, estate.ids)],
    }})
shifts = env["property.duty.shift.type"].create([
    {{"estate_id": estate.id, "name": "早班", "code": "早",
      "time_from": 8, "time_to": 16, "color": 1}},
    {{"estate_id": estate.id, "name": "晚班", "code": "晚",
      "time_from": 16, "time_to": 24, "color": 2}},
])
env["property.duty.post"].create({{
    "estate_id": estate.id, "name": "前台", "kind": "front_desk",
    "need_ids": [(0, 0, {{"shift_type_id": shift.id}}) for shift in shifts],
}})
env["property.duty.pattern"].create({{
    "estate_id": estate.id, "name": "早晚休休", "signs": "早 晚 - -", "step": 1,
}})
# No holiday falls into the month, whichever it is.
env["property.calendar.day"].search([]).unlink()
env["property.parameter"].search(
    [("code", "=", "base.statutory_days")]
).default_value = "02-29"
env["property.duty.roster"].create({{"estate_id": estate.id}})
env.cr.commit()
print("world is made")
"""


class TestDutyInBrowser(FlowCase):
    """One path, since each step works on what the one before has made."""

    def test_duty(self):
        with self.world("duty", WORLD) as address, self.screens(address):
            self._plan()
            self._approve_and_publish()
            self._ask_for_a_swap()
            self._agree()
            self._approve_the_swap()

    # === The path ===

    def _plan(self):
        """DUT-01, DUT-39: four people by one pattern, then a cell by hand."""
        self.planner = window = self._sign_in("planner")
        window.open("duty-grid")
        window.wait("tr[data-staff='陈婷']")
        self.assertEqual([word for word in window.english() if word != "Odoo"], [])
        for name in ("陈婷", "李静", "王芳", "刘洋"):
            window.click(f"tr[data-staff='{name}'] input[type=checkbox]")
        window.page.select_option("select[name=pattern]", index=1)
        window.button("lay_pattern")
        window.wait("[data-check=hole].text-bg-success")
        window.settle()
        # A day is wiped and the hole shows; then it is painted again.
        name = self._name_of("早", 8)
        window.button("wipe")
        window.click(f"tr[data-staff='{name}'] td[data-day='8']")
        window.wait("[data-check=hole].text-bg-danger")
        window.click(".o_property_duty_brush:has-text('早')")
        window.click(f"tr[data-staff='{name}'] td[data-day='8']")
        window.wait("[data-check=hole].text-bg-success")
        window.settle()
        window.button("submit_roster")
        window.wait(".badge:has-text('审核中')")
        window.settle()
        self.assertEqual(window.faults, [])

    def _approve_and_publish(self):
        window = self.supervisor = self._sign_in("supervisor")
        window.open("property-approvals")
        window.click(".o_kanban_record button[name=action_approve]")
        window.settle()
        window.open("duty-rosters")
        window.click(".o_data_row td[name=name]")
        window.wait_state("reviewed")
        window.button("action_publish")
        window.wait_state("published")
        self.assertEqual(window.faults, [])

    def _ask_for_a_swap(self):
        """DUT-34: who has the early shift of the 8th asks; the rest is chosen."""
        self.applicant = self._name_of("早", 8)
        self.colleague = self._name_of("早", 10)
        self.assertNotEqual(self.applicant, self.colleague)
        window = self._sign_in(self._login(self.applicant))
        window.open("my-shifts")
        window.click(
            ".o_data_row:has(td[name=date]:has-text('月8日'))"
            " button[name=action_ask_swap]"
        )
        window.wait("div[name=counter_shift_id] input")
        window.page.fill("div[name=counter_shift_id] input", self.colleague)
        window.click(".o-autocomplete--dropdown-item:has-text('-10 ')")
        window.page.fill("div[name=reason] textarea", "孩子开学，须亲自办理")
        window.button("action_submit")
        window.wait_state("consent")
        self.assertEqual(window.faults, [])

    def _agree(self):
        window = self._sign_in(self._login(self.colleague))
        window.open("duty-requests")
        window.click(".o_data_row button[name=action_consent]")
        window.settle()
        self.assertEqual(window.faults, [])

    def _approve_the_swap(self):
        self.supervisor.open("property-approvals")
        self.supervisor.click(".o_kanban_record button[name=action_approve]")
        self.supervisor.settle()
        self.assertEqual(self._name_of("早", 8), self.colleague)
        self.assertEqual(self._name_of("早", 10), self.applicant)
        self.assertEqual(self.supervisor.faults, [])

    # === Helpers ===

    def _name_of(self, code, day):
        """Who has a shift on a day of the month, seen from outside."""
        ((name,),) = clones.query(
            self.database,
            "SELECT staff.name FROM property_duty_shift shift"
            " JOIN property_staff staff ON staff.id = shift.staff_id"
            " JOIN property_duty_shift_type kind ON kind.id = shift.shift_type_id"
            f" WHERE kind.code = '{code}' AND extract(day FROM date) = {day}",
        )
        return name

    def _login(self, name):
        return next(login for login, person in PEOPLE.items() if person[0] == name)
