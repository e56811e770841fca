"""Violations: dissuade, stop, report; evidence that stays; who accepts (REN-21)."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common_site import SiteCase


class TestViolation(SiteCase):
    def _find(self, kind="structure", photo=True, user=None, **values):
        user = user or self.user_assistant
        violation = (
            self.env["property.renovation.violation"]
            .with_user(user)
            .create(
                {
                    "renovation_id": self.renovation.id,
                    "kind_id": self.env.ref(
                        f"property_service.property_renovation_violation_kind_{kind}"
                    ).id,
                    "description": "客厅承重墙开洞",
                    **values,
                }
            )
        )
        if photo:
            violation.photo_ids = [Command.link(self._make_photo(user=user).id)]
        return violation

    def _prove(self, violation):
        violation.proof_ids = [
            Command.link(self._make_photo("proof.png", user=violation.env.user).id)
        ]

    def test_stages_in_order(self):
        """110号令 §17: each stage after the one before, numbered, with its deadline."""
        violation = self._find()
        for step in (violation._property_stop, violation._property_report):
            with self.assertRaisesRegex(UserError, "stands at"):
                step("x")
        violation._property_dissuade("立即恢复", "业主本人")
        self.assertRegex(violation.stage_ids[-1].letter_number, r"^ZG\d{4}-\d{5}$")
        self.assertEqual(violation.next_due, violation.stage_ids[-1].deadline)
        self.assertFalse(self.renovation.is_site_stopped)
        violation._property_stop("继续施工")
        self.assertTrue(self.renovation.is_site_stopped)
        # 上海 §59: reported within 24 hours.
        left = violation.next_due - fields.Datetime.now()
        self.assertAlmostEqual(left.total_seconds(), 24 * 3600, delta=5)
        violation._property_report("拒不停工", "房管所 李工")
        stages = violation.stage_ids
        self.assertEqual(stages.mapped("stage"), ["dissuade", "stop", "report"])
        self.assertEqual(stages[-1].received_by, "房管所 李工")
        self.assertEqual(len(set(stages.mapped("letter_number"))), 3)

    def test_photos_come_first_and_stay(self):
        """REN-21: evidence is mandatory and nobody changes it any more."""
        violation = self._find(photo=False)
        with self.assertRaisesRegex(UserError, "needs photos"):
            violation._property_dissuade("x")
        photo = self._make_photo()
        violation.photo_ids = [Command.link(photo.id)]
        violation._property_dissuade("x")
        self.assertTrue(photo.property_locked)
        for user in (self.user_assistant, self.user_manager):
            case = violation.with_user(user)
            for values in (
                {"photo_ids": [Command.clear()]},
                {"photo_ids": [Command.unlink(photo.id)]},
                {"description": "nothing"},
                {"kind_id": False},
            ):
                with self.subTest(user=user.login, values=values):
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        case.write(values)
            with self.assertRaises(UserError):
                photo.with_user(user).unlink()
        # Not even code with superuser rights drops a photo from the record.
        with self.assertRaises(UserError):
            violation.sudo().write({"photo_ids": [Command.clear()]})

    def test_never_deleted_or_typed(self):
        violation = self._find(state="closed", result="rectified")
        self.assertEqual((violation.state, violation.result), ("draft", False))
        for values in ({"state": "closed"}, {"result": "rectified"}, {"name": "X"}):
            with self.assertRaises(AccessError):
                violation.write(values)
        violation._property_dissuade("x")
        stage = violation.stage_ids
        with self.assertRaises(AccessError):
            violation.stage_ids = [Command.clear()]
        with self.assertRaises(AccessError):
            stage.sudo().write({"note": "y"})
        for record in (violation.sudo(), stage.sudo()):
            with self.assertRaises(UserError):
                record.unlink()
        with self.assertRaises(AccessError):
            stage.create({"violation_id": violation.id, "stage": "close"})

    def test_rectified_and_accepted(self):
        """Proof first, then a supervisor accepts; the site goes on."""
        violation = self._find()
        violation._property_dissuade("x")
        violation._property_stop("y")
        with self.assertRaisesRegex(UserError, "prove the rectification"):
            violation._property_rectify()
        self._prove(violation)
        violation._property_rectify("已封堵")
        self.assertTrue(violation.proof_ids.property_locked)
        with self.assertRaisesRegex(AccessError, "a supervisor accepts"):
            violation.action_close()
        self.assertTrue(self.renovation.is_site_stopped)
        violation.with_user(self.user_supervisor).action_close()
        self.assertEqual((violation.state, violation.result), ("closed", "rectified"))
        self.assertFalse(self.renovation.is_site_stopped)
        self.assertFalse(violation.next_due)

    def test_colleague_accepts_where_the_estate_says_so(self):
        self.env["property.parameter.value"].create(
            {
                "parameter_id": self.env.ref(
                    "property_service.parameter_renovation_violation_close_supervisor"
                ).id,
                "company_id": self.company.id,
                "value": "no",
            }
        )
        violation = self._find()
        violation._property_dissuade("x")
        self._prove(violation)
        violation._property_rectify()
        with self.assertRaisesRegex(AccessError, "a colleague"):
            violation.action_close()
        violation.with_user(self.user_administrator).action_close()
        self.assertEqual(violation.state, "closed")

    def test_not_accepted(self):
        """Back to the stage it had; new proof is needed."""
        violation = self._find()
        violation._property_dissuade("x")
        violation._property_stop("y")
        self._prove(violation)
        violation._property_rectify()
        supervisor = violation.with_user(self.user_supervisor)
        with self.assertRaisesRegex(UserError, "Give the reason"):
            supervisor._property_reject("")
        supervisor._property_reject("墙体未恢复")
        self.assertEqual(violation.state, "stopped")
        with self.assertRaisesRegex(UserError, "prove the rectification"):
            violation._property_rectify()

    def test_withdrawn_by_a_supervisor_only(self):
        violation = self._find()
        with self.assertRaises(AccessError):
            violation._property_withdraw("误报")
        violation.with_user(self.user_supervisor)._property_withdraw("误报")
        self.assertEqual(violation.state, "withdrawn")
        self.assertEqual(violation.stage_ids.note, "误报")
        self.assertFalse(self.renovation._property_open_violations())

    def test_blocks_acceptance(self):
        violation = self._find("rubbish")
        self.assertEqual(self.renovation._property_open_violations(), violation)
        gates = {row[0]: row for row in self.renovation._property_gates_site()}
        self.assertFalse(gates["violations"][1])
        self.assertFalse(gates["violations"][3], "nobody overrides it")

    def test_stopped_site(self):
        """Nothing but what the rectification needs enters or goes on."""
        worker = self._make_pass()
        worker.action_issue()
        violation = self._find()
        violation._property_dissuade("x")
        violation._property_stop("y")
        worker.invalidate_recordset()
        self.assertEqual(worker.validity, "stopped")
        values = {
            "renovation_id": self.renovation.id,
            "kind_id": self.env.ref(
                "property_service.property_renovation_material_kind_masonry"
            ).id,
            "description": "加气块",
        }
        entries = self.env["property.renovation.material"]
        entries = entries.with_user(self.user_assistant)
        with self.assertRaisesRegex(UserError, "only material for the rectification"):
            entries.create(values)
        entry = entries.create({**values, "is_rectification": True})
        entry.action_release()
        self.assertEqual(entry.state, "released")
        action = self.renovation.with_user(self.user_assistant).action_inspect_today()
        inspection = self.env[action["res_model"]].browse(action["res_id"])
        self.assertTrue(inspection.is_site_stopped)
        with self.assertRaisesRegex(UserError, "record a violation"):
            inspection.with_user(self.user_assistant).progress = 50

    def test_minor_violation_does_not_stop_the_site(self):
        violation = self._find("hours")
        violation._property_dissuade("x")
        violation._property_stop("y")
        self.assertFalse(self.renovation.is_site_stopped)

    def test_alerts_one_level_after_the_other(self):
        """Deadlines passed: the area's supervisor first, the project manager next."""
        self.estate.manager_id = self._make_staff(
            "Head", self.user_manager, post="project_manager"
        )
        violation = self._find()
        violation._property_dissuade("x")
        cron = self.env.ref("property_service.property_renovation_violation_cron")
        start = fields.Datetime.now()
        expected = [
            (1, self.env["res.users"]),
            (25, self.user_supervisor),
            (26, self.user_supervisor),
            (50, self.user_supervisor | self.user_manager),
            (90, self.user_supervisor | self.user_manager),
        ]
        for hours, users in expected:
            with freeze_time(start + timedelta(hours=hours)):
                with self.enter_registry_test_mode():
                    cron.method_direct_trigger()
                violation.invalidate_recordset()
                with self.subTest(hours=hours):
                    self.assertEqual(violation.activity_ids.user_id, users)
        self.assertEqual(violation.alert_level, 2)
        violation._property_stop("y")
        self.assertFalse(violation.activity_ids)

    def test_letters(self):
        """整改通知书, 违章处理通知书, report: numbered, with act, photos, history."""
        violation = self._find(place="客厅", authority="房屋行政主管部门")
        violation._property_dissuade("请于期限内恢复原状", "业主本人")
        violation._property_stop("现场仍在施工")
        violation._property_report("请依法处理", "房管所")
        common = ("客厅承重墙开洞", "110号令第五条", "1-1-101", "未经设计擅自变动")
        titles = ("整改通知书", "违章处理通知书", "违章装修报告")
        for stage, title in zip(violation.stage_ids, titles, strict=True):
            text = self._print("property_renovation_violation_report", stage)
            for words in (*common, title, stage.letter_number, stage.note):
                with self.subTest(stage=stage.stage, words=words):
                    self.assertIn(words, text)
        # The report tells what was done before.
        for stage in violation.stage_ids[:2]:
            self.assertIn(stage.letter_number, text)
        self.assertIn("房屋行政主管部门", text)
