from base64 import b64decode, b64encode

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class PropertyWrittenIssue(models.Model):
    """One written report of one estate and period, as it was mailed."""

    _name = "property.written.issue"
    _description = "Issue of a Written Report"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.job.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
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
    error = fields.Text(
        string="Why it could not be written",
        readonly=True,
        help="It is tried again every hour; the others are written meanwhile.",
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
            *("written_on", "recipient_ids", "figures", "lang", "error"),
            *("pdf_file", "xlsx_file"),
        }

    # === Business methods ===

    def _property_waits_for_jobs(self):
        return self.state == "draft"

    def _property_enqueue(self):
        """A job an issue: one that cannot be written leaves the others alone."""
        for issue in self:
            key = f"property-written-{issue.id}"
            # Whoever writes reports need not see the queue.
            failed = (
                self.env["queue.job"]
                .sudo()
                .search([("identity_key", "=", key), ("state", "=", "failed")], limit=1)
            )
            if failed:
                failed.requeue()
                continue
            issue.with_delay(
                identity_key=key,
                channel="root.property",
                description=self.env._("Write %(report)s", report=issue.display_name),
            )._property_compose()

    def _property_on_job_failed(self, exc_message="", exc_name="", **_fail_values):
        """Called by the queue: the manager learns which report is broken, and why."""
        # Nobody writes an issue directly.
        issue = self.sudo()
        error = exc_message or exc_name
        if issue.error == error:
            return
        issue._property_set(error=error)
        user = issue.estate_id._property_level_user("manager")
        if user and not issue.activity_ids:
            issue.activity_schedule(
                "mail.mail_activity_data_warning",
                user_id=user.id,
                summary=self.env._("This report could not be written"),
                note=error,
            )

    def _property_compose(self):
        """Compute, print, mail and keep; an issue that is written stays as it is."""
        for issue in self:
            issue.lock_for_update()
            if issue.state != "draft":
                continue
            language = issue.company_id.partner_id.lang or self.env.lang
            issue = issue.with_context(lang=language)
            # The reminder of whoever had to mend it.
            issue.sudo().activity_unlink(["mail.mail_activity_data_warning"])
            issue._property_set(
                figures=[
                    section._property_figures(
                        issue.estate_id, issue.date_start, issue.date_end
                    )
                    for section in issue.report_id.section_ids
                ],
                lang=language,
                error=False,
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
