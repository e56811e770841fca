from odoo import api, fields, models

from .property_staff_attendance import FIGURES

BASES = [
    ("attendance", "Checked in and out"),
    ("handover", "Shifts taken over on the duty log"),
    ("none", "Nothing on record"),
]


class PropertyAttendanceFigures(models.AbstractModel):
    """Columns of attendance, the same on the sheet and in the summary (QA-16)."""

    _name = "property.attendance.figures"
    _description = "Attendance Figures"

    shift_planned = fields.Integer(string="Shifts due", readonly=True)
    shift_worked = fields.Integer(string="Shifts worked", readonly=True)
    shift_missed = fields.Integer(string="Shifts missed", readonly=True)
    shift_leave = fields.Integer(string="Shifts on leave", readonly=True)
    shift_changed = fields.Integer(
        string="Shifts changed", readonly=True, help="By swap or cover (DUT-34)."
    )
    late_count = fields.Integer(string="Times late", readonly=True)
    late_minutes = fields.Integer(string="Minutes late in all", readonly=True)
    early_count = fields.Integer(string="Times left early", readonly=True)
    hours_worked = fields.Float(string="Hours worked", readonly=True, digits=(16, 1))
    attendance_basis = fields.Selection(
        selection=BASES,
        string="Attendance known by",
        readonly=True,
        help="Who does not check in is judged by the shifts taken over.",
    )

    @api.model
    def _property_attendance_values(self, figures):
        names = (*FIGURES, "hours_worked", "attendance_basis")
        return {name: figures[name] for name in names}


class PropertyAppraisalSheet(models.Model):
    _name = "property.appraisal.sheet"
    _inherit = ["property.appraisal.sheet", "property.attendance.figures"]

    @api.model
    def _property_figures(self, estate, staff, month):
        """Planned against worked shifts, lateness and absence (QA-15, QA-16)."""
        figures = super()._property_figures(estate, staff, month)
        attendance = staff._property_attendance(
            estate, month, fields.Date.end_of(month, "month")
        )
        for member, values in figures.items():
            values.update(self._property_attendance_values(attendance[member]))
            values["faults"] = attendance[member]["faults"]
        return figures

    @api.model
    def _property_propose(self, sheets, figures):
        """Missed and late shifts on posts without a log; the log reports its own."""
        rows = [
            {
                "staff": sheet.staff_id,
                "date": shift.date,
                "kind": kind,
                "source": shift,
            }
            for sheet in sheets
            for shift, kind in figures[sheet.staff_id]["faults"]
            if not shift.post_id.keeps_log
        ]
        self.env["property.appraisal.entry"]._property_add_all(rows)
        return super()._property_propose(sheets, figures)
