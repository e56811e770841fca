"""Requests: registration, steps, two owners, trail, closing (SRV, SLA, C4, C5)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import PropertyCommon


class ServiceCommon(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        codes = cls.env["property.service.close.code"]
        cls.satisfied = codes.search([("code", "=", "solved_satisfied")])
        cls.unsatisfied = codes.search([("code", "=", "solved_unsatisfied")])
        cls.cannot = codes.search([("code", "=", "cannot_handle")])
        cls.water = cls.env.ref("property_service.helpdesk_ticket_category_r_water")

    @classmethod
    def _make_request(cls, user=None, **values):
        tickets = cls.env["helpdesk.ticket"].with_user(user or cls.user_assistant)
        return tickets.create(
            {
                "name": "Tap drips",
                "property_kind": "repair",
                "property_unit_id": cls.unit_101.id,
                "partner_id": cls.owner_a.id,
                "category_id": cls.water.id,
                **values,
            }
        )

    def _finish(self, ticket, user=None):
        ticket = ticket.with_user(user or self.user_assistant)
        ticket._property_finish("Washer replaced")
        ticket._property_give_feedback("phone")
        return ticket


class TestServiceRequest(ServiceCommon):
    def test_registration_is_stamped_by_the_server(self):
        """SRV-02, SRV-03, SLA-11."""
        ticket = self._make_request(
            property_received_by_id=self.user_administrator.id,
            property_recorded_by_id=self.user_manager.id,
            property_result="forged",
            stage_id=self.env.ref("property_service.helpdesk_ticket_stage_closed").id,
        )
        self.assertEqual(ticket.property_step, "new")
        self.assertEqual(ticket.property_estate_id, self.estate)
        self.assertEqual(ticket.company_id, self.company)
        self.assertEqual(ticket.property_building_id, self.building)
        self.assertEqual(ticket.property_recorded_by_id, self.user_assistant)
        self.assertEqual(ticket.property_received_by_id, self.user_administrator)
        self.assertEqual(ticket.property_first_contact_id, self.user_administrator)
        self.assertEqual(ticket.property_caller_phone, "13800000001")
        self.assertEqual(ticket.partner_name, self.owner_a.name)
        self.assertFalse(ticket.property_result)
        self.assertTrue(ticket.number.startswith("JD"))

    def test_visitor_without_unit(self):
        """SRV-29: a visitor has neither unit nor file."""
        ticket = self._make_request(
            property_unit_id=False,
            partner_id=False,
            partner_name="A visitor",
            property_estate_id=self.mall.id,
            property_place="Atrium",
            property_kind="inquiry",
            category_id=False,
        )
        self.assertEqual(ticket.property_estate_id, self.mall)
        self.assertFalse(ticket.property_unit_id)

    def test_subject_from_words(self):
        ticket = self._make_request(
            name=False, description="<p>Water comes through</p><p>the ceiling</p>"
        )
        self.assertEqual(ticket.name, "Water comes through")

    def test_unit_of_another_estate_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "must belong to estate"):
            self._make_request().property_unit_id = self.shop

    def test_estate_stays(self):
        with self.assertRaisesRegex(UserError, "cannot be moved to another estate"):
            self._make_request().property_estate_id = self.mall

    def test_many_in_few_queries(self):
        values = {
            "name": "Tap drips",
            "property_kind": "repair",
            "property_unit_id": self.unit_101.id,
            "category_id": self.water.id,
        }
        tickets = self.env["helpdesk.ticket"].with_user(self.user_assistant)
        tickets.create(values)
        self.env.flush_all()
        with self.assertQueryCount(190):
            tickets.create([values] * 20)
            self.env.flush_all()

    def test_steps_follow_each_other(self):
        """SRV-36, CMP-35."""
        ticket = self._make_request()
        ticket.action_property_accept()
        self.assertEqual(ticket.property_step, "accepted")
        ticket.action_property_start()
        ticket.action_property_wait()
        self.assertEqual(ticket.property_step, "waiting")
        with self.assertRaisesRegex(UserError, "cannot go from"):
            ticket._property_move("new")
        with self.assertRaisesRegex(UserError, "tell the customer first"):
            ticket._property_close(self.satisfied)

    def test_dragging_obeys_the_steps(self):
        ticket = self._make_request()
        closed = self.env.ref("property_service.helpdesk_ticket_stage_closed")
        with self.assertRaisesRegex(UserError, "use the buttons"):
            ticket.write({"stage_id": closed.id})
        accepted = self.env.ref("property_service.helpdesk_ticket_stage_accepted")
        ticket.write({"stage_id": accepted.id})
        self.assertEqual(ticket.property_step, "accepted")

    def test_no_result_no_end(self):
        """SRV-05, CMP-30."""
        ticket = self._make_request()
        with self.assertRaisesRegex(UserError, "write down what was done"):
            ticket._property_finish("  ")

    def test_no_feedback_no_close(self):
        """SRV-24: the customer hears the result before the case is closed."""
        ticket = self._make_request()
        ticket._property_finish("Washer replaced")
        with self.assertRaisesRegex(UserError, "tell the customer first"):
            ticket._property_close(self.satisfied)
        ticket._property_give_feedback("phone")
        ticket._property_close(self.satisfied)
        self.assertTrue(ticket.closed)
        self.assertTrue(ticket.closed_date)
        self.assertEqual(ticket.property_feedback_by_id, self.user_assistant)
        self.assertTrue(ticket.property_handled_directly)
        self.assertEqual(ticket.property_contact_ids.medium, "phone")

    def test_fields_of_the_steps_are_not_typed(self):
        ticket = self._make_request()
        for name, value in (
            ("property_result", "forged"),
            ("property_feedback_on", fields.Datetime.now()),
            ("property_first_contact_id", self.user_manager.id),
            ("closed_date", fields.Datetime.now()),
            ("property_close_code_id", self.satisfied.id),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                ticket.write({name: value})

    def test_only_the_manager_closes_what_cannot_be_handled(self):
        """SLA-03, C5."""
        ticket = self._make_request()
        for user in (self.user_assistant, self.user_supervisor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                ticket.with_user(user)._property_close(self.cannot, "No spare part")
        with self.assertRaisesRegex(UserError, "write down the reason"):
            ticket.with_user(self.user_manager)._property_close(self.cannot, " ")
        ticket.with_user(self.user_manager)._property_close(
            self.cannot, "No spare part"
        )
        self.assertEqual(ticket.property_step, "cannot_handle")
        self.assertEqual(ticket.property_close_reason, "No spare part")
        self.assertEqual(ticket.property_handling_ids.level, "manager")

    def test_unsatisfied_needs_the_supervisor(self):
        """SRV-58, C5: explained until satisfied; otherwise a supervisor answers."""
        ticket = self._finish(self._make_request())
        with self.assertRaises(AccessError):
            ticket._property_close(self.unsatisfied, "Wants money")
        ticket.with_user(self.user_supervisor)._property_close(
            self.unsatisfied, "Wants money"
        )
        self.assertEqual(ticket.property_close_code_id, self.unsatisfied)

    def test_reopening_clears_the_closing(self):
        """CMP-38; the helpdesk keeps the old closing date."""
        ticket = self._finish(self._make_request())
        ticket._property_close(self.satisfied)
        with self.assertRaisesRegex(UserError, "Give the reason"):
            ticket._property_reopen("")
        ticket._property_reopen("Drips again")
        self.assertEqual(ticket.property_step, "in_progress")
        self.assertFalse(ticket.closed_date)
        self.assertFalse(ticket.property_feedback_on)
        self.assertEqual(ticket.property_reopen_count, 1)
        self._finish(ticket)._property_close(self.satisfied)
        self.assertFalse(ticket.property_handled_directly)

    def test_transfer_keeps_the_first_contact(self):
        """SLA-11, CMP-27, SRV-06."""
        ticket = self._make_request(user_id=self.user_assistant.id)
        with self.assertRaisesRegex(UserError, "with “Transfer”"):
            ticket.write({"user_id": self.user_administrator.id})
        with self.assertRaisesRegex(UserError, "Give the reason"):
            ticket._property_transfer(" ", user=self.user_administrator)
        ticket._property_transfer("Beyond me", user=self.user_administrator)
        self.assertEqual(ticket.user_id, self.user_administrator)
        self.assertEqual(ticket.property_first_contact_id, self.user_assistant)
        trail = ticket.property_transfer_ids
        self.assertEqual(trail.from_user_id, self.user_assistant)
        self.assertEqual(trail.to_user_id, self.user_administrator)
        self.assertEqual(trail.user_id, self.user_assistant)
        ticket.with_user(self.user_supervisor).assign_to_me()
        self.assertEqual(ticket.user_id, self.user_supervisor)
        self.assertEqual(ticket.property_transfer_count, 2)

    def test_trail_stays(self):
        ticket = self._make_request(user_id=self.user_assistant.id)
        ticket._property_transfer("Beyond me", user=self.user_administrator)
        ticket._property_add_contact("phone", "Called twice")
        ticket._property_add_handling("Looked at it")
        for rows in (
            ticket.property_transfer_ids,
            ticket.property_contact_ids,
            ticket.property_handling_ids,
        ):
            with self.subTest(rows._name):
                with self.assertRaises(UserError):
                    rows.sudo().write({"date": fields.Datetime.now()})
                with self.assertRaises(UserError):
                    rows.sudo().unlink()
                with self.assertRaises(AccessError):
                    rows.with_user(self.user_manager).copy()

    def test_contact_is_logged_after_the_fact(self):
        ticket = self._make_request()
        later = fields.Datetime.now() + timedelta(hours=1)
        with self.assertRaisesRegex(UserError, "after it took place"):
            ticket._property_add_contact("phone", "Will call", date=later)

    def test_request_is_never_deleted(self):
        ticket = self._make_request()
        with self.assertRaisesRegex(UserError, "stays on record"):
            ticket.sudo().unlink()

    def test_repeat_is_offered(self):
        """CMP-25, SRV-50."""
        first = self._make_request()
        second = self._make_request()
        self.assertEqual(second.property_similar_id, first)
        second.action_property_confirm_repeat()
        self.assertEqual(first.property_repeat_count, 1)
        other = self._make_request(property_unit_id=self.unit_102.id)
        self.assertFalse(other.property_similar_id)

    def test_repeat_within_the_period_only(self):
        days = self.estate._property_parameter("service.repeat_days")
        now = fields.Datetime.now()
        self._make_request(property_received_on=now - timedelta(days=days, hours=1))
        self.assertFalse(self._make_request().property_similar_id)

    def test_leaving_things_undone_by_dialog(self):
        """The dialog does result, feedback and closing in one go, or nothing."""
        ticket = self._make_request()
        wizard = self.env["property.service.close.wizard"].with_user(
            self.user_assistant
        )
        values = {"ticket_ids": [Command.set(ticket.ids)], "code_id": self.satisfied.id}
        with self.assertRaises(UserError), self.cr.savepoint():
            wizard.create({**values, "result": "Washer replaced"}).action_confirm()
        self.assertEqual(ticket.property_step, "new")
        wizard.create(
            {**values, "result": "Washer replaced", "method": "visit"}
        ).action_confirm()
        self.assertEqual(ticket.property_step, "closed")

    def test_rights(self):
        """A request is seen in its estate only, not by technicians or other owners."""
        ticket = self._make_request(
            property_unit_id=self.unit_102.id, partner_id=self.owner_b.id
        )
        outsider = self._make_user(
            "property_outsider",
            "property_service.property_service_group_manager",
            estates=self.mall,
        )
        for user in (outsider, self.user_technician, self.user_resident):
            with self.subTest(user.login):
                self.assertFalse(
                    self.env["helpdesk.ticket"]
                    .with_user(user)
                    .search([("id", "=", ticket.id)])
                )
        with self.assertRaises(AccessError):
            ticket.with_user(self.user_auditor).write({"name": "x"})
        self.assertEqual(ticket.with_user(self.user_auditor).name, "Tap drips")

    def test_desk_does_not_see_the_helpdesks_own_tickets(self):
        plain = self.env["helpdesk.ticket"].create(
            {"name": "Printer", "description": "x", "property_estate_id": False}
        )
        found = self.env["helpdesk.ticket"].with_user(self.user_assistant).search([])
        self.assertNotIn(plain, found)


class TestHelpdeskFaults(ServiceCommon):
    """Faults of helpdesk_mgmt 19.0.1.3.2 that we close."""

    def test_visitors_do_not_write_stages(self):
        stage = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        with self.assertRaises(AccessError):
            stage.with_user(self.env.ref("base.public_user")).write({"name": "x"})

    def test_several_tickets_are_copied(self):
        tickets = self._make_request() | self._make_request()
        copies = tickets.copy()
        self.assertEqual(len(copies), 2)
        self.assertEqual(len(set((tickets | copies).mapped("number"))), 4)

    @mute_logger("odoo.sql_db")
    def test_numbers_are_unique(self):
        tickets = self._make_request() | self._make_request()
        with self.assertRaises(Exception) as caught, self.cr.savepoint():
            tickets[0].sudo().number = tickets[1].number
            self.env.flush_all()
        self.assertEqual(type(caught.exception).__name__, "UniqueViolation")

    def test_first_hit_is_the_unit_that_was_typed(self):
        """SRV-21: Enter takes the first hit, never a unit whose code holds this one."""
        other = self.unit_101.copy({"code": f"1{self.unit_101.code}"})
        self.unit_101.sort_key, other.sort_key = "2", "1"
        hits = self.env["helpdesk.ticket"].with_user(self.user_assistant)
        found = hits.property_desk_search(self.unit_101.code)
        self.assertEqual(found[0]["unit_id"], self.unit_101.id)
        self.assertIn(other.id, [hit["unit_id"] for hit in found])

    def test_one_form_wherever_a_request_is_opened_from(self):
        """Links, to-dos and the Back key name no view; the desk still has its steps."""
        tickets = self.env["helpdesk.ticket"]
        for kind in ("form", "list", "kanban", "search"):
            with self.subTest(kind=kind):
                ours = self.env.ref(f"property_service.property_request_view_{kind}")
                desk = tickets.with_user(self.user_assistant)
                self.assertEqual(desk.get_view(None, kind)["id"], ours.id)
        clerk = tickets.with_user(self.user_accountant).get_view()
        theirs = self.env.ref("helpdesk_mgmt.ticket_view_form")
        self.assertEqual(clerk["id"], theirs.id)

    def test_copy_is_received_by_who_copies(self):
        """SRV-03: a copy is another request, which its writer heard."""
        ticket = self._make_request(property_received_by_id=self.user_manager.id)
        copy = ticket.with_user(self.user_assistant).copy()
        self.assertEqual(copy.property_received_by_id, self.user_assistant)
        self.assertEqual(copy.property_first_contact_id, self.user_assistant)
        self.assertNotEqual(copy.number, ticket.number)

    def test_stages_of_the_desk_are_not_the_helpdesks(self):
        team = self.env["helpdesk.ticket.team"].create({"name": "Team"})
        self.assertFalse(team._get_applicable_stages().mapped("property_step")[:1][0])

    def test_description_is_not_needed(self):
        self.assertFalse(self._make_request().description)
