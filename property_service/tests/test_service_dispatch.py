"""Dispatch orders: steps, roles, repair case, billing, papers (SRV-32 to 45, 54)."""

import base64
import io

from psycopg2.errors import CheckViolation
from pypdf import PdfReader

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.queue_job.tests.common import trap_jobs

from .test_service_request import ServiceCommon

PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6"
        "kgAAAABJRU5ErkJggg=="
    )
)


class DispatchCommon(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = cls._make_staff("Technician One", cls.user_technician)
        cls.user_technician_2 = cls._make_user(
            "property_technician_2",
            "property_service.property_service_group_technician",
        )
        cls.technician_2 = cls._make_staff("Technician Two", cls.user_technician_2)

    @classmethod
    def _make_staff(cls, name, user=None, **values):
        employee = cls.env["hr.employee"].create(
            {"name": name, "user_id": user and user.id, "company_id": cls.company.id}
        )
        return cls.env["property.staff"].create(
            {
                "employee_id": employee.id,
                "post": "technician",
                "estate_ids": [fields.Command.set(cls.estate.ids)],
                **values,
            }
        )

    def _dispatch(self, user=None, sent=True, **values):
        ticket = self._make_request(**values)
        user = user or self.user_assistant
        action = ticket.with_user(user).action_property_dispatch()
        order = self.env["property.service.dispatch"].browse(action["res_id"])
        order = order.with_user(user)
        if sent:
            order.technician_id = self.technician
            order.action_assign()
        return order

    def _work(self, order, **values):
        """The technician does the work and the customer signs."""
        mine = order.with_user(self.user_technician)
        mine.action_accept()
        mine.action_arrive()
        mine.write(
            {
                "result": "Washer replaced",
                "confirm_name": "Owner A",
                "confirm_signature": PIXEL,
                **values,
            }
        )
        mine.action_finish()
        return order


class TestServiceDispatch(DispatchCommon):
    def test_one_click_from_the_request(self):
        """SRV-32, SRV-36: all that is known is filled in."""
        order = self._dispatch(sent=False, description="<p>Kitchen tap</p>")
        self.assertEqual(order.state, "draft")
        self.assertTrue(order.name.startswith("PG"))
        self.assertEqual(order.unit_id, self.unit_101)
        self.assertEqual(order.estate_id, self.estate)
        self.assertEqual(order.customer_name, self.owner_a.name)
        self.assertEqual(order.phone, "13800000001")
        self.assertIn("Kitchen tap", order.description)
        self.assertTrue(order.is_in_home)
        self.assertIn(order.technician_id, self.technician | self.technician_2)

    def test_proposal_by_skill_and_load(self):
        skill = self.env["property.staff.skill"].create({"name": "Pipes of a test"})
        self.technician_2.skill_ids = skill
        self.water.property_skill_id = skill
        order = self._dispatch(sent=False)
        self.assertEqual(order.technician_id, self.technician_2)
        self.technician.skill_ids = skill
        order = self._dispatch(sent=False, property_unit_id=self.unit_102.id)
        self.assertEqual(order.technician_id, self.technician)

    def test_request_follows(self):
        """SRV-36: dispatched, in progress; finished only after its orders."""
        order = self._dispatch()
        ticket = order.ticket_id
        self.assertEqual(ticket.property_step, "dispatched")
        with self.assertRaisesRegex(UserError, order.name):
            ticket.with_user(self.user_assistant)._property_finish("Done")
        self._work(order)
        self.assertEqual(ticket.property_step, "in_progress")
        self.assertEqual(ticket.property_arrived_on, order.arrived_on)
        with self.assertRaisesRegex(UserError, "are open"):
            ticket.with_user(self.user_manager)._property_finish("Done")
        order._property_check("Tap is dry")
        ticket.with_user(self.user_assistant)._property_finish("Tap repaired")
        self.assertEqual(ticket.property_step, "done")

    def test_arrival_stops_the_clock_once(self):
        """SRV-54: the clock of the arrival stands, other taps may be left out."""
        order = self._dispatch()
        calls = []
        self.patch(
            type(self.env["helpdesk.ticket"]),
            "_property_meet_clocks",
            lambda ticket, measures, moment: calls.append((ticket.id, measures[0])),
        )
        mine = order.with_user(self.user_technician)
        mine.action_arrive()
        self.assertTrue(order.accepted_on)
        with self.assertRaisesRegex(UserError, "stands at"):
            mine.action_arrive()
        self.assertEqual(
            [call for call in calls if call[1] == "on_site"],
            [(order.ticket_id.id, "on_site")],
        )
        with self.assertRaises(AccessError):
            order.ticket_id.with_user(self.user_manager).property_arrived_on = False

    def test_no_work_without_result_and_confirmation(self):
        """SRV-39: name and signature of the customer inside a home."""
        order = self._dispatch().with_user(self.user_technician)
        order.action_arrive()
        with self.assertRaisesRegex(UserError, "signature"):
            order.action_finish()
        order.result = "Washer replaced"
        order.confirm_name = "Owner A"
        with self.assertRaisesRegex(UserError, "signature"):
            order.action_finish()
        order.confirm_signature = PIXEL
        order.action_finish()
        self.assertEqual(order.state, "done")
        self.assertTrue(order.confirmed_on)

    def test_signed_work_stays(self):
        order = self._work(self._dispatch())
        for user in (self.user_technician, self.user_manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                order.with_user(user).result = "Something else"
        with self.assertRaises(UserError):
            order.sudo().confirm_signature = base64.b64encode(b"other")

    def test_photos_become_evidence(self):
        order = self._dispatch().with_user(self.user_technician)
        photo = (
            self.env["ir.attachment"]
            .with_user(self.user_technician)
            .create({"name": "tap.png", "datas": PIXEL, "mimetype": "image/png"})
        )
        self._work(order, photo_ids=[fields.Command.link(photo.id)])
        self.assertTrue(photo.sudo().property_locked)
        self.assertTrue(photo.with_user(self.user_assistant).datas)

    def test_public_area_needs_no_signature(self):
        order = self._dispatch(
            property_unit_id=False,
            property_estate_id=self.estate.id,
            property_place="Lobby",
        )
        self.assertEqual(order.repair_case, "public")
        mine = order.with_user(self.user_technician)
        mine.action_arrive()
        mine.result = "Lamp replaced"
        mine.action_finish()
        self.assertFalse(order.confirmed_on)

    def test_steps_are_not_written(self):
        order = self._dispatch(sent=False)
        for values in (
            {"state": "closed"},
            {"repair_case": "in_warranty"},
            {"arrived_on": fields.Datetime.now()},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                order.with_user(self.user_manager).write(values)
        with self.assertRaisesRegex(UserError, "stay on record"):
            order.sudo().unlink()

    def test_given_back_and_reassigned(self):
        order = self._dispatch()
        order.with_user(self.user_technician)._property_refuse("Needs a plumber")
        self.assertEqual(order.state, "draft")
        self.assertFalse(order.technician_id)
        order.technician_id = self.technician_2
        order.action_assign()
        with self.assertRaisesRegex(UserError, "Reassign"):
            order.technician_id = self.technician
        order.action_reassign()
        self.assertEqual(order.state, "draft")

    def test_rework_and_cancel(self):
        """SRV-42: what the customer did not want is done again."""
        order = self._work(self._dispatch())
        with self.assertRaisesRegex(UserError, "reason or result"):
            order._property_rework(" ")
        order._property_rework("Still drips")
        self.assertEqual(order.state, "assigned")
        self.assertFalse(order.confirm_signature)
        self.assertEqual(order.rework_count, 1)
        kept = self.env["ir.attachment"].search(
            [("res_model", "=", order._name), ("res_id", "=", order.id)]
        )
        self.assertTrue(kept.property_locked)
        self._work(order)
        self.assertEqual(order.state, "done")
        with self.assertRaises(UserError):
            order._property_cancel("Too late")

    def test_who_did_it_does_not_accept_it(self):
        self.user_technician.group_ids += self.env.ref(
            "property_service.property_service_group_assistant"
        )
        order = self._work(self._dispatch())
        with self.assertRaisesRegex(UserError, "somebody else"):
            order.with_user(self.user_technician)._property_check("Fine")

    # === Rights ===

    def test_technician_sees_own_orders_alone(self):
        """SEC: neither others' orders nor requests nor residents."""
        order = self._dispatch()
        other = self._dispatch(sent=False, property_unit_id=self.unit_102.id)
        other.technician_id = self.technician_2
        mine = self.env["property.service.dispatch"].with_user(self.user_technician)
        self.assertEqual(mine.search([]), order)
        self.assertEqual(order.with_user(self.user_technician).phone, "13800000001")
        with self.assertRaises(AccessError):
            other.with_user(self.user_technician).action_accept()
        with self.assertRaises(AccessError):
            order.ticket_id.with_user(self.user_technician).read(["name"])
        with self.assertRaises(AccessError):
            self.owner_a.with_user(self.user_technician).read(["phone"])
        with self.assertRaises(AccessError):
            order.with_user(self.user_technician).read(["payer_id"])

    def test_technician_writes_work_alone(self):
        order = self._dispatch()
        mine = order.with_user(self.user_technician)
        for values in ({"phone": "1"}, {"technician_id": self.technician_2.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                mine.write(values)
        for name in ("action_assign", "action_reassign", "action_assess_case"):
            with self.subTest(method=name), self.assertRaises(AccessError):
                getattr(mine, name)()
        with self.assertRaises(AccessError):
            mine._property_check("I like it")
        with self.assertRaises(AccessError):
            mine.action_bill()

    def test_other_estate(self):
        order = self._dispatch()
        stranger = self._make_user(
            "property_stranger",
            "property_service.property_service_group_manager",
            estates=self.mall,
        )
        with self.assertRaises(AccessError):
            order.with_user(stranger).read(["name"])

    def test_technician_of_another_estate_is_refused(self):
        self.technician.estate_ids = self.mall
        order = self._dispatch(sent=False)
        with self.assertRaisesRegex(ValidationError, "does not work in"):
            order.technician_id = self.technician

    # === Repair case ===

    def _case_on(self, day, **values):
        ticket = self._make_request(**values)
        ticket.sudo().property_received_on = f"{day} 04:00:00"  # noon in China
        return ticket._property_repair_assessment()

    def test_warranty_boundary_days(self):
        """SRV-35, 建设工程质量管理条例 §40: two years for pipes, last day included."""
        self.building.completion_date = "2023-06-01"
        self.unit_101.handover_date = "2024-01-01"
        cases = {
            "2024-01-02": "in_warranty",
            "2025-12-31": "in_warranty",
            "2026-01-01": "in_warranty",
            "2026-01-02": "out_of_warranty",
        }
        for day, case in cases.items():
            with self.subTest(day=day):
                found, reason, end = self._case_on(day)
                self.assertEqual(found, case)
                self.assertEqual(str(end), "2026-01-01")
                self.assertIn(day, reason)

    def test_warranty_start_is_a_setting(self):
        self.building.completion_date = "2023-06-01"
        self.env["property.parameter"].search(
            [("code", "=", "handover.warranty_start")]
        ).default_value = "completion"
        self.assertEqual(self._case_on("2025-06-01")[0], "in_warranty")
        self.assertEqual(self._case_on("2025-06-02")[0], "out_of_warranty")

    def test_day_counts_on_the_estates_clock(self):
        """23:30 UTC of the last day is the next day in China."""
        self.building.completion_date = "2023-06-01"
        ticket = self._make_request()
        ticket.sudo().property_received_on = "2026-01-01 23:30:00"
        zone = str(ticket.property_estate_id._property_tz())
        expected = "out_of_warranty" if zone == "Asia/Shanghai" else "in_warranty"
        self.assertEqual(ticket._property_repair_assessment()[0], expected)

    def test_case_public_open_and_none(self):
        self.assertEqual(
            self._case_on("2026-01-01", property_impact="building")[0], "public"
        )
        self.assertFalse(self._case_on("2026-01-01", category_id=False)[0])
        self.assertFalse(self._case_on("2026-01-01", property_kind="inquiry")[0])

    def test_case_is_corrected_by_a_supervisor(self):
        order = self._dispatch()
        self.assertIn(order.repair_case, ("in_warranty", "out_of_warranty"))
        with self.assertRaisesRegex(AccessError, "Only supervisors"):
            order._property_correct_case("in_warranty", "I think so")
        boss = order.with_user(self.user_supervisor)
        with self.assertRaisesRegex(UserError, "reason"):
            boss._property_correct_case("in_warranty", "")
        boss._property_correct_case("in_warranty", "The builder has agreed")
        order.action_assess_case()
        self.assertEqual(order.repair_case, "in_warranty")
        self.assertEqual(order.repair_case_reason, "The builder has agreed")

    # === Papers ===

    def test_papers_are_filed_under_the_unit(self):
        """ARC-15, ARC-17, SRV-41."""
        order = self._work(self._dispatch())
        with trap_jobs() as jobs:
            order._property_check("Tap is dry")
            jobs.perform_enqueued_jobs()
        self.assertEqual(
            set(order.paper_ids.mapped("kind")), {"order", "record", "warranty"}
        )
        for paper in order.paper_ids:
            with self.subTest(paper=paper.kind):
                file = paper.sudo().attachment_id
                self.assertEqual(
                    (file.res_model, file.res_id), ("property.unit", self.unit_101.id)
                )
                self.assertTrue(file.property_locked)
                reader = PdfReader(io.BytesIO(file.raw))
                text = "".join(page.extract_text() for page in reader.pages)
                self.assertIn(order.name, text)
                self.assertIn("Washer replaced", text)
                self.assertIn("Owner A", text)
        self.assertEqual(
            self.unit_101.with_user(self.user_assistant).dispatch_paper_count, 3
        )
        paper = order.paper_ids[0]
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.cr.savepoint(),
        ):
            paper.is_paper_filed = True
            paper.flush_recordset()
        paper.invalidate_recordset()
        paper.write({"is_paper_filed": True, "paper_place": "Cabinet 3"})
        self.assertEqual(paper.paper_filed_by_id, self.user_assistant)
        with self.assertRaises(AccessError):
            paper.kind = "record"
        with self.assertRaises(UserError):
            paper.sudo().unlink()
