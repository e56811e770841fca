from base64 import b64decode, b64encode

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_round, format_date, formatLang


class PropertyWrittenIssue(models.Model):
    """One written report of one estate and period, as it was mailed."""

    _name = "property.written.issue"
    _description = "Issue of a Written Report"
    _inherit = ["property.estate.mixin", "property.step.mixin", "mail.thread"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    report_id = fields.Many2one(
        comodel_name="property.written.report",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date_start = fields.Date(string="From", required=True, readonly=True, index=True)
    date_end = fields.Date(string="To", required=True, readonly=True)
    state = fields.Selection(
        selection=[("draft", "To be written"), ("sent", "Written and mailed")],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        index=True,
    )
    written_on = fields.Datetime(readonly=True)
    recipient_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="property_written_issue_partner_rel",
        string="Mailed to",
        readonly=True,
    )
    figures = fields.Json(readonly=True, help="The figures as they were then.")
    lang = fields.Char(string="Language", readonly=True)
    pdf_file = fields.Binary(string="PDF", readonly=True, attachment=True)
    pdf_name = fields.Char(compute="_compute_file_names")
    xlsx_file = fields.Binary(string="Excel", readonly=True, attachment=True)
    xlsx_name = fields.Char(compute="_compute_file_names")

    _once = models.UniqueIndex(
        "(report_id, estate_id, date_start)",
        "This report of this estate and period is written already.",
    )

    @api.depends("report_id.name", "estate_id.name", "date_start")
    def _compute_display_name(self):
        for issue in self:
            issue.display_name = " · ".join(
                (issue.report_id.name, issue.estate_id.name, issue._property_period())
            )

    @api.depends("display_name")
    def _compute_file_names(self):
        for issue in self:
            issue.pdf_name = f"{issue.display_name}.pdf"
            issue.xlsx_name = f"{issue.display_name}.xlsx"

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Written reports stay on record."))

    def _property_step_fields(self):
        return {
            *("report_id", "estate_id", "date_start", "date_end", "state"),
            *("written_on", "recipient_ids", "figures", "lang"),
            *("pdf_file", "xlsx_file"),
        }

    # === Words for the printout ===

    def _property_period(self):
        """The period as people write it."""
        self.ensure_one()
        day = self.date_start
        if not day:
            return ""
        if self.report_id.period == "day":
            return format_date(self.env, day)
        if self.report_id.period == "quarter":
            return f"{day.year} Q{(day.month + 2) // 3}"
        return f"{day.year}-{day.month:02}"

    def _property_number(self, value, kind):
        """A number as the report prints it."""
        if kind == "percent":
            return f"{value:.1f} %"
        digits = {"integer": 0, "monetary": 2}.get(kind, 1)
        return formatLang(self.env, float_round(value, digits) or 0.0, digits=digits)

    def _property_sentences(self, section):
        """What the totals say, in words: now, and against what they were."""
        now, *others = section["totals"]
        for number, column in enumerate(section["columns"]):
            value = now["values"][number]
            text = self.env._(
                "%(measure)s: %(value)s",
                measure=column["label"],
                value=self._property_number(value, column["kind"]),
            )
            parts = [
                self.env._(
                    "%(when)s %(value)s (%(rise)s)",
                    when=other["label"].lower(),
                    value=self._property_number(
                        other["values"][number], column["kind"]
                    ),
                    rise=self._property_rise(
                        value - other["values"][number], column["kind"]
                    ),
                )
                for other in others
            ]
            yield text + ("; " + ", ".join(parts) if parts else "")

    def _property_rise(self, difference, kind):
        sign = "+" if difference > 0 else "−" if difference < 0 else "±"
        return sign + self._property_number(abs(difference), kind)

    def _property_bars(self, section):
        """The first column as bars: label, text, share of the longest in per cent."""
        if not section["with_chart"] or not section["lines"]:
            return []
        kind = section["columns"][0]["kind"]
        longest = max(abs(line["values"][0]) for line in section["lines"]) or 1
        return [
            {
                "label": line["label"],
                "text": self._property_number(line["values"][0], kind),
                "share": round(100 * max(line["values"][0], 0) / longest),
            }
            for line in section["lines"]
        ]

    # === Business methods ===

    def _property_compose(self):
        """Compute, print, mail and keep; an issue that is written stays as it is."""
        for issue in self:
            issue.lock_for_update()
            if issue.state != "draft":
                continue
            language = issue.company_id.partner_id.lang or self.env.lang
            issue = issue.with_context(lang=language)
            issue._property_set(
                figures=[
                    section._property_figures(
                        issue.estate_id, issue.date_start, issue.date_end
                    )
                    for section in issue.report_id.section_ids
                ],
                lang=language,
                written_on=fields.Datetime.now(),
            )
            issue._property_file()
            issue._property_mail()

    def _property_file(self):
        report = self.env.ref("property_service_reports.property_written_issue_report")
        pdf, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            report.report_name, self.ids
        )
        self._property_set(
            pdf_file=b64encode(pdf), xlsx_file=b64encode(self._property_workbook())
        )

    def _property_mail(self):
        """To the holder of the post and whoever else the report names."""
        user = self.estate_id._property_level_user(self.report_id.level)
        partners = user.partner_id | self.report_id.partner_ids
        self._property_set(state="sent", recipient_ids=[Command.set(partners.ids)])
        # An address book of its own is not needed to send a report.
        issue = self.sudo()
        issue.message_post(
            subject=self.display_name,
            body=self.env._("The figures of the period, as PDF and for calculating."),
            partner_ids=partners.ids,
            attachments=[
                (self.pdf_name, b64decode(self.pdf_file)),
                (self.xlsx_name, b64decode(self.xlsx_file)),
            ],
            subtype_xmlid="mail.mt_comment",
        )
