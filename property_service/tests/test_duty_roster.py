"""The month's roster: from the draft by the 25th to what staff see of it."""

from datetime import date, datetime

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .duty_common import DutyCase


class TestDutyRoster(DutyCase):
    def _full_roster(self):
        """December with four people in turns, where nothing is amiss."""
        for name in ("fred", "gina"):
            staff = self._make_staff(
                name, post="assistant", estate_ids=[(6, 0, self.estate.ids)]
            )
            setattr(self, name, staff)
        roster = self._make_roster()
        self.gate.need_ids.unlink()
        turns = {1: self.anna, 2: self.bert, 3: self.fred, 4: self.gina}
        for day in range(1, 32):
            first = (day + 1) // 2 % 2  # two days on, two days off
            self._plan(roster, turns[1 + 2 * first], day, self.type_a)
            self._plan(roster, turns[2 + 2 * first], day, self.type_b)
        return roster

    def test_path(self):
        """DUT-01: drafted, reviewed by the supervisor, reported and published."""
        roster = self._full_roster()
        self.assertEqual(roster._property_findings(), [])
        self.assertEqual(roster.due_date, date(2026, 11, 25))
        roster.with_user(self.users["cora"]).action_submit()
        self.assertFalse(roster.is_late)
        self.assertEqual(roster.submitted_by_id, self.users["cora"])
        with self.assertRaisesRegex(UserError, "in review or published"):
            roster.with_user(self.users["cora"]).action_clear()
        with self.assertRaisesRegex(UserError, "in review or published"):
            roster.shift_ids[0].with_user(self.users["cora"]).staff_id = self.cora
        with self.assertRaisesRegex(UserError, "not yours to decide"):
            roster.with_user(self.users["cora"]).action_approval_approve()
        roster.with_user(self.users["emil"]).action_approval_approve()
        self.assertEqual(roster.state, "reviewed")
        self.assertEqual(roster.reviewed_by_id, self.users["emil"])
        with self.assertRaisesRegex(UserError, "by a supervisor"):
            roster.with_user(self.users["cora"]).action_publish()
        roster.with_user(self.users["emil"]).action_publish()
        self.assertEqual(roster.state, "published")
        self.assertIn(
            self.user_manager.partner_id, roster.message_ids[0].notified_partner_ids
        )

    def test_due_day(self):
        """DUT-01: before the 25th; on that day it is late, by the estate's clock."""
        for moment, late in (
            ("2026-11-24 23:59", False),
            ("2026-11-25 00:00", True),
            ("2026-11-30 09:00", True),
        ):
            with self.subTest(moment), self._at(moment):
                roster = self._make_roster()
                roster._property_set(submitted_on=datetime.now())
                self.assertEqual(roster.is_late, late)
                roster._property_set(submitted_on=False)
                roster.unlink()
        self._set("roster_day", 31)
        self.assertEqual(self._make_roster().due_date, date(2026, 11, 30))

    def test_state_is_not_for_users(self):
        roster = self._make_roster(state="published")
        self.assertEqual(roster.state, "draft")
        for values in ({"state": "published"}, {"submitted_on": "2026-11-01"}):
            with self.subTest(values), self.assertRaises(AccessError):
                roster.write(values)
        with self.assertRaisesRegex(UserError, "stands at"):
            roster.with_user(self.users["emil"]).action_publish()

    def test_what_stands_against(self):
        """DUT-30, DUT-33, DUT-54: each check finds its fault, and no other."""
        roster = self._make_roster(month="2026-10-01")
        self.desk.need_ids.unlink()
        self.gate.need_ids.unlink()
        holiday = self.env["property.calendar.day"]._property_kind
        self.assertEqual(holiday(date(2026, 10, 1)), "holiday")
        for day in (1, 2, 3, 4, 5, 6, 7):
            if holiday(date(2026, 10, day)) == "holiday":
                staff = self.emil if day < 5 else self.cora
                self._plan(roster, staff, day, self.type_q, self.gate, is_support=True)
        self.assertEqual(self._codes(roster), [])
        for code, shifts in {
            "back_to_back": [
                (self.anna, 12, self.type_a),
                (self.anna, 12, self.type_b),
            ],
            "rest": [(self.anna, day, self.type_a) for day in range(12, 19)],
            "leave": [(self.bert, 20, self.type_a)],
        }.items():
            with self.subTest(code):
                made = [self._plan(roster, *shift) for shift in shifts]
                if code == "leave":
                    self._leave(self.bert, "2026-10-20 07:00", "2026-10-20 09:00")
                self.assertEqual(self._codes(roster), [code])
                for shift in made:
                    shift.unlink()
                self.assertEqual(self._codes(roster), [])

    def test_rest_between_days(self):
        """Eight hours between two duties are a rest, a minute less is none."""
        roster = self._make_roster()
        self.desk.need_ids.unlink()
        self.gate.need_ids.unlink()
        self._plan(roster, self.anna, 7, self.type_b)  # until midnight
        for hour, codes in ((8.0, []), (7.98, ["rest"]), (0.5, ["back_to_back"])):
            with self.subTest(hour):
                early = self._make_type("E", hour, 15)
                shift = self._plan(roster, self.anna, 8, early)
                self.assertEqual(self._codes(roster), codes)
                shift.unlink()
                early.unlink()

    def test_peaks_are_one_duty(self):
        """DUT-51: the peaks of one day are no back-to-back duty."""
        roster = self._make_roster()
        self.desk.need_ids.unlink()
        self.gate.need_ids.unlink()
        for shift_type in (self.type_p, self.type_q):
            self._plan(roster, self.dora, 7, shift_type, self.gate)
        self.assertEqual(self._codes(roster), [])

    def test_holes_and_minimum(self):
        """DUT-54: nobody is a hole, one of two is too few; days as the post needs."""
        roster = self._make_roster()
        self.need_b.unlink()
        self.need_a.write({"minimum": 2, "day_kind": "sunday"})
        self.gate.need_ids.unlink()
        sundays = [6, 13, 20, 27]
        self.assertEqual([f["date"].day for f in roster._property_findings()], sundays)
        self.assertEqual(self._codes(roster), ["hole"])
        for day in sundays:
            self._plan(roster, self.anna, day, self.type_a)
        self.assertEqual(self._codes(roster), ["minimum"])
        for day in sundays:
            self._plan(roster, self.bert, day, self.type_a)
        self.assertEqual(self._codes(roster), [])

    def test_needed_days(self):
        """Which days a post is manned, holidays and make-up workdays counted."""
        monday, saturday, sunday = (
            date(2026, 12, 7),
            date(2026, 12, 5),
            date(2026, 12, 6),
        )
        for kind, day, calendar, needed in (
            ("every", sunday, "holiday", True),
            ("workday", monday, None, True),
            ("workday", monday, "holiday", False),
            ("workday", saturday, "workday", True),
            ("rest", saturday, None, True),
            ("rest", saturday, "workday", False),
            ("rest", monday, "holiday", True),
            ("holiday", monday, "holiday", True),
            ("holiday", sunday, None, False),
            ("mon_sat", saturday, None, True),
            ("mon_sat", sunday, None, False),
            ("sunday", sunday, None, True),
            ("sunday", monday, None, False),
        ):
            with self.subTest(kind=kind, day=day, calendar=calendar):
                self.need_a.day_kind = kind
                self.assertEqual(self.need_a._property_is_needed(day, calendar), needed)

    def test_holiday_needs_a_manager(self):
        """DUT-30: middle grade or above, and management staff, not a technician."""
        roster = self._make_roster(month="2027-01-01")
        self.desk.need_ids.unlink()
        self.gate.need_ids.unlink()
        self.assertEqual(self._codes(roster), ["holiday"])
        for staff, post, codes in (
            (self.anna, self.desk, ["holiday"]),
            (self.cora, self.desk, []),
        ):
            with self.subTest(staff=staff.name):
                shift = self._plan(roster, staff, 1, self.type_a, post)
                self.assertEqual(self._codes(roster), codes)
                shift.unlink()
        self._plan(roster, self.cora, 1, self.type_a)
        self._set("holiday_grade", "senior")
        self.assertEqual(self._codes(roster), ["holiday"])

    def test_supervisor_lets_pass(self):
        """Holes block the submission unless a supervisor gives a reason; leave does
        so always."""
        roster = self._make_roster().with_user(self.users["cora"])
        self.gate.need_ids.unlink()
        self._plan(roster, self.anna, 7, self.type_a)
        with self.assertRaisesRegex(UserError, "Nobody on duty"):
            roster.action_submit()
        self._override(roster, "hole")
        roster.action_submit()
        self.assertEqual(roster.approval_state, "pending")
        roster.action_cancel_approval()
        self._leave(self.anna, "2026-12-07 00:00", "2026-12-08 00:00")
        with self.assertRaisesRegex(UserError, "leave"):
            roster.action_submit()
        with self.assertRaises(UserError):
            self._override(roster, "leave")

    def test_empty_roster(self):
        with self.assertRaisesRegex(UserError, "is empty"):
            self._make_roster().action_submit()

    def test_who_may_be_planned(self):
        """DUT-02, DUT-03: others man the desk as support alone."""
        roster = self._make_roster()
        with (
            self.assertRaisesRegex(ValidationError, "support shift"),
            self.env.cr.savepoint(),
        ):
            self._plan(roster, self.dora, 7, self.type_a)
        self._plan(roster, self.dora, 7, self.type_a, is_support=True)

    def test_support_after_publication(self):
        """DUT-03, DUT-08: a supervisor adds support, nobody changes the rest."""
        roster = self._make_roster()
        shift = self._plan(roster, self.anna, 7, self.type_a)
        self._publish(roster)
        emil = self.users["emil"]
        for user in ("cora", "emil"):
            with self.subTest(user), self.assertRaises(UserError):
                shift.with_user(self.users[user]).staff_id = self.bert
        values = {
            "roster_id": roster.id,
            "staff_id": self.bert.id,
            "date": "2026-12-07",
            "shift_type_id": self.type_a.id,
            "post_id": self.desk.id,
        }
        shifts = self.env["property.duty.shift"]
        for user, support in (("cora", True), ("emil", False)):
            with self.subTest(user), self.assertRaises(UserError):
                shifts.with_user(self.users[user]).create(
                    {**values, "is_support": support}
                )
        support = shifts.with_user(emil).create({**values, "is_support": True})
        support.unlink()
        with self.assertRaises(UserError):
            shift.with_user(emil).unlink()

    def test_one_person_one_place(self):
        """Nobody is on duty twice at the same time, in whatever estate."""
        roster = self._make_roster()
        self._plan(roster, self.anna, 7, self.type_a)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.ExclusionViolation),
            self.env.cr.savepoint(),
        ):
            self._plan(roster, self.anna, 7, self.type_q)

    def test_hours_stay(self):
        """DUT-40: other hours of a shift leave what is planned as it was."""
        roster = self._make_roster()
        shift = self._plan(roster, self.anna, 7, self.type_b)
        self.assertEqual(shift.date_start, datetime(2026, 12, 7, 8))
        self.assertEqual(shift.date_end, datetime(2026, 12, 7, 16))
        self.type_b.time_from = 18.5
        self.assertEqual(self.type_b.hours, 5.5)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(shift.date_start, datetime(2026, 12, 7, 8))

    def test_who_sees(self):
        """DUT-01: staff see the month when it is published, planners before."""
        roster = self._make_roster()
        shift = self._plan(roster, self.anna, 7, self.type_a)
        for state, readers in (
            ("draft", {"cora", "emil"}),
            ("published", {"anna", "bert", "cora", "dora", "emil"}),
        ):
            roster.sudo().state = state
            self.env.flush_all()
            for name, user in self.users.items():
                with self.subTest(state=state, name=name):
                    found = shift.with_user(user).search([("id", "=", shift.id)])
                    self.assertEqual(bool(found), name in readers)

    def _leave(self, staff, start, end):
        """Leave by the estate's clock."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": staff.employee_id.resource_id.id,
                "calendar_id": False,
                "company_id": self.company.id,
                "date_from": datetime.fromisoformat(start),
                "date_to": datetime.fromisoformat(end),
            }
        )

    def _override(self, roster, code):
        roster = roster.with_user(self.users["emil"])
        roster._property_override_gate(code, "Agency staff come")
