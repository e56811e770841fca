"""The visitor register (ACC-03, SRV-19, ACC-09) and what becomes of its data."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import PropertyCommon
from .common_site import NUMBER


@tagged("post_install", "-at_install")
class TestVisitor(PropertyCommon):
    def _visit(self, user=None, **values):
        visits = self.env["property.visitor"].with_user(user or self.user_assistant)
        return visits.create(
            {
                "visitor": "Mr Li",
                "phone": "13700000007",
                "unit_id": self.unit_101.id,
                "purpose": "Delivers a sofa",
                **values,
            }
        )

    def test_come_and_go(self):
        """ACC-03: who, to whom, when, and the end of the visit."""
        visit = self._visit(state="left", registered_by_id=self.user_manager.id)
        self.assertRegex(visit.name, r"^LF\d{10}$")
        self.assertEqual(visit.state, "inside")
        self.assertEqual(visit.estate_id, self.estate)
        self.assertEqual(visit.registered_by_id, self.user_assistant)
        visit.action_leave()
        self.assertEqual(visit.state, "left")
        self.assertTrue(visit.left_on)
        self.assertEqual(visit.left_by_id, self.user_assistant)
        with self.assertRaisesRegex(UserError, "stands at"):
            visit.action_leave()
        with self.assertRaises(AccessError):
            visit.state = "inside"
        with self.assertRaises(UserError):
            visit.sudo().unlink()

    def test_many_leave_at_once(self):
        visits = self._visit() | self._visit(visitor="Mrs Zhao")
        visits.action_leave()
        self.assertEqual(set(visits.mapped("state")), {"left"})

    def test_document_is_masked(self):
        """SEC-01: the number is never read back, and finds the visitor."""
        visit = self._visit(id_number=NUMBER)
        self.assertNotIn(NUMBER, str(visit.read()))
        self.assertIn("*", visit.id_mask)
        self.assertEqual(visit.search([("id_number", "=", NUMBER)]), visit)
        with self.assertRaises(ValidationError):
            self._visit(id_number="110101199001011")

    def test_not_before_they_come(self):
        with self.assertRaisesRegex(ValidationError, "not before"):
            self._visit(arrived_on=fields.Datetime.now() + timedelta(hours=1))

    def test_unit_of_the_estate(self):
        with self.assertRaisesRegex(ValidationError, "must belong to estate"):
            self._visit(estate_id=self.mall.id)

    def test_need_becomes_a_request(self):
        """SRV-19: the visitor's need is asked and taken, once."""
        visit = self._visit(unit_id=False, estate_id=self.estate.id, company_name="Co")
        action = visit.action_take_request()
        ticket = visit.ticket_id
        self.assertEqual(action["res_id"], ticket.id)
        self.assertEqual(ticket.name, "Delivers a sofa")
        self.assertEqual(ticket.partner_name, "Mr Li")
        self.assertEqual(ticket.property_caller_origin, "Co")
        self.assertEqual(
            ticket.channel_id,
            self.env.ref("property_service.helpdesk_ticket_channel_walk_in"),
        )
        self.assertEqual(visit.action_take_request()["res_id"], ticket.id)

    def test_roles(self):
        visit = self._visit()
        for user in (self.user_technician, self.user_accountant, self.user_resident):
            with self.subTest(user.login), self.assertRaises(AccessError):
                visit.with_user(user).read(["visitor"])
        seen = visit.with_user(self.user_auditor)
        self.assertEqual(seen.visitor, "Mr Li")
        with self.assertRaises(AccessError):
            seen.read(["phone"])
        with self.assertRaises(AccessError):
            seen.action_leave()
        with self.assertRaises(AccessError):
            seen.action_take_request()

    def test_data_go_after_their_time(self):
        """PIPL §19, §47: half a year, whether the visitor was signed out or not."""
        old = fields.Datetime.now() - timedelta(days=190)
        gone = self._visit(arrived_on=old, id_number=NUMBER, plate="京A12345")
        fresh = self._visit()
        with self.enter_registry_test_mode():
            cron = self.env.ref("property_service.property_visitor_cron_data")
            cron.method_direct_trigger()
        gone.invalidate_recordset()
        self.assertEqual(gone.anonymised_on, self.today)
        self.assertNotIn("Li", gone.visitor)
        self.assertFalse(
            gone.phone or gone.id_mask or gone.plate or gone.sudo().id_hash
        )
        self.assertEqual(gone.purpose, "Delivers a sofa")
        self.assertEqual(fresh.visitor, "Mr Li")
        with self.assertRaisesRegex(UserError, "are removed"):
            gone.visitor = "Mr Li"

    def test_unit_counts_visits(self):
        self._visit()
        self._visit(unit_id=self.unit_102.id)
        units = (self.unit_101 | self.unit_102 | self.unit_103).with_user(
            self.user_assistant
        )
        self.assertEqual(units.mapped("visitor_count"), [1, 1, 0])
        found = self.env["property.visitor"].search(
            units[:1].action_open_visitors()["domain"]
        )
        self.assertEqual(found.unit_id, self.unit_101)

    def test_register_on_paper(self):
        """Form 72, 来访登记: without numbers of documents."""
        visits = self._visit(id_number=NUMBER) | self._visit(unit_id=self.unit_102.id)
        report = self.env["ir.actions.report"].with_user(self.user_assistant)
        html = report._render_qweb_html(
            "property_service.property_visitor_report", visits.ids
        )[0].decode()
        self.assertIn("1-1-102", html)
        self.assertIn("Delivers a sofa", html)
        self.assertNotIn(NUMBER, html)
