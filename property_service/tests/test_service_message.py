"""Phone messages and call checks: the telephone of the desk (ARC-18, ACC-07, C12)."""

from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import PropertyCommon

NOW = fields.Datetime.to_datetime("2026-03-10 02:00:00")


class MessageCase(PropertyCommon):
    @classmethod
    def _take(cls, user=None, **values):
        messages = cls.env["property.service.message"].with_user(
            user or cls.user_assistant
        )
        return messages.create(
            {
                "estate_id": cls.estate.id,
                "caller_name": "Wang",
                "phone": "13900000009",
                "unit_id": cls.unit_101.id,
                "recipient_id": cls.user_manager.id,
                "content": "Asks about the second parking space",
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestServiceMessage(MessageCase):
    @freeze_time(NOW)
    def test_message_is_a_task_of_the_recipient(self):
        """ARC-18: number and task to call back, in the time of the setting."""
        message = self._take(taken_by_id=self.user_manager.id)
        self.assertRegex(message.name, r"^LY\d{10}$")
        self.assertEqual(message.taken_by_id, self.user_assistant)
        self.assertEqual(message.call_by, NOW + timedelta(hours=4))
        task = message.sudo().activity_ids
        self.assertEqual(task.user_id, self.user_manager)
        self.assertIn("13900000009", task.summary)
        self.assertEqual(task.date_deadline, fields.Date.to_date("2026-03-10"))

    def test_another_recipient_takes_the_task_over(self):
        message = self._take()
        message.recipient_id = self.user_supervisor
        self.assertEqual(message.sudo().activity_ids.user_id, self.user_supervisor)
        message.write({"recipient_id": False, "recipient_name": "Gardener"})
        self.assertFalse(message.sudo().activity_ids)

    def test_contact_details_are_taken(self):
        """ARC-18: neither number nor recipient may be missing."""
        form = Form(self.env["property.service.message"].with_user(self.user_assistant))
        form.estate_id = self.estate
        form.partner_id = self.owner_a
        self.assertEqual(form.phone, "13800000001")
        self.assertEqual(form.caller_name, self.owner_a.name)
        form.content = "Please call"
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(IntegrityError, "recipient_named"),
            self.env.cr.savepoint(),
        ):
            form.save()
        form.recipient_name = "The gardener"
        self.assertFalse(form.save().activity_ids)

    def test_who_cannot_open_it_is_no_recipient(self):
        """A message nobody reads is refused when it is taken."""
        stranger = self._make_user("message_stranger", "base.group_user", self.estate)
        for user in (stranger, self.user_resident):
            with self.subTest(user.login), self.assertRaises(ValidationError):
                self._take(recipient_id=user.id)
        elsewhere = self._make_user(
            "message_mall", "property_service.property_service_group_manager", self.mall
        )
        with self.assertRaisesRegex(ValidationError, "does not work in estate"):
            self._take(recipient_id=elsewhere.id)
        foreigner = self._make_user(
            "message_other",
            "property_service.property_service_group_manager",
            self.other_estate,
        )
        foreigner.write(
            {
                "company_ids": [(6, 0, self.other_company.ids)],
                "company_id": self.other_company.id,
            }
        )
        with self.assertRaisesRegex(ValidationError, "does not work in estate"):
            self._take(recipient_id=foreigner.id)

    def test_returned_with_an_outcome(self):
        message = self._take().with_user(self.user_manager)
        message.action_no_answer()
        message.action_no_answer()
        self.assertEqual(message.attempt_count, 2)
        self.assertEqual(message.state, "open")
        with self.assertRaisesRegex(UserError, "what came of the call"):
            message.action_returned()
        message.outcome = "Space 17 is free from May"
        message.action_returned()
        self.assertEqual(message.state, "done")
        self.assertEqual(message.called_by_id, self.user_manager)
        self.assertFalse(message.activity_ids)
        for step in (message.action_returned, message.action_no_answer):
            with self.assertRaisesRegex(UserError, "stands at"):
                step()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            message.phone = "1"

    def test_no_call_needed_says_why(self):
        message = self._take()
        with self.assertRaisesRegex(UserError, "why no call"):
            message.action_drop()
        message.outcome = "Came to the desk in person"
        message.action_drop()
        self.assertEqual(message.state, "dropped")

    def test_steps_are_not_written(self):
        message = self._take(state="done", attempt_count=5)
        self.assertEqual((message.state, message.attempt_count), ("open", 0))
        with self.assertRaises(AccessError):
            message.state = "done"
        with self.assertRaises(AccessError):
            message.called_by_id = self.user_manager
        with self.assertRaises(AccessError):
            message.unlink()
        with self.assertRaises(UserError):
            message.sudo().unlink()

    @freeze_time(NOW)
    def test_overdue(self):
        late = self._take(taken_on=NOW - timedelta(hours=5))
        early = self._take(taken_on=NOW - timedelta(hours=3))
        self.assertTrue(late.is_late)
        self.assertFalse(early.is_late)
        found = early.search([("is_late", "=", True), ("id", "in", (late | early).ids)])
        self.assertEqual(found, late)
        found = early.search(
            [("is_late", "=", False), ("id", "in", (late | early).ids)]
        )
        self.assertEqual(found, early)
        late.outcome = "Reached"
        late.action_returned()
        self.assertFalse(late.is_late)

    def test_recipients_outside_the_desk_see_their_own(self):
        """SEC-01: a technician returns his call and reads nothing of the others."""
        own = self._take(recipient_id=self.user_technician.id)
        other = self._take()
        as_technician = own.with_user(self.user_technician)
        self.assertEqual(as_technician.search([("id", "in", (own | other).ids)]), own)
        as_technician.outcome = "Told when we come"
        as_technician.action_returned()
        with self.assertRaises(AccessError):
            other.with_user(self.user_technician).read(["phone"])
        with self.assertRaises(AccessError):
            as_technician.read(["unit_id"])
        with self.assertRaises(AccessError):
            as_technician.action_make_request()
        with self.assertRaises(AccessError):
            self._take(user=self.user_technician)
        paid = self._take(recipient_id=self.user_accountant.id)
        paid.with_user(self.user_accountant).action_no_answer()
        for user in (self.user_auditor, self.user_resident):
            with self.assertRaises(AccessError):
                own.with_user(user).action_no_answer()
        self.assertEqual(own.with_user(self.user_auditor).phone, "13900000009")

    def test_message_becomes_a_request(self):
        """ARC-18, SRV-25: nothing is typed twice, and the message leads to it."""
        message = self._take()
        action = message.action_make_request()
        tickets = self.env["helpdesk.ticket"].with_user(self.user_assistant)
        ticket = tickets.with_context(**action["context"]).create({})
        self.assertEqual(ticket.property_kind, "call_note")
        self.assertEqual(ticket.property_unit_id, self.unit_101)
        self.assertEqual(ticket.property_caller_phone, "13900000009")
        self.assertEqual(ticket.partner_name, "Wang")
        self.assertEqual(ticket.name, "Asks about the second parking space")
        self.assertEqual(message.ticket_ids, ticket)


@tagged("post_install", "-at_install")
class TestServiceCallCheck(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.phone = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone")
        cls.hotline = cls.env.ref("property_service.helpdesk_ticket_channel_hotline")

    def _check(self, user=None, **values):
        checks = self.env["property.service.call.check"]
        return checks.with_user(user or self.user_supervisor).create(
            {"estate_id": self.estate.id, "channel_id": self.phone.id, **values}
        )

    def test_rings_allowed(self):
        """ACC-07 before the third ring; CMP-18 within three on the hotline (C12)."""
        for line, rings, in_time in (
            (self.phone, 2, True),
            (self.phone, 3, False),
            (self.hotline, 3, True),
            (self.hotline, 4, False),
        ):
            with self.subTest(line=line.name, rings=rings):
                check = self._check(channel_id=line.id, rings=rings, max_rings=9)
                self.assertEqual(check.is_in_time, in_time)
                self.assertEqual(check.in_time_rate, 100.0 if in_time else 0.0)
        self.assertEqual(check.max_rings, 3)

    def test_number_at_the_time_stays(self):
        check = self._check(rings=3)
        target = self.env["property.service.target"].browse(self._allowed_target())
        target.amount = 5
        self.assertFalse(check.is_in_time)
        self.assertTrue(self._check(rings=3).is_in_time)

    def _allowed_target(self):
        targets = self.env["property.service.target"]
        lines = [
            rule
            for rule in targets._property_rules()
            if rule.measure == "answer" and rule.amount == 2
        ]
        return lines[0].id

    def test_unanswered_is_late(self):
        check = self._check(is_answered=False, rings=0)
        self.assertFalse(check.is_in_time)
        employee = self.env["hr.employee"].create(
            {"name": "Zhou", "company_id": self.company.id}
        )
        staff = self.env["property.staff"].create({"employee_id": employee.id})
        with self.assertRaisesRegex(ValidationError, "leave “Who answered” empty"):
            self._check(is_answered=False, staff_id=staff.id)

    def test_findings_stay(self):
        """A check is set aside with a reason, never rewritten."""
        check = self._check(rings=5, checked_by_id=self.user_assistant.id)
        self.assertEqual(check.checked_by_id, self.user_supervisor)
        with self.assertRaisesRegex(AccessError, "stays as it was"):
            check.rings = 1
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(IntegrityError, "void_explained"),
            self.env.cr.savepoint(),
        ):
            check.is_void = True
            check.flush_recordset()
        check.invalidate_recordset()
        check.write({"is_void": True, "note": "Wrong line"})
        counted = check.search(check._property_evidence_domain())
        self.assertNotIn(check, counted)
        with self.assertRaises(UserError):
            check.sudo().unlink()

    def test_only_supervisors_check(self):
        for user in (self.user_assistant, self.user_auditor, self.user_technician):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._check(user=user)

    def test_no_call_of_tomorrow(self):
        with self.assertRaisesRegex(ValidationError, "after it took place"):
            self._check(call_on=fields.Datetime.now() + timedelta(hours=1))

    def test_counts_as_routine(self):
        """GOV-01: a manager may ask for so many checks a week."""
        models = self.env["property.routine"]._selection_evidence_model()
        self.assertIn("property.service.call.check", dict(models))
