"""每月投诉统计 and 投诉分析报告 (CMP-17, CMP-25)."""

from lxml import html

from odoo.exceptions import UserError

from .complaint_common import ComplaintCommon
from .test_service_target import TargetCommon


class TestServiceComplaintSummary(TargetCommon, ComplaintCommon):
    def _month(self):
        """March: two received, one of them a second one; one carried over."""
        summaries = self.env["property.complaint.summary"]
        with self._at("2026-03-01 09:00"):
            summaries._cron_property_summaries()
        with self._at("2026-02-20 09:00"):
            old = self._complain()
            gone = self._complain(property_unit_id=self.unit_102.id)
        with self._at("2026-02-21 09:00"):
            self._end(gone)
        with self._at("2026-03-02 09:00"):
            old.cause_kind = "staff"
            self._end(old)
            first = self._complain()
        with self._at("2026-03-09 09:00"):
            second = self._complain()
            second.ticket_id.property_repeat_of_id = first.ticket_id
            self._make_request()
        with self._at("2026-04-01 08:00"):
            self._complain()
        return summaries.with_user(self.user_administrator).search(
            [("estate_id", "=", self.estate.id), ("date_start", "=", "2026-03-01")]
        )

    def test_month_by_class_cause_and_department(self):
        summary = self._month()
        with self._at("2026-04-01 09:00"):
            with self.assertRaisesRegex(UserError, "write the analysis first"):
                summary.action_publish()
            summary.note = "The gate again: training is planned"
            summary.action_publish()
        self.assertEqual(
            {
                (line.dimension, line.name): (
                    line.received_count,
                    line.closed_count,
                    line.open_count,
                    line.repeat_count,
                )
                for line in summary.line_ids
            },
            {
                ("class", "Management and service"): (2, 1, 2, 1),
                ("cause", "Conduct or skill of staff"): (0, 1, 0, 0),
                ("cause", "Not stated"): (2, 0, 2, 1),
                ("department", "Not stated"): (2, 1, 2, 1),
            },
        )
        self.assertEqual((summary.received_count, summary.repeat_count), (2, 1))
        self.assertEqual(summary.repeat_percent, 50.0)
        self.assertEqual(summary.late_count, 1)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            summary.note = "All is well"

    def test_paper(self):
        summary = self._month()
        with self._at("2026-04-01 09:00"):
            summary.note = "The gate again"
            summary.action_publish()
        content, _type = self.env["ir.actions.report"]._render_qweb_html(
            "property_service.property_complaint_summary_report", summary.ids
        )
        text = " ".join(html.fromstring(content).text_content().split())
        for words in ("Management and service", "The gate again", "2026-03-01"):
            with self.subTest(words):
                self.assertIn(words, text)
