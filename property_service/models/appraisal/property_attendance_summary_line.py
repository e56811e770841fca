from odoo import fields, models


class PropertyAttendanceSummaryLine(models.Model):
    """One person's month in the attendance summary (QA-16)."""

    _name = "property.attendance.summary.line"
    _description = "Person in an Attendance Summary"
    _inherit = ["property.attendance.figures"]
    _order = "summary_id, sequence, id"

    summary_id = fields.Many2one(
        comodel_name="property.attendance.summary",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="summary_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="summary_id.company_id", store=True, index=True, precompute=True
    )
    date_start = fields.Date(
        related="summary_id.date_start", string="Month", store=True, precompute=True
    )
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Staff member",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    post = fields.Selection(related="staff_id.post", store=True)
    sequence = fields.Integer(readonly=True)
