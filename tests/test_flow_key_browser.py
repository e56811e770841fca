"""A key in Chinese: lent at the desk by scan, overdue, returned late, lent and lost."""

from . import clones
from .flow import FlowCase
from .month import PASSWORD

# Clicks with somebody waiting: the borrower out of the list, and the button.
CLICKS_TO_LEND = 3
CLICKS_TO_RETURN = 1
LOGINS = {
    "desk": ("陈婷", "property_service.property_service_group_assistant"),
    "supervisor": ("周志强", "property_service.property_service_group_supervisor"),
}
WORLD = f"""
env = env(context={{**env.context, "lang": "zh_CN", "no_reset_password": True}})
company = env.company
company.name = "安居物业服务有限公司"
estate = env["property.estate"].create({{"code": "SJ", "name": "山景小区"}})
for login, (name, groups) in {LOGINS!r}.items():
    env["res.users"].create({{
        "login": login,
        "password": {PASSWORD!r},
        "name": name,
        "lang": "zh_CN",
        "tz": "Asia/Shanghai",
        "group_ids": [(6, 0, [env.ref(group).id for group in groups.split()])],
        "company_id": company.id,
        "company_ids": [(6, 0, company.ids)],
        "property_estate_ids": [(6, 0, estate.ids)],
    }})
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
cabinet = env["property.key.cabinet"].create(
    {{"name": "前台钥匙柜", "code": "A", "estate_id": estate.id}}
)
for code, copies, values in (
    ("plant", 2, {{"place": "消防泵房"}}),
    ("delivery", 2, {{"unit_id": unit.id}}),
):
    rules = env.ref("property_service.property_key_class_" + code)
    env["property.key.set"].create({{
        "custody_class_id": rules.id, "copies": copies,
        "cabinet_id": cabinet.id, **values,
    }})
for name in ("王师傅", "李师傅"):
    employee = env["hr.employee"].create({{"name": name}})
    env["property.staff"].create({{"employee_id": employee.id}})
env.cr.commit()
print("world is made")
"""
# As if the evening had come: what the desk sees the next morning.
OVERDUE = """
    UPDATE property_key_loan
       SET due_on = now() at time zone 'utc' - interval '1 hour',
           next_alert_on = now() at time zone 'utc' - interval '1 hour'
     WHERE state = 'out'
"""
ALERT = """
env["property.key.loan"]._cron_alert_overdue()
env.cr.commit()
"""


class TestKeyInBrowser(FlowCase):
    """One path, since each step works on what the one before has made."""

    def test_key(self):
        with self.world("key", WORLD) as address, self.screens(address):
            self._desk_lends()
            self._evening_comes()
            self._supervisor_is_told()
            self._desk_takes_back()
            self._desk_lends_and_hears_of_the_loss()
            self._supervisor_decides()
            self._desk_renews_the_keys()

    # === The path ===

    def _desk_lends(self):
        """KEY-02: scan, borrower, button."""
        self.desk = window = self._sign_in("desk")
        window.open("key-desk")
        window.wait(".o_kanban_record:has-text('消防泵房')")
        self.assertEqual(
            [word for word in window.english() if word not in ("Odoo", "Enter")], []
        )
        window.clicks = 0
        self._scan(window, self._label("消防泵房 设备机房"))
        self._choose_borrower(window, "王师傅")
        window.click(".modal-footer button[name=action_lend]:visible")
        window.wait(".o_kanban_record:has-text('王师傅')")
        window.settle()
        self.assertLessEqual(window.clicks, CLICKS_TO_LEND)
        self.assertEqual(self._counts("消防泵房%"), (2, 1, 1, 0))
        self.assertNoFault(window)

    def _evening_comes(self):
        clones.query(self.database, OVERDUE)
        done = clones.run_odoo(self.database, "shell", "--no-http", code=ALERT)
        self.assertEqual(done.returncode, 0, done.stdout[-3000:])

    def _supervisor_is_told(self):
        """A to-do of the supervisor, and the key in red."""
        rows = clones.query(
            self.database,
            "SELECT login FROM mail_activity activity"
            " JOIN res_users ON res_users.id = activity.user_id"
            " WHERE res_model = 'property.key.loan' AND activity.active",
        )
        self.assertEqual(rows, [("supervisor",)])
        window = self._sign_in("supervisor")
        window.open("keys-out")
        window.wait(".o_data_row.text-danger:has-text('王师傅')")
        self.assertNoFault(window)

    def _desk_takes_back(self):
        window = self.desk
        window.open("key-desk")
        window.wait(".o_kanban_record:has-text('逾期未还')")
        window.click(
            ".o_kanban_record:has-text('消防泵房') button[name=action_take_back]"
        )
        window.wait(".modal:has-text('该钥匙已逾期')")
        window.clicks = 0
        window.click(".modal-footer button[name=action_confirm]")
        window.settle()
        self.assertLessEqual(window.clicks, CLICKS_TO_RETURN)
        self.assertEqual(self._counts("消防泵房%"), (2, 2, 0, 0))
        self.assertEqual(
            clones.query(self.database, "SELECT state, is_late FROM property_key_loan"),
            [("returned", "t")],
        )
        self.assertNoFault(window)

    def _desk_lends_and_hears_of_the_loss(self):
        """The unit's code finds its key; the borrower has lost it."""
        window = self.desk
        window.open("key-desk")
        self._scan(window, "1-1-301")
        self._choose_borrower(window, "李师傅")
        window.click(".modal-footer button[name=action_lend]:visible")
        window.wait(".o_kanban_record:has-text('李师傅')")
        window.click(
            ".o_kanban_record:has-text('李师傅') button[name=action_take_back]"
        )
        window.click(".modal-footer button[name=action_report_loss]:visible")
        window.wait(".o_form_view div[name=circumstances] textarea")
        window.page.fill("div[name=circumstances] textarea", "维修途中掉入井内")
        window.button("action_report")
        window.wait_state("reported")
        window.settle()
        self.assertEqual(self._counts("1-1-301%"), (2, 1, 0, 1))
        window.button("action_request_approval")
        window.settle()
        self.assertNoFault(window)

    def _supervisor_decides(self):
        window = self._sign_in("supervisor")
        window.open("property-approvals")
        window.click(".o_kanban_record button[name=action_approve]")
        window.settle()
        self.assertNoFault(window)

    def _desk_renews_the_keys(self):
        window = self.desk
        window.page.reload()
        window.wait_state("approved")
        window.page.fill("div[name=lock_note] input", "更换锁芯")
        window.page.fill("div[name=owner_told_note] input", "电话告知高涵")
        window.page.fill("div[name=new_copies] input", "3")
        window.button("action_owner_told")
        window.settle()
        window.button("action_lock_changed")
        window.wait_state("lock_changed")
        window.settle()
        window.button("action_close")
        window.wait_state("closed")
        self.assertEqual(self._counts("1-1-301%"), (3, 3, 0, 0))
        self.assertNoFault(window)

    # === Helpers ===

    def _scan(self, window, text):
        """What a scanner does: it types where the cursor waits, then Enter."""
        window.wait(".o_property_key_scan input:focus")
        window.page.keyboard.type(text)
        window.page.keyboard.press("Enter")
        window.wait(".modal .o_form_view")
        window.settle()

    def _choose_borrower(self, window, name):
        window.click(".modal div[name=staff_id] input")
        window.click(f".o-autocomplete--dropdown-item:has-text('{name}')")
        window.settle()

    def _label(self, name):
        ((code,),) = clones.query(
            self.database, f"SELECT code FROM property_key_set WHERE name = '{name}'"
        )
        return f"http://service.example/property/key/{code}"

    def _counts(self, name):
        """(copies, in the cabinet, lent, lost) of the set, seen from outside."""
        ((*numbers,),) = clones.query(
            self.database,
            "SELECT copies, copies_in, copies_out, copies_lost"
            f" FROM property_key_set WHERE name LIKE '{name}'",
        )
        return tuple(int(number) for number in numbers)

    def assertNoFault(self, window):
        self.assertEqual(window.faults, [])
