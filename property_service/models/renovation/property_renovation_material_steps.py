from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyRenovationMaterial(models.Model):
    """The gate asks; the agent lets in, turns back or passes it on (REN-24)."""

    _inherit = "property.renovation.material"

    # === Steps ===

    def _property_ask(self):
        """The gate has asked: the agent is to come at once."""
        self._property_set(
            asked_on=fields.Datetime.now(),
            asked_by_id=self.env.uid,
        )
        if self.control == "free":
            self._property_decide()
            self._property_close("released")
            return
        self._property_due_in("renovation.material_agent_minutes")
        self._property_remind(
            self.sudo().agent_id.user_id,  # the agent's login
            self.env._("Material at the gate"),
        )

    def action_release(self):
        """Pass: by the agent on the spot, or by a superior once it was reported."""
        for entry in self:
            entry._property_step("asked", "coordinating", "escalated")
            entry._property_check_may_release()
            if entry.state == "asked":
                entry._property_decide()
            entry._property_close("released")
        return True

    def _property_refuse(self, reason):
        """Not passed: the clerk is to settle it with the owner."""
        self._property_step("asked")
        note = self._property_words(reason, self.env._("why it may not pass"))
        self._property_decide(state="coordinating", decision_note=note)
        self._property_due_in("renovation.material_coordination_minutes")
        self.message_post(body=note)

    def _property_coordinate(self, answer, is_settled):
        """What the owner says: taken back, or not settled and so reported upward."""
        self._property_step("coordinating")
        note = self._property_words(answer, self.env._("what the owner says"))
        self._property_set(
            coordinated_on=fields.Datetime.now(),
            coordinated_by_id=self.env.uid,
            coordination_note=note,
        )
        if is_settled:
            self._property_close("refused")
        else:
            self._property_escalate(self.env.user)

    def action_turn_back(self):
        """The material leaves: decided by the superior to whom it was reported."""
        for entry in self:
            entry._property_step("escalated")
            entry._property_check_superior()
            entry._property_close("refused")
        return True

    def action_refuse(self):
        """Open the dialog for the reason why it may not pass."""
        return self._property_open_dialog("refuse", self.env._("Not passed"))

    def action_coordinate(self):
        """Open the dialog for the owner's answer."""
        return self._property_open_dialog("coordinate", self.env._("Owner contacted"))

    # === Business methods ===

    def _property_check_may_release(self):
        self.ensure_one()
        if self.control == "prohibited":
            raise UserError(
                self.env._(
                    "%(kind)s is prohibited (%(rule)s) and passes for nobody.",
                    kind=self.kind_id.name,
                    rule=self.kind_id.source or "",
                )
            )
        self._property_check_site()
        self._property_check_stopped()
        last = self.renovation_id.permit_date_end
        if last and last < fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "The permit of %(renovation)s ended on %(day)s; it is to be"
                    " extended before material passes.",
                    renovation=self.renovation_id.display_name,
                    day=last,
                )
            )
        if self.state == "escalated":
            self._property_check_superior()

    def _property_check_stopped(self):
        """A stopped site gets nothing but what its rectification needs (REN-21)."""
        for entry in self:
            if entry.renovation_id.is_site_stopped and not entry.is_rectification:
                raise UserError(
                    self.env._(
                        "The site of %(renovation)s is stopped; only material for the"
                        " rectification passes.",
                        renovation=entry.renovation_id.display_name,
                    )
                )

    def _property_check_superior(self):
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._("What was reported upward is decided by a supervisor.")
            )

    def _property_escalate(self, user):
        """Reported upward, by somebody or because nobody settled it in time."""
        self._property_set(
            state="escalated",
            escalated_on=fields.Datetime.now(),
            escalated_by_id=user.id if user else False,
        )
        self._property_reminders_done()
        self._property_due_in("renovation.material_escalation_minutes")
        for superior in self._property_superiors()[:1]:
            self._property_remind(superior, self.env._("Material not settled"))

    def _property_decide(self, **values):
        self._property_set(
            decided_on=fields.Datetime.now(), decided_by_id=self.env.uid, **values
        )

    def _property_close(self, state):
        self._property_reminders_done()
        self._property_set(
            state=state, closed_on=fields.Datetime.now(), closed_by_id=self.env.uid
        )
        self._property_set_due(False)

    def _property_due_in(self, parameter):
        minutes = self.estate_id._property_parameter(parameter)
        self._property_set_due(fields.Datetime.now() + timedelta(minutes=minutes))

    def _property_words(self, text, what):
        text = str(text or "").strip()
        if not text:
            raise UserError(self.env._("Write down %(what)s.", what=what))
        return text

    def _property_open_dialog(self, kind, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "property.renovation.material.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_kind": kind, "default_material_id": self.id},
        }
