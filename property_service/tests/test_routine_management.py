"""The supervisor's ten personal tasks and the department plans (GOV-12, VIS-07)."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .common import PropertyCommon

NOW = "2026-03-10 04:00:00"


class TestManagement(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mall.user_ids -= cls.user_supervisor
        cls.staff = cls._make_staff(
            "Supervisor",
            user=cls.user_supervisor,
            post="supervisor",
            estate_ids=[Command.set(cls.estate.ids)],
        )
        cls.estate.user_ids |= cls.user_supervisor | cls.user_manager
        cls.tasks = cls.env["property.management.task"]

    @freeze_time(NOW)
    def _month(self):
        self.tasks._property_open_month(self.estate)
        return self.tasks.search([("estate_id", "=", self.estate.id)])

    def _task(self, code):
        return self._month().filtered(lambda task: task.kind_id.code == code)

    def test_ten_cards_a_month(self):
        """Each supervisor has ten cards a month, made once (GOV-12)."""
        cards = self._month()
        self.assertEqual(len(cards), 10)
        self.assertEqual(cards.user_id, self.user_supervisor)
        self.assertEqual(set(cards.mapped("month")), {date(2026, 3, 1)})
        self.assertEqual(self._month(), cards)

    @freeze_time(NOW)
    def test_in_person(self):
        """Nobody else says that it is done, and nobody else can be given it."""
        task = self._task("training")
        task.result = "Greeting and standing up."
        for user, error in (
            (self.user_manager, AccessError),
            (self.user_administrator, AccessError),
            (self.env.user, AccessError),
        ):
            with self.subTest(user=user.login), self.assertRaises(error):
                task.with_user(user).action_done()
        with self.assertRaises(ValidationError):
            task.user_id = self.user_administrator
        own = task.with_user(self.user_supervisor)
        with self.assertRaises(AccessError):
            own.write({"state": "done"})
        own.action_done()
        self.assertEqual(task.state, "done")
        with self.assertRaises(UserError):
            own.result = "Something else"
        with self.assertRaises(AccessError):
            own.action_seen()
        task.with_user(self.user_manager).action_seen()
        self.assertRecordValues(
            task, [{"state": "seen", "supervised_by_id": self.user_manager.id}]
        )

    @freeze_time(NOW)
    def test_written_or_counted(self):
        """What leaves a proof elsewhere is counted from there, not typed."""
        written = self._task("care").with_user(self.user_supervisor)
        with self.assertRaisesRegex(UserError, "what came of it"):
            written.action_done()
        counted = self._task("key_visit").with_user(self.user_supervisor)
        with self.assertRaisesRegex(UserError, "0 of 1"):
            counted.action_done()
        with self.assertRaisesRegex(UserError, "no occasion"):
            counted.action_no_occasion()
        visit = self.env["property.visit"].create(
            {
                "estate_id": self.estate.id,
                "unit_id": self.unit_101.id,
                "kind": "key",
                "staff_id": self.staff.id,
            }
        )
        visit._property_set(
            state="done", user_id=self.user_supervisor.id, done_on="2026-03-09 02:00:00"
        )
        counted.with_user(self.user_supervisor).action_open_board()
        self.assertRecordValues(counted, [{"state": "done", "proof_count": 1}])
        self.assertEqual(counted.action_open_proofs()["domain"][0][2], visit.ids)

    def test_plan_of_the_department(self):
        """VIS-07: measures first, then approval, then results until it is closed."""
        plan = (
            self.env["property.department.plan"]
            .with_user(self.user_supervisor)
            .create(
                {"estate_id": self.estate.id, "kind": "visit", "month": "2026-04-20"}
            )
        )
        self.assertEqual(plan.month, date(2026, 4, 1))
        with self.assertRaises(UserError):
            plan.action_request_approval()
        plan.line_ids = [Command.create({"name": "Key customers", "target": "5"})]
        plan.action_request_approval()
        with self.assertRaises(UserError):
            plan.line_ids.name = "Others"
        plan.with_user(self.user_manager).action_approval_approve()
        self.assertEqual(plan.state, "approved")
        with self.assertRaises(UserError):
            plan.action_close()
        plan.line_ids.write({"is_done": True, "actual": "5"})
        plan.action_close()
        with self.assertRaises(UserError):
            plan.line_ids.actual = "6"
        self.assertRecordValues(
            plan, [{"state": "closed", "line_count": 1, "done_count": 1}]
        )
