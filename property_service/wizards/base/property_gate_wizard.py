from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.base.property_gate_mixin import UNMET


class PropertyGateWizard(models.TransientModel):
    """Let a document pass gates of its next step, with the reason."""

    _name = "property.gate.wizard"
    _description = "Let a Document Pass"

    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    line_ids = fields.One2many(
        comodel_name="property.gate.wizard.line",
        inverse_name="wizard_id",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    reason = fields.Text(required=True)

    @api.depends("res_model", "res_id")
    def _compute_line_ids(self):
        for wizard in self:
            document = wizard._property_document()
            rows = document._property_gate_rows(document._property_gate_step())
            unmet = [
                row for row in rows if row["status"] == UNMET and row["overridable"]
            ]
            wizard.line_ids = [
                fields.Command.create(
                    {
                        "code": row["code"],
                        "message": row["message"],
                        "is_chosen": len(unmet) == 1,
                    }
                )
                for row in unmet
            ]

    def _property_document(self):
        model = self.env.get(self.res_model)
        if model is None or not hasattr(model, "_property_gate_rows"):
            raise UserError(self.env._("This document has no gates."))
        document = model.browse(self.res_id)
        document.check_access("read")
        return document

    def action_confirm(self):
        self.ensure_one()
        chosen = self.line_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(self.env._("Tick what may be missing."))
        document = self._property_document()
        for line in chosen:
            document._property_override_gate(line.code, self.reason)
        return {"type": "ir.actions.act_window_close"}


class PropertyGateWizardLine(models.TransientModel):
    _name = "property.gate.wizard.line"
    _description = "Gate to Let Pass"

    wizard_id = fields.Many2one(
        comodel_name="property.gate.wizard",
        required=True,
        index=True,
        ondelete="cascade",
    )
    code = fields.Char(required=True)
    message = fields.Char(string="Missing")
    is_chosen = fields.Boolean(string="Let pass")
