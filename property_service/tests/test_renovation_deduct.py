"""A violation paid from the deposit: asked, approved, booked (REN-21, REN-22)."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common_renovation import RenovationCommon


class TestViolationDeduction(RenovationCommon):
    def setUp(self):
        super().setUp()
        self.case = self._advance(self._make_case(), "in_progress")
        self.deposit = self.case._property_deposits()
        self.violation = self._find_violation(self.case)

    def _find_violation(self, case):
        violation = (
            self.env["property.renovation.violation"]
            .with_user(self.desk)
            .create(
                {
                    "renovation_id": case.id,
                    "kind_id": self.env.ref(
                        "property_service.property_renovation_violation_kind_rubbish"
                    ).id,
                    "description": "Lift panel scratched",
                }
            )
        )
        violation.photo_ids = [Command.link(self._evidence(user=self.desk).id)]
        violation._property_dissuade("Repair it")
        return violation

    def _ask(self, amount=500, **values):
        values.setdefault("refusal_note", "Refused; witness: the guard on duty")
        supervisor = self.user_supervisor
        return self.violation.with_user(supervisor)._property_deduct(
            self.deposit.with_user(supervisor), amount, "Repair of the lift", **values
        )

    def _held(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.deposit.sudo().amount_held

    def _assert_refund_waits(self):
        supervisor = self.deposit.with_user(self.user_supervisor)
        words = "violations are not settled yet"
        with self.assertRaisesRegex(UserError, words), self.env.cr.savepoint():
            supervisor._property_refund(note="Receipt handed back")

    def test_settled_when_booked(self):
        """Neither asking nor approving settles it: the booking does."""
        before = self._held()
        deduction = self._ask()
        self.assertEqual(self.violation.deduction_id, deduction)
        deduction.approval_id.with_user(self.user_manager).action_approve()
        self.assertEqual((self.violation.state, self._held()), ("dissuaded", before))
        self.assertIn(self.violation, self.case._property_open_violations())
        deduction.with_user(self.user_accountant).action_post()
        self.assertEqual(self._held(), before - 500)
        self.assertEqual(
            (self.violation.state, self.violation.result), ("closed", "deducted")
        )
        self.assertEqual(
            self.violation.stage_ids.mapped("stage"), ["dissuade", "deduct"]
        )
        self.assertFalse(self.violation.next_due)
        self.assertFalse(self.case._property_open_violations())

    def test_evidence_is_locked(self):
        """The deduction has copies of its own; nobody drops them or the photos."""
        deduction = self._ask()
        files = deduction.sudo().evidence_ids
        self.assertEqual(len(files), 1)
        self.assertFalse(files & self.violation.photo_ids)
        self.assertEqual(files.checksum, self.violation.photo_ids.checksum)
        for file in (files, self.violation.photo_ids):
            self.assertTrue(file.property_locked)
            with self.assertRaises(UserError):
                file.with_user(self.user_manager).unlink()
        with self.assertRaises(UserError):
            deduction.evidence_ids = [Command.clear()]

    def test_refund_waits(self):
        """Nothing goes back while it is open; the rest does when it is settled."""
        self._assert_refund_waits()
        deduction = self._ask()
        self._assert_refund_waits()
        deduction.approval_id.with_user(self.user_manager).action_approve()
        deduction.with_user(self.user_accountant).action_post()
        self._advance(self.case, "refund")
        self._refund_deposit(self.case)
        self.assertFalse(self._held())
        self.assertEqual(self.deposit.sudo().amount_deducted, 500)

    def test_open_violation_stops_the_acceptance(self):
        self._advance(self.case, "acceptance")
        self._fill(self.case.acceptance_checklist_id)
        with self.assertRaisesRegex(UserError, "Violations are not settled"):
            self.case.action_accept()

    def test_given_up_and_asked_again(self):
        """A deduction that is given up leaves the violation open."""
        deduction = self._ask()
        with self.assertRaisesRegex(UserError, "asked for already"):
            self._ask()
        deduction.action_cancel()
        self.assertEqual(self.violation.state, "dissuaded")
        again = self._ask(300)
        self.assertEqual(self.violation.deduction_id, again)

    def test_who_and_from_which_deposit(self):
        with self.assertRaises(AccessError):
            self.violation._property_deduct(self.deposit, 500, "Repair")
        other = self._receive(self.unit_102, amount=800)
        with self.assertRaisesRegex(UserError, "paid for this renovation"):
            self.violation.with_user(self.user_supervisor)._property_deduct(
                other, 500, "Repair", refusal_note="x"
            )
        with self.assertRaises(UserError):
            self._ask(amount=self._held() + 1)
