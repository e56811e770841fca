"""Requests, time limits, callbacks and complaints in figures, counted by hand."""

from datetime import timedelta
from random import Random

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.property_service.tests.test_base_calendar import utc
from odoo.addons.property_service.tests.test_service_escalation import (
    EscalationCommon,
)

from .figures_common import FiguresCase
from .service_twins import ServiceTwins

START = utc("2026-03-02 09:00")
NOW = "2026-03-20 09:00"
CAUSES = ("staff", "third_party", False)


@tagged("post_install", "-at_install")
class TestServiceFigures(EscalationCommon, ServiceTwins, FiguresCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attitude = cls.env.ref(
            "property_service.helpdesk_ticket_category_c_service_attitude"
        )
        cls.random = Random(7)
        cls.tickets = cls.env["helpdesk.ticket"]
        for number in range(24):
            cls._live(number)

        # With what follows from callbacks
        cls.tickets = cls.tickets.search([("company_id", "=", cls.company.id)])

    # === A world ===

    @classmethod
    def _pass(cls, frozen, hours):
        frozen.tick(timedelta(hours=hours * cls.random.random()))

    @classmethod
    def _live(cls, number):
        """One request, as far as chance takes it."""
        dice = cls.random
        kind = ("repair", "complaint", "inquiry")[number % 3]
        with freeze_time(START + timedelta(hours=12 * number)) as frozen:
            values = {"category_id": cls.attitude.id} if kind == "complaint" else {}
            if kind == "repair" and dice.random() < 0.3:
                values["property_is_urgent"] = True
            if dice.random() < 0.3:
                values["property_unit_id"] = cls.shop.id
            ticket = cls._make_request(
                user=cls.user_manager, property_kind=kind, **values
            )
            cls.tickets |= ticket.sudo()
            if number > 5 and dice.random() < 0.5:
                earlier = cls.tickets.filtered(
                    lambda t: t.property_estate_id == ticket.property_estate_id
                )[:1]
                if earlier != ticket.sudo():
                    ticket.property_repeat_of_id = earlier
            if number % 5 == 4:
                return
            cls._pass(frozen, 2)
            ticket.action_property_accept()
            if dice.random() < 0.5:
                ticket._property_add_contact("phone", "We look into it")
            cls._pass(frozen, 8)
            if dice.random() < 0.5:
                ticket._property_wait("Spare part")
                cls._pass(frozen, 40)
            if number % 5 == 3:
                return
            ticket.action_property_start()
            cls._pass(frozen, 30)
            if kind == "complaint":
                cls._judge(ticket, CAUSES[number // 3 % 3])
            cls._end(cls, ticket)
            callback = ticket.property_callback_ids
            cls._pass(frozen, 60)
            if callback and dice.random() < 0.8:
                level = dice.choice("12345")
                callback._property_record(level, "As it was")
                if ticket.property_step == "in_progress" and dice.random() < 0.6:
                    cls._pass(frozen, 10)
                    cls._end(cls, ticket)

    @classmethod
    def _judge(cls, ticket, cause):
        ticket.property_complaint_ids.write(
            {
                "cause_kind": cause,
                "demand": "An apology",
                "is_apology_given": True,
                "responsible_staff_id": cause == "staff"
                and cls.estate.manager_id.id
                or False,
            }
        )

    def _end(self, ticket):
        ticket._property_finish("Done")
        ticket._property_give_feedback("phone")
        ticket._property_close(
            self.random.choice((self.satisfied, self.unsatisfied)), "As it is"
        )

    # === The comparison ===

    def test_figures(self):
        """TRD-03, -06, SLA-06, SAT-05, CMP-17, -25: every measure of every report."""
        with self._at(NOW):
            self.now = fields.Datetime.now()
            tickets = self.tickets
            complaints = tickets.property_complaint_ids
            callbacks = tickets.property_callback_ids
            self.assertGreater(len(callbacks.filtered("level")), 3)
            self.assertTrue(any(t.property_reopen_count for t in tickets))
            common = ("estate_id", "kind", "main_category_id", "unit_id", "step")
            self.assertFigures(
                "property.request.report",
                [self._request_twin(ticket) for ticket in tickets],
                (*common, "category_id", "close_code_id", "is_open", "is_urgent"),
            )
            self.assertFigures(
                "property.target.report",
                [
                    self._target_twin(clock)
                    for ticket in tickets
                    for clock in self._clocks(ticket)
                ],
                (*common, "measure", "target_id"),
            )
            self.assertFigures(
                "property.callback.report",
                [self._callback_twin(callback) for callback in callbacks],
                (*common, "level", "caller_id"),
            )
            self.assertFigures(
                "property.complaint.report",
                [self._complaint_twin(complaint) for complaint in complaints],
                (*common, "class_id", "cause_kind", "liability"),
            )

    def test_feedback_hours_of_an_estate(self):
        """DB11/T 751 says 4 hours; an estate may promise less."""
        complaint = self.tickets.property_complaint_ids[:1]
        row = self.env["property.complaint.report"].browse(complaint.id)
        with self._at(NOW):
            before = row.feedback_in_time_count
            parameter = self.env.ref(
                "property_service_reports.parameter_service_complaint_feedback_hours"
            )
            parameter.with_context(
                property_estate_id=complaint.estate_id.id
            ).effective_value = "0.1" if before else "1000"
            self.env.invalidate_all()
            self.assertNotEqual(row.feedback_in_time_count, before)

    def test_click_opens_the_request(self):
        row = self.env["property.request.report"].browse(self.tickets[0].id)
        action = row.action_open_source()
        self.assertEqual(
            (action["res_model"], action["res_id"]),
            ("helpdesk.ticket", self.tickets[0].id),
        )
