from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OVERRIDE_GROUP = "property_service.property_service_group_supervisor"
MET, OVERRIDDEN, UNMET = "met", "overridden", "unmet"
ICONS = {
    MET: "fa fa-check-circle text-success",
    OVERRIDDEN: "fa fa-exclamation-circle text-warning",
    UNMET: "fa fa-times-circle text-danger",
}


class PropertyGateMixin(models.AbstractModel):
    """A document whose steps have conditions, some of which a supervisor may override.

    How to use it (REN-26, MVI-06)::

        class PropertyHandover(models.Model):
            _inherit = ["property.gate.mixin"]

            def _property_gates(self, step):
                if step == "keys":
                    return [
                        ("arrears", not self.arrears, _("Fees are due"), True),
                        ("identity", self.is_identified, _("No ID checked"), False),
                    ]
                return []

            def _property_gate_step(self):
                return {"documents": "keys"}.get(self.state)

            def action_give_keys(self):
                self._property_check_gates("keys")
                ...

    A ``<div name="property_gates"/>`` in the form shows the gates of the next step.
    """

    _name = "property.gate.mixin"
    _description = "Document with Gates"
    _inherit = ["property.view.block"]

    gate_summary = fields.Html(
        string="Gates of the next step", compute="_compute_gates", sanitize=False
    )
    gate_is_open = fields.Boolean(string="Next step is open", compute="_compute_gates")
    gate_may_override = fields.Boolean(compute="_compute_gates")

    # === Computes ===

    @api.depends_context("uid", "lang")
    def _compute_gates(self):
        supervisor = self.env.user.has_group(OVERRIDE_GROUP)
        for document in self:
            step = document._property_gate_step() if document.id else None
            rows = document._property_gate_rows(step) if step else []
            unmet = [row for row in rows if row["status"] == UNMET]
            document.gate_summary = document._property_gate_html(rows)
            document.gate_is_open = not unmet
            document.gate_may_override = supervisor and any(
                row["overridable"] for row in unmet
            )

    # === Views ===

    @api.model
    def _property_view_blocks(self):
        return {
            **super()._property_view_blocks(),
            "property_gates": "property_service.property_gate_block",
        }

    # === Actions ===

    def action_override_gate(self):
        """Ask the supervisor which gate, and why."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Let it pass all the same"),
            "res_model": "property.gate.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_id": self.id,
            },
        }

    # === Hooks ===

    def _property_gates(self, step):
        """The conditions of a step.

        :param str step: name of the step, as the model calls it
        :return: list of (code, is_met, message, overridable); the message says what is
            missing and what to do
        """
        return []

    def _property_gate_step(self):
        """The step that comes next, for the block in the form; None for none."""
        return None

    def _property_gate_estate(self):
        return self["estate_id"]

    # === Business methods ===

    def _property_gate_rows(self, step):
        """The gates of a step with what supervisors have overridden."""
        self.ensure_one()
        overrides = {
            row.gate_code: row
            for row in reversed(
                self.env["property.gate.override"]
                ._property_of(self)
                .get(self.id, self.env["property.gate.override"])
            )
            if row.step == step
        }
        rows = []
        for code, is_met, message, overridable in self._property_gates(step):
            override = overrides.get(code) if overridable else None
            status = MET if is_met else OVERRIDDEN if override else UNMET
            rows.append(
                {
                    "code": code,
                    "status": status,
                    "message": str(message),
                    "overridable": overridable,
                    "override": override,
                }
            )
        return rows

    def _property_check_gates(self, step):
        """Refuse the step, naming all that is missing in one message.

        :raise UserError: a gate is neither met nor overridden
        """
        for document in self:
            unmet = [
                row
                for row in document._property_gate_rows(step)
                if row["status"] == UNMET
            ]
            if not unmet:
                continue
            lines = "\n".join(f"• {row['message']}" for row in unmet)
            if any(row["overridable"] for row in unmet):
                lines += "\n" + self.env._(
                    "A supervisor can let it pass with a reason."
                )
            raise UserError(
                self.env._(
                    "%(document)s cannot go on:\n%(lines)s",
                    document=document.display_name,
                    lines=lines,
                )
            )

    def _property_override_gate(self, code, reason, step=None):
        """Let the document pass one gate of a step, on record.

        :param str code: code of the gate
        :param str step: by default the step that comes next
        :raise AccessError: only supervisors who may write the document
        :raise UserError: no reason, gate met already, or not to be overridden by anyone
        """
        self.ensure_one()
        reason = str(reason or "").strip()
        if not self.env.user.has_group(OVERRIDE_GROUP):
            raise AccessError(
                self.env._("Only supervisors let a document pass a gate.")
            )
        self.check_access("write")
        if not reason:
            raise UserError(self.env._("Give the reason for letting it pass."))
        # Nobody creates these rows directly; the checks are above and below.
        overrides = self.env["property.gate.override"].sudo()
        overrides._property_lock_document(self)
        step = step or self._property_gate_step()
        row = next(
            (row for row in self._property_gate_rows(step) if row["code"] == code), None
        )
        if not row or row["status"] != UNMET:
            raise UserError(
                self.env._(
                    "%(document)s: nothing is to be let pass here any more.",
                    document=self.display_name,
                )
            )
        if not row["overridable"]:
            raise UserError(
                self.env._(
                    "%(document)s: this must be met, nobody can let it pass:\n"
                    "%(message)s",
                    document=self.display_name,
                    message=row["message"],
                )
            )
        override = overrides.create(
            {
                "res_model": self._name,
                "res_id": self.id,
                "document_name": self.display_name,
                "estate_id": self._property_gate_estate().id,
                "step": step,
                "gate_code": code,
                "message": row["message"],
                "reason": reason,
                "user_id": self.env.user.id,
                "date": fields.Datetime.now(),
            }
        )
        self.invalidate_recordset(["gate_summary", "gate_is_open", "gate_may_override"])
        if hasattr(self, "_message_log"):
            self._message_log(
                body=self.env._(
                    "Let pass: %(message)s Reason: %(reason)s",
                    message=row["message"],
                    reason=reason,
                )
            )
        return override.sudo(self.env.su)

    def _property_gate_html(self, rows):
        """A list for the form; texts are escaped."""
        if not rows:
            return False
        # Messages say what is missing, so those of met gates would mislead.
        met = sum(row["status"] == MET for row in rows)
        lines = [
            (
                ICONS[row["status"]],
                row["message"],
                self._property_override_html(row["override"]),
            )
            for row in rows
            if row["status"] != MET
        ]
        if met:
            count = self.env._(
                "%(met)s of %(all)s conditions met", met=met, all=len(rows)
            )
            lines.append((ICONS[MET], count, ""))
        items = Markup("").join(
            Markup('<li class="mb-1"><i class="%s"></i> %s%s</li>') % line
            for line in lines
        )
        return Markup('<ul class="list-unstyled mb-0">%s</ul>') % items

    def _property_override_html(self, override):
        if not override:
            return ""
        return Markup('<div class="ms-4 small text-muted">%s</div>') % self.env._(
            "let pass by %(user)s: %(reason)s",
            user=override.user_id.name,
            reason=override.reason,
        )
