from odoo import api, fields, models
from odoo.exceptions import UserError

STEP_MODELS = [
    ("property.deposit", "Deposit receipt"),
    ("property.deposit.deduction", "Deduction"),
    ("property.deposit.refund", "Refund"),
    ("property.deposit.transfer", "Transfer"),
]


class PropertyDepositReversalWizard(models.TransientModel):
    """The reason for taking back a receipt or a step of a deposit."""

    _name = "property.deposit.reversal.wizard"
    _description = "Reverse a Step of a Deposit"

    step = fields.Reference(
        selection=STEP_MODELS, string="Taken back", required=True, readonly=True
    )
    reason = fields.Char(required=True)

    @api.model
    def _property_open(self, step):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reverse %(name)s", name=step.display_name),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "context": {"default_step": f"{step._name},{step.id}"},
        }

    def action_reverse(self):
        self.ensure_one()
        step = self.step
        if not step or step._name not in dict(STEP_MODELS):
            raise UserError(self.env._("Choose what is taken back."))
        if step._name == "property.deposit":
            step._property_reverse_receipt(self.reason)
        else:
            step._property_reverse(self.reason)
        return {"type": "ir.actions.act_window_close"}
