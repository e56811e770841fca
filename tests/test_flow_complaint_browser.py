"""A complaint in Chinese: taken, escalated, closed "cannot handle" (SLA-02, SLA-03)."""

from . import clones
from .browser import WORDS as ENGLISH
from .flow import FlowCase
from .month import PASSWORD

# Clicks with the customer waiting: the hit, the kind, the button.
CLICKS_TO_TAKE = 3
ROLE = "property_service.property_service_group_"
LOGINS = {
    "desk": ("陈婷", f"{ROLE}assistant", "assistant"),
    "supervisor": ("周志强", f"{ROLE}supervisor", "supervisor"),
    "manager": ("郑丽华", f"{ROLE}manager", "manager"),
}
WORLD = f"""
env = env(context={{**env.context, "lang": "zh_CN", "no_reset_password": True}})
company = env.company
company.name = "安居物业服务有限公司"
estate = env["property.estate"].create({{"code": "SJ", "name": "山景小区"}})
for login, (name, group, post) in {LOGINS!r}.items():
    user = env["res.users"].create({{
        "login": login,
        "password": {PASSWORD!r},
        "name": name,
        "lang": "zh_CN",
        "tz": "Asia/Shanghai",
        "group_ids": [(6, 0, env.ref(group).ids)],
        "company_id": company.id,
        "company_ids": [(6, 0, company.ids)],
        "property_estate_ids": [(6, 0, estate.ids)],
    }})
    employee = env["hr.employee"].create({{"name": name, "user_id": user.id}})
    env["property.staff"].create({{"employee_id": employee.id, "post": post}})
building = env["property.building"].create(
    {{"estate_id": estate.id, "code": "1", "name": "1栋"}}
)
unit = env["property.unit"].create({{
    "code": "1-1-301",
    "building_id": building.id,
    "estate_id": estate.id,
    "handover_date": "2024-01-01",
    "state": "occupied",
}})
owner = env["res.partner"].create({{"name": "高涵", "phone": "13800000001"}})
env["property.occupancy"].create({{
    "unit_id": unit.id, "partner_id": owner.id, "role": "owner",
    "date_start": "2024-01-01", "share": 100,
}})
env.cr.commit()
print("world is made")
"""
# As if the week of SLA-02 had gone by.
WEEK = """
    UPDATE property_service_clock
       SET due_on = now() at time zone 'utc' - interval '1 hour'
     WHERE measure = 'escalation'
"""
CLIMB = """
env["property.service.clock"]._cron_run_due()
env.cr.commit()
"""
WORDS = "电梯厅太窄，楼上走廊长期被占"
REASON = "原始设计如此，建设单位已注销，无法改建；已向业主说明并致歉。"


class TestComplaintInBrowser(FlowCase):
    """One path, since each step works on what the one before has made."""

    def test_complaint(self):
        with self.world("complaint", WORLD) as address, self.screens(address):
            self._desk_takes_the_complaint()
            self._desk_fills_in_the_record()
            self._a_week_goes_by()
            self._desk_cannot_close_it()
            self._manager_finds_and_closes_it()

    # === The path ===

    def _desk_takes_the_complaint(self):
        """Front desk: the caller's unit, the kind, the words."""
        self.desk = window = self._sign_in("desk")
        window.page.goto(f"{window.address}/odoo/desk")
        window.wait("input[name=property_desk_search]")
        window.settle()
        window.clicks = 0
        window.page.fill("input[name=property_desk_search]", "1-1-301")
        window.click(".o_property_desk_hit:has-text('1-1-301')")
        window.wait(".o_property_desk_card:has-text('高涵')")
        window.click("button[name=kind_complaint]")
        window.page.fill("textarea[name=property_desk_subject]", WORDS)
        window.click("button[name=property_desk_save]")
        window.wait(".o_property_desk_taken")
        self.assertLessEqual(window.clicks, CLICKS_TO_TAKE)
        ((self.number,),) = clones.query(
            self.database, "SELECT number FROM property_complaint"
        )
        self.assertNoFault(window)

    def _desk_fills_in_the_record(self):
        """On the request's own form; nothing on it stays English."""
        window = self.desk
        window.click(".o_property_desk_taken")
        window.wait(".o_form_view")
        window.click(".o_notebook a[name=complaint]")
        window.page.fill("div[name=property_demand] textarea", "改造电梯厅")
        window.page.fill("div[name=property_cause] textarea", "设计缺陷")
        window.click(".o_form_button_save")
        window.settle()
        page = window.page.locator(".o_notebook .tab-pane.active").inner_text()
        self.assertEqual(ENGLISH.findall(page), [])
        self.assertEqual(
            clones.query(self.database, "SELECT demand, cause FROM property_complaint"),
            [("改造电梯厅", "设计缺陷")],
        )
        window.button("action_property_accept")
        self._wait_step(window, "accepted")
        self.assertNoFault(window)

    def _a_week_goes_by(self):
        """SLA-02: nobody has handled it; it goes to the manager."""
        clones.query(self.database, WEEK)
        done = clones.run_odoo(self.database, "shell", "--no-http", code=CLIMB)
        self.assertEqual(done.returncode, 0, done.stdout[-3000:])
        self.assertEqual(
            self._rows("SELECT to_level, state FROM property_service_escalation"),
            [("manager", "open")],
        )
        self.assertEqual(
            self._rows(
                "SELECT login FROM helpdesk_ticket ticket"
                " JOIN res_users ON res_users.id = ticket.user_id"
            ),
            [("manager",)],
        )

    def _desk_cannot_close_it(self):
        """The level has yet to write its handling; the code is not the desk's."""
        window = self.desk
        window.open("requests")
        window.click(f".o_data_row:has-text('{self.number}') td[name=number]")
        self._wait_step(window, "accepted")
        window.settle()
        window.button("action_property_open_close")
        window.wait(".modal div[name=code_id]")
        window.page.fill(".modal div[name=result] textarea", "已向业主解释")
        window.click(".modal div[name=method] label:has-text('电话')")
        window.click(".modal div[name=code_id] label:has-text('业主满意')")
        window.faults.clear()
        window.confirm()
        window.wait(".modal:has-text('事项已升级')")
        self.assertTrue(all("UserError" in fault for fault in window.faults))
        window.faults.clear()
        self.assertEqual(
            self._rows("SELECT property_step FROM helpdesk_ticket"), [("accepted",)]
        )

    def _manager_finds_and_closes_it(self):
        """SLA-03: the manager alone, with the reason, which is the handling, too."""
        window = self._sign_in("manager")
        window.open("escalations")
        window.wait(f".o_data_row:has-text('{self.number}')")
        window.clicks = 0
        window.click(
            f".o_data_row:has-text('{self.number}') button[name=action_open_ticket]"
        )
        self._wait_step(window, "accepted")
        window.settle()
        window.button("action_property_open_close")
        window.wait(".modal div[name=code_id]")
        window.click(".modal div[name=code_id] label:has-text('无法处理')")
        window.wait(".modal div[name=reason] textarea")
        window.page.fill(".modal div[name=reason] textarea", REASON)
        window.confirm()
        self._wait_step(window, "cannot_handle")
        window.settle()
        self.assertLessEqual(window.clicks, 4)
        self.assertNoFault(window)
        self.assertEqual(
            self._rows(
                "SELECT property_step, property_close_reason, closed"
                " FROM helpdesk_ticket"
            ),
            [("cannot_handle", REASON, "t")],
        )
        self.assertEqual(
            self._rows("SELECT state, handling FROM property_service_escalation"),
            [("handled", REASON)],
        )
        self.assertEqual(
            self._rows("SELECT level, text FROM property_service_handling"),
            [("manager", REASON)],
        )
        clones.wait_until(
            lambda: self._rows(
                "SELECT 1 FROM property_service_paper WHERE attachment_id IS NOT NULL"
            )
        )

    # === Helpers ===

    def _wait_step(self, window, step):
        """The step is shown, if only in the folded part of the status bar."""
        window.page.wait_for_selector(
            f".o_arrow_button_current[data-value={step}]", state="attached"
        )

    def _rows(self, sql):
        return clones.query(self.database, sql)

    def assertNoFault(self, window):
        self.assertEqual(window.faults, [])
