from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_renovation import STEPS, RenovationCommon


@tagged("post_install", "-at_install")
class TestRenovationFlow(RenovationCommon):
    """The way of a case from application to archive (REN-02, REN-26)."""

    def test_whole_way(self):
        """Every state in its order, each by its method; nothing is left open."""
        case = self._make_case()
        self.assertEqual(case.agent_id, self.agent, "REN-03: agent of the zone")
        seen = ["draft"]
        for state in STEPS[1:]:
            self._advance(case, state)
            seen.append(case.state)
        self.assertEqual(tuple(seen), STEPS)
        self.assertTrue(case.name.startswith("ZX"))
        self.assertEqual(case.archived_on, self.today)

    def test_no_step_is_skipped(self):
        """REN-26: each method refuses from every state but its own."""
        starts = {
            "action_start_documents": "draft",
            "action_submit": "documents",
            "action_sign_agreement": "agreement",
            "action_issue_permit": "payment",
            "action_start_work": "permitted",
            "action_report_completion": "in_progress",
            "action_accept": "acceptance",
            "action_recheck": "recheck",
            "action_archive_file": "refund",
        }
        case = self._make_case()
        for state in STEPS:
            self._advance(case, state)
            for method, start in starts.items():
                if start == state:
                    continue
                with self.subTest(state=state, method=method):
                    with self.assertRaisesRegex(UserError, "stands at"):
                        getattr(case, method)()

    def test_state_is_nobodys_to_write(self):
        case = self._make_case(state="archived", permit_number="X")
        self.assertEqual((case.state, case.permit_number), ("draft", False))
        for user in (self.desk, self.user_supervisor, self.user_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                case.with_user(user).write({"state": "permitted"})

    def test_running_case_is_not_archived(self):
        """REN-21: what runs stays in the lists; what was cancelled may leave them."""
        case = self._make_case().with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "still running"):
            case.action_archive()
        case.sudo().write({"state": "cancelled"})
        case.action_archive()
        self.assertFalse(case.active)

    def test_prohibited_works_are_refused(self):
        """110号令 §5: by the server, nobody overrides it; rejecting leaves a trace."""
        case = self._make_case(works=("o_paint", "p_wet_room"))
        with self.assertRaisesRegex(UserError, "Prohibited"):
            case.action_start_documents()
        supervisor = case.with_user(self.user_supervisor)
        with self.assertRaisesRegex(UserError, "nobody can let it pass"):
            supervisor._property_override_gate("prohibited", "Please")
        with self.assertRaises(AccessError):
            case._property_reject("Not allowed")
        supervisor._property_reject("Balcony stays a balcony")
        self.assertEqual(case.state, "rejected")
        self.assertEqual(case.ended_reason, "Balcony stays a balcony")

    def test_file_lines_follow_from_the_works(self):
        """110号令 §14: lines that do not apply say why; the others are mandatory."""
        case = self._advance(self._make_case(), "documents")
        lines = {line.tag: line for line in case.file_checklist_id.line_ids if line.tag}
        self.assertEqual(lines["consent"].result, "na")
        self.assertEqual(lines["method"].result, "na")
        self.assertTrue(lines["method"].note)
        case.work_ids = [
            Command.create({"kind_id": self._kind("m_waterproof").id}),
        ]
        self.assertFalse(lines["method"].result, "the work asks for it now")
        self.assertFalse(lines["qualification"].result)
        self.assertTrue(lines["method"].is_missing)

    def test_incomplete_file(self):
        case = self._advance(self._make_case(), "documents")
        with self.assertRaisesRegex(UserError, "The file lacks"):
            case.action_submit()

    def test_owner_consent(self):
        """110号令 §13: a tenant needs the owner's written consent."""
        self._make_occupancy(self.unit_101, self.tenant, role="tenant")
        case = self._make_case(applicant=self.tenant)
        self.assertFalse(case.is_owner_applicant)
        self._advance(case, "documents")
        self._make_drawing(case)
        checklist = case.file_checklist_id
        consent = checklist.line_ids.filtered(lambda line: line.tag == "consent")
        self._fill(checklist)
        consent.write({"result": False})
        with self.assertRaisesRegex(UserError, consent.name):
            case.action_submit()
        consent.write({"doc_state": "collected"})
        case.action_submit()
        self.assertEqual(case.state, "review")

    def test_papers_of_authority(self):
        """110号令 §6: the approval with its number, on file."""
        contractor = self._make_contractor()
        case = self._make_case(works=("a_gas",), contractor_id=contractor.id)
        self._advance(case, "documents")
        self._make_drawing(case)
        self._fill(case.file_checklist_id)
        with self.assertRaisesRegex(UserError, "Papers are missing"):
            case.action_submit()
        work = case.work_ids
        work.document_ids = self._make_file(work)
        with self.assertRaisesRegex(UserError, "Papers are missing"):
            case.action_submit()
        work.document_number = "GAS-2026-1"
        case.action_submit()

    def test_contractor_qualification(self):
        """110号令 §9: the day of expiry still counts, the day after does not."""
        case = self._make_case(works=("m_waterproof",))
        self._advance(case, "documents")
        self._make_drawing(case)
        work = case.work_ids
        work.document_ids = self._make_file(work)
        self._fill(case.file_checklist_id)
        with self.assertRaisesRegex(UserError, "need a qualified firm"):
            case.action_submit()
        contractor = self._make_contractor(days=-1)
        case.contractor_id = contractor
        self._fill(case.file_checklist_id)
        with self.assertRaisesRegex(UserError, "expired"):
            case.action_submit()
        contractor.property_qualification_end = self.today
        contractor.property_qualification_ids = False
        with self.assertRaisesRegex(UserError, "scan"):
            case.action_submit()
        contractor.property_qualification_ids = self._make_file(contractor)
        case.action_submit()
        self.assertEqual(case.state, "review")

    def test_no_contractor_is_assigned(self):
        """110号令 §19: the case names nobody until the owner does."""
        self._make_contractor()
        self.assertFalse(self._make_case().contractor_id)

    def test_fit_out_size(self):
        """110号令 §44: above both limits a construction permit is mandatory."""
        self.shop.area = 400
        cases = (
            (300000, 301, False),
            (300001, 300, False),
            (300001, 300.01, True),
        )
        for investment, area, needed in cases:
            with self.subTest(investment=investment, area=area):
                case = self._make_case(
                    unit=self.shop,
                    applicant=self.merchant,
                    investment=investment,
                    fitout_area=area,
                )
                self.assertEqual(case.needs_construction_permit, needed)
        gates = {row[0]: row[1] for row in case._property_gates("review")}
        self.assertFalse(gates["construction_permit"])
        case.construction_permit_number = "SG-2026-001"
        gates = {row[0]: row[1] for row in case._property_gates("review")}
        self.assertTrue(gates["construction_permit"])

    def test_a_home_needs_no_construction_permit(self):
        case = self._make_case(investment=900000, fitout_area=500)
        self.assertFalse(case.needs_construction_permit)

    def test_rework_and_second_check(self):
        """REN-16: what failed stays on file; the next form starts anew."""
        case = self._advance(self._make_case(), "acceptance")
        first = case.acceptance_checklist_id
        self._fill(first, fail=("pipes",))
        with self.assertRaisesRegex(UserError, "failed"):
            case.action_accept()
        case._property_rework("Pipe is blocked")
        self.assertEqual((case.state, case.rework_count), ("in_progress", 1))
        self.assertEqual((first.state, first.failed_count), ("closed", 1))
        self._advance(case, "recheck")
        self.assertNotEqual(case.acceptance_checklist_id, first)
        self.assertEqual(case.recheck_due, self.today + relativedelta(months=3))
        self._fill(case.recheck_checklist_id, fail=("below",))
        case._property_repeat_recheck("Seepage")
        self.assertEqual(case.recheck_due, self.today + timedelta(days=30))
        self._fill(case.recheck_checklist_id)
        with self.assertRaisesRegex(UserError, "The second check is due"):
            case.action_recheck()

    def test_unit_state(self):
        """Under renovation from start to acceptance, then as before (ARC-10)."""
        self.assertEqual(self.unit_101.state, "occupied")
        case = self._advance(self._make_case(), "permitted")
        self.assertEqual(self.unit_101.state, "occupied")
        self._advance(case, "in_progress")
        self.assertEqual(self.unit_101.state, "renovating")
        self._advance(case, "recheck")
        self.assertEqual(self.unit_101.state, "occupied")

    def test_cancel(self):
        case = self._advance(self._make_case(), "in_progress")
        with self.assertRaises(AccessError):
            case._property_cancel("Sold")
        supervisor = case.with_user(self.user_supervisor)
        with self.assertRaisesRegex(UserError, "reason"):
            supervisor._property_cancel(" ")
        supervisor._property_cancel("Sold")
        self.assertEqual((case.state, case.ended_reason), ("cancelled", "Sold"))
        self.assertEqual(self.unit_101.state, "occupied")
        with self.assertRaisesRegex(UserError, "stands at"):
            supervisor._property_cancel("Again")

    def test_deletion(self):
        case = self._make_case().with_user(self.user_supervisor)
        self._advance(case, "documents")
        with self.assertRaisesRegex(UserError, "not deleted"):
            case.unlink()

    def test_unit_shows_its_case(self):
        case = self._advance(self._make_case(), "review")
        unit = self.unit_101.with_user(self.desk)
        self.assertEqual(unit.renovation_count, 1)
        self.assertIn(case.name, unit.renovation_info)
        self.assertFalse(self.unit_102.with_user(self.desk).renovation_info)

    def test_application_after_review_is_fixed(self):
        """What the departments saw is what was approved; dates until the permit."""
        case = self._advance(self._make_case(), "review")
        for values in (
            {"applicant_id": self.owner_b.id},
            {"investment": 5},
            {"work_ids": [Command.clear()]},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                case.write(values)
        with self.assertRaisesRegex(UserError, "design change"):
            case.work_ids.place = "Kitchen"
        case.date_end = case.date_end + timedelta(days=1)
        self._advance(case, "permitted")
        with self.assertRaisesRegex(UserError, "extension"):
            case.date_end = fields.Date.today() + timedelta(days=99)
