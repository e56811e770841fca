from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import count, link, rate, words

LINE = "property.attendance.summary.line"


class PropertyAttendanceReport(models.Model):
    """考勤统计: what people worked of their shifts, month by month (QA-16).

    One row a person and month of the attendance summary, which is counted several
    times a day while the month runs, and stays once it is submitted.
    """

    _name = "property.attendance.report"
    _description = "Attendance in Figures"
    _inherit = ["property.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "staff_id"
    _property_source = "summary_id"
    _property_ratios = {"attendance_percent": ("shift_worked", "shift_judged")}
    _depends = {
        LINE: [
            *("summary_id", "staff_id", "post", "estate_id", "company_id"),
            *("date_start", "shift_planned", "shift_worked", "shift_missed"),
            *("shift_leave", "shift_changed", "late_count", "late_minutes"),
            *("early_count", "hours_worked", "attendance_basis"),
        ],
        "property.attendance.summary": ["state"],
    }

    summary_id = link("property.attendance.summary", "Attendance summary")
    date = fields.Date(string="Month", readonly=True)
    staff_id = link("property.staff", "Staff member")
    post = words("property.staff", "post")
    attendance_basis = words(LINE, "attendance_basis", "Attendance known by")
    state = words("property.attendance.summary", "state", "Status")
    shift_planned = count("Shifts due")
    shift_worked = count("Shifts worked")
    shift_missed = count("Shifts missed")
    shift_leave = count("Shifts on leave")
    shift_judged = count("Shifts judged", help="Worked, missed or on leave.")
    shift_changed = count("Shifts changed", help="By swap or cover (DUT-34).")
    late_count = count("Times late")
    late_minutes = count("Minutes late in all")
    early_count = count("Times left early")
    hours_worked = fields.Float(string="Hours worked", readonly=True, digits=(16, 1))
    attendance_percent = rate(
        "Attendance (%)", help="出勤率: shifts worked / shifts judged."
    )

    def _query(self):
        return SQL(
            """
            SELECT line.id,
                   line.summary_id,
                   line.estate_id,
                   line.company_id,
                   line.date_start AS date,
                   line.staff_id,
                   line.post,
                   line.attendance_basis,
                   summary.state,
                   COALESCE(line.shift_planned, 0) AS shift_planned,
                   COALESCE(line.shift_worked, 0) AS shift_worked,
                   COALESCE(line.shift_missed, 0) AS shift_missed,
                   COALESCE(line.shift_leave, 0) AS shift_leave,
                   COALESCE(line.shift_worked, 0) + COALESCE(line.shift_missed, 0)
                       + COALESCE(line.shift_leave, 0) AS shift_judged,
                   COALESCE(line.shift_changed, 0) AS shift_changed,
                   COALESCE(line.late_count, 0) AS late_count,
                   COALESCE(line.late_minutes, 0) AS late_minutes,
                   COALESCE(line.early_count, 0) AS early_count,
                   COALESCE(line.hours_worked, 0) AS hours_worked
              FROM property_attendance_summary_line line
              JOIN property_attendance_summary summary ON summary.id = line.summary_id
            """
        )
