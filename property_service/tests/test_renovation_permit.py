from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tests.common import freeze_time

from .common_renovation import RenovationCommon


@tagged("post_install", "-at_install")
class TestRenovationPermit(RenovationCommon):
    """Number, validity, posting and extension of the permit (REN-04, REN-08)."""

    def test_numbers(self):
        """Per company and year, without gaps; another company has its own book."""
        first = self._advance(self._make_case(), "permitted")
        second = self._advance(self._make_case(unit=self.unit_102), "permitted")
        year = self.today.year
        self.assertEqual(first.permit_number, f"ZXXK{year}-0001")
        self.assertEqual(second.permit_number, f"ZXXK{year}-0002")
        books = self.env["ir.sequence"].search(
            [
                ("code", "=", "property.renovation.permit"),
                ("company_id", "=", self.company.id),
            ]
        )
        self.assertEqual((len(books), books.implementation), (1, "no_gap"))

    def test_issued_once(self):
        """A second press, from a screen that was open before, issues nothing."""
        case = self._advance(self._make_case(), "payment")
        twin = case.with_user(self.user_administrator)
        self.assertEqual(twin.state, "payment")
        self._advance(case, "permitted")
        number = case.permit_number
        with self.assertRaisesRegex(UserError, "stands at"):
            twin.action_issue_permit()
        self.assertEqual(case.permit_number, number)

    def test_formalities(self):
        """REN-04: quality confirmation and inspection before entry are gates."""
        case = self._advance(self._make_case(), "agreement")
        self._fill(case.agreement_checklist_id)
        case.action_sign_agreement()
        with self.assertRaises(UserError) as refusal:
            case.action_issue_permit()
        for words in ("quality confirmation", "inspection before entry"):
            self.assertIn(words, str(refusal.exception).lower())
        self._fill(case.quality_checklist_id, fail=("walls",))
        self._fill(case.entry_checklist_id, fail=("fire",))
        case.action_bill_fees()
        self._pay(case)
        with self.assertRaisesRegex(UserError, "failed"):
            case.action_issue_permit()

    def test_agreement_first(self):
        case = self._advance(self._make_case(), "agreement")
        with self.assertRaisesRegex(UserError, "agreement lacks"):
            case.action_sign_agreement()

    def test_validity(self):
        """As planned, never from a past day, and not longer than the setting."""
        case = self._make_case(
            date_start=self.today - timedelta(days=9),
            date_end=self.today + timedelta(days=400),
        )
        self._advance(case, "permitted")
        today = self._today_there()
        self.assertEqual(case.permit_date_start, today)
        self.assertEqual(case.permit_date_end, today + timedelta(days=179))

    def test_planned_end_is_over(self):
        case = self._advance(self._make_case(), "payment")
        case.write({"date_start": "2026-01-01", "date_end": "2026-02-01"})
        with self.assertRaisesRegex(UserError, "is over"):
            self._leave_payment(case)

    def test_expiry_boundary(self):
        """The last day still counts, the day after does not."""
        case = self._advance(self._make_case(), "permitted")
        end = case.permit_date_end
        cases = self.env["property.renovation"]
        for day, left, expired in (
            (end - timedelta(days=1), 1, False),
            (end, 0, False),
            (end + timedelta(days=1), -1, True),
        ):
            with self.subTest(day=day), freeze_time(f"{day} 04:00:00"):
                case.invalidate_recordset()
                self.assertEqual(
                    (case.days_left, case.is_permit_expired), (left, expired)
                )
                found = cases.search(
                    [("is_permit_expired", "=", True), ("id", "=", case.id)]
                )
                self.assertEqual(bool(found), expired)
        with freeze_time(f"{end + timedelta(days=1)} 04:00:00"):
            case.action_post_permit()
            with self.assertRaisesRegex(UserError, "has expired"):
                case.action_start_work()

    def test_posting(self):
        """Refused until it hangs in the building, or let pass with a trace."""
        case = self._advance(self._make_case(), "permitted")
        with self.assertRaisesRegex(UserError, "in the building"):
            case.action_start_work()
        supervisor = case.with_user(self.user_supervisor)
        override = supervisor._property_override_gate("permit_posted", "Lift is shut")
        self.assertEqual(override.gate_code, "permit_posted")
        case.action_start_work()
        self.assertEqual(case.state, "in_progress")
        case.action_post_permit()
        self.assertEqual(case.posted_on, self._today_there())

    def test_extension(self):
        """With approval only; the day before stays on record."""
        case = self._advance(self._make_case(), "in_progress")
        end = case.permit_date_end
        extensions = self.env["property.renovation.extension"].with_user(self.desk)
        values = {"renovation_id": case.id, "reason": "Rain"}
        with self.assertRaises(ValidationError):
            extensions.create({**values, "date_end": end})
        extension = extensions.create({**values, "date_end": end + timedelta(days=30)})
        with self.assertRaisesRegex(UserError, "by its button"):
            extension.action_request_approval()
        extension.action_submit()
        self.assertEqual(case.permit_date_end, end)
        with self.assertRaises(UserError):
            extension.approval_id.action_approve()
        extension.sudo().approval_id.with_user(self.user_supervisor).action_approve()
        self.assertEqual(case.permit_date_end, end + timedelta(days=30))
        self.assertEqual(extension.date_end_before, end)
        self.assertEqual(extension.state, "approved")
        with self.assertRaises(AccessError):
            case.permit_date_end = end

    def test_no_extension_without_permit(self):
        case = self._advance(self._make_case(), "review")
        with self.assertRaisesRegex(UserError, "no permit"):
            case.action_extend()

    def test_alerts(self):
        """Told once before the end and once after it; nothing else is touched."""
        case = self._advance(self._make_case(), "permitted")
        end = case.permit_date_end
        cron = self.env["property.renovation"]

        def told(day):
            with freeze_time(f"{day} 04:00:00"):
                cron._cron_permit_expiry()
            return len(
                case.activity_ids.filtered(lambda a: a.user_id == self.user_assistant)
            )

        self.assertEqual(told(end - timedelta(days=8)), 0)
        self.assertEqual(told(end - timedelta(days=7)), 1)
        self.assertEqual(told(end - timedelta(days=6)), 1)
        self.assertEqual(told(end), 1)
        self.assertEqual(told(end + timedelta(days=1)), 2)
        self.assertEqual(told(end + timedelta(days=2)), 2)

    def test_rights(self):
        """Assistants cannot override; others take no step; technicians see nothing."""
        case = self._advance(self._make_case(), "permitted")
        with self.assertRaises(AccessError):
            case._property_override_gate("permit_posted", "Please")
        for user in (
            self.user_accountant,
            self.user_auditor,
            self.user_technician,
            self.user_resident,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                case.with_user(user).action_start_work()
        cases = self.env["property.renovation"]
        with self.assertRaises(AccessError):
            cases.with_user(self.user_technician).search([])
        self.assertEqual(cases.with_user(self.user_resident).search([]), case)
        other = self._make_case(unit=self.unit_102, applicant=self.owner_b)
        self.assertNotIn(other, cases.with_user(self.user_resident).search([]))
        with self.assertRaises(AccessError):
            other.with_user(self.user_resident).read(["name"])
