"""The renovation site: daily inspection, material at the gate, tests."""

import base64
from datetime import datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import mute_logger

from .common_site import SiteCase, picture

SIGNATURE = base64.b64encode(picture("blue"))


class TestInspection(SiteCase):
    def _inspect(self, user=None, **values):
        user = user or self.user_assistant
        renovation = self.renovation.with_user(user)
        action = renovation.action_inspect_today()
        inspection = self.env[action["res_model"]].with_user(user)
        inspection = inspection.browse(action["res_id"])
        if values:
            inspection.write(values)
        return inspection

    def _done(self, inspection):
        photo = self._make_photo(
            user=inspection.env.user, res_model=inspection._name, res_id=inspection.id
        )
        inspection.photo_ids = [Command.link(photo.id)]
        inspection.action_all_ok()
        inspection.action_done()
        return inspection

    def test_once_a_day(self):
        """REN-19: today's sites become fewer, and a day has one inspection."""
        sites = self.env["property.renovation"].with_user(self.user_assistant)
        waiting = [
            ("is_inspected_today", "=", False),
            ("id", "=", self.renovation.id),
        ]
        self.assertTrue(sites.search(waiting))
        inspection = self._inspect(progress=20)
        # A colleague continues the same one.
        self.assertEqual(self._inspect(self.user_administrator), inspection)
        self.assertTrue(sites.search(waiting))
        self._done(inspection)
        self.assertFalse(sites.search(waiting))
        self.assertEqual(self.renovation.last_inspected_on, inspection.date)
        self.assertEqual(self.renovation.last_progress, 20)
        self.assertEqual(inspection.user_id, self.user_assistant)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            inspection.create({"renovation_id": self.renovation.id})

    def test_items_of_ren_20(self):
        """REN-20: protection, rubbish, hours, walls, waterproofing, guards, terrace."""
        codes = set(self._inspect().checklist_id.line_ids.mapped("code"))
        self.assertLessEqual(
            {
                *("protection", "rubbish", "hours", "walls", "waterproof", "guard"),
                *("terrace", "balcony", "facility", "installation"),
            },
            codes,
        )

    def test_complete_with_photo(self):
        """Every item answered and a photo taken before the day is closed."""
        inspection = self._inspect()
        with self.assertRaisesRegex(UserError, "at least 1 photos"):
            inspection.action_done()
        photo = self._make_photo()
        inspection.photo_ids = [Command.link(photo.id)]
        with self.assertRaisesRegex(UserError, "12 lines are missing"):
            inspection.action_done()
        inspection.action_all_ok()
        inspection.action_done()
        self.assertTrue(photo.property_locked)
        with self.assertRaises(UserError):
            inspection.note = "Later"
        with self.assertRaises(UserError):
            inspection.checklist_id.line_ids[0].write({"result": "fail"})
        with self.assertRaises(UserError):
            inspection.with_user(self.user_manager).unlink()

    def test_not_for_another_day(self):
        """The day is the server's: nobody inspects yesterday."""
        inspections = self.env["property.renovation.inspection"]
        yesterday = self.today - timedelta(days=1)
        inspection = (
            inspections.with_user(self.user_assistant)
            .with_context(default_date=yesterday, default_state="done")
            .create({"renovation_id": self.renovation.id, "date": yesterday})
        )
        self.assertEqual(inspection.date, self.user_assistant._property_today())
        self.assertEqual(inspection.state, "draft")
        with self.assertRaises(AccessError):
            inspection.date = yesterday

    def test_no_permit_no_inspection(self):
        planned = self._make_renovation(self.unit_102, self.owner_b, state="review")
        with self.assertRaisesRegex(UserError, "no permit in force"):
            planned.with_user(self.user_assistant).action_inspect_today()

    def test_violation_from_what_failed(self):
        """REN-21: what failed becomes a violation with copies of its photos."""
        inspection = self._inspect()
        line = inspection.checklist_id.line_ids.filtered(
            lambda item: item.code == "walls"
        )
        line.write({"result": "fail", "note": "Opening in the bearing wall"})
        line.action_add_photo("wall.png", base64.b64encode(picture()).decode())
        action = inspection.action_record_violation()
        violation = (
            self.env["property.renovation.violation"]
            .with_user(self.user_assistant)
            .with_context(**action["context"])
            .create(
                {
                    "kind_id": self.env.ref(
                        "property_service.property_renovation_violation_kind_structure"
                    ).id
                }
            )
        )
        self.assertEqual(violation.inspection_id, inspection)
        self.assertIn("Opening in the bearing wall", violation.description)
        self.assertEqual(len(violation.photo_ids), 1)
        self.assertNotEqual(violation.photo_ids, line.photo_ids)

    def test_borrowed_photos_are_refused(self):
        """A photo of another record does not become evidence here."""
        other = self._make_photo(res_model="property.unit", res_id=self.unit_102.id)
        with self.assertRaisesRegex(UserError, "uploaded here"):
            self._inspect(photo_ids=[Command.link(other.id)])

    def test_month_sheet(self):
        """单元二次装修管理日检巡查表 (REN-13): a month of one unit on one sheet."""
        self.user_assistant.name = "陈晨"
        for day in (3, 4, 5):
            with freeze_time(datetime(2026, 3, day, 4)):
                self.env.registry.clear_cache()
                inspection = self._inspect(progress=day * 10, note=f"第{day}日正常")
                self._done(inspection)
        text = self._print("property_renovation_inspection_report", inspection)
        for words in (
            "单元二次装修管理日检巡查表",
            "1-1-101",
            "2026-03",
            "成品保护",
            "防护栏",
            "第4日正常",
            "√ √ √",
            self.renovation.name,
        ):
            self.assertIn(words, text)


class TestMaterial(SiteCase):
    def _ask(self, kind="masonry", user=None, **values):
        kind = self.env.ref(
            f"property_service.property_renovation_material_kind_{kind}"
        )
        return (
            self.env["property.renovation.material"]
            .with_user(user or self.user_assistant)
            .create(
                {
                    "renovation_id": self.renovation.id,
                    "kind_id": kind.id,
                    "description": "加气块",
                    "quantity": "40 块",
                    **values,
                }
            )
        )

    def test_passed(self):
        """REN-24: asked, the agent is told, decided, let in; each step stamped."""
        entry = self._ask()
        self.assertEqual(entry.state, "asked")
        self.assertEqual(entry.activity_ids.user_id, self.user_assistant)
        self.assertAlmostEqual(
            (entry.next_due - entry.asked_on).total_seconds(), 15 * 60, delta=5
        )
        entry.action_release()
        self.assertEqual(entry.state, "released")
        self.assertEqual(entry.decided_by_id, self.user_assistant)
        self.assertFalse(entry.next_due or entry.activity_ids)
        with self.assertRaisesRegex(UserError, "stands at"):
            entry.action_release()

    def test_not_passed_and_settled(self):
        entry = self._ask()
        with self.assertRaisesRegex(UserError, "why it may not pass"):
            entry._property_refuse(" ")
        entry._property_refuse("超出楼面荷载")
        self.assertEqual(entry.state, "coordinating")
        entry._property_coordinate("业主同意退回", is_settled=True)
        self.assertEqual(entry.state, "refused")
        self.assertEqual(entry.coordinated_by_id, self.user_assistant)

    def test_not_settled_goes_upward(self):
        """REN-24: what cannot be settled is reported upward and decided there."""
        entry = self._ask()
        entry._property_refuse("超出楼面荷载")
        entry._property_coordinate("业主不同意", is_settled=False)
        self.assertEqual(entry.state, "escalated")
        self.assertEqual(entry.activity_ids.user_id, self.user_supervisor)
        for step in (entry.action_release, entry.action_turn_back):
            with self.assertRaisesRegex(AccessError, "decided by a supervisor"):
                step()
        entry.with_user(self.user_supervisor).action_turn_back()
        self.assertEqual(entry.state, "refused")

    def test_late_steps(self):
        """The cron touches what is due: alert first, upward by itself later."""
        entry, other = self._ask(), self._ask()
        other._property_refuse("待协调")
        cron = self.env.ref("property_service.property_renovation_material_cron")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        entry.invalidate_recordset()
        self.assertEqual((entry.alert_level, other.state), (0, "coordinating"))
        with (
            freeze_time(fields.Datetime.now() + timedelta(minutes=61)),
            self.enter_registry_test_mode(),
        ):
            cron.method_direct_trigger()
        (entry | other).invalidate_recordset()
        self.assertEqual((entry.state, entry.alert_level), ("asked", 1))
        self.assertIn(self.user_supervisor, entry.activity_ids.user_id)
        self.assertEqual(other.state, "escalated")
        self.assertFalse(other.escalated_by_id)

    def test_prohibited_passes_for_nobody(self):
        entry = self._ask("gas_bottle")
        with self.assertRaisesRegex(UserError, "passes for nobody"):
            entry.with_user(self.user_manager).action_release()

    def test_free_material_needs_no_visit(self):
        entry = self._ask("furniture")
        self.assertEqual(entry.state, "released")

    def test_expired_permit(self):
        entry = self._ask()
        with freeze_time(self.renovation.permit_date_end + timedelta(days=2)):
            with self.assertRaisesRegex(UserError, "to be extended"):
                entry.action_release()

    def test_steps_are_not_typed(self):
        entry = self._ask(state="released", closed_on="2025-01-01")
        self.assertEqual((entry.state, entry.closed_on), ("asked", False))
        for values in ({"state": "released"}, {"decided_by_id": 1}):
            with self.assertRaises(AccessError):
                entry.write(values)
        entry._property_refuse("x")
        with self.assertRaisesRegex(UserError, "not changed afterwards"):
            entry.description = "沙子"
        with self.assertRaises(UserError):
            entry.with_user(self.user_manager).unlink()

    def test_slip(self):
        entry = self._ask()
        with self.assertRaises(UserError):
            entry.action_print_slip()
        entry.action_release()
        text = self._print("property_renovation_material_report", entry)
        for words in ("装修材料放行条", "加气块", "40 块", entry.name, "1-1-101"):
            self.assertIn(words, text)


class TestWaterTest(SiteCase):
    def _make_test(self, **values):
        return (
            self.env["property.renovation.test"]
            .with_user(self.user_assistant)
            .create({"renovation_id": self.renovation.id, "place": "主卫", **values})
        )

    def test_hours_witness_neighbour(self):
        """REN-18: long enough, witnessed by signature, dry below."""
        test = self._make_test()
        with self.assertRaisesRegex(UserError, "tell the neighbour below"):
            test.action_start()
        test.neighbour_informed = True
        test.action_start()
        with self.assertRaisesRegex(UserError, "lasts 24.0 hours"):
            test.action_pass()
        with freeze_time(fields.Datetime.now() + timedelta(hours=24, minutes=1)):
            with self.assertRaisesRegex(UserError, "witness signs"):
                test.action_pass()
            test.write({"witness": "楼下业主", "witness_signature": SIGNATURE})
            with self.assertRaisesRegex(UserError, "found dry"):
                test.action_pass()
            test.neighbour_result = "dry"
            test.action_pass()
        self.assertEqual(test.state, "passed")
        self.assertGreater(test.hours, 24)
        with self.assertRaisesRegex(UserError, "not changed"):
            test.note = "x"

    def test_hours_follow_the_setting(self):
        self.env["property.parameter.value"].create(
            {
                "parameter_id": self.env.ref(
                    "property_service.parameter_renovation_test_water_hours"
                ).id,
                "company_id": self.company.id,
                "value": "48",
            }
        )
        test = self._make_test(neighbour_informed=True)
        test.action_start()
        self.assertEqual(test.hours_needed, 48)

    def test_needed_before_acceptance(self):
        """REN-18, 110号令 §8: waterproofing touched, so a passed test is needed."""
        self.assertFalse(self.renovation._property_missing_tests())
        kind = self.env["property.renovation.work.kind"].search(
            [("touches_waterproofing", "=", True)], limit=1
        )
        self.renovation.sudo().work_ids = [
            Command.create({"kind_id": kind.id, "place": "主卫"})
        ]
        self.assertTrue(self.renovation._property_missing_tests())
        test = self._make_test(neighbour_informed=True, note="管根渗漏")
        test.action_start()
        test.action_fail()
        self.assertTrue(self.renovation._property_missing_tests())
        gates = {row[0]: row[1] for row in self.renovation._property_gates_site()}
        self.assertFalse(gates["tests"])
        again = self._make_test(neighbour_informed=True)
        again.action_start()
        with freeze_time(fields.Datetime.now() + timedelta(hours=25)):
            again.write(
                {
                    "witness": "业主",
                    "witness_signature": SIGNATURE,
                    "neighbour_result": "dry",
                }
            )
            again.action_pass()
        self.assertFalse(self.renovation._property_missing_tests())

    def test_reminder_when_the_hours_are_over(self):
        test = self._make_test(neighbour_informed=True)
        test.action_start()
        cron = self.env.ref("property_service.property_renovation_test_cron")
        with (
            freeze_time(fields.Datetime.now() + timedelta(hours=25)),
            self.enter_registry_test_mode(),
        ):
            cron.method_direct_trigger()
        test.invalidate_recordset()
        self.assertEqual(test.activity_ids.user_id, self.user_assistant)

    def test_record_is_printed(self):
        """闭水试验记录 (REN-18)."""
        test = self._make_test(neighbour_informed=True, tester="王师傅")
        test.action_start()
        with freeze_time(fields.Datetime.now() + timedelta(hours=25)):
            test.write(
                {
                    "witness": "楼下业主",
                    "witness_signature": SIGNATURE,
                    "neighbour_result": "dry",
                    "water_depth": 30,
                }
            )
            test.action_pass()
        text = self._print("property_renovation_test_report", test)
        for words in (
            "闭水试验记录",
            "主卫",
            "楼下业主",
            "王师傅",
            "无渗漏",
            test.name,
        ):
            self.assertIn(words, text)


class TestSiteRights(SiteCase):
    def test_closed_to_technicians_and_strangers(self):
        stranger = self._make_user(
            "property_stranger",
            "property_service.property_service_group_manager",
            estates=self.mall,
        )
        for name in ("inspection", "material", "violation", "test", "violation.stage"):
            model = self.env[f"property.renovation.{name}"]
            for user in (self.user_technician, self.user_resident):
                with self.subTest(model=name, user=user.login):
                    with self.assertRaises(AccessError):
                        model.with_user(user).search([])
            self.assertFalse(
                model.with_user(stranger).search([("estate_id", "=", self.estate.id)])
            )

    def test_progress_of_a_stopped_site(self):
        inspection = (
            self.env["property.renovation.inspection"]
            .sudo()
            .create({"renovation_id": self.renovation.id, "is_site_stopped": True})
        )
        inspection.is_site_stopped = True
        with self.assertRaises(ValidationError):
            inspection.progress = 10


class TestRoutines(SiteCase):
    def _check(self, user=None, **values):
        return (
            self.env["property.renovation.file.check"]
            .with_user(user or self.user_supervisor)
            .create({"estate_id": self.estate.id, **values})
        )

    def test_daily_inspection_is_counted(self):
        """REN-19, G3: each active site once a day by its agent; missed ones listed."""
        routine = self.env.ref("property_service.routine_renovation_inspection")
        self.assertEqual(routine.control_point_id.code, "G3")
        population = self.env[routine.population_model].search(
            [("state", "in", ["in_progress", "acceptance"])]
        )
        self.assertIn(self.renovation, population)
        proofs = self.env[routine.evidence_model]
        self.assertEqual(proofs._property_evidence_fields()["subject"], "renovation_id")
        inspection = proofs.create({"renovation_id": self.renovation.id})
        counted = proofs._property_evidence_domain()
        self.assertFalse(proofs.search(counted & Domain("id", "=", inspection.id)))
        inspection.photo_ids = [Command.link(self._make_photo(user=self.env.user).id)]
        inspection.action_all_ok()
        inspection.action_done()
        self.assertTrue(proofs.search(counted & Domain("id", "=", inspection.id)))

    def test_estate_follows_the_unit(self):
        """Nobody's own estate is put on a renovation."""
        renovation = self.env["property.renovation"].create(
            {"unit_id": self.shop.id, "applicant_id": self.merchant.id}
        )
        self.assertEqual(renovation.estate_id, self.mall)

    def test_file_check(self):
        """REN-23: drawn, compared one by one, once a day, nobody twice in a week."""
        others = [
            self._make_renovation(unit, self.owner_b)
            for unit in self._make_units(4, state="occupied")
        ]
        check = self._check()
        drawn = set(check.sample_id.line_ids.mapped("res_id"))
        self.assertEqual(len(drawn), 3)
        self.assertLessEqual(drawn, {self.renovation.id, *(r.id for r in others)})
        with self.assertRaisesRegex(UserError, "a verdict on every line"):
            check.action_done()
        for line in check.sample_id.line_ids:
            line.with_user(self.user_supervisor).verdict = "pass"
        check.action_done()
        self.assertEqual((check.state, check.user_id), ("done", self.user_supervisor))
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._check()
        self.env.invalidate_all()

    def test_nothing_on_file(self):
        check = self._check(estate_id=self.mall.id)
        self.assertFalse(check.sample_id)
        check.action_done()
        self.assertEqual(check.state, "done")

    def test_only_supervisors(self):
        with self.assertRaises(AccessError):
            self._check(self.user_assistant)
        check = self._check(date="2025-01-01")
        self.assertEqual(check.date, self.user_supervisor._property_today())
