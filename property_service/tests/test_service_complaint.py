"""Complaints: record, review, visits, department, closing, paper (CMP, ARC-16)."""

import io
from datetime import timedelta

from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form
from odoo.tests.common import new_test_user

from odoo.addons.queue_job.tests.common import trap_jobs

from .complaint_common import ComplaintCommon

ASPECTS = (
    "safety",
    "consistency",
    "attitude",
    "completeness",
    "environment",
    "convenience",
    "timeliness",
)
CLASSES = ("c_equipment", "c_service", "c_fee", "c_emergency")


class TestServiceComplaint(ComplaintCommon):
    # === Record ===

    def test_four_classes_and_seven_aspects(self):
        """CMP-01 to CMP-13."""
        categories = self.env["helpdesk.ticket.category"]
        found = categories.search(
            [("property_kind", "=", "complaint"), ("parent_id", "=", False)]
        )
        self.assertEqual(set(found.mapped("property_code")), set(CLASSES))
        service = found.filtered(lambda row: row.property_code == "c_service")
        self.assertEqual(
            set(service.child_id.mapped("property_code")),
            {f"c_service_{aspect}" for aspect in ASPECTS},
        )
        emergency = found.filtered(lambda row: row.property_code == "c_emergency")
        self.assertEqual(set(emergency.child_id.mapped("property_severity")), {"major"})
        complaint = self._complain()
        self.assertEqual(complaint.class_id, service)
        self.assertEqual(complaint.category_id, self.attitude)

    def test_the_record_follows_the_request(self):
        complaint = self._complain()
        self.assertEqual(len(complaint), 1)
        self.assertEqual(complaint.persons, self.owner_a.name)
        self.assertEqual(complaint.unit_id, self.unit_101)
        self.assertFalse(self._make_request().property_complaint_ids)
        later = self._make_request()
        later.property_kind = "complaint"
        self.assertEqual(later.property_complaint_ids.number, later.number)

    def test_many_complaints_in_few_queries(self):
        values = {
            "name": "Rude at the gate",
            "property_kind": "complaint",
            "property_unit_id": self.unit_101.id,
            "category_id": self.attitude.id,
        }
        tickets = self.env["helpdesk.ticket"].with_user(self.user_assistant)
        tickets.create(values)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        tickets.create([values] * 20)
        self.env.flush_all()
        first = self.env.cr.sql_log_count - before
        before = self.env.cr.sql_log_count
        more = tickets.create([values] * 60)
        self.env.flush_all()
        self.assertEqual(len(more.property_complaint_ids), 60)
        # Notices of the helpdesk itself are written one by one; records are not.
        self.assertLess(self.env.cr.sql_log_count - before, 3 * first)

    def test_the_desk_fills_it_in_on_the_request(self):
        """CMP-22, CMP-37, CMP-39, CMP-47 without leaving the request's form."""
        complaint = self._complain()
        view = "property_service.property_request_view_form"
        with Form(complaint.ticket_id, view=view) as form:
            form.property_demand = "An apology"
            form.property_cause_kind = "staff"
            form.property_responsible_staff_id = self.guard
            form.property_agreed_solution = "Apology in person"
            form.property_immediate_action = "Another guard at the gate"
            form.property_preventive_action = "Training"
        self.assertEqual(complaint.demand, "An apology")
        self.assertEqual(complaint.responsible_staff_id, self.guard)
        self.assertEqual(complaint.preventive_action, "Training")
        self.assertFalse(complaint.is_incomplete)

    def test_missing_points_are_found_and_stop_the_result(self):
        """CMP-34, CMP-44: place and persons are on record before it is done."""
        complaint = self._complain(
            property_unit_id=False,
            partner_id=False,
            property_estate_id=self.estate.id,
        )
        found = complaint.search(
            [("is_incomplete", "=", True), ("estate_id", "=", self.estate.id)]
        )
        self.assertIn(complaint, found)
        ticket = complaint.ticket_id
        with self.assertRaisesRegex(UserError, "the place, the persons involved"):
            ticket._property_finish("Spoken to the guard")
        ticket.property_place = "Gate 2"
        complaint.persons = "A visitor"
        ticket._property_finish("Spoken to the guard")
        self.assertEqual(ticket.property_step, "done")

    def test_second_complaint_counts(self):
        """CMP-25."""
        first, second = self._complain(), self._complain()
        self.assertFalse(second.is_repeat)
        second.ticket_id.action_property_confirm_repeat()
        self.assertTrue(second.is_repeat)
        self.assertFalse(first.is_repeat)

    def test_complaint_about_fees_names_the_charges(self):
        """CMP-12."""
        item = self.env["property.fee.item"].create(
            {"code": "X", "name": "Share", "company_id": self.company.id}
        )
        charge = self.env["property.fee.charge"].create(
            {
                "item_id": item.id,
                "unit_id": self.unit_101.id,
                "estate_id": self.estate.id,
                "company_id": self.company.id,
                "currency_id": self.company.currency_id.id,
                "partner_id": self.owner_a.id,
                "date_start": "2026-01-01",
                "date_end": "2026-01-31",
                "amount": 10,
                "is_single": True,
            }
        )
        complaint = self._complain()
        complaint.charge_ids = [Command.set(charge.ids)]
        self.assertEqual(complaint.charge_ids, charge)

    def test_it_stays_a_complaint(self):
        complaint = self._complain()
        complaint.respondent_id = self.guard
        with self.assertRaisesRegex(UserError, "stays a complaint"):
            complaint.ticket_id.property_kind = "suggestion"
        with self.assertRaises(UserError):
            complaint.sudo().unlink()

    # === Review ===

    def test_review_when_the_person_meant_took_it(self):
        """CMP-31: nobody closes it before, by whatever way."""
        complaint = self._complain()
        self.assertFalse(complaint.needs_review)
        complaint.respondent_id = self.agent
        self.assertTrue(complaint.needs_review)
        ticket = self._finish(complaint.ticket_id)
        todo = ticket.sudo().activity_ids
        self.assertEqual(todo.user_id, self.user_supervisor)
        for user, code, reason in (
            (self.user_assistant, self.satisfied, ""),
            (self.user_manager, self.satisfied, ""),
            (self.user_manager, self.cannot, "No way"),
        ):
            with self.subTest(user.login), self.assertRaisesRegex(UserError, "reviews"):
                ticket.with_user(user)._property_close(code, reason)
        closed = self.env.ref("property_service.helpdesk_ticket_stage_closed")
        with self.assertRaisesRegex(UserError, "reviews"):
            ticket.sudo().write({"stage_id": closed.id})
        review = complaint.with_user(self.user_supervisor)
        with self.assertRaisesRegex(UserError, "what the review found"):
            review._property_review(" ")
        review._property_review("Recorded truthfully; apologised")
        self.assertFalse(ticket.sudo().activity_ids)
        self.assertEqual(complaint.reviewed_by_id, self.user_supervisor)
        ticket._property_close(self.satisfied)
        self.assertEqual(ticket.property_step, "closed")

    def test_wizards_close_nothing_either(self):
        """CMP-31 by the dialog of the desk."""
        complaint = self._complain()
        complaint.respondent_id = self.agent
        wizard = self.env["property.service.close.wizard"].with_user(self.user_manager)
        wizard = wizard.create(
            {
                "ticket_ids": [Command.set(complaint.ticket_id.ids)],
                "result": "Apologised",
                "method": "phone",
                "code_id": self.satisfied.id,
            }
        )
        with self.assertRaisesRegex(UserError, "reviews"):
            wizard.action_confirm()

    def test_who_reviews(self):
        """CMP-31: a supervisor, never the person meant."""
        complaint = self._complain(self.user_supervisor)
        complaint.respondent_id = self.boss
        todo = complaint.ticket_id.sudo().activity_ids
        self.assertEqual(todo.user_id, self.user_manager)
        for user in (self.user_assistant, self.user_supervisor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                complaint.with_user(user)._property_review("Fine")
        complaint.with_user(self.user_manager)._property_review("Fine")
        self.assertTrue(complaint.is_reviewed)
        with self.assertRaises(AccessError):
            complaint.write({"reviewed_by_id": self.user_manager.id})

    def test_the_name_does_not_come_off_the_record(self):
        """CMP-31: not avoided by the acceptor, nor undone by a change of hands."""
        complaint = self._complain()
        complaint.respondent_id = self.agent
        for value in (False, self.guard.id):
            with self.subTest(value), self.assertRaises(AccessError):
                complaint.respondent_id = value
        complaint.ticket_id.property_received_by_id = self.user_administrator
        self.assertTrue(complaint.needs_review)
        complaint.with_user(self.user_supervisor)._property_review("Looked at")
        complaint.with_user(self.user_supervisor).respondent_id = self.boss
        self.assertFalse(complaint.needs_review)
        complaint.with_user(self.user_supervisor).respondent_id = self.agent
        self.assertTrue(complaint.needs_review)
        self.assertFalse(complaint.is_reviewed)

    def test_reopened_is_reviewed_anew(self):
        """CMP-31, CMP-38."""
        complaint = self._complain()
        complaint.respondent_id = self.agent
        complaint.with_user(self.user_supervisor)._property_review("Looked at")
        ticket = self._end(complaint)
        ticket._property_reopen("Rude again")
        self.assertFalse(complaint.is_reviewed)
        self._finish(ticket)
        with self.assertRaisesRegex(UserError, "reviews"):
            ticket._property_close(self.satisfied)

    def test_no_review_without_need(self):
        complaint = self._complain()
        complaint.respondent_id = self.guard
        with self.assertRaisesRegex(UserError, "needs no review"):
            complaint.with_user(self.user_supervisor)._property_review("Looked at")

    # === Anybody hears a complaint ===

    def test_any_employee_hands_in_a_complaint(self):
        """CMP-46: of whatever post; the answer is the number."""
        user = new_test_user(
            self.env,
            "property_gardener",
            "base.group_user",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
            property_estate_ids=[Command.set(self.estate.ids)],
        )
        for who in (user, self.user_technician, self.user_accountant):
            with self.subTest(who.login):
                wizards = self.env["property.complaint.hear.wizard"].with_user(who)
                wizard = wizards.create(
                    {
                        "estate_id": self.estate.id,
                        "unit_code": "1-1-101",
                        "name": "Mrs Li",
                        "phone": "13912345678",
                        "words": "The lift stops\nevery day",
                        "is_about_me": who == user,
                    }
                )
                wizard.action_confirm()
                ticket = wizard.sudo().ticket_id
                self.assertEqual(wizard.number, ticket.number)
                self.assertEqual(ticket.property_unit_id, self.unit_101)
                self.assertEqual(ticket.name, "The lift stops")
                self.assertEqual(ticket.property_received_by_id, who)
                complaint = ticket.property_complaint_ids
                self.assertEqual(complaint.needs_review, who == user)
                with self.assertRaisesRegex(UserError, "registered already"):
                    wizard.action_confirm()

    def test_residents_use_the_portal(self):
        wizards = self.env["property.complaint.hear.wizard"]
        with self.assertRaises(AccessError):
            wizards.with_user(self.user_resident).create(
                {
                    "estate_id": self.estate.id,
                    "unit_code": "1",
                    "name": "x",
                    "words": "x",
                }
            )

    # === Visits, explanations, departments ===

    def test_visit_stays_on_record(self):
        """CMP-14, CMP-53."""
        complaint = self._complain()
        moment = fields.Datetime.now() - timedelta(minutes=5)
        visit = complaint._property_add_visit(
            "The guard was rude", visitor=self.user_supervisor, date=moment
        )
        self.assertEqual(visit.visitor_id, self.user_supervisor)
        self.assertEqual(visit.user_id, self.user_assistant)
        ticket = complaint.ticket_id
        self.assertEqual(ticket.property_arrived_on, moment)
        self.assertEqual(ticket.property_last_contact_on, moment)
        with self.assertRaises(UserError):
            visit.sudo().write({"finding": "Nothing"})
        with self.assertRaises(UserError):
            visit.sudo().unlink()
        with self.assertRaises(AccessError):
            visit.with_user(self.user_manager).copy()
        with self.assertRaisesRegex(UserError, "after it took place"):
            complaint._property_add_visit(
                "Later", date=fields.Datetime.now() + timedelta(hours=1)
            )

    def test_on_site_explained_and_reported(self):
        """CMP-54: what cannot be handled at once goes up, with the explanation."""
        complaint = self._complain(user_id=self.user_assistant.id)
        with self.assertRaisesRegex(UserError, "by which day"), self.cr.savepoint():
            complaint._property_add_visit("Lift is old", "reported")
        wizard = self.env["property.complaint.visit.wizard"]
        wizard = wizard.with_user(self.user_assistant).create(
            {
                "complaint_id": complaint.id,
                "finding": "Lift is old",
                "outcome": "reported",
                "explanation": "The lift is to be replaced",
                "promised_date": self.today + timedelta(days=30),
            }
        )
        wizard.action_confirm()
        ticket = complaint.ticket_id
        self.assertEqual(ticket.property_escalation_ids.reason, wizard.explanation)
        self.assertEqual(ticket.property_promised_date, wizard.promised_date)
        self.assertEqual(complaint.visit_ids.explanation, wizard.explanation)

    def test_cannot_be_solved_for_now(self):
        """CMP-16: explanation and promised day, told to the customer, reported."""
        complaint = self._complain(user_id=self.user_assistant.id)
        ticket = complaint.ticket_id
        for values in (
            {"explanation": " ", "promised_date": self.today},
            {"explanation": "Spare part ordered", "promised_date": None},
            {
                "explanation": "Spare part ordered",
                "promised_date": self.today - timedelta(days=1),
            },
        ):
            with self.assertRaisesRegex(UserError, "by which day"):
                complaint._property_postpone(**values)
        complaint._property_postpone("Spare part ordered", self.today)
        self.assertEqual(ticket.property_contact_ids.content, "Spare part ordered")
        self.assertEqual(ticket.property_escalation_ids.to_level, "administrator")
        # With somebody higher already, the assistant's report pulls it not down.
        ticket._property_escalate("Beyond me", "manager")
        handler = ticket.user_id
        self.assertEqual(handler, self.user_manager)
        complaint._property_postpone("Still waiting", self.today)
        self.assertEqual(ticket.user_id, handler)

    def test_department_is_urged_once_when_time_is_up(self):
        """CMP-24."""
        leader = self.user_administrator
        team = self.env["helpdesk.ticket.team"].create(
            {
                "name": "Security",
                "company_id": self.company.id,
                "user_id": leader.id,
                "user_ids": [Command.set(leader.ids)],
            }
        )
        complaint = self._complain()
        with self.assertRaisesRegex(UserError, "choose the department"):
            complaint.action_urge()
        late = fields.Datetime.now() - timedelta(hours=1)
        complaint.write({"responsible_team_id": team.id, "team_deadline": late})
        answered = self._complain(property_unit_id=self.unit_102.id)
        answered.write(
            {
                "responsible_team_id": team.id,
                "team_deadline": late,
                "team_answer": "Guard was spoken to",
            }
        )
        cron = self.env["property.complaint"]
        due = cron._property_take_urging(10)
        self.assertEqual(due, complaint.with_env(due.env))
        due._property_urge()
        self.assertFalse(cron._property_take_urging(10))
        self.assertEqual((complaint.urged_count, answered.urged_count), (1, 0))
        notices = self.env["mail.notification"].search(
            [("res_partner_id", "=", leader.partner_id.id)]
        )
        self.assertIn(complaint.number, str(notices.mail_message_id.mapped("body")))
        with self.assertRaises(AccessError):
            complaint.write({"urged_count": 0})

    # === Closing ===

    def test_record_form_is_filed_under_the_unit(self):
        """CMP-33, ARC-16: what is filed says who, what, why and how it ended."""
        complaint = self._complain()
        complaint.write(
            {
                "demand": "An apology",
                "cause_kind": "staff",
                "respondent_id": self.guard.id,
                "responsible_staff_id": self.guard.id,
            }
        )
        complaint._property_add_visit("The guard was rude")
        with trap_jobs() as jobs:
            ticket = self._end(complaint)
            jobs.perform_enqueued_jobs()
        paper = self.env["property.service.paper"].search(
            [("complaint_id", "=", complaint.id)]
        )
        self.assertEqual(paper.unit_id, self.unit_101)
        file = paper.attachment_id
        self.assertEqual(
            (file.res_model, file.res_id), ("property.unit", self.unit_101.id)
        )
        self.assertTrue(file.property_locked)
        reader = PdfReader(io.BytesIO(file.raw))
        text = " ".join(page.extract_text() for page in reader.pages)
        text = " ".join(text.split())
        for words in (
            ticket.number,
            "Rude at the gate",
            "An apology",
            "Guard",
            "Washer replaced",
            "13800000001",
        ):
            with self.subTest(words):
                self.assertIn(words, text)
        self.assertEqual(text.count("The guard was rude"), 1)
        with self.assertRaisesRegex(UserError, "closed and filed"):
            complaint.demand = "Money"
        ticket._property_reopen("Rude again")
        with trap_jobs() as jobs:
            self._end(complaint)
            jobs.perform_enqueued_jobs()
        papers = paper.search([("complaint_id", "=", complaint.id)])
        self.assertEqual(sorted(papers.mapped("round")), [0, 1])

    def test_difficult_customers_are_asked_again(self):
        """CMP-50."""
        complaint = self._complain()
        complaint.is_difficult = True
        ticket = self._end(complaint)
        days = self.estate._property_parameter("service.difficult_follow_up_days")
        todo = ticket.sudo().activity_ids.filtered(
            lambda row: row.user_id == self.user_assistant
        )
        self.assertEqual(todo.date_deadline, self.today + timedelta(days=days))

    def test_escalated_and_closed_as_it_cannot_be_handled(self):
        """SLA-03, SLA-04: the manager's reason is the handling that was awaited."""
        complaint = self._complain(user_id=self.user_assistant.id)
        ticket = complaint.ticket_id
        ticket._property_escalate("The builder is gone", "manager")
        self.assertEqual(ticket.user_id, self.user_manager)
        self._finish(ticket)
        with self.assertRaisesRegex(UserError, "was escalated"):
            ticket._property_close(self.satisfied)
        ticket = ticket.with_user(self.user_manager)
        ticket._property_close(self.cannot, "No builder is left to repair it")
        self.assertEqual(ticket.property_step, "cannot_handle")
        self.assertEqual(ticket.property_escalation_ids.state, "handled")

    # === Rights ===

    def test_rights(self):
        complaint = self._complain()
        self.assertEqual(
            complaint.with_user(self.user_auditor).number, complaint.number
        )
        with self.assertRaises(AccessError):
            complaint.with_user(self.user_auditor).demand = "x"
        outsider = self._make_user(
            "property_outsider",
            "property_service.property_service_group_manager",
            estates=self.mall,
        )
        self.assertFalse(complaint.with_user(outsider).search([]))
        for user in (self.user_technician, self.user_resident):
            with self.subTest(user.login), self.assertRaises(AccessError):
                complaint.with_user(user).read(["demand"])
            with self.subTest(user.login), self.assertRaises(AccessError):
                complaint.ticket_id.with_user(user).read(["property_demand"])
