"""Inquiries: questions asked inside, quarterly summary, notice board (SRV-14..17)."""

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .test_base_calendar import utc
from .test_service_target import TargetCommon

MONDAY = "2026-03-02 09:00"


class InquiryCommon(TargetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.topics = {
            code: cls.env.ref(f"property_service.helpdesk_ticket_category_i_{code}")
            for code in ("fee", "parking", "renovation")
        }

    def _inquiry(self, topic="fee", **values):
        return self._ticket(
            "inquiry", category_id=topic and self.topics[topic].id, **values
        )

    def _ask(self, ticket, user=None, **values):
        wizard = self.env["property.service.consult.wizard"]
        wizard = wizard.with_user(user or self.user_assistant).create(
            {
                "ticket_ids": [Command.set(ticket.ids)],
                "question": "May a lift be used for bricks?",
                "source": "department",
                "asked_user_id": self.user_administrator.id,
                "is_customer_told": True,
                **values,
            }
        )
        wizard.action_confirm()
        return ticket.property_consult_ids


class TestServiceConsult(InquiryCommon):
    def test_asked_inside_and_answered_back(self):
        """SRV-16, SRV-17: explain, ask at once, then answer the customer."""
        with self._at(MONDAY):
            ticket = self._inquiry("renovation")
            self.assertEqual(ticket.property_answer_source, "desk")
            consult = self._ask(ticket)
            self.assertEqual(ticket.property_step, "waiting")
            self.assertTrue(ticket.property_awaits_answer)
            self.assertFalse(ticket.property_pause_ids)
            self.assertEqual(
                consult.activity_ids.mapped("user_id"), self.user_administrator
            )
            # Four working hours from nine, with an hour of rest at noon.
            self.assertEqual(consult.due_on, utc("2026-03-02 14:00"))
            found = self.env["helpdesk.ticket"].search(
                [("property_awaits_answer", "=", True), ("id", "=", ticket.id)]
            )
            self.assertEqual(found, ticket)
            consult = consult.with_user(self.user_administrator)
            with self.assertRaisesRegex(UserError, "write down the answer"):
                consult.action_answer()
            consult.answer = "With protection boards, from nine to five"
            consult.action_answer()
        self.assertEqual(consult.state, "answered")
        self.assertEqual(consult.answered_by_id, self.user_administrator)
        self.assertFalse(consult.activity_ids)
        self.assertEqual(ticket.property_step, "in_progress")
        self.assertEqual(ticket.property_answer_source, "department")
        self.assertFalse(ticket.property_awaits_answer)
        reminder = ticket.activity_ids
        self.assertEqual(reminder.user_id, self.user_assistant)
        self.assertEqual(reminder.summary, "Give the customer the answer")
        ticket = self._finish(ticket)
        ticket._property_close(self.satisfied)
        self.assertFalse(ticket.activity_ids)

    def test_not_finished_while_a_question_waits(self):
        ticket = self._inquiry()
        first = self._ask(ticket)
        both = self._ask(ticket, asked_user_id=False, asked_name="Tax adviser")
        self.assertEqual(len(both), 2)
        with self.assertRaisesRegex(UserError, "has no answer yet"):
            ticket.with_user(self.user_assistant)._property_finish("Told")
        first.with_user(self.user_assistant).write({"answer": "Yes"})
        first.with_user(self.user_assistant).action_answer()
        self.assertEqual(ticket.property_step, "waiting")
        second = both - first
        second.with_user(self.user_assistant).write({"answer": "No"})
        second.with_user(self.user_assistant).action_answer()
        self.assertEqual(ticket.property_step, "in_progress")

    def test_a_pause_for_the_customer_goes_on(self):
        """Our answer does not end a wait that the customer asked for."""
        ticket = self._inquiry()
        ticket._property_wait("The owner is abroad")
        consult = self._ask(ticket).with_user(self.user_assistant)
        consult.answer = "Yes"
        consult.action_answer()
        self.assertEqual(ticket.property_step, "waiting")
        self.assertFalse(ticket.property_pause_ids.ended_on)

    def test_the_customer_is_told(self):
        """SRV-16: the customer hears that we ask."""
        with self.assertRaisesRegex(UserError, "Explain to the customer"):
            self._ask(self._inquiry(), is_customer_told=False)

    def test_somebody_is_asked(self):
        with self.assertRaisesRegex(ValidationError, "who is asked"):
            self._ask(self._inquiry(), asked_user_id=False)

    def test_guards(self):
        ticket = self._inquiry()
        consult = self._ask(ticket).with_user(self.user_assistant)
        with self.assertRaises(AccessError):
            consult.state = "answered"
        with self.assertRaises(AccessError):
            consult.question = "Another"
        with self.assertRaises(AccessError):
            self.env["property.service.consult"].with_user(self.user_manager).create(
                {"ticket_id": ticket.id, "question": "?"}
            )
        consult.answer = "Yes"
        consult.action_answer()
        with self.assertRaisesRegex(UserError, "ask again"):
            consult.answer = "No"
        with self.assertRaises(UserError):
            consult.action_answer()
        with self.assertRaises(UserError):
            consult.sudo().unlink()
        self._finish(ticket)
        with self.assertRaisesRegex(UserError, "finished"):
            ticket._property_consult("Once more", asked_name="Somebody")

    def test_late_answers_are_found(self):
        with self._at(MONDAY):
            consult = self._ask(self._inquiry())
            self.assertFalse(consult.is_late)
        with self._at("2026-03-02 14:01"):
            consult.invalidate_recordset()
            self.assertTrue(consult.is_late)
            late = consult.search([("is_late", "=", True), ("id", "=", consult.id)])
            self.assertEqual(late, consult)


class TestServiceInquirySummary(InquiryCommon):
    def _cron(self):
        self.env["property.service.inquiry.summary"]._cron_property_summaries()

    def _summary(self, start, user=None):
        summaries = self.env["property.service.inquiry.summary"]
        return summaries.with_user(user or self.user_assistant).search(
            [("estate_id", "=", self.estate.id), ("date_start", "=", start)]
        )

    def _quarter(self):
        """Three about fees, one of them answered; one about parking by an expert."""
        with self._at("2026-01-02 09:00"):
            self._cron()
        with self._at("2026-02-03 09:00"):
            fee = self._inquiry() | self._inquiry() | self._inquiry()
            parking = self._inquiry("parking")
            self._ticket("repair")
            consult = parking._property_consult(
                "Whose bay?", "expert", asked_name="Surveyor"
            )
            consult.answer = "The owner's"
            consult.action_answer()
        with self._at("2026-02-03 11:00"):
            for ticket in fee[0] | parking:
                self._finish(ticket)._property_close(self.satisfied)
        with self._at("2026-04-01 09:00"):
            self._inquiry("renovation")  # the next quarter's
        return fee, parking

    def test_quarter_by_topic(self):
        """SRV-14: at the end of each quarter, for the centre manager; then it stays."""
        fee, _parking = self._quarter()
        summary = self._summary("2026-01-01")
        with self._at("2026-03-30 09:00"):
            with self.assertRaisesRegex(UserError, "from 2026-03-31 on"):
                summary.action_publish()
        with self._at("2026-04-02 09:00"):
            summary.note = "Many ask about the new fees"
            summary.action_publish()
        self.assertEqual(summary.state, "published")
        self.assertFalse(summary.is_late)
        self.assertEqual(summary.date_due, date(2026, 4, 5))
        self.assertRecordValues(
            summary.line_ids,
            [
                {
                    "name": self.topics["fee"].complete_name,
                    "inquiry_count": 3,
                    "inside_count": 0,
                    "open_count": 2,
                    "hours": 2.0,
                },
                {
                    "name": self.topics["parking"].complete_name,
                    "inquiry_count": 1,
                    "inside_count": 1,
                    "open_count": 0,
                    "hours": 2.0,
                },
            ],
        )
        self.assertEqual(summary.inquiry_count, 4)
        self.assertEqual(
            summary.activity_ids.user_id, self.estate._property_level_user("manager")
        )
        # Frozen: neither what happens later nor anybody changes it.
        self._finish(fee[1])
        self._cron()
        self.assertEqual(summary.open_count, 2)
        for change in (
            lambda: summary.action_refresh(),
            lambda: summary.action_publish(),
            lambda: summary.write({"note": "Few ask"}),
            lambda: summary.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(AccessError):
            summary.line_ids[0].inquiry_count = 99
        with self.assertRaises(AccessError):
            summary.write({"line_ids": [Command.clear()]})
        with self.assertRaisesRegex(UserError, "manager's"):
            summary.action_read()
        summary.with_user(self.user_manager).action_read()
        self.assertEqual(summary.read_by_id, self.user_manager)
        self.assertFalse(summary.activity_ids)

    def test_opened_once_and_counted(self):
        self._quarter()
        with self._at("2026-04-02 09:00"):
            self._cron()
            self._cron()
            found = self.env["property.service.inquiry.summary"].search(
                [("estate_id", "=", self.estate.id)]
            )
            self.assertEqual(
                sorted(found.mapped("date_start")),
                [date(2026, 1, 1), date(2026, 4, 1)],
            )
            self.assertEqual(self._summary("2026-01-01").inquiry_count, 4)
            self.assertEqual(self._summary("2026-04-01").inquiry_count, 1)

    def test_late_and_missed(self):
        self._quarter()
        summary = self._summary("2026-01-01")
        with self._at("2026-04-06 09:00"):
            missed = summary.search([("is_missed", "=", True)])
            self.assertIn(summary, missed)
            summary.action_publish()
            self.assertTrue(summary.is_late)
            self.assertFalse(summary.is_missed)

    def test_routine_counts_submissions(self):
        """On the last day or in the first days after: the new quarter's routine."""
        routine = self.env.ref("property_service.routine_service_inquiry_summary")
        self._quarter()
        with self._at("2026-03-31 20:00"):
            self._summary("2026-01-01").action_publish()
        measure = routine._property_measure(
            self.estate, date(2026, 4, 1), date(2026, 4, 5)
        )
        self.assertTrue(measure.is_met)

    def test_notice_board_follows(self):
        """SRV-15: the manager decides the next quarter's board from the topics."""
        self._quarter()
        with self._at("2026-04-02 09:00"):
            summary = self._summary("2026-01-01", self.user_supervisor)
            with self.assertRaisesRegex(UserError, "Submit the summary"):
                summary.action_plan_notices()
            summary.action_publish()
            with self.assertRaises(AccessError):
                summary.with_user(self.user_assistant).action_plan_notices()
            action = summary.action_plan_notices()
            plan = summary.plan_ids
            self.assertEqual(action["res_id"], plan.id)
            self.assertEqual(summary.action_plan_notices()["res_id"], plan.id)
            self.assertEqual(plan.date_start, date(2026, 4, 1))
            self.assertEqual(plan.date_end, date(2026, 6, 30))
            self.assertRecordValues(
                plan.line_ids,
                [
                    {"category_id": self.topics["fee"].id, "inquiry_count": 3},
                    {"category_id": self.topics["parking"].id, "inquiry_count": 1},
                ],
            )
            line = plan.line_ids[0].with_user(self.user_supervisor)
            line.write({"name": "The new fees", "planned_date": "2026-04-10"})
            with self.assertRaisesRegex(ValidationError, "outside the quarter"):
                line.planned_date = "2026-07-01"
            with self.assertRaisesRegex(UserError, "decides on the plan first"):
                line.action_post()
            with self.assertRaisesRegex(AccessError, "manager decides"):
                plan.action_decide()
            plan.with_user(self.user_manager).action_decide()
            self.assertEqual(plan.decided_by_id, self.user_manager)
            self._check_decided(plan, line)

    def _check_decided(self, plan, line):
        """Words may still be written, topics are the manager's, what hangs stays."""
        line = line.with_user(self.user_assistant)
        line.content = "What the fee is for, and who approved it"
        for change in (
            lambda: line.write({"name": "Other"}),
            lambda: plan.with_user(self.user_supervisor).write({"note": "x"}),
            lambda: plan.with_user(self.user_supervisor).write(
                {"line_ids": [Command.create({"name": "More"})]}
            ),
            lambda: plan.with_user(self.user_supervisor).unlink(),
        ):
            with self.assertRaises(UserError):
                change()
        line.action_post()
        self.assertEqual(line.posted_by_id, self.user_assistant)
        self.assertEqual(plan.posted_count, 1)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            line.content = "Other words"
        routine = self.env.ref("property_service.routine_service_notice_plan")
        measure = routine._property_measure(
            self.estate, date(2026, 4, 1), date(2026, 4, 10)
        )
        self.assertTrue(measure.is_met)

    def test_plan_of_a_quarter(self):
        plans = self.env["property.service.notice.plan"].with_user(self.user_supervisor)
        values = {"estate_id": self.estate.id}
        with self._at("2026-05-20 09:00"):
            plan = plans.create(values)
            self.assertEqual(plan.date_start, date(2026, 7, 1))
            with self.assertRaisesRegex(UserError, "enter a notice"):
                plan.with_user(self.user_manager).action_decide()
            plan.unlink()
        with self.assertRaisesRegex(ValidationError, "first day of a quarter"):
            plans.create({**values, "date_start": "2026-02-01"})
