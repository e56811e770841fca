from odoo import fields, models


class PropertyComplaintReviewWizard(models.TransientModel):
    """What the supervisor's review found (CMP-31)."""

    _name = "property.complaint.review.wizard"
    _description = "Review of a Complaint"

    complaint_id = fields.Many2one(
        comodel_name="property.complaint", required=True, readonly=True
    )
    respondent_id = fields.Many2one(related="complaint_id.respondent_id")
    note = fields.Text(string="Supervisor's review", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.complaint_id._property_review(self.note)
        return {"type": "ir.actions.act_window_close"}
