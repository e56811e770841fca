"""Written reports: their figures, when they are written, who gets them (QA-23)."""

from base64 import b64decode
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from io import BytesIO
from unittest.mock import patch

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.queue_job.controllers.main import RunJobController
from odoo.addons.queue_job.job import Job

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
        if self._testMethodName != "test_papers":
            self._spare_pdf()

    def _spare_pdf(self):
        """A PDF takes seconds; one test looks at a real one."""
        model = type(self.env["ir.actions.report"])
        printed = patch.object(
            model, "_render_qweb_pdf", lambda *_args, **_options: (b"%PDF", "pdf")
        )
        self.startPatcher(printed)

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
        self.assertIn(["This period", 2, None], [row[:3] for row in cells])
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
            (self.user_resident, False),
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

    def test_each_estate_for_itself(self):
        """Figures go to who holds the post in the estate that they are of."""
        self.user_manager.property_estate_ids = self.estate
        report = self._report(level="manager")
        issue = self._write(report)
        other = self.issues.search([("report_id", "=", report.id)]) - issue
        self.assertEqual(other.estate_id, self.mall)
        self.assertEqual(issue.recipient_ids, self.user_manager.partner_id)
        self.assertNotIn(self.user_manager.partner_id, other.recipient_ids)
        manager = self.user_manager
        self.assertFalse(other.with_user(manager).has_access("read"))
        for record, sees in ((issue, True), (other, False)):
            files = record.sudo().message_ids.attachment_ids
            self.assertEqual(len(files), 2)
            for file in files.with_user(manager):
                self.assertEqual(bool(file.has_access("read")), sees)
        numbers = [
            record.figures[0]["totals"][0]["values"][0] for record in (issue, other)
        ]
        self.assertEqual(numbers, [2, 0])
        # The button writes for the estates of who presses it alone.
        fresh = self._report(name="Pressed")
        fresh.with_user(manager).action_write()
        issues = self.issues.search([("report_id", "=", fresh.id)])
        self.assertEqual(issues.estate_id, self.estate)

    def test_a_broken_one_stops_no_other(self):
        """What cannot be written is named to the manager; it is tried again later."""
        # Oldest first, so that the broken one is in the way.
        broken, sound = self._report(name="Broken"), self._report(name="Sound")
        self.env.flush_all()
        # A measure that an update of the product has taken away
        self.env.cr.execute(
            "UPDATE property_written_measure SET name = 'gone' WHERE section_id IN %s",
            [tuple(broken.section_ids.ids)],
        )
        self.env.invalidate_all()
        with freeze_time(NOW):
            self._run_jobs()
            bad, good = (self._issue(report) for report in (broken, sound))
            self.assertEqual((bad.state, good.state), ("draft", "sent"))
            self.assertIn("gone", bad.error)
            self.assertEqual(bad.activity_ids.user_id, self.user_manager)
            self._run_jobs()
            self.assertEqual(len(bad.activity_ids), 1)
            broken.section_ids.measure_ids.name = "request_count"
            self._run_jobs()
        self.assertEqual((bad.state, bad.error), ("sent", False))
        self.assertFalse(bad.activity_ids)
        self.assertTrue(bad.message_ids.attachment_ids)

    def _run_jobs(self):
        """An hour: the schedule, then a worker that takes job after job."""
        self.reports._cron_property_write()
        waiting = self.env["queue.job"].search(
            [("model_name", "=", self.issues._name), ("state", "=", "pending")]
        )
        self.assertTrue(waiting)
        with (
            patch.object(Job, "in_temporary_env", self._same_cursor),
            mute_logger("odoo.addons.queue_job.controllers.main"),
        ):
            for record in waiting.sorted("id"):
                job = Job.load(self.env, record.uuid)
                try:
                    RunJobController._runjob(self.env, job)
                except KeyError as error:
                    self.assertIn("gone", str(error))

    @staticmethod
    def _same_cursor(_job):
        """A worker writes down failures by another cursor; a test has one."""
        return nullcontext()

    def _issue(self, report):
        return self.issues.search(
            [("report_id", "=", report.id), ("estate_id", "=", self.estate.id)]
        )

    def test_kind_of_estate(self):
        """SRV-31: a report of malls is written for malls, and for mixed estates."""
        report = self._report(estate_kind="commercial")
        self.assertEqual(report._property_estates(), self.mall)
        self.estate.kind = "mixed"
        self.assertEqual(report._property_estates(), self.estate | self.mall)

    def test_words(self):
        """Rates differ by points; a rate of nothing is a dash, in all papers."""
        issue = self._write(self._report())
        section = issue.figures[0]
        for totals, words in (
            ([40.0, 55.5, 40.0], "55.5 % (−15.5 points), the year before 40.0 % (±0.0"),
            ([None, 55.5, 55.5], "–; period before 55.5 %, the year before 55.5 %"),
            ([40.0, None, None], "40.0 %; period before –, the year before –"),
        ):
            with self.subTest(totals):
                issue._property_set(
                    figures=[
                        {
                            **section,
                            "lines": [],
                            "columns": section["columns"][1:],
                            "totals": [
                                {"label": label, "values": [value]}
                                for label, value in zip(
                                    ("This period", "Period before", "The year before"),
                                    totals,
                                    strict=True,
                                )
                            ],
                        }
                    ]
                )
                [sentence] = issue._property_sentences(issue.figures[0])
                self.assertIn(words, sentence)
                self.assertTrue(issue._property_workbook())

    def test_many_lines(self):
        """More than twenty lines: the others are one line, and all add up."""
        units = self._make_units(25)
        for number, unit in enumerate(units):
            self._rows(
                "helpdesk.ticket",
                1 + number % 3,
                company_id=self.company.id,
                property_estate_id=self.estate.id,
                property_received_on=datetime(2026, 7, 9, 4, 0),
                property_unit_id=unit.id,
                property_kind="repair",
            )
        self.env.invalidate_all()
        report = self._report()
        report.section_ids.write({"group_field": "unit_id", "with_chart": False})
        section = self._write(report).figures[0]
        self.assertEqual(len(section["lines"]), 21)
        self.assertEqual(section["lines"][-1]["label"], "All others")
        total = sum(line["values"][0] for line in section["lines"])
        self.assertEqual(total, section["totals"][0]["values"][0])

    def test_own_order(self):
        """Classes stand in their own order where their size says nothing."""
        section = self._report().section_ids
        section.write({"domain": "[]", "sort": "own"})
        for kind in ("complaint", "inquiry", "complaint", "praise"):
            self._rows(
                "helpdesk.ticket",
                1,
                company_id=self.company.id,
                property_estate_id=self.estate.id,
                property_received_on=datetime(2026, 7, 9, 4, 0),
                property_kind=kind,
            )
        self.env.invalidate_all()
        words = [
            label
            for _key, label in self.env["helpdesk.ticket"]
            ._fields["property_kind"]
            ._description_selection(self.env)
        ]
        lines = section._property_lines(
            self.estate, date(2026, 7, 1), date(2026, 7, 31)
        )
        labels = [line["label"] for line in lines]
        self.assertEqual(labels, sorted(labels, key=words.index))
        self.assertEqual(len(labels), 4)
