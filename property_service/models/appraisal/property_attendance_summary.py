from odoo import api, fields, models


class PropertyAttendanceSummary(models.Model):
    """考勤统计: the month's attendance of an estate's staff (QA-16).

    Compiled at the front desk from roster, attendance and duty log; submitted, its
    figures stay.
    """

    _name = "property.attendance.summary"
    _description = "Attendance Summary"
    _inherit = ["property.service.summary.mixin"]
    _check_company_auto = True

    line_ids = fields.One2many(
        comodel_name="property.attendance.summary.line",
        inverse_name="summary_id",
        string="Staff of the month",
        readonly=True,
    )
    staff_count = fields.Integer(
        string="People", compute="_compute_totals", store=True, aggregator=None
    )
    shift_planned = fields.Integer(
        string="Shifts due", compute="_compute_totals", store=True
    )
    shift_worked = fields.Integer(
        string="Shifts worked", compute="_compute_totals", store=True
    )
    shift_missed = fields.Integer(
        string="Shifts missed", compute="_compute_totals", store=True
    )
    late_count = fields.Integer(
        string="Times late", compute="_compute_totals", store=True
    )

    _once = models.UniqueIndex(
        "(estate_id, date_start)",
        "There is an attendance summary of this month already.",
    )

    @api.depends("line_ids")
    def _compute_totals(self):
        for summary in self:
            lines = summary.line_ids
            summary.staff_count = len(lines)
            for name in ("shift_planned", "shift_worked", "shift_missed", "late_count"):
                summary[name] = sum(lines.mapped(name))

    # === Actions ===

    def action_print(self):
        """考勤统计 as PDF."""
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_attendance_summary_report", self
        )

    # === Business methods ===

    def _property_due_code(self):
        return "appraisal.attendance_due_days"

    def _property_prepare_lines(self):
        staff = self.env["property.staff"].search(
            [("estate_ids", "in", self.estate_id.ids)], order="post, name, id"
        )
        attendance = staff._property_attendance(
            self.estate_id, self.date_start, self.date_end
        )
        values = self.env["property.attendance.figures"]._property_attendance_values
        return [
            {
                "staff_id": member.id,
                "sequence": number,
                **values(attendance[member]),
            }
            for number, member in enumerate(staff, 1)
        ]
