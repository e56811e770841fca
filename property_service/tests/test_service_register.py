"""Reception register, repair slip and telephone log (SRV-01..03, SRV-19..33)."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .test_service_request import ServiceCommon


@tagged("post_install", "-at_install")
class TestReceptionRegister(ServiceCommon):
    def _html(self, report, tickets, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.user_assistant)
        return reports._render_qweb_html(f"property_service.{report}", tickets.ids)[
            0
        ].decode()

    def test_lines_of_the_register(self):
        """SRV-02: date, name and telephone, unit, subject; SLA-04: each level."""
        ticket = self._make_request(
            property_received_by_id=self.user_administrator.id,
            property_problem_ids=[Command.create({"name": "Door sticks"})],
        )
        ticket.with_user(self.user_supervisor)._property_add_handling("Sent a plumber")
        self._finish(ticket)
        html = self._html("property_register_report", ticket)
        for words in (
            self.owner_a.name,
            "13800000001",
            "1-1-101",
            "Tap drips\nDoor sticks",
            self.user_administrator.name,
            self.user_assistant.name,
            "Sent a plumber",
            "Washer replaced",
        ):
            with self.subTest(words):
                self.assertIn(words, html)

    def test_subject_is_mandatory(self):
        """SRV-02: 事由, in whatever way the request is registered."""
        for words in ("", " ", False):
            with self.subTest(words), self.assertRaisesRegex(UserError, "Write down"):
                self._make_request(name=words, description="<p> </p>")

    def test_pages_by_estate(self):
        home = self._make_request()
        shop = self._make_request(
            property_unit_id=False,
            partner_id=False,
            partner_name="A visitor",
            property_estate_id=self.mall.id,
        )
        pages = (shop | home)._property_register_pages()
        self.assertEqual(dict(pages), {self.estate: home, self.mall: shop})

    @freeze_time("2026-03-10 02:00:00")  # a Tuesday, ten in the morning in China
    def test_days_by_the_estate_s_clock(self):
        """SRV-10: last week is Monday to Sunday where the estate is."""
        moments = {
            "2026-03-01 15:59:00": None,  # Sunday 23:59
            "2026-03-01 16:00:00": "first",  # Monday 00:00
            "2026-03-08 15:59:00": "last",  # Sunday 23:59
            "2026-03-08 16:00:00": None,
        }
        inside = self.env["helpdesk.ticket"]
        for moment, place in moments.items():
            ticket = self._make_request(property_received_on=moment)
            if place:
                inside |= ticket
        wizard = (
            self.env["property.service.register.wizard"]
            .with_user(self.user_assistant)
            .create({"estate_id": self.estate.id})
        )
        action = wizard.action_last_week()
        self.assertEqual(str(wizard.date_from), "2026-03-02")
        self.assertEqual(str(wizard.date_to), "2026-03-08")
        self.assertEqual(wizard._property_tickets(), inside)
        self.assertEqual(
            action["report_name"], "property_service.property_reception_register"
        )
        self.assertEqual(inside._property_register_days(), "2026-03-02 – 2026-03-08")

    def test_nobody_came(self):
        wizard = self.env["property.service.register.wizard"].create(
            {
                "estate_id": self.estate.id,
                "date_from": "2020-01-01",
                "date_to": "2020-01-02",
            }
        )
        with self.assertRaisesRegex(UserError, "Nobody was received"):
            wizard.action_print()

    def test_register_of_other_estates_is_closed(self):
        ticket = self._make_request()
        elsewhere = self._make_user(
            "register_mall",
            "property_service.property_service_group_manager",
            self.mall,
        )
        for user in (elsewhere, self.user_technician, self.user_resident):
            with self.subTest(user.login), self.assertRaises(AccessError):
                ticket.with_user(user).action_property_print_register()

    def test_telephone_log(self):
        """SRV-25, SRV-26: name, subject, where from, why, read back."""
        desk = self.env["helpdesk.ticket"].with_user(self.user_assistant)
        taken = desk.property_desk_create(
            {
                "property_kind": "call_note",
                "property_estate_id": self.estate.id,
                "partner_name": "Ms Chen",
                "property_caller_phone": "13600000006",
                "property_caller_origin": "Sunrise Kindergarten",
                "property_caller_purpose": "Plans an outing",
                "property_readback_confirmed": True,
                "property_received_by_id": self.user_technician.id,
                "name": "When is the pool open?",
            }
        )
        ticket = desk.browse(taken["id"])
        self.assertEqual(ticket.property_caller_origin, "Sunrise Kindergarten")
        self.assertEqual(ticket.property_caller_purpose, "Plans an outing")
        self.assertTrue(ticket.property_readback_confirmed)
        # SRV-03: another post heard it, the desk wrote it down.
        self.assertEqual(ticket.property_received_by_id, self.user_technician)
        self.assertEqual(ticket.property_recorded_by_id, self.user_assistant)


@tagged("post_install", "-at_install")
class TestRepairSlip(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Engineering",
                "company_id": cls.company.id,
                "user_ids": [
                    Command.set((cls.user_technician | cls.user_supervisor).ids)
                ],
            }
        )

    def _told(self, ticket):
        return self.env["mail.message"].search(
            [
                ("model", "=", ticket._name),
                ("res_id", "=", ticket.id),
                ("message_type", "=", "user_notification"),
            ]
        )

    def test_category_names_the_department(self):
        """SRV-06, SRV-32: the department has the repair without anybody's help."""
        self.water.property_team_id = self.team
        ticket = self._make_request()
        self.assertEqual(ticket.team_id, self.team)
        self.assertTrue(ticket.property_notified_on)
        self.assertEqual(ticket.property_notified_by_id, self.user_assistant)
        told = self._told(ticket)
        people = (self.user_technician | self.user_supervisor).partner_id
        self.assertEqual(told.notified_partner_ids, people)
        self.assertIn("1-1-101", told.body)
        self.assertNotIn("13800000001", told.body)

    def test_given_department_wins(self):
        other = self.team.copy({"name": "Electricians"})
        self.water.property_team_id = self.team
        self.assertEqual(self._make_request(team_id=other.id).team_id, other)
        foreign = self.env["helpdesk.ticket.team"].create(
            {"name": "Far away", "company_id": self.other_company.id}
        )
        self.water.property_team_id = foreign
        self.assertFalse(self._make_request().team_id)

    def test_transfer_tells_the_next_department(self):
        ticket = self._make_request()
        self.assertFalse(ticket.property_notified_on)
        ticket._property_transfer("Needs an engineer", team=self.team)
        self.assertTrue(ticket.property_notified_on)
        self.assertEqual(len(self._told(ticket)), 1)

    def test_inquiries_ring_no_bell(self):
        ticket = self._make_request(
            property_kind="inquiry", category_id=False, team_id=self.team.id
        )
        self.assertFalse(ticket.property_notified_on)
        self.assertFalse(self._told(ticket))

    def test_tell_again(self):
        """SRV-33: the front desk hands the slip on, or reminds."""
        ticket = self._make_request()
        with self.assertRaisesRegex(UserError, "choose the department"):
            ticket.action_property_tell_department()
        ticket.team_id = self.team
        later = fields.Datetime.now() + timedelta(hours=2)
        with freeze_time(later):
            ticket.action_property_tell_department()
        self.assertEqual(ticket.property_notified_on, later.replace(microsecond=0))
        self.assertEqual(len(self._told(ticket)), 2)
        with self.assertRaises(AccessError):
            ticket.property_notified_on = False
        for user in (self.user_technician, self.user_auditor, self.user_resident):
            with self.subTest(user.login), self.assertRaises(AccessError):
                ticket.with_user(user).action_property_tell_department()

    def test_closed_tells_nobody(self):
        ticket = self._finish(self._make_request(team_id=self.team.id))
        with self.assertRaisesRegex(UserError, "finished"):
            ticket.action_property_tell_department()

    def test_slip(self):
        """Form 50, 工程维修单: what the department needs, before and after the work."""
        ticket = self._make_request(
            team_id=self.team.id,
            description="<p>Under the sink</p>",
            property_problem_ids=[Command.create({"name": "Tap drips"})],
        )
        self.assertEqual(ticket._property_slip_text(), "Tap drips\nUnder the sink")
        report = self.env["ir.actions.report"].with_user(self.user_assistant)
        html = report._render_qweb_html(
            "property_service.property_repair_slip_report", ticket.ids
        )[0].decode()
        for words in (ticket.number, "1-1-101", "Under the sink", "Engineering"):
            self.assertIn(words, html)
        action = ticket.action_property_print_slip()
        self.assertEqual(action["report_name"], "property_service.property_repair_slip")

    def test_slip_is_for_repairs(self):
        ticket = self._make_request(property_kind="inquiry", category_id=False)
        with self.assertRaisesRegex(UserError, "is no repair"):
            ticket.action_property_print_slip()
        with self.assertRaises(AccessError):
            ticket.with_user(self.user_technician).action_property_print_slip()


@tagged("post_install", "-at_install")
class TestPaperSample(ServiceCommon):
    def test_papers_are_drawn_and_compared(self):
        """ARC-17: filed papers of the month are drawn, and each leads to its file."""
        order = self.env["property.service.dispatch"].create(
            {"ticket_id": self._make_request().id}
        )
        papers = self.env["property.service.paper"].create(
            [
                {
                    "dispatch_id": order.id,
                    "kind": kind,
                    "filed_on": fields.Datetime.now(),
                    "is_paper_filed": kind != "warranty",
                    "paper_place": "Cabinet 2",
                }
                for kind in ("order", "record", "warranty")
            ]
        )
        action = papers[0].with_user(self.user_administrator).action_draw_sample()
        sample = (
            self.env["property.sample"]
            .with_user(self.user_administrator)
            .with_context(**action["context"])
            .create({"measure": "ratio", "amount": 100})
        )
        sample.action_draw()
        self.assertEqual(set(sample.line_ids.mapped("res_id")), set(papers[:2].ids))
        self.assertIn(order.name, sample.line_ids[0].name)
        opened = sample.line_ids[0].action_open_record()
        self.assertEqual(opened["res_model"], "property.service.paper")
