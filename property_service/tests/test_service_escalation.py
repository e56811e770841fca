"""Escalation by time, weight and report; early warnings (SLA, SRV-48, CMP-43, -45)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError

from .test_service_target import TargetCommon

MONDAY = "2026-03-02 09:00"


class EscalationCommon(TargetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_staff("Director", user=cls.user_manager, post="project_manager")
        cls.estate.manager_id = cls.env["property.staff"].search(
            [("user_id", "=", cls.user_manager.id)]
        )

    def _levels(self, ticket):
        return ticket.property_escalation_ids.sorted("id").mapped("to_level")


class TestServiceEscalation(EscalationCommon):
    def test_two_days_and_a_week(self):
        """SLA-01, SLA-02: supervisor, then manager; complaints by the week alone."""
        with self._at(MONDAY):
            repair = self._ticket("repair", user_id=self.user_assistant.id)
            complaint = self._ticket(user_id=self.user_assistant.id)
        table = (
            ("2026-03-04 08:59", [], []),
            ("2026-03-04 09:00", ["supervisor"], []),
            ("2026-03-09 08:59", ["supervisor"], []),
            ("2026-03-09 09:00", ["supervisor", "manager"], ["manager"]),
            ("2026-03-20 09:00", ["supervisor", "manager"], ["manager"]),
        )
        for moment, of_repair, of_complaint in table:
            with self.subTest(moment), self._at(moment):
                self._run()
                self.assertEqual(self._levels(repair), of_repair)
                self.assertEqual(self._levels(complaint), of_complaint)
        self.assertEqual(repair.user_id, self.user_manager)
        # C4: the first-contact person stays.
        self.assertEqual(repair.property_first_contact_id, self.user_assistant)
        trail = repair.property_transfer_ids.sorted("id")
        self.assertEqual(trail[0].from_user_id, self.user_assistant)
        self.assertEqual(trail[0].to_user_id, self.user_supervisor)
        self.assertEqual(trail[1].to_user_id, self.user_manager)
        self.assertEqual(repair.property_transfer_count, 2)

    def test_long_asleep_reaches_both(self):
        """The server was down for ten days: each level once, in order."""
        with self._at(MONDAY):
            ticket = self._ticket("repair")
        with self._at("2026-03-12 09:00"):
            self._run()
        self.assertEqual(self._levels(ticket), ["supervisor", "manager"])

    def test_waiting_does_not_hide_a_case(self):
        with self._at(MONDAY):
            ticket = self._ticket("repair")
            ticket._property_wait("Spare part")
        with self._at("2026-03-04 09:00"):
            self._run()
        self.assertEqual(self._levels(ticket), ["supervisor"])

    def test_finished_goes_nowhere(self):
        with self._at(MONDAY):
            ticket = self._ticket("repair")
            ticket._property_finish("Done")
        with self._at("2026-03-20 09:00"):
            self._run()
        self.assertFalse(ticket.property_escalation_ids)

    def test_major_at_once(self):
        """SLA-25 supervisor takes over; CMP-32, -45 director and manager are told."""
        complaint = self._ticket(property_severity="major")
        self.assertEqual(
            sorted(self._levels(complaint)), ["director", "manager", "supervisor"]
        )
        self.assertEqual(complaint.user_id, self.user_supervisor)
        director = complaint.property_escalation_ids.filtered(
            lambda e: e.to_level == "director"
        )
        self.assertEqual(director.to_user_id, self.user_manager)
        repair = self._ticket("repair", property_severity="major")
        self.assertEqual(self._levels(repair), ["supervisor"])

    def test_becomes_major(self):
        ticket = self._ticket()
        self.assertFalse(ticket.property_escalation_ids)
        ticket.property_severity = "major"
        self.assertEqual(len(ticket.property_escalation_ids), 3)
        ticket.property_severity = "normal"
        ticket.property_severity = "major"
        self.assertEqual(len(ticket.property_escalation_ids), 3)

    def test_notification_is_an_automated_action(self):
        """CMP-45: told at once, unless the manager switched the rule off."""
        ticket = self._ticket(property_severity="major")
        activities = ticket.property_escalation_ids.activity_ids
        self.assertEqual(activities.user_id, self.user_supervisor | self.user_manager)
        rule = self.env.ref("property_service.property_service_automation_major")
        with self.assertRaises(AccessError):
            rule.with_user(self.user_supervisor).action_property_switch()
        with self.assertRaises(AccessError):
            rule.with_user(self.user_manager).write({"active": False})
        rule.with_user(self.user_manager).action_property_switch()
        ticket = self._ticket(property_severity="major")
        self.assertFalse(ticket.property_escalation_ids.activity_ids)

    def test_many_at_once_are_one_message(self):
        """A to-do for each case; the supervisor is told once of all of them."""
        with self._at(MONDAY):
            tickets = self.env["helpdesk.ticket"]
            for _number in range(3):
                tickets |= self._ticket("repair")
        told = [("notified_partner_ids", "in", self.user_supervisor.partner_id.ids)]
        before = self.env["mail.message"].search(told)
        with self._at("2026-03-04 09:00"):
            self._run()
        todos = tickets.property_escalation_ids.activity_ids
        self.assertEqual(len(todos), 3)
        self.assertEqual(todos.user_id, self.user_supervisor)
        message = self.env["mail.message"].search(told) - before
        self.assertEqual(len(message), 1)
        for ticket in tickets:
            self.assertIn(ticket.number, message.body)

    def test_report_beyond_ability(self):
        """SLA-25..27, SRV-27."""
        ticket = self._ticket("repair", user_id=self.user_assistant.id)
        with self.assertRaisesRegex(UserError, "reason"):
            ticket._property_escalate(" ")
        ticket._property_escalate("Pump room is locked")
        self.assertEqual(self._levels(ticket), ["administrator"])
        self.assertEqual(ticket.user_id, self.user_administrator)
        escalation = ticket.property_escalation_ids
        self.assertTrue(escalation.is_manual)
        self.assertEqual(escalation.level_id, self._level("beyond"))
        self.assertEqual(escalation.user_id, self.user_assistant)
        ticket.with_user(self.user_administrator)._property_escalate("Needs money")
        self.assertEqual(ticket.user_id, self.user_supervisor)
        with self.assertRaisesRegex(UserError, "above your own"):
            ticket.with_user(self.user_manager)._property_escalate("?", "supervisor")

    def test_major_report_goes_to_the_supervisor(self):
        """SLA-25: major matters do not stop at the administrator."""
        self._level("major").active = False
        ticket = self._ticket("repair", property_severity="major")
        ticket._property_escalate("A wall moves")
        self.assertEqual(self._levels(ticket), ["supervisor"])

    def test_each_level_writes_its_handling(self):
        """SLA-04: the case does not close before."""
        ticket = self._ticket("repair")
        ticket._property_escalate("Beyond me", "supervisor")
        self._finish(ticket)
        with self.assertRaisesRegex(UserError, "who took it over"):
            ticket._property_close(self.satisfied)
        ticket.with_user(self.user_administrator)._property_add_handling("Looked")
        self.assertEqual(ticket.property_escalation_ids.state, "open")
        ticket.with_user(self.user_supervisor)._property_add_handling("Pump replaced")
        escalation = ticket.property_escalation_ids
        self.assertEqual(escalation.state, "handled")
        self.assertEqual(escalation.handling, "Pump replaced")
        self.assertEqual(escalation.handled_by_id, self.user_supervisor)
        ticket._property_close(self.satisfied)
        self.assertEqual(ticket.property_step, "closed")

    def test_nobody_at_that_level(self):
        """A level without people goes up; an estate without people does not crash."""
        mall = self.mall
        mall.user_ids = [fields.Command.set(self.user_manager.ids)]
        self.assertEqual(mall._property_level_user("supervisor"), self.user_manager)
        mall.user_ids = [fields.Command.clear()]
        with self._at(MONDAY):
            ticket = self.env["helpdesk.ticket"].create(
                {
                    "name": "Dark corridor",
                    "property_kind": "repair",
                    "property_estate_id": mall.id,
                }
            )
        with self._at("2026-03-05 09:00"):
            self._run()
        self.assertEqual(self._levels(ticket), ["supervisor"])
        self.assertFalse(ticket.property_escalation_ids.to_user_id)

    def test_holder_of_the_post_is_asked(self):
        second = self._make_user(
            "property_supervisor_2",
            "property_service.property_service_group_supervisor",
            estates=self.estate,
        )
        self._make_staff("Second", user=second, post="supervisor")
        self.assertEqual(self.estate._property_level_user("supervisor"), second)

    def test_escalations_stay(self):
        ticket = self._ticket(property_severity="major")
        with self.assertRaises(UserError):
            ticket.property_escalation_ids.sudo().unlink()


class TestServiceWarning(EscalationCommon):
    def _warnings(self, kind):
        return self.env["property.service.warning"].search(
            [("estate_id", "=", self.estate.id), ("kind", "=", kind)]
        )

    def test_similar_requests_of_a_building(self):
        """SRV-48, CMP-43: N units of a building; the project manager is told."""
        units = (self.unit_101, self.unit_102, self.unit_103)
        made = [self._make_request(property_unit_id=unit.id) for unit in units[:2]]
        # A unit that asks again is no common problem.
        made.append(self._make_request(property_unit_id=self.unit_101.id))
        self.assertFalse(self._warnings("similar"))
        made.append(self._make_request(property_unit_id=self.unit_103.id))
        warning = self._warnings("similar")
        self.assertEqual(warning.ticket_ids, self.env["helpdesk.ticket"].union(*made))
        self.assertEqual(warning.user_id, self.user_manager)
        self.assertEqual(warning.activity_ids.user_id, self.user_manager)
        self._make_request(property_unit_id=self.unit_102.id)
        self.assertEqual(self._warnings("similar"), warning)
        self.assertEqual(warning.ticket_count, 5)

    def test_number_and_period_are_settings(self):
        parameters = self.env["property.parameter"].with_context(
            property_estate_id=self.estate.id
        )
        days = self.estate._property_parameter("service.warning_days")
        old = fields.Datetime.now() - timedelta(days=days, hours=1)
        for unit in (self.unit_101, self.unit_102, self.unit_103):
            self._make_request(property_unit_id=unit.id, property_received_on=old)
        self.assertFalse(self._warnings("similar"))
        parameter = parameters.search([("code", "=", "service.warning_count")])
        parameter.effective_value = "1"
        self._make_request()
        self.assertTrue(self._warnings("similar"))

    def test_repair_without_a_word(self):
        """SLA-05: three days without a line in the contact log is an exception."""
        with self._at(MONDAY):
            silent, told, done = (self._ticket("repair") for _number in range(3))
        with self._at("2026-03-03 09:00"):
            told._property_add_contact("phone", "The spare part comes on Friday")
            done._property_finish("Done")
        with self._at("2026-03-05 08:59"):
            self._run()
            self.assertFalse(self._warnings("no_contact"))
        with self._at("2026-03-05 09:00"):
            self._run()
            self._run()
        self.assertEqual(self._warnings("no_contact").ticket_ids, silent)

    def test_handled_once_with_words(self):
        warning = (
            self.env["property.service.warning"]
            .with_user(self.user_assistant)
            .create(
                {
                    "name": "Owners of building 1 meet about the lift",
                    "estate_id": self.estate.id,
                    "state": "handled",
                }
            )
        )
        self.assertEqual((warning.state, warning.kind), ("open", "collective"))
        self.assertEqual(warning.user_id, self.user_manager)
        with self.assertRaisesRegex(UserError, "what is done"):
            warning._property_handle(" ")
        warning.with_user(self.user_manager)._property_handle("Lift is replaced")
        self.assertEqual(warning.handled_by_id, self.user_manager)
        with self.assertRaises(UserError):
            warning._property_handle("Again")
        with self.assertRaises(UserError):
            warning.sudo().unlink()
