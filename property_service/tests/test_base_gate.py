"""Gates: refusal with all reasons, the override and its trace."""

from odoo.exceptions import AccessError, UserError

from .mechanism_common import MechanismCase


class TestGate(MechanismCase):
    def test_all_unmet_gates_in_one_message(self):
        process = self._start(is_identified=False)
        with self.assertRaises(UserError) as refusal:
            process._property_check_gates("keys")
        self.assertIn("Fees are due.", str(refusal.exception))
        self.assertIn("No ID was checked.", str(refusal.exception))

    def test_met_gates_pass(self):
        process = self._start(is_paid=True)
        process._property_check_gates("keys")
        self.assertTrue(process.gate_is_open)
        self.assertFalse(process.gate_may_override)

    def test_override_leaves_a_trace(self):
        """MVI-06: a supervisor, with a reason, seen on the document."""
        process = self._start()
        with self.assertRaises(AccessError):
            process._property_override_gate("paid", "Cheque is on its way")
        process = process.with_user(self.user_supervisor)
        self.assertTrue(process.gate_may_override)
        with self.assertRaises(UserError):
            process._property_override_gate("paid", " ")
        with self.assertRaises(UserError):
            process._property_override_gate("unknown", "Reason")
        override = process._property_override_gate("paid", "Cheque is on its way")
        self.assertRecordValues(
            override,
            [
                {
                    "gate_code": "paid",
                    "step": "keys",
                    "message": "Fees are due.",
                    "user_id": self.user_supervisor.id,
                    "estate_id": self.estate.id,
                }
            ],
        )
        process._property_check_gates("keys")
        self.assertIn("Cheque is on its way", process.gate_summary)
        with self.assertRaises(UserError):
            process._property_override_gate("paid", "Twice")
        with self.assertRaises(UserError):
            process._property_check_gates("another step")

    def test_overrides_are_only_added_to(self):
        process = self._start(self.user_supervisor)
        override = process._property_override_gate("paid", "Reason").sudo()
        with self.assertRaises(UserError):
            override.reason = "Other"
        with self.assertRaises(UserError):
            override.unlink()

    def test_gate_that_nobody_overrides(self):
        process = self._start(self.user_manager, is_paid=True, is_identified=False)
        with self.assertRaises(UserError):
            process._property_override_gate("identity", "I know the owner")
        self.assertFalse(process.gate_may_override)
        # A row from elsewhere does not help either.
        self.env["property.gate.override"].create(
            {
                "res_model": process._name,
                "res_id": process.id,
                "document_name": "Process",
                "estate_id": self.estate.id,
                "step": "keys",
                "gate_code": "identity",
                "reason": "Forged",
                "user_id": self.user_manager.id,
                "date": "2026-01-01",
            }
        )
        with self.assertRaises(UserError):
            process._property_check_gates("keys")

    def test_texts_are_escaped(self):
        process = self._start(self.user_supervisor)
        process._property_override_gate("paid", "<script>alert(1)</script>")
        self.assertNotIn("<script>", process.gate_summary)

    def test_wizard(self):
        process = self._start(self.user_supervisor)
        action = process.action_override_gate()
        wizard = (
            self.env["property.gate.wizard"]
            .with_user(self.user_supervisor)
            .with_context(**action["context"])
            .create({"reason": "Cheque"})
        )
        self.assertEqual(wizard.line_ids.mapped("code"), ["paid"])
        wizard.action_confirm()
        process._property_check_gates("keys")

    def test_wizard_takes_documents_with_gates_only(self):
        wizard = self.env["property.gate.wizard"].with_user(self.user_supervisor)
        with self.assertRaises(UserError):
            wizard.create({"res_model": "res.users", "res_id": 1, "reason": "x"})
