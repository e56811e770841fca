from odoo import fields, models


class PropertyComplaintReversalWizard(models.TransientModel):
    """The reason for taking back a compensation."""

    _name = "property.complaint.reversal.wizard"
    _description = "Reverse a Compensation"

    compensation_id = fields.Many2one(
        comodel_name="property.complaint.compensation", required=True, readonly=True
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.compensation_id._property_reverse(self.reason)
        return {"type": "ir.actions.act_window_close"}
