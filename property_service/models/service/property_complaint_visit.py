from odoo import fields, models

OUTCOMES = [
    ("handled", "Handled on site"),
    ("reported", "Explained, and reported upward"),
]


class PropertyComplaintVisit(models.Model):
    """The department in charge went to see the customer (CMP-14, CMP-53).

    A row of the trail: made by the complaint, never changed.
    """

    _name = "property.complaint.visit"
    _description = "On-site Visit of a Complaint"
    _inherit = ["property.service.trail"]
    _rec_name = "finding"

    complaint_id = fields.Many2one(
        comodel_name="property.complaint",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    visitor_id = fields.Many2one(
        comodel_name="res.users",
        string="Visited by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    finding = fields.Text(string="Found on site", required=True, readonly=True)
    outcome = fields.Selection(selection=OUTCOMES, required=True, readonly=True)
    explanation = fields.Text(string="Told the customer", readonly=True, help="CMP-54.")
