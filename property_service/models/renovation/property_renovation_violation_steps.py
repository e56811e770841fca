from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .property_renovation_violation_stage import LETTERS

SUPERVISOR = "property_service.property_service_group_supervisor"
RECTIFIABLE = ("dissuaded", "stopped", "reported")
# Where a violation goes back to when its rectification is not accepted.
STATE_OF_STAGE = {"dissuade": "dissuaded", "stop": "stopped", "report": "reported"}


class PropertyRenovationViolation(models.Model):
    """The stages of 110号令 §17: dissuade, stop, report; and how it ends."""

    _inherit = "property.renovation.violation"

    # === Dialogs ===

    def action_dissuade(self):
        return self._property_open_dialog("dissuade", self.env._("Dissuade"))

    def action_stop(self):
        return self._property_open_dialog("stop", self.env._("Order to stop"))

    def action_report(self):
        return self._property_open_dialog("report", self.env._("Report"))

    def action_rectify(self):
        return self._property_open_dialog("rectify", self.env._("Rectified"))

    def action_reject(self):
        return self._property_open_dialog("reject", self.env._("Not accepted"))

    def action_withdraw(self):
        return self._property_open_dialog("withdraw", self.env._("Withdraw"))

    def action_print_letter(self):
        """The latest letter of the violation."""
        self.ensure_one()
        letters = self.stage_ids.filtered("letter_number")
        if not letters:
            raise UserError(self.env._("No letter has been issued yet."))
        return letters[-1].action_print_letter()

    # === Stages ===

    def _property_dissuade(self, note=None, received_by=None):
        """劝阻: the first letter; from here on the photos are evidence."""
        self._property_step("draft")
        if not self.photo_ids:
            raise UserError(
                self.env._(
                    "%(violation)s: a violation needs photos of it before anybody is"
                    " told (REN-21).",
                    violation=self.display_name,
                )
            )
        self._property_lock_files("photo_ids")
        self._property_stage(
            "dissuade",
            "dissuaded",
            note,
            received_by,
            hours="renovation.violation_rectify_hours",
        )

    def _property_stop(self, note=None, received_by=None):
        """制止: the order to stop, where dissuading has not helped."""
        self._property_step("dissuaded")
        self._property_stage(
            "stop",
            "stopped",
            note,
            received_by,
            hours="renovation.violation_report_hours",
        )

    def _property_report(self, note=None, received_by=None):
        """报告: to the authority, within the hours that the rules of the city give."""
        self._property_step("stopped")
        if not self.authority:
            raise UserError(
                self.env._(
                    "%(violation)s: name the authority to which it is reported.",
                    violation=self.display_name,
                )
            )
        self._property_stage(
            "report",
            "reported",
            note,
            received_by,
            hours="renovation.violation_follow_hours",
        )

    def _property_rectify(self, note=None):
        """整改完成, with photos that prove it; another person accepts it."""
        self._property_step(*RECTIFIABLE)
        if not self.proof_ids.filtered(lambda file: not file.property_locked):
            raise UserError(
                self.env._(
                    "%(violation)s: add photos that prove the rectification.",
                    violation=self.display_name,
                )
            )
        self._property_lock_files("proof_ids")
        self._property_stage(
            "rectify",
            "rectified",
            note,
            hours="renovation.violation_accept_hours",
            rectified_by_id=self.env.uid,
        )

    def action_close(self):
        """The rectification is accepted on the spot, the site goes on."""
        for violation in self:
            violation._property_step("rectified")
            violation._property_check_may_close()
            violation._property_finish("rectified")
        return True

    def _property_reject(self, reason):
        """The rectification is not accepted: back to the last stage it had."""
        self._property_step("rectified")
        self._property_check_may_close()
        words = self._property_reason(reason)
        last = self.stage_ids.filtered(lambda row: row.stage in LETTERS)[-1].stage
        self._property_stage(
            "reject",
            STATE_OF_STAGE[last],
            words,
            hours="renovation.violation_rectify_hours",
            rectified_by_id=False,
        )

    def _property_withdraw(self, reason):
        """Found by mistake: a supervisor says why; everything stays on record."""
        self._property_step("draft", "dissuaded")
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Only supervisors withdraw a violation."))
        self._property_lock_files("photo_ids")
        self._property_stage("withdraw", "withdrawn", self._property_reason(reason))

    # === Business methods ===

    def _property_check_may_close(self):
        """Who accepts is a supervisor, or by the estate's setting a colleague."""
        strict = self.estate_id._property_parameter(
            "renovation.violation_close_supervisor"
        )
        if strict and not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._(
                    "%(violation)s: a supervisor accepts the rectification.",
                    violation=self.display_name,
                )
            )
        if not strict and self.rectified_by_id == self.env.user:
            raise AccessError(
                self.env._(
                    "%(violation)s: you recorded the rectification; a colleague"
                    " accepts it.",
                    violation=self.display_name,
                )
            )

    def _property_finish(self, result):
        stage = "deduct" if result == "deducted" else "close"
        self._property_stage(
            stage,
            "closed",
            result=result,
            closed_on=fields.Datetime.now(),
            closed_by_id=self.env.uid,
        )

    def _property_stage(
        self, stage, state, note=None, received_by=None, hours=None, **values
    ):
        """Add the row of a stage, with its letter and its deadline."""
        due = hours and self._property_due_after(hours)
        # Rows are added by the stages alone.
        self.env["property.renovation.violation.stage"].sudo().create(
            {
                "violation_id": self.id,
                "stage": stage,
                "letter_number": stage in LETTERS
                and self._property_letter_number(stage),
                "user_id": self.env.uid,
                "deadline": due,
                "note": str(note or "").strip() or False,
                "received_by": str(received_by or "").strip() or False,
            }
        )
        self._property_set(state=state, **values)
        self._property_reminders_done()
        self._property_set_due(due)

    def _property_letter_number(self, stage):
        sequence = self.env["ir.sequence"].with_company(self.company_id)
        return sequence.next_by_code(f"property.renovation.violation.{stage}")

    def _property_due_after(self, parameter):
        hours = self.estate_id._property_parameter(parameter)
        return fields.Datetime.now() + timedelta(hours=hours)

    def _property_due_in(self, parameter):
        self._property_set_due(self._property_due_after(parameter))

    def _property_reason(self, reason):
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give the reason."))
        return reason

    def _property_open_dialog(self, kind, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "property.renovation.violation.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_kind": kind, "default_violation_id": self.id},
        }

    def _property_alert_text(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(unit)s: %(violation)s stands at “%(state)s”",
            unit=self.unit_id.code,
            violation=self.display_name,
            state=labels[self.state],
        )

    @api.model
    def _cron_alert(self):
        """REN-21: stages whose deadline has passed; only due rows."""
        done, remaining = self._property_alert_due()
        self.env["ir.cron"]._commit_progress(done, remaining=remaining)
