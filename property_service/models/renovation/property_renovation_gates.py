from odoo import models

# The step that comes next from each state (REN-26); none of them is skipped.
NEXT_STEP = {
    "draft": "documents",
    "documents": "review",
    "agreement": "payment",
    "payment": "permitted",
    "permitted": "in_progress",
    "in_progress": "acceptance",
    "acceptance": "recheck",
    "recheck": "refund",
    "refund": "archived",
}


class PropertyRenovation(models.Model):
    """Which conditions each step has; the conditions themselves live by concern."""

    _inherit = "property.renovation"

    def _property_gate_step(self):
        return NEXT_STEP.get(self.state)

    def _property_gates(self, step):
        self.ensure_one()
        gates = {
            "documents": self._property_gates_application,
            "review": self._property_gates_submit,
            "payment": lambda: [self._property_gate_agreement()],
            "permitted": self._property_gates_permit,
            "in_progress": self._property_gates_start,
            "acceptance": self._property_gates_completion,
            "recheck": self._property_gates_accept,
            "refund": self._property_gates_recheck,
            "archived": self._property_gates_archive,
            "cancelled": self._property_gates_cancel,
        }.get(step)
        return [*super()._property_gates(step), *(gates() if gates else [])]

    def _property_gates_submit(self):
        """Before the departments see it: papers, firm, drawings, arrears (REN-01)."""
        return [
            *self._property_gates_works(),
            self._property_gate_contractor(),
            self._property_gate_file(),
            self._property_gate_drawing(),
            self._property_gate_arrears(),
        ]

    def _property_gates_permit(self):
        """The four formalities of REN-04, and the money."""
        quality = self._property_gate_checklist(
            "quality_checklist_id",
            self.env._("The quality confirmation before renovation is incomplete."),
        )
        return [
            quality,
            self._property_gate_passed("entry_checklist_id"),
            *self._property_gates_money(),
            *self._property_gates_deposit(),
            self._property_gate_contractor(),
        ]

    def _property_gates_cancel(self):
        """A site that is given up is in order too."""
        if self.state not in ("permitted", "in_progress"):
            return []
        return self._property_gates_site()
