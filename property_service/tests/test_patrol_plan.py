"""Rounds come up by their schedules, and are missed when nobody walks them (PAT-06)."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .common_patrol import PatrolCase


class TestPatrolPlan(PatrolCase):
    def _days(self, schedule):
        rounds = self.env["property.patrol.round"].search(
            [("schedule_id", "=", schedule.id)], order="date"
        )
        return [patrol.date for patrol in rounds]

    def _cron(self):
        self.env["property.patrol.round"]._property_follow_clock()

    def test_planned_ahead_once(self):
        """Today and seven days, each once, whoever plans how often."""
        week = [date(2026, 3, 10) + timedelta(days=n) for n in range(8)]
        self.assertEqual(self._days(self.schedule), week)
        self._cron()
        self.schedule._property_plan()
        self.schedule.sudo().planned_until = False
        self._cron()
        self.assertEqual(self._days(self.schedule), week)
        with freeze_time(datetime(2026, 3, 12, 1)):
            self._cron()
        self.assertEqual(len(self._days(self.schedule)), 10)

    def test_hours(self):
        """Hours are the estate's; a night round ends on the next day."""
        patrol = self._today()
        self.assertEqual(patrol.date_from, datetime(2026, 3, 10, 1))
        self.assertEqual(patrol.date_to, datetime(2026, 3, 10, 3))
        night = self._make_schedule(self.route, hour_from=23, hour_to=1)
        first = night.route_id.round_ids.filtered(
            lambda p: p.schedule_id == night and p.date == date(2026, 3, 10)
        )
        self.assertEqual(first.date_to - first.date_from, timedelta(hours=2))

    def test_due_days(self):
        """Table of what falls due; a 31st is the last day of a short month."""
        cases = [
            ({"period": "day", "every": 3}, "2026-03-10", True),  # 9 days on
            ({"period": "day", "every": 3}, "2026-03-11", False),
            ({"period": "week", "weekday": "1"}, "2026-03-10", True),  # Tuesday
            ({"period": "week", "weekday": "2"}, "2026-03-10", False),
            ({"period": "week", "weekday": "1", "every": 2}, "2026-03-10", True),
            ({"period": "week", "weekday": "1", "every": 2}, "2026-03-17", False),
            ({"period": "month", "month_day": 31}, "2026-04-30", True),
            ({"period": "month", "month_day": 31}, "2026-04-29", False),
            ({"period": "month", "month_day": 10, "every": 2}, "2026-05-10", True),
            ({"period": "month", "month_day": 10, "every": 2}, "2026-04-10", False),
            ({"date_stop": "2026-03-09"}, "2026-03-10", False),
            ({"date_start": "2026-03-11"}, "2026-03-10", False),
        ]
        for values, day, expected in cases:
            with self.subTest(values=values, day=day):
                # The week of 2026-02-23 is the first one, as for March 1st, a Sunday.
                schedule = self._make_schedule(self.route, **values)
                due = schedule._property_is_due(date.fromisoformat(day))
                self.assertEqual(due, expected)

    def test_change_of_schedule(self):
        """What lies ahead follows the schedule; what is under way does not."""
        patrol = self._start()
        boss = self.schedule.with_user(self.user_supervisor)
        boss.write({"period": "week", "weekday": "4"})
        self.assertEqual(
            self._days(self.schedule), [date(2026, 3, 10), date(2026, 3, 13)]
        )
        self.assertEqual(patrol.state, "running")
        boss.staff_id = self.boss
        self.assertEqual(self.schedule._property_waiting().staff_id, self.boss)
        self.route.with_user(self.user_supervisor).active = False
        self.assertEqual(self._days(self.schedule), [date(2026, 3, 10)])
        self.route.with_user(self.user_supervisor).active = True
        self.assertEqual(len(self._days(self.schedule)), 2)
        boss.unlink()
        self.assertFalse(self.schedule.exists())
        self.assertTrue(patrol.exists())

    def test_missed(self):
        """PAT-01: past its time and grace a round is missed, and somebody says why."""
        patrol = self._today()
        with freeze_time(datetime(2026, 3, 10, 3, 59)):
            self._cron()
            self.assertEqual(patrol.state, "planned")
            self.assertTrue(patrol.is_late)
        with freeze_time(datetime(2026, 3, 10, 4, 0)):
            self._cron()
        self.assertEqual(patrol.state, "missed")
        activity = patrol.sudo().activity_ids
        self.assertEqual(activity.user_id, self.user_supervisor)
        self.assertEqual(self.route.missed_count, 1)
        with self.assertRaisesRegex(UserError, "stands at"):
            patrol.action_start()
        wizard = self.env["property.patrol.reason.wizard"].with_user(
            self.user_supervisor
        )
        values = {"purpose": "explain", "round_id": patrol.id}
        wizard.create({**values, "reason": "Lift accident"}).action_confirm()
        self.assertEqual(patrol.reason, "Lift accident")
        self.assertFalse(patrol.sudo().activity_ids)
        with self.assertRaisesRegex(UserError, "stays as it was given"):
            wizard.create({**values, "reason": "Other"}).action_confirm()

    def test_unfinished_is_missed(self):
        """A round begun and not finished in time is missed with what is open."""
        patrol = self._start()
        self._arrive(patrol, self.lobby).action_all_ok()
        with freeze_time(datetime(2026, 3, 10, 5)):
            self._cron()
        self.assertEqual((patrol.state, patrol.open_count), ("missed", 1))
        with self.assertRaisesRegex(UserError, "not under way"):
            patrol.action_scan(self.room.code)

    def test_cancel(self):
        """A supervisor cancels with a reason; others do not."""
        patrol = self._today()
        values = {"purpose": "cancel", "round_id": patrol.id, "reason": "Power cut"}
        wizard = self.env["property.patrol.reason.wizard"]
        with self.assertRaisesRegex(AccessError, "by a supervisor"):
            wizard.with_user(self.user_assistant).create(values).action_confirm()
        wizard.with_user(self.user_supervisor).create(values).action_confirm()
        self.assertEqual((patrol.state, patrol.reason), ("cancelled", "Power cut"))
        with freeze_time(datetime(2026, 3, 10, 5)):
            self._cron()
        self.assertEqual(patrol.state, "cancelled")

    def test_one_estate(self):
        """Points, facilities and routes are of one estate."""
        elsewhere = self._make_point("Atrium", estate=self.mall)
        with self.assertRaisesRegex(ValidationError, "must belong to estate"):
            self.route.stop_ids = [Command.create({"point_id": elsewhere.id})]
        with self.assertRaisesRegex(ValidationError, "must belong to estate"):
            elsewhere.equipment_id = self.pump

    def test_roles(self):
        """Assistants walk and do not plan; supervisors plan; auditors read."""
        with self.assertRaises(AccessError):
            self.schedule.with_user(self.user_assistant).every = 2
        with self.assertRaises(AccessError):
            self.route.with_user(self.user_auditor).action_start_round()
        with self.assertRaises(AccessError):
            self._today(user=self.user_auditor).action_start()
        self.assertTrue(self._today(user=self.user_auditor).name)
        near = self._make_user(
            "near", "property_service.property_service_group_manager", self.mall
        )
        for record in (self.route, self.lobby, self._today().sudo(), self.pump):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(near).read(["name"])
        supervisor = self.user_supervisor
        pump = self.pump.with_user(supervisor).copy({"name": "Pump 2"})
        self.assertEqual(pump.property_estate_id, self.estate)
        self.assertEqual(self.pump.with_user(self.user_technician).name, "Pump 1")
