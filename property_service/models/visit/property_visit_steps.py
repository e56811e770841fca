from odoo import fields, models
from odoo.exceptions import UserError

# Who may do visits of a kind (VIS-06, VIS-08).
VISITORS = {
    "key": "property_service.property_service_group_supervisor",
    "research": "property_service.property_service_group_manager",
}


class PropertyVisit(models.Model):
    """A visit is made, fails for want of an owner, or is given up (VIS-01)."""

    _inherit = "property.visit"

    # === Actions ===

    def action_done(self):
        """The visit is made; what was asked for goes on as requests (VIS-02)."""
        self.ensure_one()
        self._property_step("planned", "not_met")
        self._property_check_plan_released()
        self._property_check_visitor()
        self._property_check_complete()
        self._property_set(
            state="done",
            user_id=self.env.uid,
            done_on=fields.Datetime.now(),
            attempt_count=self.attempt_count + 1,
        )
        self._property_lock_files("photo_ids")
        self.opinion_ids._property_follow_up()
        return True

    def action_not_met(self):
        """Nobody at home: the attempt is counted; the visit can be made later."""
        self.ensure_one()
        self._property_step("planned", "not_met")
        self._property_check_plan_released()
        self._property_set(state="not_met", attempt_count=self.attempt_count + 1)
        return True

    def action_cancel(self):
        """A visit outside a plan that will not be made."""
        self.ensure_one()
        self._property_step("planned", "not_met")
        if self.plan_id:
            raise UserError(
                self.env._(
                    "%(visit)s belongs to a plan: mark it as not met.",
                    visit=self.display_name,
                )
            )
        self._property_set(state="cancelled")
        return True

    # === Business methods ===

    def _property_check_plan_released(self):
        """Nobody is visited by a plan that is not approved (VIS-01), or is over."""
        plan = self.plan_id
        if plan and plan.state != "approved":
            raise UserError(
                self.env._(
                    "%(plan)s is not approved, or closed already.",
                    plan=plan.display_name,
                )
            )

    def _property_check_visitor(self):
        """Key customers are visited by the supervisor in person (VIS-06, VIS-08)."""
        group = VISITORS.get(self.kind)
        if group and not self.env.user.has_group(group):
            kinds = dict(self._fields["kind"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(visit)s: a %(kind)s is made by the supervisor or the management"
                    " in person.",
                    visit=self.display_name,
                    kind=kinds[self.kind],
                )
            )

    def _property_check_complete(self):
        if not self.topic_ids or not self.satisfaction:
            raise UserError(
                self.env._(
                    "%(visit)s: note the topics and how satisfied the customer is.",
                    visit=self.display_name,
                )
            )
        if not self.partner_id and not (self.contact_name or "").strip():
            raise UserError(
                self.env._("%(visit)s: say whom you met.", visit=self.display_name)
            )
