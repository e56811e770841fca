import logging
import time
from datetime import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .handover_common import HandoverCommon

_logger = logging.getLogger(__name__)


class TestDeliveryDay(HandoverCommon):
    """A delivery day: cases, appointments, risk notes (MVI-19)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.units = cls.unit_103 | cls._make_unit("1-1-201") | cls._make_unit("1-1-202")
        cls.day = (
            cls.env["property.handover.batch"]
            .with_user(cls.user_administrator)
            .create(
                {
                    "name": "Delivery of building 1",
                    "estate_id": cls.estate.id,
                    "date": "2026-11-02",
                    "unit_ids": [Command.set(cls.units.ids)],
                }
            )
        )

    def test_cases_once(self):
        """Pressed twice, each unit still has one case; a single case joins the day."""
        single = self._make_case(self.units[1])
        self.day.action_create_cases()
        self.day.action_create_cases()
        self.assertEqual(self.day.handover_ids.unit_id, self.units)
        self.assertEqual(len(self.day.handover_ids), 3)
        self.assertIn(single, self.day.handover_ids)
        self.assertEqual(self.day.handover_count, 3)

    def test_assistant_does_not_prepare_days(self):
        with self.assertRaisesRegex(UserError, "Ask an administrator"):
            self.day.with_user(self.user_assistant).action_create_cases()
        with self.assertRaises(AccessError):
            self.day.with_user(self.user_manager).state = "open"

    def test_open_and_close(self):
        with self.assertRaisesRegex(UserError, "no cases yet"):
            self.day.action_open()
        self.day.action_create_cases()
        self.day.action_open()
        self.assertEqual(self.day.state, "open")
        self.day.action_close()
        self.assertEqual(self.day.state, "closed")
        with self.assertRaises(UserError):
            self.day.unlink()

    def test_appointments(self):
        """Slots from the day's hours; given out in walking order, up to capacity."""
        self.day.action_create_cases()
        self.user_administrator.tz = "Asia/Shanghai"
        wizard = (
            self.env["property.handover.slot.wizard"]
            .with_user(self.user_administrator)
            .create({"batch_id": self.day.id, "hour_to": 14, "capacity": 1})
        )
        self.assertEqual(wizard.place_count, 8)
        wizard.action_confirm()
        slots = self.day.slot_ids.sorted()
        self.assertEqual(len(slots), 8)
        self.assertEqual(slots[0].date_start, datetime(2026, 11, 2, 1, 0))
        self.assertEqual(slots[-1].date_end, datetime(2026, 11, 2, 6, 0))
        self.day.action_assign_slots()
        cases = self.day.handover_ids.sorted("appointment")
        self.assertEqual(
            cases.unit_id.mapped("code"), ["1-1-103", "1-1-201", "1-1-202"]
        )
        self.assertEqual(cases.mapped("slot_id"), slots[:3])
        self.assertEqual(self.day.without_slot_count, 0)

    def test_full_slot(self):
        """No appointment takes more than it has room for, whoever gives it away."""
        self.day.action_create_cases()
        slot = self.day._property_add_slots(
            datetime(2026, 11, 2, 1), datetime(2026, 11, 2, 2), 60, 2
        )
        cases = self.day.handover_ids
        cases[:2].slot_id = slot
        with self.assertRaisesRegex(ValidationError, "is full"):
            cases[2].slot_id = slot
        cases[0].action_cancel()
        cases[2].slot_id = slot
        self.assertEqual(slot.free_count, 0)
        with self.assertRaises(ValidationError):
            slot.capacity = 1
        with self.assertRaisesRegex(UserError, "add appointments"):
            self._make_case(self._make_unit("1-1-203"), batch_id=self.day.id)
            self.day.action_assign_slots()

    def test_risk_warns_the_manager(self):
        """A risk at the site reaches the project manager at once (MVI-19, ORG-06)."""
        self.estate.manager_id = self._make_staff("Manager", self.user_manager)
        risk = (
            self.env["property.handover.risk"]
            .with_user(self.user_assistant)
            .create(
                {
                    "batch_id": self.day.id,
                    "kind": "group",
                    "description": "Owners of building 1 gather about the lift",
                }
            )
        )
        self.assertEqual(risk.user_id, self.user_assistant)
        activity = risk.sudo().activity_ids
        self.assertEqual(activity.user_id, self.user_manager)
        self.assertEqual(self.day.open_risk_count, 1)
        with self.assertRaisesRegex(UserError, "what was done"):
            risk.action_close()
        with self.assertRaises(UserError):
            risk.state = "closed"
        risk.with_user(self.user_manager).measure = "Talked to them"
        risk.with_user(self.user_manager).action_close()
        self.assertEqual(risk.state, "closed")
        self.assertFalse(risk.sudo().activity_ids)
        self.assertEqual(self.day.open_risk_count, 0)

    def test_three_hundred_units(self):
        """A whole tower at once, with a bounded number of queries (MVI-02)."""
        units = self.env["property.unit"].create(
            [
                {
                    "code": f"9-{number // 10}-{number}",
                    "building_id": self.building.id,
                    "estate_id": self.estate.id,
                    "area": 90,
                }
                for number in range(300)
            ]
        )
        self.env["property.occupancy"].create(
            [
                {
                    "unit_id": unit.id,
                    "partner_id": self.owner_b.id,
                    "date_start": "2026-01-01",
                }
                for unit in units
            ]
        )
        self.day.unit_ids = units
        self.env.flush_all()
        start, queries = time.time(), self.env.cr.sql_log_count
        self.day.action_create_cases()
        self.env.flush_all()
        queries = self.env.cr.sql_log_count - queries
        _logger.info("300 cases: %.1f s, %s queries", time.time() - start, queries)
        self.assertEqual(self.day.handover_count, 300)
        self.assertEqual(len(self.day.handover_ids.step_ids), 1800)
        self.assertLess(queries, 8 * 300)


class TestScript(HandoverCommon):
    """入住统一答词: written, acknowledged, mastered (MVI-06, MVI-20)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reader = cls._make_staff("Reader", cls.user_assistant)
        cls.script = (
            cls.env["property.handover.script"]
            .with_user(cls.user_supervisor)
            .create(
                {
                    "name": "Answers",
                    "estate_id": cls.estate.id,
                    "body": "<p>Q: When do fees start?</p>",
                    "staff_ids": [Command.set(cls.reader.ids)],
                }
            )
        )

    def test_acknowledge(self):
        """Each for himself, once, and only what is in force."""
        script = self.script.with_user(self.user_assistant)
        with self.assertRaisesRegex(UserError, "not in force"):
            script.action_acknowledge()
        with self.assertRaises(AccessError):
            script.action_publish()
        self.script.action_publish()
        self.assertEqual(script.missing_staff_ids, self.reader)
        script.action_acknowledge()
        script.action_acknowledge()
        self.assertTrue(script.is_acknowledged)
        self.assertEqual(script.acknowledgement_ids.user_id, self.user_assistant)
        self.assertFalse(script.missing_staff_ids)
        with self.assertRaises(AccessError):
            script.acknowledgement_ids.create(
                {"script_id": script.id, "user_id": self.user_manager.id}
            )

    def test_new_version(self):
        """What staff have learnt stays; a new version is acknowledged anew."""
        self.script.action_publish()
        self.script.with_user(self.user_assistant).action_acknowledge()
        with self.assertRaisesRegex(UserError, "make a new version"):
            self.script.body = "<p>Changed</p>"
        draft = self.script.browse(self.script.action_new_version()["res_id"])
        self.assertEqual(self.script.action_new_version()["res_id"], draft.id)
        self.assertEqual(draft.version, 2)
        self.assertEqual(draft.staff_ids, self.reader)
        draft.body = "<p>Changed</p>"
        draft.action_publish()
        self.assertEqual(self.script.state, "replaced")
        self.assertEqual(draft.missing_staff_ids, self.reader)

    def test_mastery(self):
        """The supervisor asks and simulates; the assistant reads the result (G2)."""
        self.script.action_publish()
        values = {
            "script_id": self.script.id,
            "staff_id": self.reader.id,
            "method": "simulation",
            "result": "passed",
        }
        exercises = self.env["property.handover.exercise"]
        exercise = exercises.with_user(self.user_supervisor).create(values)
        self.assertEqual(exercise.user_id, self.user_supervisor)
        with self.assertRaises(AccessError):
            exercises.with_user(self.user_assistant).create(values)
