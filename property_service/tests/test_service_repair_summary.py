"""(月末)维修情况汇总 and the printed papers (SRV-34, SRV-14, SRV-15)."""

from datetime import date

from lxml import html

from odoo.exceptions import UserError
from odoo.fields import Command

from .test_service_inquiry import InquiryCommon


class TestServiceRepairSummary(InquiryCommon):
    def _month(self):
        """Carried over and done, received and done late, received and unfinished."""
        summaries = self.env["property.service.repair.summary"]
        with self._at("2026-03-01 09:00"):
            summaries._cron_property_summaries()
        with self._at("2026-02-26 09:00"):
            old = self._repair()
            over = self._repair()
        with self._at("2026-02-27 09:00"):
            self._finish(over)
        with self._at("2026-03-02 09:00"):
            self._finish(old)
            late = self._repair()
        with self._at("2026-03-10 09:00"):
            self._finish(late)
        with self._at("2026-03-30 09:00"):
            unfinished = self._ticket("paid_service")
            self._ticket("inquiry")
        with self._at("2026-04-01 08:00"):
            self._repair()  # the next month's
            self._finish(unfinished)
        return unfinished

    def _repair(self):
        return self._ticket("repair", category_id=self.water.id)

    def _summary(self):
        summaries = self.env["property.service.repair.summary"]
        return summaries.with_user(self.user_assistant).search(
            [("estate_id", "=", self.estate.id), ("date_start", "=", "2026-03-01")]
        )

    def test_month_by_category(self):
        """SRV-34: figures by category, frozen when submitted."""
        unfinished = self._month()
        summary = self._summary()
        self.assertEqual(summary.date_due, date(2026, 4, 5))
        with self._at("2026-04-01 09:00"):
            summary.action_publish()
        self.assertRecordValues(
            summary.line_ids,
            [
                {
                    "category_id": self.water.id,
                    "carried_count": 1,
                    "received_count": 1,
                    "done_count": 2,
                    "open_count": 0,
                    "late_count": 2,
                    "hours": 144.0,
                },
                {
                    "category_id": False,
                    "carried_count": 0,
                    "received_count": 1,
                    "done_count": 0,
                    "open_count": 1,
                    "late_count": 0,
                    "hours": 0.0,
                },
            ],
        )
        self.assertEqual(summary.open_ticket_ids, unfinished)
        self.assertAlmostEqual(summary.done_percent, 200 / 3, 1)
        with self._at("2026-04-02 09:00"):
            unfinished.category_id = self.water
            self.env["property.service.repair.summary"]._cron_property_summaries()
        self.assertEqual(len(summary.line_ids), 2)
        with self.assertRaises(UserError):
            summary.write({"open_ticket_ids": [Command.clear()]})

    def test_parts_make_the_whole(self):
        """Carried over and received are repaired or unfinished, by category too."""
        self._month()
        summary = self._summary()
        for record in (summary, *summary.line_ids):
            self.assertEqual(
                record.carried_count + record.received_count,
                record.done_count + record.open_count,
            )

    def test_next_month_carries_over(self):
        """What is unfinished at the end of a month is carried into the next."""
        self._month()
        with self._at("2026-04-20 09:00"):
            self.env["property.service.repair.summary"]._cron_property_summaries()
        both = self.env["property.service.repair.summary"].search(
            [("estate_id", "=", self.estate.id)], order="date_start"
        )
        self.assertEqual(len(both), 2)
        self.assertEqual(both[0].open_count, both[1].carried_count)

    # === Papers ===

    def _texts(self, report, record):
        reports = self.env["ir.actions.report"].with_context(lang="zh_CN")
        name = f"property_service.{report}"
        content, kind = reports._render_qweb_pdf(name, record.ids)
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))
        page, _kind = reports._render_qweb_html(name, record.ids)
        return " ".join(html.fromstring(page.decode()).itertext())

    def test_papers_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.company.partner_id.lang = "zh_CN"
        unfinished = self._month()
        summary = self._summary()
        with self._at("2026-04-01 09:00"):
            summary.action_publish()
        text = self._texts("property_service_repair_summary_report", summary)
        self.assertIn("维修情况汇总", text)
        self.assertIn("给排水", text)
        self.assertIn(unfinished.number, text)
        quarter = self.env["property.service.inquiry.summary"]
        with self._at("2026-04-01 09:00"):
            inquiry = self._inquiry()
            quarter._cron_property_summaries()
            quarter = quarter.search(
                [("estate_id", "=", self.estate.id), ("date_start", "=", "2026-04-01")]
            )
        text = self._texts("property_service_inquiry_summary_report", quarter)
        self.assertIn("咨询服务记录", text)
        self.assertIn("草稿", text)
        text = self._texts("property_service_inquiry_record_report", quarter)
        self.assertIn(inquiry.number, text)
        plan = self.env["property.service.notice.plan"].create(
            {
                "estate_id": self.estate.id,
                "date_start": "2026-07-01",
                "line_ids": [Command.create({"name": "雨季须知"})],
            }
        )
        text = self._texts("property_service_notice_plan_report", plan)
        self.assertIn("宣传栏", text)
        self.assertIn("雨季须知", text)

    def test_printed_by_the_desk(self):
        self._month()
        action = self._summary().action_print()
        self.assertEqual(action["type"], "ir.actions.report")
