from odoo import fields, models
from odoo.exceptions import AccessError, UserError

MANAGER = "property_service.property_service_group_manager"


class PropertyManagementTask(models.Model):
    """Done with its proofs, without occasion, seen by the superior, opened again."""

    _inherit = "property.management.task"

    # === Actions ===

    def action_done(self):
        """The supervisor has done it in person (GOV-12).

        :raise AccessError: somebody else says so
        :raise UserError: nothing shows that it was done
        """
        for task in self:
            task._property_check_in_person()
            task._property_step("todo")
            task._property_check_shown()
            task._property_set(state="done", done_on=fields.Datetime.now())

    def action_no_occasion(self):
        """There was nothing to do this month, and the supervisor says why.

        :raise UserError: no reason, or there are proofs that there was
        """
        for task in self:
            task._property_check_in_person()
            task._property_step("todo")
            if not (task.result or "").strip():
                raise UserError(
                    self.env._(
                        "%(task)s: write under “What came of it” why there was no"
                        " occasion this month.",
                        task=task.display_name,
                    )
                )
            task._property_set(state="none", done_on=fields.Datetime.now())

    def action_seen(self):
        """The manager has seen what was done, and answers for it (GOV-13)."""
        for task in self:
            if not self.env.user.has_group(MANAGER) or task.user_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "%(task)s: the manager looks at it, not who has done it.",
                        task=task.display_name,
                    )
                )
            task._property_step("done", "none")
            task._property_set(
                state="seen",
                seen_on=fields.Datetime.now(),
                supervised_by_id=self.env.uid,
            )

    def action_reopen(self):
        """Back to the supervisor: it is not done yet."""
        for task in self:
            if not self.env.user.has_group(MANAGER):
                raise AccessError(self.env._("A manager gives tasks back."))
            task._property_step("done", "none")
            task._property_set(state="todo", done_on=False)

    # === Business methods ===

    def _property_check_in_person(self):
        self.ensure_one()
        if self.env.su or self.env.user != self.user_id:
            raise AccessError(
                self.env._(
                    "%(task)s is done by %(user)s in person; nobody else can say that"
                    " it is done.",
                    task=self.display_name,
                    user=self.user_id.name,
                )
            )

    def _property_check_shown(self):
        """A task that is counted needs its proofs, another one its result."""
        self.ensure_one()
        if self.is_counted:
            self.invalidate_recordset(["proof_count"])
            if self.proof_count >= self.proof_needed:
                return
            raise UserError(
                self.env._(
                    "%(task)s is counted from “%(model)s”: %(count)s of %(needed)s are"
                    " there. Make them there, or say that there was no occasion.",
                    task=self.display_name,
                    model=self.env[self.kind_id.evidence_model]._description,
                    count=self.proof_count,
                    needed=self.proof_needed,
                )
            )
        if not (self.result or "").strip():
            raise UserError(
                self.env._(
                    "%(task)s: write down what came of it.", task=self.display_name
                )
            )

    def _property_check_own(self):
        """Supervisors write their own tasks, managers those of their estates."""
        if self.env.su or self.env.user.has_group(MANAGER):
            return
        for task in self:
            if task.user_id != self.env.user:
                raise AccessError(
                    self.env._(
                        "%(task)s belongs to %(user)s.",
                        task=task.display_name,
                        user=task.user_id.name,
                    )
                )
