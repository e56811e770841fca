"""Written reports: their figures, when they are written, who gets them (QA-23)."""

from base64 import b64decode
from datetime import date, datetime, timedelta
from io import BytesIO

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .figures_world import FiguresWorld

# Early on 1 August in China
NOW = datetime(2026, 7, 31, 18, 30)


@tagged("post_install", "-at_install")
class TestWrittenReports(FiguresWorld):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = cls.env["property.written.report"]
        cls.issues = cls.env["property.written.issue"]
        cls.delivered = cls.reports.with_context(active_test=False).search([])
        cls.delivered.active = False
        cls.staff.filtered(lambda s: s.user_id == cls.user_manager).post = "manager"
        cls.company.partner_id.lang = "en_US"

    def setUp(self):
        super().setUp()
        # Around the limits of July, June and the July before, by the clock of China
        moments = [
            datetime(*moment)
            for moment in (
                (2026, 7, 31, 15, 59),
                (2026, 7, 31, 16, 0),
                (2026, 6, 30, 16, 0),
                (2026, 6, 30, 15, 59),
                (2026, 5, 31, 16, 0),
                (2026, 5, 31, 15, 59),
                (2025, 7, 31, 15, 59),
                (2025, 6, 30, 16, 0),
                (2025, 6, 30, 15, 59),
            )
        ]
        for moment in moments:
            self._rows(
                "helpdesk.ticket",
                1,
                company_id=self.company.id,
                property_estate_id=self.estate.id,
                property_received_on=moment,
                property_kind="repair",
            )
        self.env.invalidate_all()

    def _report(self, **values):
        return self.reports.create(
            {
                "name": "Repairs of the month",
                "period": "month",
                "company_id": self.company.id,
                "section_ids": [
                    Command.create(
                        {
                            "name": "By kind",
                            "model": "property.request.report",
                            "date_field": "date",
                            "group_field": "kind",
                            "domain": "[('kind', '=', 'repair')]",
                            "measure_ids": [
                                Command.create({"name": "request_count"}),
                                Command.create({"name": "late_percent"}),
                            ],
                        }
                    )
                ],
                **values,
            }
        )

    def _write(self, report, moment=NOW):
        with freeze_time(moment):
            report._property_prepare_due()._property_compose()
        return self.issues.search(
            [("report_id", "=", report.id), ("estate_id", "=", self.estate.id)]
        )

    def test_figures(self):
        """This month, the month before and the month of the year before."""
        issue = self._write(self._report())
        self.assertEqual(
            (issue.date_start, issue.date_end), (date(2026, 7, 1), date(2026, 7, 31))
        )
        section = issue.figures[0]
        self.assertEqual(
            [line["values"][0] for line in section["totals"]], [2.0, 2.0, 2.0]
        )
        self.assertEqual(section["lines"][0]["values"][0], 2.0)
        self.assertIn("Requests: 2", next(iter(issue._property_sentences(section))))

    def test_papers(self):
        """PDF and workbook show the figures that are kept, and are mailed."""
        issue = self._write(self._report())
        self.assertTrue(b64decode(issue.pdf_file).startswith(b"%PDF"))
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "property_service_reports.property_written_issue_document", issue.ids
        )
        self.assertIn("Repairs of the month", html.decode())
        sheet = openpyxl.load_workbook(BytesIO(b64decode(issue.xlsx_file))).worksheets[
            0
        ]
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        self.assertIn(["This period", 2, 0], [row[:3] for row in cells])
        self.assertEqual(issue.recipient_ids, self.user_manager.partner_id)
        message = issue.message_ids.filtered("attachment_ids")
        self.assertEqual(len(message.attachment_ids), 2)
        self.assertEqual(message.notified_partner_ids, self.user_manager.partner_id)

    def test_once(self):
        """Asked again it writes nothing twice, and what is written stays."""
        report = self._report()
        issue = self._write(report)
        self.assertEqual(self._write(report, NOW + timedelta(days=3)), issue)
        with self.assertRaises(UserError):
            issue.unlink()
        with self.assertRaises(AccessError):
            issue.with_user(self.user_manager).write({"figures": []})
        written = issue.written_on
        issue._property_compose()
        self.assertEqual(issue.written_on, written)

    def test_what_was_missed_is_made_up_for(self):
        for period, later, number in (
            ("month", datetime(2026, 10, 2), 3),
            ("quarter", datetime(2027, 1, 2), 3),
            ("day", datetime(2026, 9, 30), 13),
        ):
            with self.subTest(period):
                report = self._report(period=period)
                self._write(report)
                with freeze_time(later):
                    report._property_prepare_due()
                self.assertEqual(report.issue_count, 2 * number)

    def test_bad_definitions(self):
        """A definition that cannot be computed is refused with its section."""
        section = self._report().section_ids
        for values in (
            {"domain": "[('nothing', '=', 1)]"},
            {"domain": "import os"},
            {"date_field": "kind"},
            {"group_field": "request_count"},
            {"measure_ids": [Command.clear()]},
            {"measure_ids": [Command.create({"name": "kind"})]},
        ):
            with (
                self.subTest(values),
                self.assertRaisesRegex(ValidationError, "By kind"),
                self.cr.savepoint(),
            ):
                section.write(values)

    def test_rights(self):
        report = self._report()
        issue = self._write(report)
        for user, sees in (
            (self.user_assistant, False),
            (self.user_technician, False),
            (self.user_accountant, False),
            (self.user_supervisor, True),
            (self.user_auditor, True),
        ):
            with self.subTest(user.login):
                self.assertEqual(issue.with_user(user).has_access("read"), sees)
                with self.assertRaises(AccessError):
                    report.with_user(user).action_write()
        self.user_supervisor.property_estate_ids = self.mall
        self.assertFalse(issue.with_user(self.user_supervisor).has_access("read"))
        report.with_user(self.user_manager).action_write()

    def test_delivered_ones_can_be_written(self):
        """Every report that comes with the product, from section to workbook."""
        self.assertGreaterEqual(len(self.delivered), 9)
        issues = self.issues.create(
            [
                {
                    "report_id": report.id,
                    "estate_id": self.estate.id,
                    "date_start": date(2026, 7, 1),
                    "date_end": date(2026, 7, 31),
                }
                for report in self.delivered
            ]
        )
        self.delivered.section_ids._check_figures()
        for issue in issues:
            figures = [
                section._property_figures(self.estate, issue.date_start, issue.date_end)
                for section in issue.report_id.section_ids
            ]
            issue._property_set(figures=figures)
            self.assertTrue(issue._property_workbook())
