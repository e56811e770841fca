from odoo import fields, models

from ...models.service.property_complaint_visit import OUTCOMES


class PropertyComplaintVisitWizard(models.TransientModel):
    """Who was on site, and what was found (CMP-14, CMP-53, CMP-54)."""

    _name = "property.complaint.visit.wizard"
    _description = "On-site Visit"

    complaint_id = fields.Many2one(
        comodel_name="property.complaint", required=True, readonly=True
    )
    visitor_id = fields.Many2one(
        comodel_name="res.users",
        string="Visited by",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    finding = fields.Text(string="Found on site", required=True)
    outcome = fields.Selection(selection=OUTCOMES, required=True, default="handled")
    explanation = fields.Text(string="Told the customer")
    promised_date = fields.Date(string="Promised by")

    def action_confirm(self):
        self.ensure_one()
        report = {}
        if self.outcome == "reported":
            report = {
                "explanation": self.explanation,
                "promised_date": self.promised_date,
            }
        self.complaint_id._property_add_visit(
            self.finding, self.outcome, self.visitor_id, self.date, **report
        )
        return {"type": "ir.actions.act_window_close"}
