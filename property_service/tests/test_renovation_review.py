from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common_renovation import RenovationCommon


@tagged("post_install", "-at_install")
class TestRenovationReview(RenovationCommon):
    """Review by departments side by side, drawings, design changes (REN-12, REN-14)."""

    def _change(self, case, **values):
        return (
            self.env["property.renovation.change"]
            .with_user(self.desk)
            .create({"renovation_id": case.id, "reason": "Other tiles", **values})
        )

    def test_departments_decide_side_by_side(self):
        """Both steps are open at once; the case goes on after the last one."""
        case = self._advance(self._make_case(), "review")
        steps = case.sudo().approval_id.step_ids
        self.assertEqual(set(steps.mapped("state")), {"open"})
        self.assertEqual(len(steps), 2)
        approval = case.sudo().approval_id
        approval.with_user(self.user_manager).action_approve()
        self.assertEqual(case.state, "review")
        approval.with_user(self.user_supervisor).action_approve()
        self.assertEqual(case.state, "agreement")
        self.assertEqual(case.work_ids.mapped("state"), ["approved"])

    def test_who_may_decide(self):
        """The applicant of the review and the desk do not; nor does the technician."""
        case = self._advance(self._make_case(), "review")
        approval = case.sudo().approval_id
        for user in (self.desk, self.user_administrator):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                approval.with_user(user).action_approve()
        for user in (self.user_technician, self.user_resident):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                approval.with_user(user).action_approve()

    def test_engineering_group(self):
        """A head of engineering without any other right decides for engineering."""
        engineer = self._make_user(
            "property_engineer",
            "property_service.property_service_group_review_engineering",
        )
        case = self._advance(self._make_case(), "review")
        approval = case.sudo().approval_id
        self.assertTrue(case.with_user(engineer).read(["name", "work_summary"]))
        approval.with_user(engineer).action_approve("Pipes are fine")
        approval.with_user(self.user_supervisor).action_approve()
        self.assertEqual(case.state, "agreement")
        with self.assertRaises(AccessError):
            case.with_user(engineer).action_sign_agreement()

    def test_conditions_must_be_met(self):
        """Approved with conditions: nothing goes on until each is confirmed."""
        case = self._advance(self._make_case(), "review")
        approval = case.sudo().approval_id
        approval.with_user(self.user_manager).action_approve_with_conditions(
            ["Protect the lift"], "See condition"
        )
        approval.with_user(self.user_supervisor).action_approve()
        self.assertEqual(case.state, "review")
        self.assertIn("Protect the lift", case.condition_text)
        with self.assertRaises(UserError):
            approval.condition_ids.with_user(self.desk).action_met()
        approval.condition_ids.with_user(self.user_manager).action_met()
        self.assertEqual(case.state, "agreement")

    def test_rejected_and_returned(self):
        case = self._advance(self._make_case(), "review")
        approval = case.sudo().approval_id
        approval.with_user(self.user_manager).action_return("Plan is unreadable")
        self.assertEqual(case.state, "documents")
        self.assertEqual(case.file_checklist_id.state, "open")
        self.assertEqual(case.drawing_ids.state, "returned")
        self._make_drawing(case)
        case.action_submit()
        self.assertEqual(sorted(case.drawing_ids.mapped("version")), [1, 2])
        case.sudo().approval_id.with_user(self.user_manager).action_reject("No")
        self.assertEqual((case.state, case.ended_reason), ("rejected", "No"))

    def test_review_needs_the_complete_file(self):
        """The mixin's own button is no way round the gates."""
        case = self._advance(self._make_case(), "documents")
        with self.assertRaisesRegex(UserError, "send the complete file"):
            case.action_request_approval()

    def test_drawing_is_forwarded(self):
        """REN-12: received on, forwarded to, status per department."""
        case = self._advance(self._make_case(), "documents")
        drawing = self._make_drawing(case)
        self.assertEqual(
            (drawing.received_on, drawing.received_by_id), (self.today, self.desk)
        )
        self._advance(case, "review")
        self.assertEqual(drawing.state, "forwarded")
        self.assertIn("Engineering department", drawing.forwarded_to)
        self.assertIn("Engineering department: To decide", drawing.department_status)
        case.sudo().approval_id.with_user(self.user_manager).action_approve()
        self.assertIn("Engineering department: Approved", drawing.department_status)
        with self.assertRaisesRegex(UserError, "under review or decided"):
            drawing.name = "Other"
        with self.assertRaises(AccessError):
            drawing.state = "approved"

    def test_gate_without_drawing(self):
        """Refused, and let pass by a supervisor with a trace (REN-11)."""
        case = self._advance(self._make_case(), "documents")
        self._fill(case.file_checklist_id)
        with self.assertRaisesRegex(UserError, "drawings as files"):
            case.action_submit()
        supervisor = case.with_user(self.user_supervisor)
        supervisor._property_override_gate("drawing", "Paint only")
        case.action_submit()
        self.assertEqual(case.state, "review")

    def test_change_reviews_only_what_changes(self):
        """REN-14: touched works are suspended, others go on; then new versions."""
        case = self._make_case(works=("o_paint", "o_tiles"))
        self._advance(case, "in_progress")
        paint, tiles = case.work_ids
        first = case.drawing_ids
        change = self._change(case, changed_work_ids=tiles.ids)
        drawing = self._make_drawing(case, change_id=change.id)
        self.assertEqual(drawing.version, 2)
        change.action_submit()
        self.assertEqual((paint.state, tiles.state), ("approved", "suspended"))
        self.assertEqual(case.state, "in_progress")
        with self.assertRaisesRegex(UserError, "not decided yet"):
            case.action_report_completion()
        self._approve(change)
        self.assertEqual((change.state, tiles.state), ("approved", "approved"))
        self.assertEqual((first.state, drawing.state), ("superseded", "approved"))
        case.action_report_completion()

    def test_new_and_dropped_works(self):
        case = self._advance(self._make_case(), "in_progress")
        change = self._change(case, dropped_work_ids=case.work_ids.ids)
        change.new_work_ids = [
            Command.create(
                {"renovation_id": case.id, "kind_id": self._kind("o_floor").id}
            )
        ]
        self.assertNotIn(change.new_work_ids, case.work_ids)
        change.action_submit()
        with self.assertRaisesRegex(UserError, "reviewed already"):
            change.new_work_ids.place = "Kitchen"
        self._approve(change)
        case.invalidate_recordset()
        self.assertEqual(case._property_live_works(), change.new_work_ids)

    def test_rejected_change(self):
        """Everything stands as it did before the request."""
        case = self._advance(self._make_case(), "in_progress")
        change = self._change(case, changed_work_ids=case.work_ids.ids)
        change.new_work_ids = [
            Command.create(
                {"renovation_id": case.id, "kind_id": self._kind("o_floor").id}
            )
        ]
        change.action_submit()
        change.sudo().approval_id.with_user(self.user_manager).action_reject("No")
        self.assertEqual(change.state, "rejected")
        self.assertEqual(change.new_work_ids.state, "refused")
        self.assertEqual(
            (case.work_ids - change.new_work_ids).mapped("state"), ["approved"]
        )

    def test_change_rules(self):
        """The law holds for changes too, and so does the order of steps."""
        case = self._make_case()
        with self.assertRaisesRegex(UserError, "before the review"):
            self._change(case)
        self._advance(case, "in_progress")
        change = self._change(case)
        with self.assertRaisesRegex(UserError, "changes nothing"):
            change.action_submit()
        with self.assertRaisesRegex(UserError, "by its button"):
            change.action_request_approval()
        with self.assertRaises(AccessError):
            change.state = "approved"
        for code, words in (
            ("p_opening", "Prohibited"),
            ("m_waterproof", "Papers are missing"),
        ):
            change.new_work_ids = [
                Command.clear(),
                Command.create(
                    {"renovation_id": case.id, "kind_id": self._kind(code).id}
                ),
            ]
            with self.subTest(code=code), self.assertRaisesRegex(UserError, words):
                change.action_submit()
        change.action_cancel()
        self.assertEqual(change.state, "cancelled")

    def test_change_of_another_case(self):
        case = self._advance(self._make_case(), "agreement")
        other = self._make_case(unit=self.unit_102)
        change = self._change(case)
        with self.assertRaisesRegex(UserError, "another renovation"):
            self.env["property.renovation.work"].create(
                {
                    "renovation_id": other.id,
                    "change_id": change.id,
                    "kind_id": self._kind("o_paint").id,
                }
            )

    def test_contractor_changes_by_change_only(self):
        case = self._advance(self._make_case(), "in_progress")
        contractor = self._make_contractor()
        with self.assertRaises(UserError):
            case.contractor_id = contractor
        change = self._change(case, contractor_id=contractor.id)
        change.action_submit()
        self._approve(change)
        self.assertEqual(case.contractor_id, contractor)

    def test_decided_on(self):
        case = self._advance(self._make_case(), "agreement")
        change = self._change(case, changed_work_ids=case.work_ids.ids)
        change.action_submit()
        self._approve(change)
        self.assertEqual(change.decided_on, fields.Date.context_today(change))
