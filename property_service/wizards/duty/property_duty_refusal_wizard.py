from odoo import fields, models


class PropertyDutyRefusalWizard(models.TransientModel):
    """四不接: the takeover is refused, and why (DUT-24)."""

    _name = "property.duty.refusal.wizard"
    _description = "Refusal of a Takeover"

    handover_id = fields.Many2one(
        comodel_name="property.duty.handover", required=True, readonly=True
    )
    reason = fields.Text(string="Why it was refused", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.handover_id._property_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
