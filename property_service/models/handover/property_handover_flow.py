from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .property_handover import RUNNING

DESK = "property_service.property_service_group_assistant"
SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyHandover(models.Model):
    """The steps of a case, one after the other, each with its gates (MVI-05)."""

    _inherit = "property.handover"

    # === Actions ===

    def action_start(self):
        """The owner is here: the clock runs, the list of documents lies ready."""
        self.ensure_one()
        self._property_require_desk()
        self._property_lock("draft")
        if not self.partner_id:
            raise UserError(
                self.env._(
                    "%(case)s: enter who takes the unit over or moves out of it.",
                    case=self.display_name,
                )
            )
        values = {"state": "in_progress", "started_on": fields.Datetime.now()}
        today = fields.Date.context_today(self)
        if self.kind == "move_in" and self.date > today:
            # An owner who comes before the agreed day is served that day.
            values["date"] = today
        if not self.user_id:
            values["user_id"] = self.env.uid
        # The status is written by the steps only, whoever takes them.
        self.sudo().write(values)
        self._property_start_documents()
        return True

    def action_next_step(self):
        """The one button of the case: do what comes next."""
        self.ensure_one()
        if self.state == "draft":
            return self.action_start()
        step = self._property_next_step()
        if not step:
            return self.action_archive_case()
        return self._property_do_step(step)

    def action_cancel(self):
        """Give up a case that has not handed anything over."""
        for handover in self:
            handover._property_require_desk()
            handover._property_lock(*RUNNING)
            issued = handover.item_ids.filtered(lambda item: item.state != "waiting")
            if issued and handover.kind == "move_in":
                raise UserError(
                    self.env._(
                        "%(case)s: %(items)s is in the owner's hands already; take it"
                        " back first.",
                        case=handover.display_name,
                        items=issued[0].name,
                    )
                )
            # The status is written by the steps only, whoever takes them.
            handover.sudo().state = "cancelled"
        return True

    def action_archive_case(self):
        """The papers are complete: they are filed, and the case is closed (MVI-14)."""
        self.ensure_one()
        self._property_require_desk()
        self._property_lock("completed")
        self._property_check_gates("archive")
        self._property_file_documents()
        # The status is written by the steps only, whoever takes them.
        self.sudo().write(
            {
                "state": "archived",
                "archived_on": fields.Datetime.now(),
                "archived_by_id": self.env.uid,
            }
        )
        return True

    # === Steps ===

    def _property_next_step(self):
        """The first step that is not done."""
        self.ensure_one()
        waiting = self.step_ids.filtered(lambda step: step.state == "waiting")
        return waiting.sorted("sequence")[:1]

    def _property_do_step(self, step):
        """Do one step: check its gates, stamp who and when, and complete at the last.

        :raise UserError: when the case or the step has moved on, or a gate is closed
        """
        self.ensure_one()
        self._property_require_desk()
        self._property_lock("in_progress", "completed")
        step.invalidate_recordset(["state"])
        if step.state == "done":
            raise UserError(
                self.env._(
                    "%(step)s is done already, by %(user)s.",
                    step=step.type_id.name,
                    user=step.done_by_id.name,
                )
            )
        self._property_before_step(step)
        self._property_check_gates(step.code)
        # Steps are stamped by the case alone.
        step.sudo().write(
            {
                "state": "done",
                "done_by_id": self.env.uid,
                "done_on": fields.Datetime.now(),
            }
        )
        last = self.step_ids.sorted("sequence")[-1:]
        if step == last and self.state == "in_progress":
            self._property_complete()
        return True

    def _property_before_step(self, step):
        """Work that belongs to a step and comes before its gates."""

    def _property_require_desk(self):
        self.check_access("write")
        if not self.env.user.has_group(DESK):
            raise AccessError(
                self.env._("Handovers are handled by the service centre.")
            )

    def _property_lock(self, *states):
        """Lock the case and see that it stands where this step starts."""
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("Somebody else works on this case; try again."))
        self.invalidate_recordset(["state"])
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(case)s is “%(state)s” by now; reload it.",
                    case=self.display_name,
                    state=labels[self.state],
                )
            )

    # === Gates ===

    def _property_gate_step(self):
        """The step whose gates the form shows; a button may ask for another one."""
        chosen = self.env.context.get("property_handover_step")
        if chosen and chosen in self.step_ids.mapped("code"):
            return chosen
        if self.state == "in_progress":
            return self._property_next_step().code or "archive"
        if self.state == "completed":
            return self._property_next_step().code or "archive"
        return None

    def _property_gates(self, step):
        """What must be in order before a step; see ``property.handover.step.type``."""
        self.ensure_one()
        if step == "archive":
            return self._property_archive_gates()
        if step == "certificate":
            return self._property_certificate_gates()
        found = self.step_ids.filtered(lambda row: row.code == step)
        if not found:
            return []
        step_type = found.type_id
        gates = [self._property_gate_earlier(found)]
        for name in (
            "documents",
            "payments",
            "arrears",
            "inspection",
            "items",
            "deposits",
        ):
            if step_type[f"check_{name}"]:
                gates += getattr(self, f"_property_gates_{name}")(found)
        return [gate for gate in gates if gate]

    def _property_gate_earlier(self, step):
        """No step before the former; keys only with a supervisor's reason (MVI-05)."""
        earlier = self.step_ids.filtered(
            lambda row: row.sequence < step.sequence and row.state == "waiting"
        )
        is_last = step == self.step_ids.sorted("sequence")[-1:]
        message = self.env._(
            "Not done yet: %(steps)s",
            steps=", ".join(earlier.sorted("sequence").type_id.mapped("name")),
        )
        may_override = is_last and self.kind == "move_in"
        return ("earlier_steps", not earlier, message, may_override)

    def _property_gates_payments(self, step):
        """The maintenance fund and the other payments of the case (165号令 §13)."""
        return [
            (
                f"payment_{payment.kind}_{payment.id}",
                payment.state != "open",
                self.env._("Not paid: %(name)s", name=payment.name),
                True,
            )
            for payment in self.payment_ids
        ]

    def _property_gates_items(self, step):
        """Moving in, each line is signed for; moving out, each is accounted for."""
        waiting = self.item_ids.filtered(lambda item: item.state == "waiting")
        message = self.env._(
            "Not signed for: %(items)s", items=", ".join(waiting.mapped("name"))
        )
        if self.kind == "move_out":
            message = self.env._(
                "Not given back: %(items)s", items=", ".join(waiting.mapped("name"))
            )
        return [("items", not waiting, message, self.kind == "move_out")]

    def _property_archive_gates(self):
        """All steps done and every mandatory paper there; nobody overrides (MVI-14)."""
        waiting = self.step_ids.filtered(lambda row: row.state == "waiting")
        message = self.env._(
            "Not done yet: %(steps)s",
            steps=", ".join(waiting.sorted("sequence").type_id.mapped("name")),
        )
        return [
            ("all_steps", not waiting, message, False),
            self._property_gate_papers(overridable=False),
        ]
