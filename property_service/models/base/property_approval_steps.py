from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class PropertyApproval(models.Model):
    """How a request moves: verdicts in the order of its steps, or its withdrawal."""

    _inherit = "property.approval"

    # === Actions ===

    def action_approve(self, comment=""):
        """Approve the step that is the user's."""
        for approval in self:
            approval._property_decide("approved", comment)
        return True

    def action_approve_with_conditions(self, conditions, comment=""):
        """Approve, but the matter takes effect only when all conditions are met.

        :param conditions: list of texts
        """
        self.ensure_one()
        texts = [str(text).strip() for text in conditions if str(text).strip()]
        if not texts:
            raise UserError(self.env._("Write at least one condition."))
        self._property_decide("conditions", comment, texts)
        return True

    def action_reject(self, comment):
        for approval in self:
            approval._property_decide("rejected", comment)
        return True

    def action_return(self, comment):
        """Send back to the applicant, who may change the document and ask again."""
        for approval in self:
            approval._property_decide("returned", comment)
        return True

    def action_cancel(self):
        """Withdraw one's own request."""
        for approval in self:
            approval._property_lock()
            if approval.applicant_id != self.env.user:
                raise UserError(
                    self.env._(
                        "Only %(applicant)s, who made the request, can withdraw it.",
                        applicant=approval.applicant_id.name,
                    )
                )
            approval._property_withdraw("")
        return True

    # === Business methods ===

    def _property_lock(self):
        """Wait for, then see, what another session decides at the same moment."""
        self.ensure_one()
        self.check_access("read")
        self.env.cr.execute(
            SQL("SELECT 1 FROM property_approval WHERE id = %s FOR UPDATE", self.id)
        )
        self.invalidate_recordset()

    def _property_decide(self, verdict, comment, conditions=()):
        """Give the user's verdict on the step that is theirs now."""
        self._property_lock()
        comment = str(comment or "").strip()
        if verdict != "approved" and not comment:
            raise UserError(
                self.env._("Write a comment: the applicant needs a reason.")
            )
        # Nobody may write these rows directly; the checks are above and below.
        approval = self.sudo()
        step = approval._property_step_of(self.env.user)
        if not step:
            raise UserError(
                self.env._(
                    "%(document)s: this is not yours to decide. It waits for:"
                    " %(waiting)s.",
                    document=approval.name,
                    waiting=approval.waiting_for or self.env._("nobody"),
                )
            )
        step.state = verdict
        approval._property_add_to_trail(verdict, comment, step)
        # Nobody may write these rows directly.
        self.env["property.approval.condition"].sudo().create(
            [
                {"approval_id": approval.id, "step_id": step.id, "name": text}
                for text in conditions
            ]
        )
        if verdict in ("rejected", "returned"):
            approval._property_close(verdict)
        elif not approval.step_ids.filtered(lambda s: s.state == "open"):
            approval._property_open_next_steps()

    def _property_open_next_steps(self):
        waiting = self.step_ids.filtered(lambda s: s.state == "waiting")
        if not waiting:
            self._property_close(
                "approved_with_conditions" if self.condition_ids else "approved"
            )
            return
        first = min(waiting.mapped("sequence"))
        steps = waiting.filtered(lambda s: s.sequence == first)
        steps.state = "open"
        steps._property_call_approvers()

    def _property_close(self, state):
        self.step_ids.filtered(
            lambda s: s.state in ("waiting", "open")
        ).state = "skipped"
        self.write({"state": state, "date_done": fields.Datetime.now()})
        self._property_unlink_activities()
        document = self._property_document()
        document.invalidate_recordset(["approval_state"])
        if state == "approved":
            document._property_on_approved()
        elif state == "approved_with_conditions":
            document._property_on_approved_with_conditions()
        elif state == "rejected":
            document._property_on_rejected()
        elif state == "returned":
            document._property_on_returned()
        self._property_tell_applicant()

    def _property_withdraw(self, reason):
        """End a request from code, such as when its document is cancelled."""
        if self.state != "pending":
            raise UserError(
                self.env._(
                    "%(document)s: the request is decided already.", document=self.name
                )
            )
        # Nobody may write these rows directly.
        approval = self.sudo()
        approval._property_add_to_trail("withdrawn", reason)
        approval.step_ids.filtered(
            lambda s: s.state in ("waiting", "open")
        ).state = "skipped"
        approval.write({"state": "cancelled", "date_done": fields.Datetime.now()})
        approval._property_unlink_activities()

    def _property_condition_met(self):
        """The last condition is met: the approval takes effect."""
        if self.state == "approved_with_conditions" and not self.open_condition_count:
            self._property_document()._property_on_approved()

    def _property_add_to_trail(self, event, comment="", step=None):
        self.env["property.approval.verdict"].create(
            {
                "approval_id": self.id,
                "step_id": step.id if step else False,
                "user_id": self.env.user.id,
                "applicant_id": self.applicant_id.id,
                "verdict": event,
                "comment": comment,
                "date": fields.Datetime.now(),
            }
        )

    def _property_unlink_activities(self):
        self.activity_unlink(["property_service.mail_activity_type_approval"])

    def _property_tell_applicant(self):
        label = dict(self._fields["state"]._description_selection(self.env))
        self.message_post(
            body=self.env._(
                "%(kind)s, %(document)s: %(state)s",
                kind=self.kind_id.name,
                document=self.name,
                state=label[self.state],
            ),
            partner_ids=self.applicant_id.partner_id.ids,
        )
