"""Whole periods of the two routines of the sites, from their opening to the figures."""

from datetime import datetime, time, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from .common_site import SiteCase

NOON = time(4)  # in China
MORNING = timedelta(days=1)


class TestSiteRoutine(SiteCase):
    """The routines as they are delivered, in one estate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.unit_102.zone_id = cls.zone
        cls.other = cls._make_renovation(cls.unit_102, cls.owner_b)
        cls.monday = cls.today + timedelta(days=7 - cls.today.weekday())

    def _routine(self, name):
        routine = self.env.ref(f"property_service.routine_renovation_{name}")
        routine.write(
            {"estate_ids": [Command.set(self.estate.ids)], "date_start": self.monday}
        )
        return routine

    def _run(self, routine, day, moment=NOON):
        """What the scheduled action does with this routine at a moment of a day."""
        with freeze_time(datetime.combine(day, moment)):
            routine._property_open_due()
            self.env["property.routine.period"].search(
                [
                    ("routine_id", "=", routine.id),
                    ("estate_id", "=", self.estate.id),
                    ("state", "=", "open"),
                    ("next_date", "<=", fields.Datetime.now()),
                ]
            )._property_process()
        periods = routine.period_ids.filtered(lambda p: p.estate_id == self.estate)
        return periods.sorted("date_start")

    def _inspect(self, renovation, day):
        with freeze_time(datetime.combine(day, NOON)):
            renovation = renovation.with_user(self.user_assistant)
            action = renovation.action_inspect_today()
            inspection = renovation.env[action["res_model"]].browse(action["res_id"])
            inspection.photo_ids = [Command.link(self._make_photo().id)]
            inspection.action_all_ok()
            inspection.action_done()

    def _check_files(self, day):
        with freeze_time(datetime.combine(day, NOON)):
            check = (
                self.env["property.renovation.file.check"]
                .with_user(self.user_supervisor)
                .create({"estate_id": self.estate.id})
            )
            check.sample_id.line_ids.write({"verdict": "pass"})
            check.action_done()
        return check

    def test_a_day_with_one_site_missed(self):
        """REN-19: two sites, one looked at; the other is listed with its agent."""
        self._make_renovation(self.unit_103, self.owner_b, state="permitted")
        routine = self._routine("inspection")
        period = self._run(routine, self.monday)
        self.assertEqual((period.required_now, period.done_now), (2, 0))
        self._inspect(self.renovation, self.monday)
        period.invalidate_recordset()
        self.assertEqual((period.done_now, period.lacking_now), (1, 1))
        self._run(routine, self.monday, time(12))
        self.assertEqual(period.activity_ids.user_id, self.user_assistant)
        first, second = self._run(routine, self.monday + MORNING)
        self.assertRecordValues(
            first,
            [
                {
                    "state": "closed",
                    "required": 2,
                    "done": 1,
                    "population": 2,
                    "miss_count": 1,
                    "is_met": False,
                    "done_percent": 50,
                }
            ],
        )
        self.assertRecordValues(
            first.miss_ids,
            [
                {
                    "res_model": "property.renovation",
                    "res_id": self.other.id,
                    "user_id": self.user_assistant.id,
                    "date_start": self.monday,
                }
            ],
        )
        self.assertFalse(first.activity_ids)
        self.assertEqual((second.state, second.required_now), ("open", 2))

    def test_frozen_stays_frozen(self):
        """What happens to the sites later changes no day that is over."""
        routine = self._routine("inspection")
        self._run(routine, self.monday)
        self._run(routine, self.monday + MORNING)
        for renovation in (self.renovation, self.other):
            self._inspect(renovation, self.monday + MORNING)
        self.other._property_move("recheck")
        periods = self._run(routine, self.monday + 2 * MORNING)
        self.assertEqual(periods.mapped("state"), ["closed", "closed", "open"])
        self.assertEqual(periods.mapped("required"), [2, 1, 0])
        self.assertEqual(periods.mapped("miss_count"), [2, 0, 0])
        self.assertEqual(periods.mapped("is_met"), [False, True, False])
        with self.assertRaises(UserError):
            periods[0].miss_ids.unlink()
        with self.assertRaises(UserError):
            periods[0].unlink()

    def test_files_twice_a_week(self):
        """REN-23: one check is too few, two are enough, each of other files."""
        for unit in self._make_units(6, state="occupied"):
            self._make_renovation(unit, self.owner_b)
        routine = self._routine("file_check")
        self._run(routine, self.monday)
        self._check_files(self.monday + MORNING)
        week = timedelta(days=7)
        checks = [
            self._check_files(self.monday + week + days)
            for days in (MORNING, 3 * MORNING)
        ]
        drawn = [set(check.sample_id.line_ids.mapped("res_id")) for check in checks]
        self.assertEqual([len(ids) for ids in drawn], [3, 3])
        self.assertFalse(drawn[0] & drawn[1])
        self._run(routine, self.monday + week)
        periods = self._run(routine, self.monday + 2 * week)
        self.assertRecordValues(
            periods,
            [
                {"state": "closed", "required": 2, "done": 1, "is_met": False},
                {"state": "closed", "required": 2, "done": 2, "is_met": True},
                {"state": "open", "required": 0, "done": 0, "is_met": False},
            ],
        )
