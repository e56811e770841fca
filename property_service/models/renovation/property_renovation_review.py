from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

DESK = "property_service.property_service_group_assistant"
SUPERVISOR = "property_service.property_service_group_supervisor"
CANCELLABLE = (
    "draft",
    "documents",
    "review",
    "agreement",
    "payment",
    "permitted",
    "in_progress",
)
OPEN_DRAWINGS = ("received", "returned")
BEFORE_REVIEW = ("draft", "documents")
BEFORE_PERMIT = (*BEFORE_REVIEW, "review", "agreement", "payment")
# What the departments saw is what was approved: until when a field may change.
OPEN_UNTIL = {
    **dict.fromkeys(
        (
            "unit_id",
            "applicant_id",
            "owner_id",
            "contractor_id",
            "work_ids",
            "drawing_ids",
            "investment",
            "fitout_area",
            "construction_permit_number",
            "description",
        ),
        BEFORE_REVIEW,
    ),
    **dict.fromkeys(("date_start", "date_end"), BEFORE_PERMIT),
}


class PropertyRenovation(models.Model):
    """Review by several departments side by side (REN-04, REN-12)."""

    _inherit = "property.renovation"

    submitted_on = fields.Date(readonly=True, copy=False)
    condition_text = fields.Text(
        string="Conditions of the review", compute="_compute_condition_text"
    )

    @api.depends("approval_id.condition_ids.is_met")
    def _compute_condition_text(self):
        for renovation in self:
            conditions = renovation.sudo().approval_id.condition_ids  # whoever reads
            renovation.condition_text = "\n".join(
                f"{'☑' if condition.is_met else '☐'} {condition.name}"
                for condition in conditions
            )

    # === CRUD ===

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self._property_check_reviewed_fields(OPEN_UNTIL.keys() & vals.keys())
        result = super().write(vals)
        if OPEN_UNTIL.keys() & vals.keys():
            self._property_apply_conditions()
        return result

    # === Actions ===

    def action_submit(self):
        """Send the complete file to the departments, drawings with it (REN-12)."""
        self.ensure_one()
        self._property_require_desk()
        self._property_step("documents")
        self._property_apply_conditions()
        self._property_check_gates("review")
        self._property_finish_checklist("file_checklist_id")
        self._property_move("review", submitted_on=fields.Date.context_today(self))
        self.action_request_approval(self.description or self.work_summary or "")
        drawings = self.drawing_ids.filtered(lambda d: d.state in OPEN_DRAWINGS)
        # Who approves is read for the applicant.
        drawings._property_latest()._property_forward(self.sudo().approval_id)
        return True

    def action_reject(self):
        """Refuse an application that may not be, such as prohibited works."""
        self._property_require_supervisor()
        return self._property_ask_reason("reject")

    def action_cancel(self):
        """Give the renovation up; what was deposited can be refunded."""
        self._property_require_desk()
        return self._property_ask_reason("cancel")

    # === Approval ===

    def _property_approval_key(self):
        return "renovation"

    def _property_approval_frozen_fields(self):
        """Frozen by state, since a new review may begin after a design change."""
        return set()

    def _property_check_can_request(self):
        """Only with the complete file: ``action_submit`` checks it first (REN-26)."""
        if self.state != "review":
            raise UserError(
                self.env._(
                    "%(renovation)s: send the complete file to the departments.",
                    renovation=self.display_name,
                )
            )
        return super()._property_check_can_request()

    def _property_on_approved(self):
        """All departments agree and their conditions are met."""
        if self.state != "review":
            return
        self._property_live_works()._property_set_state("approved")
        self.drawing_ids._property_decided("approved")
        self._property_move("agreement")
        self._property_start_checklist("agreement_checklist_id")
        self._property_start_checklist("quality_checklist_id")

    def _property_on_approved_with_conditions(self):
        """It stays in review until an approver confirms each condition."""
        self.message_post(
            body=self.env._(
                "Approved with conditions; the agreement follows when they are met."
            )
        )

    def _property_on_rejected(self):
        self.drawing_ids._property_decided("returned")
        comment = self.approval_id.verdict_ids.filtered(
            lambda v: v.verdict == "rejected"
        )[-1:].comment
        self._property_end("rejected", comment)

    def _property_on_returned(self):
        """Back to the desk: the file is opened again with the comment as reason."""
        self.drawing_ids._property_decided("returned")
        self._property_move("documents")
        comment = self.approval_id.verdict_ids.filtered(
            lambda v: v.verdict == "returned"
        )[-1:].comment
        if self.file_checklist_id.state == "closed":
            self.file_checklist_id._property_reopen(comment)
        self.message_post(
            body=self.env._("Returned by the departments: %(reason)s", reason=comment)
        )

    # === Business methods ===

    def _property_require_desk(self):
        """Steps are the desk's; whoever reads only, takes none."""
        if not self.env.user.has_group(DESK):
            raise AccessError(self.env._("The service centre carries renovations."))

    def _property_require_supervisor(self):
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Ask a supervisor to take this step."))

    def _property_check_reviewed_fields(self, names):
        for renovation in self:
            closed = [n for n in names if renovation.state not in OPEN_UNTIL[n]]
            if not closed:
                continue
            labels = [self._fields[n]._description_string(self.env) for n in closed]
            raise UserError(
                self.env._(
                    "%(renovation)s is reviewed: %(fields)s changes by a design change"
                    " or an extension only.",
                    renovation=renovation.display_name,
                    fields=", ".join(sorted(labels)),
                )
            )

    def _property_ask_reason(self, step):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reason"),
            "res_model": "property.renovation.reason.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_renovation_id": self.id, "default_step": step},
        }

    def _property_reject(self, reason):
        """Reject an application at the desk, with the reason told to the applicant."""
        self._property_require_supervisor()
        self._property_step("draft", "documents", "review")
        self._property_withdraw_review(reason)
        self._property_end("rejected", self._property_reason(reason))

    def _property_cancel(self, reason):
        """End the case before its acceptance; its site must be in order."""
        self._property_require_desk()
        if self.state == "in_progress":
            self._property_require_supervisor()
        self._property_step(*CANCELLABLE)
        reason = self._property_reason(reason)
        self._property_check_gates("cancelled")
        self._property_withdraw_review(reason)
        if self.state == "in_progress":
            self._property_restore_unit()
        self._property_end("cancelled", reason)

    def _property_reason(self, reason):
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give the reason."))
        return reason

    def _property_withdraw_review(self, reason):
        # Whoever ends the case ends its review with it.
        if self._property_withdraw_approval(reason):
            self.drawing_ids._property_decided("returned")

    def _property_end(self, state, reason):
        self._property_move(state, ended_reason=reason)
        self.message_post(body=self.env._("Reason: %(reason)s", reason=reason))
