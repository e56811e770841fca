from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError


class PropertyRenovation(models.Model):
    """Completion acceptance, rework, second check, archive (REN-16, REN-22)."""

    _inherit = "property.renovation"

    rework_count = fields.Integer(string="Reworks", readonly=True, copy=False)

    # === Actions ===

    def action_report_completion(self):
        """The applicant reports completion; the acceptance form is opened."""
        self.ensure_one()
        self._property_require_desk()
        self._property_step("in_progress")
        self._property_check_gates("acceptance")
        self._property_move("acceptance", completed_on=fields.Date.context_today(self))
        self._property_start_checklist("acceptance_checklist_id")
        return True

    def action_accept(self):
        """Passed: the unit goes back to its status, the second check is planned."""
        self.ensure_one()
        self._property_require_desk()
        self._property_step("acceptance")
        self._property_check_gates("recheck")
        self._property_finish_checklist("acceptance_checklist_id")
        today = fields.Date.context_today(self)
        months = self.estate_id._property_parameter("renovation.recheck_months")
        self._property_move(
            "recheck",
            accepted_on=today,
            recheck_due=today + relativedelta(months=months),
        )
        self._property_start_checklist("recheck_checklist_id")
        self._property_restore_unit()
        self._property_release_deposits()
        return True

    def action_rework(self):
        """Not passed: back to the site, with what is to be put right."""
        return self._property_ask_reason("rework")

    def action_recheck(self):
        """The second check is passed: settle and refund (REN-22)."""
        self.ensure_one()
        self._property_require_desk()
        self._property_step("recheck")
        self._property_check_gates("refund")
        self._property_finish_checklist("recheck_checklist_id")
        self._property_move("refund", rechecked_on=fields.Date.context_today(self))
        self._property_release_deposits()
        return True

    def action_repeat_recheck(self):
        """Not passed: another second check after the repair."""
        return self._property_ask_reason("repeat")

    def action_archive_file(self):
        """Everything is settled and on file."""
        self.ensure_one()
        self._property_require_desk()
        self._property_step("refund")
        self._property_check_gates("archived")
        self._property_move("archived", archived_on=fields.Date.context_today(self))
        return True

    # === Gates ===

    def _property_gates_completion(self):
        """No work may stand undecided when the whole is shown."""
        self.ensure_one()
        open_changes = self.change_ids.filtered(lambda c: c.state == "review")
        return [
            (
                "changes",
                not open_changes and not self.has_suspended_work,
                self.env._(
                    "Design change %(changes)s is not decided yet.",
                    changes="、".join(open_changes.mapped("name")),
                ),
                False,
            )
        ]

    def _property_gates_accept(self):
        self.ensure_one()
        return [
            self._property_gate_passed("acceptance_checklist_id"),
            *self._property_gates_site(),
        ]

    def _property_gates_site(self):
        """What the site still has open: passes and keys; others extend it."""
        self.ensure_one()
        passes = self._property_open_passes()
        # Which keys are out is told by the unit, whoever may see the loans.
        loans = self.unit_id._property_keys_out().sudo()
        return [
            (
                "passes",
                not passes,
                self.env._(
                    "Passes are not returned yet: %(names)s.",
                    names="、".join(passes.mapped("name")),
                ),
                True,
            ),
            (
                "keys",
                not loans,
                self.env._(
                    "Keys of the unit are not back yet: %(names)s.",
                    names="、".join(loans.mapped("display_name")),
                ),
                True,
            ),
        ]

    def _property_gates_recheck(self):
        self.ensure_one()
        today = fields.Date.context_today(self)
        return [
            (
                "recheck_due",
                bool(self.recheck_due and self.recheck_due <= today),
                self.env._("The second check is due on %(day)s.", day=self.recheck_due),
                True,
            ),
            self._property_gate_passed("recheck_checklist_id"),
        ]

    def _property_gates_archive(self):
        """Money is settled: nothing open on fees, nothing held of deposits."""
        self.ensure_one()
        gates = self._property_gates_money()
        return [
            *(gate for gate in gates if gate[0] in ("fees_billed", "fees_paid")),
            *self._property_gates_deposit_settled(),
        ]

    def _property_gate_passed(self, name):
        """Complete and without a failed line."""
        checklist = self[name]
        code, complete, _message, _open = self._property_gate_checklist(name, "")
        if not complete:
            missing = checklist._property_missing_lines()
            message = self.env._(
                "%(checklist)s lacks: %(lines)s.",
                checklist=checklist.kind_id.sudo().name or "",  # a word for everybody
                lines="、".join(missing.mapped("name")),
            )
        else:
            failed = checklist.line_ids.filtered(lambda line: line.result == "fail")
            message = self.env._(
                "%(checklist)s failed: %(lines)s.",
                checklist=checklist.kind_id.sudo().name or "",  # a word for everybody
                lines="、".join(failed.mapped("name")),
            )
        return (code, complete and not checklist.failed_count, message, False)

    # === Business methods ===

    def _property_rework(self, reason):
        """Back to the site; the failed form stays on file."""
        self._property_require_desk()
        self._property_step("acceptance")
        reason = self._property_reason(reason)
        self._property_keep_checklist("acceptance_checklist_id", reason)
        self._property_move("in_progress", rework_count=self.rework_count + 1)
        self.message_post(body=self.env._("Rework: %(reason)s", reason=reason))

    def _property_repeat_recheck(self, reason):
        self._property_require_desk()
        self._property_step("recheck")
        reason = self._property_reason(reason)
        self._property_keep_checklist("recheck_checklist_id", reason)
        days = self.estate_id._property_parameter("renovation.recheck_repeat_days")
        today = fields.Date.context_today(self)
        self._property_move("recheck", recheck_due=today + relativedelta(days=days))
        self._property_start_checklist("recheck_checklist_id")
        self.message_post(
            body=self.env._("Second check not passed: %(reason)s", reason=reason)
        )

    def _property_keep_checklist(self, name, reason):
        """A form that did not pass is frozen as it is: it shows what failed."""
        checklist = self[name]
        if checklist.state != "open":
            return
        if checklist.missing_count:
            raise UserError(
                self.env._(
                    "Fill in the form first, so that what failed is on record:"
                    " %(lines)s.",
                    lines="、".join(checklist._property_missing_lines().mapped("name")),
                )
            )
        checklist._property_close()

    def _property_restore_unit(self):
        """The unit goes back to what it was, or to who lives there by now."""
        unit = self.unit_id
        if unit.state != "renovating" or self._property_others_on_site():
            return
        before = self.unit_state_before
        known = {"vacant", "occupied", "leased"}
        unit._property_set_state(before if before in known else "vacant")

    def _property_others_on_site(self):
        return self.search_count(
            [
                ("unit_id", "=", self.unit_id.id),
                ("state", "=", "in_progress"),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
