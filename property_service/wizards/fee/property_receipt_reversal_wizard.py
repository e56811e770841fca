from odoo import fields, models


class PropertyReceiptReversalWizard(models.TransientModel):
    _name = "property.receipt.reversal.wizard"
    _description = "Reverse a Receipt"

    receipt_id = fields.Many2one(
        comodel_name="property.receipt", required=True, ondelete="cascade"
    )
    reason = fields.Text(required=True)

    def action_request(self):
        """Hand the reversal to a second person."""
        self.ensure_one()
        self.receipt_id.action_request_approval(self.reason)
        return {"type": "ir.actions.act_window_close"}
