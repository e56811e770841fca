from odoo import models

from .property_duty_handover import REFUSALS


class PropertyDutyHandover(models.Model):
    """What must be so before a shift is signed out and taken over."""

    _inherit = "property.duty.handover"

    # === Gates ===

    def _property_gate_step(self):
        return {"prepare": "sign", "signed": "take_over"}.get(self.state)

    def _property_gates(self, step):
        if step == "sign":
            return self._property_sign_gates()
        if step == "take_over":
            return self._property_takeover_gates()
        return super()._property_gates(step)

    def _property_sign_gates(self):
        """What the outgoing shift owes before it signs (DUT-15, 19, 21; EMG-04)."""
        # Whether a list is complete must not depend on who asks.
        checklist = self.sudo().prepare_checklist_id
        counts = self.count_ids
        unowned = self.matter_ids._property_unowned()
        gates = [
            (
                "prepared",
                not checklist.missing_count,
                self.env._("Fill in the list of the outgoing shift."),
                False,
            ),
            (
                "counted",
                all(counts.mapped("is_counted")),
                self.env._(
                    "Count: %(items)s",
                    items=", ".join(
                        counts.filtered(lambda c: not c.is_counted).mapped("name")
                    ),
                ),
                False,
            ),
            (
                "explained",
                not any(counts.mapped("is_unexplained")),
                self.env._(
                    "Explain the difference or damage: %(items)s",
                    items=", ".join(counts.filtered("is_unexplained").mapped("name")),
                ),
                False,
            ),
        ]
        if self.has_till:
            gates.append(self._property_cash_gate())
        if self.log_out_id.is_late or not self._property_relief_is_near():
            gates.append(
                (
                    "day_owner",
                    not unowned,
                    self.env._(
                        "Name who sees to it by day: %(matters)s",
                        matters=", ".join(unowned.mapped("name")),
                    ),
                    False,
                )
            )
        gates += self._property_failed_gates(checklist)
        return gates

    def _property_cash_gate(self):
        differs = not self.currency_id.is_zero(self.cash_difference)
        explained = not differs or (self.cash_explanation or "").strip()
        return (
            "cash",
            self.is_cash_counted and bool(explained),
            self.env._("Count the cash of the till and explain a difference."),
            False,
        )

    def _property_takeover_gates(self):
        """The four refusals and what the incoming shift reads (DUT-12, 14, 24)."""
        # The lists may be closed to who signs, their gaps must count all the same.
        handover = self.sudo()
        checklist, preshift = (
            handover.takeover_checklist_id,
            handover.preshift_checklist_id,
        )
        gates = [
            (
                "checked",
                not checklist.missing_count,
                self.env._("Answer all lines of the takeover list."),
                False,
            ),
            (
                "preshift",
                not preshift.missing_count and not preshift.failed_count,
                self.env._("Fill in the pre-shift list."),
                False,
            ),
            (
                "notices",
                not self._property_unread_notices(),
                self.env._(
                    "Read the latest notices: %(notices)s",
                    notices=", ".join(self._property_unread_notices().mapped("name")),
                ),
                False,
            ),
        ]
        lines = checklist.line_ids.grouped("code")
        for code in REFUSALS:
            line = lines.get(f"refuse_{code}")
            gates.append(
                (
                    f"refuse_{code}",
                    bool(line) and line[:1].result == "ok",
                    self._property_refusal_text(code, line),
                    bool(line) and line[:1].result == "fail",
                )
            )
        codes = {f"refuse_{code}" for code in REFUSALS}
        return gates + self._property_failed_gates(checklist, codes)

    def _property_unread_notices(self):
        """What the user of the incoming shift has still to read (DUT-45)."""
        if not self.log_in_id.is_mine:
            return self.env["property.staff.notice"]
        return self.env["property.staff.notice"]._property_unread(estate=self.estate_id)

    def _property_refusal_text(self, code, line):
        if line:
            return line[:1].name
        return self.env._(
            "The takeover list lacks the line “%(code)s”; a manager puts it back into"
            " the checklist template.",
            code=f"refuse_{code}",
        )

    def _property_failed_gates(self, checklist, without=()):
        """Other lines that failed stand in the way; a supervisor may let it pass."""
        return [
            (f"line_{line.code or line.id}", False, line.name, True)
            for line in checklist.line_ids
            if line.result == "fail" and line.code not in without
        ]
