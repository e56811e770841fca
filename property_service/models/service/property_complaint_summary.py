from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

COUNTS = ("received_count", "closed_count", "open_count", "late_count", "repeat_count")
DIMENSIONS = [
    ("class", "By class"),
    ("cause", "By cause"),
    ("department", "By department"),
]


class PropertyComplaintSummary(models.Model):
    """每月投诉统计、投诉分析报告: the complaints of a month (CMP-17)."""

    _name = "property.complaint.summary"
    _description = "Monthly Complaint Statistics"
    _inherit = ["property.service.summary.mixin"]
    _check_company_auto = True

    line_ids = fields.One2many(
        comodel_name="property.complaint.summary.line",
        inverse_name="summary_id",
        string="Figures",
        readonly=True,
    )
    received_count = fields.Integer(
        string="Complaints received", compute="_compute_totals", store=True
    )
    closed_count = fields.Integer(
        string="Complaints closed", compute="_compute_totals", store=True
    )
    open_count = fields.Integer(
        string="Complaints open at the end", compute="_compute_totals", store=True
    )
    late_count = fields.Integer(
        string="Out of the time limits",
        compute="_compute_totals",
        store=True,
        help="One of their time limits had passed.",
    )
    repeat_count = fields.Integer(
        string="Second complaints", compute="_compute_totals", store=True
    )
    repeat_percent = fields.Float(
        string="Second complaints (%)",
        compute="_compute_totals",
        store=True,
        digits=(5, 1),
        aggregator="avg",
        help="Of those received (CMP-25).",
    )

    _once = models.UniqueIndex(
        "(estate_id, date_start)",
        "There are complaint statistics of this month already.",
    )

    @api.depends("line_ids.dimension", *(f"line_ids.{name}" for name in COUNTS))
    def _compute_totals(self):
        for summary in self:
            lines = summary.line_ids.filtered(lambda line: line.dimension == "class")
            for name in COUNTS:
                summary[name] = sum(lines.mapped(name))
            received = summary.received_count
            summary.repeat_percent = (
                100 * summary.repeat_count / received if received else 0.0
            )

    # === Actions ===

    def action_publish(self):
        """Statistics without an analysis are no report (CMP-17)."""
        for summary in self:
            if not (summary.note or "").strip():
                raise UserError(
                    self.env._(
                        "%(summary)s: write the analysis first: what stands out, and"
                        " what is to become better.",
                        summary=summary.display_name,
                    )
                )
        return super().action_publish()

    def action_print(self):
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_complaint_summary_report", self
        )

    # === Business methods ===

    def _property_due_code(self):
        return "service.complaint_summary_days"

    def _property_complaints(self):
        """Complaints that came in the month, or were open when it began."""
        start, end = self._property_bounds()
        domain = Domain("estate_id", "=", self.estate_id.id)
        domain &= Domain("ticket_id.property_kind", "=", "complaint")
        domain &= Domain("received_on", "<", end)
        domain &= (
            Domain("received_on", ">=", start)
            | Domain("ticket_id.closed_date", "=", False)
            | Domain("ticket_id.closed_date", ">=", start)
        )
        return self.env["property.complaint"].search(domain)

    def _property_prepare_lines(self):
        complaints = self._property_complaints()
        late = self._property_late(complaints)
        causes = dict(complaints._fields["cause_kind"]._description_selection(self.env))
        groups = (
            ("class", "class_id", lambda key: key.complete_name),
            ("cause", "cause_kind", causes.get),
            ("department", "responsible_team_id", lambda key: key.name),
        )
        return [
            self._property_prepare_line(dimension, label(key), rows, late)
            for dimension, field, label in groups
            for key, rows in complaints.grouped(field).items()
        ]

    def _property_prepare_line(self, dimension, name, complaints, late):
        start, end = self._property_bounds()
        received = complaints.filtered(lambda row: row.received_on >= start)
        still_open = complaints.filtered(
            lambda row: (
                not row.ticket_id.closed_date or row.ticket_id.closed_date >= end
            )
        )
        return {
            "dimension": dimension,
            "name": name or self.env._("Not stated"),
            "received_count": len(received),
            "closed_count": len(complaints - still_open),
            "open_count": len(still_open),
            "late_count": len(complaints & late),
            "repeat_count": len(received.filtered("is_repeat")),
        }

    def _property_late(self, complaints):
        """Complaints of which a time limit had passed."""
        clocks = self.env["property.service.clock"].search(
            [
                ("ticket_id", "in", complaints.ticket_id.ids),
                ("measure", "!=", "escalation"),
                ("is_late", "=", True),
            ]
        )
        late = clocks.ticket_id
        return complaints.filtered(lambda row: row.ticket_id in late)


class PropertyComplaintSummaryLine(models.Model):
    _name = "property.complaint.summary.line"
    _description = "Figures of Complaint Statistics"
    _order = "summary_id, dimension, received_count desc, id"

    summary_id = fields.Many2one(
        comodel_name="property.complaint.summary",
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
    dimension = fields.Selection(
        selection=DIMENSIONS, string="Counted along", required=True, readonly=True
    )
    name = fields.Char(string="Counted item", required=True, readonly=True)
    received_count = fields.Integer(string="Complaints received", readonly=True)
    closed_count = fields.Integer(string="Complaints closed", readonly=True)
    open_count = fields.Integer(string="Complaints open at the end", readonly=True)
    late_count = fields.Integer(string="Out of the time limits", readonly=True)
    repeat_count = fields.Integer(string="Second complaints", readonly=True)
