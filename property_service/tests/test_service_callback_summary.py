"""回访书面报告: the callbacks of a month in writing (SLA-06)."""

from odoo.exceptions import UserError

from .test_service_callback import CallbackCommon


class TestServiceCallbackSummary(CallbackCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.summaries = cls.env["property.service.callback.summary"]

    def _summary(self):
        self.summaries._cron_property_summaries()
        return self.summaries.search(
            [("estate_id", "=", self.estate.id), ("date_start", "=", "2026-03-01")]
        )

    def _call(self):
        """Three repairs and a complaint in March; one is not reached."""
        question = self.env.ref("property_service.property_service_question_security")
        with self._at("2026-03-02 10:00"):
            self._callback()._property_record("5", answers={question.id: "4"})
            self._callback()._property_record(
                "2", "It drips again", answers={question.id: "3"}
            )
            self._callback()
            self._callback("complaint").action_refused()
        with self._at("2026-03-31 10:00"):
            self._callback()  # due in April

    def test_month(self):
        self._call()
        with self._at("2026-03-31 12:00"):
            summary = self._summary()
            summary.with_user(self.user_supervisor).action_publish()
        self.assertEqual(summary.due_count, 4)
        self.assertEqual(summary.reached_count, 3)
        self.assertEqual(summary.covered_percent, 75.0)
        self.assertEqual(summary.satisfied_percent, 50.0)
        repairs = summary.line_ids.filtered(lambda line: line.ticket_kind == "repair")
        self.assertEqual(repairs.due_count, 3)
        self.assertEqual(repairs.score, 3.5)
        security = summary.line_ids.filtered("question_id")
        self.assertEqual(security.rated_count, 2)
        self.assertEqual(security.satisfied_percent, 50.0)
        self.assertEqual(summary.opinion_ids.opinion, "It drips again")
        self.assertEqual(summary.state, "published")
        with self.assertRaisesRegex(UserError, "manager's to do"):
            summary.with_user(self.user_supervisor).action_read()
        summary.with_user(self.user_manager).action_read()
        self.assertEqual(summary.read_by_id, self.user_manager)

    def test_figures_stay(self):
        self._call()
        with self._at("2026-03-31 12:00"):
            summary = self._summary()
            summary.action_publish()
            open_one = self.env["property.service.callback"].search(
                [("estate_id", "=", self.estate.id), ("state", "=", "open")], limit=1
            )
            open_one.with_user(self.user_assistant).action_level_5()
            self._summary()
        self.assertEqual(summary.reached_count, 3)

    def test_paper(self):
        """SLA-06: the written report, with the customers' words."""
        self._call()
        with self._at("2026-03-31 12:00"):
            summary = self._summary()
            summary.with_user(self.user_supervisor).action_publish()
        html = self.env["ir.actions.report"]._render_qweb_html(
            "property_service.property_service_callback_summary_report", summary.ids
        )[0]
        for text in ("Monthly callback report", "It drips again", "75.0", "2026-03"):
            self.assertIn(text, html.decode())
