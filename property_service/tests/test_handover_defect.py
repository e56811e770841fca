"""遗留工程 (MVI-18): the steps, their gates, evidence, and who may do what."""

from datetime import timedelta
from random import Random
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..models.handover.property_defect import STATES
from .defect_common import DefectCase, png

ACTIONS = {
    "action_transfer": ("registered", "transferred"),
    "action_repaired": ("transferred", "repaired"),
    "action_pass": ("repaired", "passed"),
}


@tagged("post_install", "-at_install")
class TestDefectFlow(DefectCase):
    def test_whole_way(self):
        """Registered, transferred with a dated notice, repaired, passed, signed."""
        defect = self._defect()
        self.assertEqual(defect.state, "registered")
        self.assertEqual(defect.responsible, "developer")
        action = defect.action_transfer()
        notice = self.env["property.defect.notice"].browse(action["res_id"])
        self.assertEqual(notice.developer_id, self.developer)
        self.assertEqual(notice.line_ids.defect_id, defect)
        self.assertTrue(notice.name)
        self.assertTrue(defect.transferred_on)
        self.assertEqual(defect.transferred_by_id, self.assistant)
        defect.action_repaired()
        defect.action_pass()
        defect._property_sign_off(png(), "Owner A")
        self.assertEqual(defect.state, "closed")
        self.assertEqual(defect.closed_by_id, self.assistant)
        self.assertEqual(defect.check_ids.mapped("result"), ["pass"])

    def test_failed_repair_goes_back_and_counts(self):
        defect = self._defect()
        self._to_state(defect, "repaired")
        with self.assertRaisesRegex(UserError, "still wrong"):
            defect._property_check_repair("fail", " ")
        defect._property_check_repair("fail", "Crack is back")
        self.assertEqual((defect.state, defect.fail_count), ("registered", 1))
        self.assertFalse(defect.transferred_on)
        self.assertTrue(defect.is_repeat)
        defect.action_transfer()
        self.assertEqual(defect.notice_line_ids.mapped("round"), [1, 2])

    def test_steps_cannot_be_skipped(self):
        """Each button only from the state before it, in every state."""
        for state, _label in STATES:
            for action, (before, _after) in ACTIONS.items():
                if state == before:
                    continue
                defect = self._defect()
                defect.sudo().state = state
                with self.subTest(state=state, action=action):
                    with self.assertRaises(UserError):
                        getattr(defect, action)()
                    self.assertEqual(defect.state, state)

    def test_sign_off_needs_signature_and_name(self):
        defect = self._defect()
        self._to_state(defect, "passed")
        for signature, name in ((False, "Owner A"), (png(), " ")):
            with self.assertRaisesRegex(UserError, "sign"):
                defect._property_sign_off(signature, name)
        self.assertEqual(defect.state, "passed")

    def test_states_are_not_written(self):
        """Not by a form, an import or a call over the network."""
        defect = self._defect()
        for user in (self.assistant, self.supervisor, self.user_manager):
            for values in (
                {"state": "closed"},
                {"responsible": "owner"},
                {"fail_count": 9},
                {"signature": png()},
                {"transferred_on": fields.Datetime.now()},
            ):
                with self.subTest(user=user.login, values=list(values)):
                    with self.assertRaises(AccessError):
                        defect.with_user(user).write(values)
        sneaky = self._defect(state="closed", responsible="owner", fail_count=5)
        self.assertEqual(
            (sneaky.state, sneaky.responsible, sneaky.fail_count),
            ("registered", "developer", 0),
        )

    def test_states_do_not_come_with_the_context(self):
        """A default in the context of a call is a value from the client as well."""
        bad = {
            "default_state": "closed",
            "default_responsible": "owner",
            "default_fail_count": 5,
            "default_confirmed_by": "Li",
            "default_checklist_id": 1,
        }
        defect = self._defect().with_context(**bad)
        defect = defect.create(
            {"unit_id": self.unit_103.id, "part": "Floor", "description": "Crack"}
        )
        self.assertEqual(
            (defect.state, defect.responsible, defect.fail_count),
            ("registered", "developer", 0),
        )
        action = defect.action_transfer()
        notice = self.env["property.defect.notice"].browse(action["res_id"])
        self.assertEqual((notice.state, notice.confirmed_by), ("sent", False))
        sheets = self.env["property.inspection"].with_user(self.assistant)
        sheet = sheets.with_context(**bad).create({"unit_id": self.unit_103.id})
        self.assertEqual(sheet.state, "draft")
        self.assertTrue(sheet.checklist_id.line_ids)

    def test_any_order_of_steps(self):
        """Whatever is pressed in whatever order: no step is left out (REN-26)."""
        source = Random("works")
        allowed = {
            "action_transfer": "registered",
            "action_repaired": "transferred",
            "action_pass": "repaired",
            "fail": "repaired",
            "sign": "passed",
        }
        for number in range(6):
            defect, state, fails, notices = self._defect(part=f"Part {number}"), 0, 0, 0
            state = "registered"
            for _press in range(25):
                step = source.choice(list(allowed))
                works = {
                    "fail": lambda d=defect: d._property_check_repair("fail", "Bad"),
                    "sign": lambda d=defect: d._property_sign_off(png(), "Owner"),
                }.get(step) or getattr(defect, step, None)
                if allowed[step] != state:
                    with self.assertRaises(UserError):
                        works()
                else:
                    works()
                    state = {
                        "action_transfer": "transferred",
                        "action_repaired": "repaired",
                        "action_pass": "passed",
                        "fail": "registered",
                        "sign": "closed",
                    }[step]
                    fails += step == "fail"
                    notices += step == "action_transfer"
                self.assertEqual(defect.state, state)
                self.assertEqual(defect.fail_count, fails)
                self.assertEqual(len(defect.notice_line_ids), notices)
                self.assertEqual(bool(defect.transferred_on), state != "registered")
                self.assertEqual(bool(defect.signature), state == "closed")

    def test_never_deleted(self):
        defect = self._defect()
        with self.assertRaises(UserError):
            defect.sudo().unlink()

    def test_cancel_is_the_supervisors_with_a_reason(self):
        defect = self._defect()
        with self.assertRaises(AccessError):
            defect._property_cancel("Twice")
        with self.assertRaises(UserError):
            defect.with_user(self.supervisor)._property_cancel(" ")
        defect.with_user(self.supervisor)._property_cancel("Entered twice")
        self.assertEqual(defect.state, "cancelled")
        self.assertIn("Entered twice", defect.message_ids[0].body)

    def test_deadline(self):
        """30 days of the sources; a day of rest moves it to the next workday."""
        self.estate.calendar_id = self.env["resource.calendar"].create(
            {"name": "Weekdays", "tz": "Asia/Shanghai", "company_id": self.company.id}
        )
        with freeze_time("2026-03-06 02:00:00"):  # 30 days later is Sunday 5 April
            defect = self._defect()
            defect.action_transfer()
        self.assertGreater(defect.deadline, fields.Date.to_date("2026-04-05"))
        self.assertTrue(self.estate._property_is_workday(defect.deadline))
        self._set_parameter("handover.defect_repair_unit", "working_days")
        self._set_parameter("handover.defect_repair_amount", "3")
        with freeze_time("2026-03-06 02:00:00"):  # a Friday
            other = self._defect(part="Floor")
            other.action_transfer()
        self.assertEqual(other.deadline, fields.Date.to_date("2026-03-11"))

    def _set_parameter(self, code, value):
        parameter = self.env["property.parameter"].search([("code", "=", code)])
        parameter.with_context(
            property_estate_id=self.estate.id
        ).effective_value = value

    def test_words_are_fixed_once_told(self):
        defect = self._defect()
        defect.description = "Crack of 30 cm"
        defect.action_transfer()
        for values in ({"description": "x"}, {"unit_id": self.unit_101.id}):
            with self.assertRaises(UserError):
                defect.write(values)
        defect.note = "Developer called"

    def test_repeat_of_the_same_part(self):
        first = self._defect()
        self._to_state(first, "closed")
        again = self._defect(part="walls ")
        self.assertEqual(again.repeat_of_id, first)
        self.assertEqual(again.repeat_number, 1)
        other = self._defect(part="Floor")
        neighbour = self._defect(self.unit_102)
        self.assertFalse(other.repeat_of_id | neighbour.repeat_of_id)
        search = self.env["property.defect"].search
        self.assertEqual(
            search([("is_repeat", "=", True), ("unit_id", "=", self.unit_103.id)]),
            again,
        )


@tagged("post_install", "-at_install")
class TestDefectTransfer(DefectCase):
    def test_one_click_for_the_day(self):
        """MVI-18: all of today's, one notice for each estate and developer."""
        self.mall.developer_id = self._make_partner("Mall developer")
        works = (
            self._defect() | self._defect(part="Floor") | self._defect(self.unit_102)
        )
        works.filtered(lambda row: row.unit_id == self.unit_102).sudo().write(
            {"responsible": "owner"}
        )
        shop = self._defect(self.shop, found_on="2024-01-01")
        action = (
            self.env["property.defect"].with_user(self.assistant).action_transfer_all()
        )
        notices = self.env["property.defect.notice"].search(action["domain"])
        ours = notices.filtered(lambda n: n.estate_id in self.estate | self.mall)
        self.assertEqual(len(ours), 2)
        self.assertEqual(
            {n.developer_id.name: len(n.line_ids) for n in ours},
            {"Developer": 2, "Mall developer": 1},
        )
        self.assertEqual((works[:2] | shop).mapped("state"), ["transferred"] * 3)
        self.assertEqual(works[2].state, "registered")
        self.assertEqual(len(set(notices.mapped("name"))), len(notices))

    def test_twice_transfers_once(self):
        """The second click, from a screen that is old, finds nothing to do."""
        defect = self._defect()
        defect.action_transfer()
        with self.assertRaisesRegex(UserError, "moved on"):
            defect.action_transfer()
        self.assertEqual(len(defect.notice_line_ids), 1)

    def test_colleague_holds_the_lock(self):
        defect = self._defect()
        nothing = self.env["property.defect"]
        with patch.object(
            type(defect), "try_lock_for_update", lambda self, **kw: nothing
        ):
            with self.assertRaisesRegex(UserError, "Somebody else"):
                defect.action_transfer()
            with self.assertRaisesRegex(UserError, "transferred already"):
                defect.action_transfer_all()
        self.assertFalse(defect.notice_line_ids)

    def test_no_developer(self):
        self.estate.developer_id = False
        defect = self._defect()
        with self.assertRaisesRegex(UserError, "Enter the developer"):
            defect.action_transfer()

    def test_open_party_is_refused(self):
        defect = self._defect(self.unit_101, warranty_class_id=False)
        self.assertFalse(defect.responsible)
        with self.assertRaisesRegex(UserError, "warranty class"):
            defect.action_transfer()

    def test_owner_and_company_get_no_notice(self):
        defect = self._defect(self.unit_101, found_on="2030-01-01")
        self.assertEqual(defect.responsible, "owner")
        self.assertIs(defect.action_transfer(), True)
        self.assertEqual(defect.state, "transferred")
        self.assertFalse(defect.notice_line_ids)

    def test_notice_is_evidence(self):
        defect = self._defect()
        action = defect.action_transfer()
        notice = (
            self.env["property.defect.notice"]
            .with_user(self.user_manager)
            .browse(action["res_id"])
        )
        for values in ({"date": "2020-01-01"}, {"name": "X"}, {"state": "confirmed"}):
            with self.assertRaises(AccessError):
                notice.write(values)
        with self.assertRaises(AccessError):
            notice.line_ids.write({"description": "x"})
        with self.assertRaises(AccessError):
            self.env["property.defect.notice"].with_user(self.user_manager).create(
                {"developer_id": self.developer.id, "date": "2020-01-01"}
            )
        with self.assertRaises(UserError):
            notice.sudo().unlink()
        with self.assertRaisesRegex(UserError, "who received"):
            notice.action_confirm()
        secret = self._upload(
            self.user_manager, res_model="res.partner", res_id=self.owner_b.id
        )
        with self.assertRaises(AccessError):
            notice.confirmation_ids = secret
        copy = self._upload(self.user_manager)
        notice.write({"confirmed_by": "Li", "confirmation_ids": copy.ids})
        notice.action_confirm()
        self.assertTrue(copy.property_locked)
        self.assertFalse(secret.property_locked)
        self.assertEqual(notice.state, "confirmed")
        with self.assertRaises(UserError):
            notice.confirmed_by = "Wang"
        with self.assertRaises(UserError):
            notice.action_confirm()

    def test_missed_by_the_end_of_the_day(self):
        """MVI-18: an exception and one reminder an estate, not before midnight."""
        with freeze_time("2026-03-06 02:00:00"):
            works = self._defect() | self._defect(part="Floor")
            told = self._defect(part="Ceiling")
            told.action_transfer()
        run = self.env["property.defect"]._cron_follow_due
        with freeze_time("2026-03-06 15:59:00"), self._no_commit():  # 23:59 in China
            run()
            self.assertFalse(any(works.mapped("is_transfer_missed")))
        with freeze_time("2026-03-06 16:01:00"), self._no_commit():
            run()
            self.assertTrue(all(works.mapped("is_transfer_missed")))
            self.assertFalse(told.is_transfer_missed)
            reminders = works.activity_ids.filtered(
                lambda a: a.user_id == self.supervisor
            )
            self.assertEqual(len(reminders), 1)
            run()
            self.assertEqual(
                works.activity_ids.filtered(lambda a: a.user_id == self.supervisor),
                reminders,
            )
            works.action_transfer()
            self.assertFalse(works.activity_ids)
            self.assertTrue(all(works.mapped("is_transfer_missed")))

    def _no_commit(self):
        """The cron's progress commits outside a job; the test rolls back."""
        cron = self.env.registry["ir.cron"]
        return patch.object(cron, "_commit_progress", lambda self, *a, **k: 1)

    def test_warranty_deposit(self):
        """物业保修金: after the local days without a beginning, by a supervisor."""
        with freeze_time("2026-03-06 02:00:00"):
            idle = self._defect()
            busy = self._defect(part="Floor")
            (idle | busy).action_transfer()
            busy.action_start_repair()
        self.assertEqual(idle.claim_due, fields.Date.to_date("2026-03-21"))
        run = self.env["property.defect"]._cron_follow_due
        with freeze_time("2026-03-21 02:00:00"), self._no_commit():
            run()
            self.assertEqual(idle.idle_days, 15)
            self.assertFalse(idle.claim_state)
            with self.assertRaisesRegex(UserError, "still has time"):
                idle.with_user(self.supervisor)._property_claim(100)
        with freeze_time("2026-03-22 02:00:00"), self._no_commit():
            run()
            self.assertEqual(idle.claim_state, "possible")
            self.assertFalse(busy.claim_state)
            with self.assertRaises(AccessError):
                idle._property_claim(100)
            with self.assertRaises(UserError):
                idle.with_user(self.supervisor)._property_claim(0)
            idle.with_user(self.supervisor)._property_claim(100)
        self.assertEqual((idle.claim_state, idle.claim_amount), ("claimed", 100))
        idle.with_user(self.supervisor).action_claim_paid()
        self.assertEqual(idle.claim_state, "paid")


@tagged("post_install", "-at_install")
class TestDefectRights(DefectCase):
    def test_responsible_is_the_supervisors(self):
        """An assistant may not correct; the reason is on record."""
        defect = self._defect()
        with self.assertRaises(AccessError):
            defect._property_correct_responsible("owner", "Owner broke it")
        boss = defect.with_user(self.supervisor)
        with self.assertRaises(UserError):
            boss._property_correct_responsible("owner", "")
        with self.assertRaises(UserError):
            boss._property_correct_responsible("nobody", "x")
        defect.action_transfer()
        boss._property_correct_responsible("owner", "Owner broke it")
        self.assertEqual(
            (defect.responsible, defect.state, defect.responsible_reason),
            ("owner", "registered", "Owner broke it"),
        )
        defect.warranty_class_id = self.roof
        self.assertEqual(defect.responsible, "owner")

    def test_wizards(self):
        defect = self._defect()
        decisions = self.env["property.defect.decision.wizard"]
        with self.assertRaises(AccessError):
            decisions.with_user(self.assistant).create({"operation": "cancel"})
        wizard = (
            decisions.with_user(self.supervisor)
            .with_context(active_ids=defect.ids)
            .create({"responsible": "company", "reason": "Own pump"})
        )
        wizard.action_confirm()
        self.assertEqual(defect.responsible, "company")
        self._to_state(defect, "repaired")
        check = (
            self.env["property.defect.check.wizard"]
            .with_user(self.assistant)
            .with_context(active_ids=defect.ids)
            .create({"result": "fail", "note": "Leaks"})
        )
        photo = self._upload(res_model=check._name)
        check.photo_ids = photo
        check.action_confirm()
        self.assertEqual(defect.check_ids.photo_ids, photo)
        self.assertTrue(photo.property_locked)
        self._to_state(defect, "passed")
        sign = (
            self.env["property.defect.sign.wizard"]
            .with_user(self.assistant)
            .with_context(active_ids=defect.ids)
            .create({"signature": png(), "signed_by": "Owner A"})
        )
        sign.action_confirm()
        self.assertEqual(defect.state, "closed")

    def test_technicians_and_residents_see_nothing(self):
        defect = self._defect(self.unit_101)
        for user in (self.user_technician, self.user_resident, self.user_accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                defect.with_user(user).read(["description"])

    def test_other_estate(self):
        stranger = self._make_user(
            "property_defect_mall",
            "property_service.property_service_group_manager",
            estates=self.mall,
        )
        defect = self._defect()
        defect.action_transfer()
        for model in ("property.defect", "property.defect.notice"):
            found = self.env[model].with_user(stranger).search([])
            self.assertFalse(found.filtered(lambda r: r.estate_id == self.estate))
        with self.assertRaises(AccessError):
            defect.with_user(stranger).action_repaired()

    def test_photos_are_evidence(self):
        defect, photo = self._with_photo()
        self.assertEqual((photo.res_model, photo.res_id), (defect._name, defect.id))
        defect.action_transfer()
        self.assertTrue(photo.property_locked)
        for step in (
            lambda: photo.sudo().write({"datas": png()}),
            lambda: photo.sudo().unlink(),
            lambda: defect.write({"photo_ids": [Command.clear()]}),
        ):
            with self.assertRaises(UserError):
                step()
        more = self._upload()
        defect.photo_ids = [Command.link(more.id)]
        self.assertEqual(defect.photo_ids, photo | more)
        self.assertTrue(more.property_locked)

    def test_no_borrowed_photos(self):
        """A file of another record or another user is not pulled into the ledger."""
        secret = self._upload(
            self.user_manager, res_model="res.partner", res_id=self.owner_b.id
        )
        foreign = self._upload(self.user_manager)
        for file in (secret, foreign):
            with self.assertRaises(AccessError):
                self._defect(photo_ids=[Command.set(file.ids)])

    def test_checks_are_evidence(self):
        defect = self._defect()
        self._to_state(defect, "passed")
        check = defect.check_ids
        with self.assertRaises(AccessError):
            check.with_user(self.user_manager).write({"result": "fail"})
        with self.assertRaises(AccessError):
            check.with_user(self.user_manager).unlink()
        with self.assertRaises(AccessError):
            check.with_user(self.assistant).create(
                {"defect_id": defect.id, "result": "pass"}
            )

    def test_unit_counts_open_works(self):
        defect = self._defect()
        self._defect(part="Floor")
        unit = self.unit_103.with_user(self.assistant)
        self.assertEqual(unit.defect_count, 2)
        self.assertEqual(len(unit._property_open_defects()), 2)
        self._to_state(defect, "closed")
        unit.invalidate_recordset(["defect_count"])
        self.assertEqual(unit.defect_count, 1)
        units = self.env["property.unit"].with_user(self.assistant)
        self.assertIn(unit, units.search([("defect_count", ">", 0)]))
        self.assertNotIn(unit, units.search([("defect_count", "=", 0)]))
        self.assertEqual(
            unit.action_open_defects()["domain"], [("unit_id", "in", unit.ids)]
        )

    def test_overdue(self):
        defect = self._defect()
        defect.action_transfer()
        search = self.env["property.defect"].with_user(self.assistant).search
        self.assertFalse(search([("is_overdue", "=", True), ("id", "=", defect.id)]))
        defect.sudo().deadline = self.today - timedelta(days=1)
        self.assertTrue(search([("is_overdue", "=", True), ("id", "=", defect.id)]))
        self.assertTrue(defect.is_overdue)
