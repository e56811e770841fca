from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

PERIODS = {
    "day": relativedelta(days=1),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
}
# After a long silence nobody wants hundreds of daily reports.
CATCH_UP = 12


class PropertyWrittenReport(models.Model):
    """A report that the system writes at the end of each period and mails (QA-23).

    Its sections are figures of the analyses, so that a manager adds a report without
    programming. Every estate has an issue of its own a period, which is kept.
    """

    _name = "property.written.report"
    _description = "Written Report"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    period = fields.Selection(
        selection=[("day", "Daily"), ("month", "Monthly"), ("quarter", "Quarterly")],
        required=True,
        default="month",
        help="An issue is written when the period is over.",
    )
    level = fields.Selection(
        selection=[
            ("supervisor", "Supervisor"),
            ("manager", "Manager"),
            ("director", "Project manager"),
        ],
        string="Mailed to the",
        required=True,
        default="manager",
        help="Whoever holds this post in the estate.",
    )
    partner_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="property_written_report_partner_rel",
        string="Also mailed to",
        domain=[("partner_share", "=", False)],
    )
    intro = fields.Text(
        string="Opening words", translate=True, help="Stand above the figures."
    )
    source = fields.Char(
        translate=True,
        help="The rule that asks for this report, or whose choice it is.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for all companies.",
    )
    estate_kind = fields.Selection(
        selection=lambda self: self.env["property.report.mixin"]._property_words(
            "property.estate", "kind"
        ),
        string="Kind of estate",
        help="Estates of this kind, and those of mixed use. Empty: all estates.",
    )
    section_ids = fields.One2many(
        comodel_name="property.written.section",
        inverse_name="report_id",
        string="Sections",
        copy=True,
    )
    issue_count = fields.Integer(string="Issues", compute="_compute_issue_count")

    def _compute_issue_count(self):
        counts = dict(
            self.env["property.written.issue"]._read_group(
                [("report_id", "in", self.ids)], ["report_id"], ["__count"]
            )
        )
        for report in self:
            report.issue_count = counts.get(report, 0)

    # === Actions ===

    def action_write(self):
        """Write at once what is due in the estates of the user."""
        self.check_access("write")
        self._property_prepare_due()
        self._property_waiting()._property_enqueue()
        return self.action_view_issues()

    def action_view_issues(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service_reports.property_written_issue_action"
        )
        return {**action, "domain": [("report_id", "in", self.ids)]}

    # === Business methods ===

    def _property_estates(self):
        """Estates that have an issue of their own."""
        self.ensure_one()
        domain = Domain.TRUE
        if self.company_id:
            domain &= Domain("company_id", "=", self.company_id.id)
        if self.estate_kind:
            domain &= Domain("kind", "in", (self.estate_kind, "mixed"))
        return self.env["property.estate"].search(domain)

    def _property_first_day(self, day):
        """The first day of the period in which a day is."""
        self.ensure_one()
        return day if self.period == "day" else fields.Date.start_of(day, self.period)

    def _property_prepare_due(self):
        """Empty issues of the periods that are over and have none.

        :return: the new ``property.written.issue`` records
        """
        last = {
            (report, estate): day
            for report, estate, day in self.env["property.written.issue"]._read_group(
                [("report_id", "in", self.ids)],
                ["report_id", "estate_id"],
                ["date_start:max"],
            )
        }
        values = []
        for report in self:
            for estate in report._property_estates():
                values += report._property_prepare(estate, last.get((report, estate)))
        # What is due is due whoever presses the button; nobody types an issue.
        issues = self.env["property.written.issue"].sudo()
        return issues.with_context(tracking_disable=True).create(values).sudo(False)

    def _property_prepare(self, estate, last):
        """Values of the issues of an estate since the last one, at most twelve."""
        self.ensure_one()
        length = PERIODS[self.period]
        today = estate._property_today()
        start = self._property_first_day(today) - length
        starts = []
        while len(starts) < (CATCH_UP if last else 1) and (not last or start > last):
            starts.append(start)
            start -= length
        return [
            {
                "report_id": self.id,
                "estate_id": estate.id,
                "date_start": day,
                "date_end": day + length - timedelta(days=1),
            }
            for day in reversed(starts)
        ]

    def _property_waiting(self):
        """Issues of these reports that are still to be written."""
        return self.env["property.written.issue"].search(
            [("report_id", "in", self.ids), ("state", "=", "draft")]
        )

    # === Scheduled ===

    @api.model
    def _cron_property_write(self):
        """Have written and mailed what is due, and tried again what was broken."""
        reports = self.search([])
        reports._property_prepare_due()
        reports._property_waiting()._property_enqueue()
