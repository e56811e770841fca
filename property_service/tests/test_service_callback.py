"""Callbacks: due after closing, one click, what follows (SLA, CMP-42, SRV-42)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .test_base_calendar import utc
from .test_service_escalation import EscalationCommon

FRIDAY = "2026-03-06 10:00"


class CallbackCommon(EscalationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policies = cls.env["property.service.callback.policy"]
        cls.policy = cls.env.ref(
            "property_service.property_service_callback_policy_repair"
        )

    def _closed(self, kind="repair", user=None, **values):
        """A request that its first-contact person has closed."""
        ticket = self._make_request(user=user, property_kind=kind, **values)
        ticket = self._finish(ticket, user=user)
        ticket._property_close(self.satisfied)
        return ticket

    def _callback(self, *args, **values):
        return self._closed(*args, **values).property_callback_ids


class TestServiceCallback(CallbackCommon):
    def test_closing_asks_for_a_callback(self):
        """SLA-06, SLA-07, CMP-42, SLA-13: 100 %, by the first-contact person."""
        with self._at(FRIDAY):
            for kind in "repair", "paid_service", "complaint":
                callback = self._callback(kind)
                with self.subTest(kind):
                    self.assertEqual(callback.state, "open")
                    self.assertEqual(callback.user_id, self.user_assistant)
                    self.assertEqual(callback.estate_id, self.estate)
                    self.assertEqual(callback.ticket_kind, kind)
                    self.assertEqual(
                        callback.due_on,
                        utc("2026-03-07 10:00"),
                    )
            self.assertFalse(self._callback("inquiry"))

    def test_one_click(self):
        """CMP-42, SRV-36: satisfied; the request goes to its last step."""
        callback = self._callback()
        ticket = callback.ticket_id
        closed_on = fields.Datetime.now() - timedelta(hours=2)
        ticket.sudo().closed_date = closed_on  # as if closed in the morning
        callback.action_level_5()
        self.assertEqual(callback.state, "done")
        self.assertEqual(callback.score, 5)
        self.assertEqual(callback.called_by_id, self.user_assistant)
        self.assertEqual(callback.call_ids.outcome, "reached")
        self.assertFalse(callback.is_late)
        self.assertEqual(ticket.property_step, "called_back")
        self.assertEqual(ticket.closed_date, closed_on)
        self.assertTrue(ticket.closed)
        said = ", ".join(ticket.property_contact_ids.mapped("content"))
        self.assertIn("Very satisfied", said)
        with self.assertRaisesRegex(UserError, "stands at"):
            callback.action_level_5()

    def test_policy_may_end_at_closed(self):
        self.policy.ends_request = False
        callback = self._callback()
        callback.action_level_4()
        self.assertEqual(callback.ticket_id.property_step, "closed")

    def test_unsatisfied_is_asked_why(self):
        """SLA-11: one more dialog, and the case is open again."""
        callback = self._callback()
        ticket = callback.ticket_id
        action = callback.action_level_2()
        self.assertEqual(action["res_model"], "property.service.callback.wizard")
        self.assertEqual(callback.state, "open")
        with self.assertRaisesRegex(UserError, "not satisfied with"):
            callback._property_record("2")
        callback._property_record("2", "It drips again")
        self.assertTrue(callback.is_unsatisfied)
        self.assertTrue(callback.has_reopened)
        self.assertEqual(callback.followup_id, ticket)
        self.assertEqual(ticket.property_step, "in_progress")
        self.assertEqual(ticket.property_reopen_count, 1)
        handling = ", ".join(ticket.property_handling_ids.mapped("text"))
        self.assertIn("It drips again", handling)
        self.assertFalse(callback.suggestion_id)
        # Closed again, called back again.
        self._finish(ticket)._property_close(self.satisfied)
        self.assertEqual(len(ticket.property_callback_ids), 2)

    def test_director_is_told(self):
        """SLA-09: by an automated action that the manager may switch off."""
        rule = self.env.ref("property_service.property_service_automation_callback")
        callback = self._callback()
        callback._property_record("1", "Rude")
        self.assertEqual(callback.activity_ids.user_id, self.user_manager)
        rule.with_user(self.user_manager).action_property_switch()
        callback = self._callback()
        callback._property_record("1", "Rude")
        self.assertFalse(callback.activity_ids)

    def test_cannot_handle_is_not_reopened(self):
        """SLA-03: the manager closed it with a reason; a follow-up is made instead."""
        ticket = self._make_request(property_kind="complaint")
        ticket.with_user(self.user_manager)._property_close(self.cannot, "No budget")
        callback = ticket.property_callback_ids.with_user(self.user_assistant)
        callback._property_record("1", "I insist")
        self.assertEqual(ticket.property_step, "cannot_handle")
        followup = callback.followup_id
        self.assertNotEqual(followup, ticket)
        self.assertEqual(followup.property_repeat_of_id, ticket)
        self.assertEqual(followup.property_kind, "complaint")
        self.assertEqual(followup.property_unit_id, self.unit_101)

    def test_policy_may_not_reopen(self):
        self.policy.reopens = False
        callback = self._callback()
        callback._property_record("2", "It drips again")
        self.assertEqual(callback.ticket_id.property_step, "closed")
        self.assertFalse(callback.has_reopened)
        self.assertEqual(callback.followup_id.property_step, "new")

    def test_opinion_becomes_a_suggestion(self):
        """SLA-10."""
        callback = self._callback()
        callback._property_record("4", "Put up a notice board")
        suggestion = callback.suggestion_id
        self.assertEqual(suggestion.property_kind, "suggestion")
        self.assertEqual(suggestion.name, "Put up a notice board")
        self.assertEqual(suggestion.partner_id, self.owner_a)
        self.assertEqual(suggestion.property_first_contact_id, self.user_assistant)
        other = self._callback()
        other._property_record("4", "Thank you", suggests=False)
        self.assertFalse(other.suggestion_id)
        self.assertEqual(other.opinion, "Thank you")

    def test_no_answer(self):
        """SLA-06: it stays on the list; given up after three calls in vain."""
        callback = self._callback()
        for _attempt in range(3):
            with self.assertRaisesRegex(UserError, "at least 3 times"):
                callback.action_give_up()
            callback.action_no_answer()
        self.assertEqual(callback.state, "open")
        callback.action_give_up()
        self.assertEqual(callback.state, "unreached")
        self.assertFalse(callback.covered_percent)
        self.assertEqual(callback.ticket_id.property_step, "closed")
        self.assertEqual(len(callback.call_ids), 4)

    def test_reopened_before_the_call(self):
        callback = self._callback()
        callback.ticket_id._property_reopen("Customer called")
        self.assertEqual(callback.state, "cancelled")

    def test_wrong_button(self):
        callback = self._callback()
        callback.action_level_3()
        with self.assertRaisesRegex(AccessError, "Your own entry"):
            callback.with_user(self.user_administrator).action_take_back()
        callback.action_take_back()
        self.assertEqual(callback.state, "open")
        self.assertFalse(callback.level)
        self.assertEqual(callback.ticket_id.property_step, "closed")
        self.assertEqual(len(callback.ticket_id.property_callback_ids), 1)
        callback.action_level_4()
        callback._property_set(called_on=fields.Datetime.now() - timedelta(days=2))
        with self.assertRaisesRegex(AccessError, "Your own entry"):
            callback.action_take_back()
        callback.with_user(self.user_supervisor).action_take_back()
        callback._property_record("4", "Notice board")
        with self.assertRaisesRegex(UserError, "follows from it"):
            callback.action_take_back()

    def test_late(self):
        with self._at(FRIDAY):
            callback = self._callback()
        with self._at("2026-03-07 10:01"):
            callback.action_level_4()
        self.assertTrue(callback.is_late)

    def test_history_is_not_called_back(self):
        """Cases of years ago come in by the import."""
        ticket = self._make_request()
        ticket = self._finish(ticket).sudo().with_context(property_no_clocks=True)
        ticket._property_close(self.satisfied)
        self.assertFalse(ticket.property_callback_ids)

    def test_many_in_few_queries(self):
        tickets = self.env["helpdesk.ticket"].with_user(self.user_assistant)
        for _number in range(21):
            tickets |= self._finish(self._make_request())
        tickets[0]._property_close(self.satisfied)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        tickets[1]._property_close(self.satisfied)
        self.env.flush_all()
        one = self.env.cr.sql_log_count - before
        with self.assertQueryCount(one + 19 * 10):
            tickets[2:]._property_close(self.satisfied)
            self.env.flush_all()


class TestServiceCallbackPolicy(CallbackCommon):
    def test_share(self):
        """C6: which of them is nobody's choice, and the same at every closing."""
        self.policy.share = 30
        tickets = self.env["helpdesk.ticket"]
        taken = [
            self.policy._property_takes(tickets.new(origin=tickets.browse(number)))
            for number in range(1, 1001)
        ]
        self.assertAlmostEqual(sum(taken) / 10, 30, delta=5)
        self.policy.share = 0
        self.assertFalse(self._callback())
        self.policy.share = 100
        self.assertTrue(self._callback())

    def test_who_calls(self):
        """C7: first-contact person, area agent, or whoever is free."""
        agent = self._make_staff("Agent", user=self.user_administrator)
        zone = self.env["property.zone"].create(
            {"name": "Z", "estate_id": self.estate.id, "agent_id": agent.id}
        )
        self.unit_101.zone_id = zone
        self.assertEqual(self._callback().user_id, self.user_assistant)
        # A guard heard it first: calling is not his work.
        heard = self._callback(property_received_by_id=self.user_technician.id)
        self.assertEqual(heard.user_id, self.user_administrator)
        self.policy.caller = "agent"
        callback = self._callback()
        self.assertEqual(callback.user_id, self.user_administrator)
        self.assertEqual(callback.zone_id, zone)
        self.policy.caller = "team"
        self.assertFalse(self._callback().user_id)

    def test_first_line_decides(self):
        mine = self.policies.create(
            {
                "name": "Mall: not called back",
                "kind": "repair",
                "share": 0,
                "sequence": 1,
                "estate_ids": [Command.set(self.mall.ids)],
                "company_id": self.company.id,
            }
        )
        shop = {"property_unit_id": self.shop.id, "partner_id": self.merchant.id}
        self.assertFalse(self._callback(**shop))
        self.assertTrue(self._callback())
        mine.active = False
        self.assertTrue(self._callback(**shop))

    def test_manager_changes_policies_of_his_company(self):
        """Data, not code; what ships for all companies is duplicated first."""
        manager = self.policy.with_user(self.user_manager)
        with self.assertRaises(AccessError):
            self.policy.with_user(self.user_supervisor).share = 50
        copy = manager.copy({"share": 50})
        self.assertEqual(copy.company_id, self.company)
