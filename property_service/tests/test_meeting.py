"""Meetings: two clicks around a shift, agreed actions, minutes that stay."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from .duty_common import DutyCase


class TestMeeting(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meetings = cls.env["property.meeting"].with_user(cls.users["anna"])

    def test_shift_meeting(self):
        """MTG-03: the staff of the shift is there already; menu, “held”, done."""
        roster = self._make_roster()
        self._plan(roster, self.anna, 1, self.type_a)
        self._plan(roster, self.bert, 1, self.type_b)
        self._publish(roster)
        for kind, clock, people in (
            ("pre_shift", "2026-12-01 07:50", self.anna),
            ("post_shift", "2026-12-01 16:05", self.anna),
            ("pre_shift", "2026-12-01 15:50", self.bert),
            ("pre_shift", "2026-12-01 12:00", self.env["property.staff"]),
        ):
            with self.subTest(kind=kind, clock=clock), self._at(clock):
                form = Form(self.meetings.with_context(default_kind=kind))
                meeting = form.save()
                self.assertEqual(meeting.attendee_ids, people)
                if not people:
                    with self.assertRaises(UserError):
                        meeting.action_held()
                    continue
                meeting.action_held()
                self.assertEqual(meeting.recorded_by_id, self.users["anna"])
                self.assertEqual(meeting.chair_id, self.anna)

    def test_minutes(self):
        """MTG-01, MTG-04: reports of each, actions with owner and day, then fixed."""
        meeting = self.meetings.create(
            {
                "estate_id": self.estate.id,
                "kind": "department",
                "attendee_ids": [Command.set((self.anna | self.bert).ids)],
                "item_ids": [
                    Command.create(
                        {
                            "name": "Order umbrellas",
                            "user_id": self.users["bert"].id,
                            "deadline": "2026-12-01",
                        }
                    )
                ],
            }
        )
        self.assertEqual(meeting.report_ids.staff_id, self.anna | self.bert)
        meeting.report_ids[0].targets = "All calls answered"
        with self.assertRaises(UserError):
            meeting.action_held()
        meeting.minutes = "<p>Rain</p>"
        meeting.action_held()
        item = meeting.item_ids
        self.assertEqual(meeting.activity_ids.user_id, self.users["bert"])
        for change in (
            lambda: meeting.write({"minutes": "x"}),
            lambda: item.write({"deadline": "2027-01-01"}),
            lambda: meeting.report_ids[0].write({"targets": "x"}),
            lambda: meeting.unlink(),
        ):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(AccessError):
            item.action_done()
        item.with_user(self.users["bert"]).action_done()
        self.assertEqual(meeting.open_item_count, 0)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "property_service.property_meeting_report", meeting.ids
        )[0]
        for words in (b"Meeting Minutes", b"Order umbrellas", b"All calls answered"):
            self.assertIn(words, html)
