"""Non-conformities, audits of callbacks, improvements (QA-05, QA-12, QA-17, QA-31)."""

from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common_quality import NOW, QualityCase
from .common_site import text_of


class TestQualityNonconformity(QualityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head_office = cls._make_user(
            "quality_head_office",
            "property_service.property_service_group_manager",
            property_all_estates=True,
        )
        ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Tap drips",
                "property_kind": "repair",
                "property_unit_id": cls.unit_101.id,
                "category_id": cls.env.ref(
                    "property_service.helpdesk_ticket_category_r_water"
                ).id,
            }
        )
        cls.callbacks = cls.env["property.service.callback"].create(
            [
                {
                    "ticket_id": ticket.id,
                    "estate_id": cls.estate.id,
                    "due_on": "2025-11-03 02:00:00",
                    "called_on": f"2025-11-{day:02} 02:00:00",
                    "called_by_id": cls.user_assistant.id,
                    "state": "done",
                    "level": "5",
                    "round": day,
                }
                for day in range(1, 21)
            ]
        )

    def test_from_failed_items(self):
        """QA-05: each failed item once, with its words, person and violation."""
        check = self._failed("appearance", "record")
        rows = check.nonconformity_ids
        self.assertEqual(len(rows), 2)
        self.assertEqual(rows.staff_id, self.agent)
        self.assertEqual(rows.owner_id, self.agent)
        first = rows.filtered("violation_id")
        self.assertEqual(first.violation_id.code, "Z03")
        self.assertEqual(first.severity, "minor")
        self.assertIn("Badge missing", first.finding)
        # One working day after Tuesday the 10th
        self.assertEqual(first.deadline, date(2026, 3, 11))
        again = rows._property_of_lines(check, check.checklist_id.line_ids)
        self.assertEqual(len(again), 8)  # no line twice
        two = self._failed(
            "record", staff_ids=[Command.set((self.agent | self.guard).ids)]
        )
        self.assertFalse(two.nonconformity_ids.staff_id)
        with self.assertRaisesRegex(UserError, "name the responsible"):
            two.nonconformity_ids.action_confirm()

    def test_whole_way(self):
        """QA-05, QA-12: confirmed, appraised, corrected, re-checked, published."""
        check = self._failed("appearance")
        row = check.nonconformity_ids
        with self.assertRaisesRegex(AccessError, "supervisor confirms"):
            row.with_user(self.user_administrator).action_confirm()
        check.action_confirm_nonconformities()
        entry = self.env["property.appraisal.entry"].search(
            [("res_model", "=", row._name), ("res_id", "=", row.id)]
        )
        self.assertEqual(entry.staff_id, self.agent)
        self.assertEqual(entry.kind, "nonconformity_minor")
        self.assertLess(entry.points, 0)
        self.assertEqual(entry.state, "confirmed")
        self.assertEqual(entry.decided_by_id, self.user_supervisor)
        own = row.with_user(self.user_assistant)
        with self.assertRaisesRegex(UserError, "cause and the measures"):
            own.action_corrected()
        self._correct(row)
        with self.assertRaisesRegex(AccessError, "makes the re-check"):
            own.action_recheck_pass()
        row.owner_id = self._make_staff("Other", self.user_administrator)
        with self.assertRaisesRegex(UserError, "another than who corrected"):
            row.with_user(self.user_administrator).action_recheck_pass()
        with self.assertRaisesRegex(UserError, "what the re-check found"):
            row.action_recheck_fail()
        row.recheck_note = "Still without a badge"
        row.action_recheck_fail()
        self.assertEqual((row.state, row.reopen_count), ("open", 1))
        self._correct(row)
        row.action_recheck_pass()
        self.assertEqual(row.state, "done")
        self.assertEqual(row.rechecked_by_id, self.user_supervisor)
        row.action_publish()
        self.assertTrue(row.published_on)
        notice = self.env["property.staff.notice"].search(
            [("res_model", "=", row._name), ("res_id", "=", row.id)]
        )
        self.assertIn(row.name, notice.body)
        self.assertNotIn("Agent", notice.body)

    def test_withdrawn(self):
        """QA-05, QA-26: confirmed by mistake, another takes it back with its points."""
        row = self._found()
        entries = self.env["property.appraisal.entry"]
        domain = [("res_model", "=", row._name), ("res_id", "=", row.id)]
        entry = entries.search(domain)
        other = row.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "why it is dropped"):
            other.action_withdraw()
        other.dropped_reason = "The badge was lent to the police"
        for user, error in (
            (self.user_supervisor, UserError),  # who confirmed it
            (self.user_administrator, AccessError),
        ):
            with self.subTest(user.login), self.assertRaises(error):
                row.with_user(user).action_withdraw()
        self._correct(row)
        row.action_recheck_pass()
        row.action_publish()
        other.action_withdraw()
        self.assertEqual((row.state, row.dropped_by_id), ("dropped", self.user_manager))
        self.assertEqual(row.confirmed_by_id, self.user_supervisor)
        self.assertEqual(entry.state, "reversed")
        both = entries.search(domain)
        self.assertEqual((len(both), sum(both.mapped("points"))), (2, 0.0))
        notice = self.env["property.staff.notice"].search([], limit=1)
        self.assertIn(row.name, notice.name)
        self.assertIn("police", notice.body)
        with self.assertRaises(UserError):
            other.action_withdraw()
        with self.assertRaisesRegex(UserError, "closed"):
            other.dropped_reason = "Another"

    def test_refusals(self):
        row = self._found()
        own = row.with_user(self.user_assistant)
        other = self._found(staff_ids=[Command.set(self.guard.ids)])
        cases = {
            "finding confirmed": (UserError, lambda: row.write({"severity": "minor"})),
            "state": (AccessError, lambda: row.write({"state": "done"})),
            "assistant's deadline": (
                AccessError,
                lambda: own.write({"deadline": "2027-01-01"}),
            ),
            "not his": (
                AccessError,
                lambda: other.with_user(self.user_assistant).write({"cause": "x"}),
            ),
            "confirmed twice": (UserError, row.action_confirm),
            "dropped late": (UserError, row.action_drop),
            "re-checked early": (UserError, row.action_recheck_pass),
            "published early": (UserError, row.action_publish),
            "deleted": (UserError, row.sudo().unlink),
            "his own": (
                UserError,
                lambda: self._failed(
                    "record",
                    user=self.user_manager,
                    staff_ids=[Command.set(self.boss.ids)],
                )
                .nonconformity_ids.with_user(self.user_supervisor)
                .action_confirm(),
            ),
        }
        for name, (error, call) in cases.items():
            with self.subTest(name), self.assertRaises(error):
                call()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            row.copy().sudo().line_id = row.line_id
            self.env.flush_all()

    def test_names_when_the_setting_says_so(self):
        """QA-12: results may name the staff; a check is published once."""
        self.env["property.parameter.value"].create(
            {
                "parameter_id": self.env.ref(
                    "property_service.parameter_quality_publish_names"
                ).id,
                "company_id": self.company.id,
                "value": "yes",
            }
        )
        check = self._failed("record")
        check.action_publish()
        notice = self.env["property.staff.notice"].search(
            [("res_model", "=", check._name), ("res_id", "=", check.id)]
        )
        self.assertIn("Agent", notice.body)
        with self.assertRaisesRegex(UserError, "published already"):
            check.action_publish()

    def test_overdue_goes_up(self):
        """The supervisor is told once a deadline, by the cron."""
        row = self._found()
        self.assertFalse(row.is_overdue)
        rows = self.env["property.quality.nonconformity"]
        with freeze_time(NOW + timedelta(days=3)):
            row.invalidate_recordset()
            self.assertTrue(row.is_overdue)
            self.assertIn(row, rows.search([("is_overdue", "=", True)]))
            for _run in range(2):
                rows.search(
                    [("is_overdue", "=", True), ("alerted_on", "=", False)]
                ).sudo()._property_alert()
            told = row.sudo().activity_ids.user_id
        self.assertEqual(told, self.user_assistant | self.user_supervisor)
        self.assertEqual(len(row.sudo().activity_ids), 2)

    def test_papers(self):
        """质量检查记录 (QA-05) and 不合格项处理记录表 (VIS-02), in Chinese."""
        self.env["res.lang"]._activate_lang("zh_CN")
        row = self._found()
        self._correct(row)
        reports = self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )
        for name, record, title in (
            ("check", row.check_id, "质量检查记录"),
            ("nonconformity", row, "不合格项处理记录表"),
        ):
            content = reports._render_qweb_pdf(
                f"property_service.property_quality_{name}_report", record.ids
            )[0]
            with self.subTest(name):
                text = text_of(content)
                self.assertIn(title, text)
                self.assertIn(row.name, text)
                self.assertIn("Agent", text)

    def test_quarter(self):
        """QA-31: head office draws, scores and concludes; the centre reads."""
        audits = self.env["property.quality.audit"]
        values = {"estate_id": self.estate.id}
        for user in (self.user_manager, self.user_supervisor, self.user_auditor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                audits.with_user(user).create(values)
        audit = audits.with_user(self.head_office).create(values)
        self.assertEqual(
            (audit.date_start, audit.date_end), (date(2025, 10, 1), date(2025, 12, 31))
        )
        audit.action_draw()
        self.assertEqual(audit.line_count, 1)  # 5 % of 20
        line = audit.line_ids
        with self.assertRaises(AccessError):
            line.with_user(self.user_manager).write({"is_true": "yes"})
        with self.assertRaisesRegex(UserError, "score every callback"):
            audit.action_done()
        line.write({"is_true": "yes", "is_satisfied": "no", "is_complete": "na"})
        self.assertEqual((line.score, audit.score, audit.failed_count), (50.0, 50.0, 1))
        audit.conclusion = "One customer was not asked"
        audit.action_done()
        self.assertEqual(audit.sample_id.state, "done")
        self.assertEqual(line.sample_line_id.verdict, "fail")
        with self.assertRaisesRegex(UserError, "stays"):
            line.write({"is_satisfied": "yes"})
        with self.assertRaisesRegex(UserError, "stays"):
            audit.write({"conclusion": "Other words"})
        self.assertTrue(audit.with_user(self.user_supervisor).read(["score"]))

    def test_own_callback(self):
        """QA-26: who made the callback does not audit it."""
        self.callbacks.called_by_id = self.head_office
        audit = (
            self.env["property.quality.audit"]
            .with_user(self.head_office)
            .create({"estate_id": self.estate.id})
        )
        audit.action_draw()
        with self.assertRaisesRegex(UserError, "somebody else audit"):
            audit.line_ids.write({"is_true": "yes"})

    def test_register(self):
        """QA-17, QA-25: from a non-conformity to its result."""
        row = self._found()
        context = row.with_user(self.user_assistant).action_improve()["context"]
        improvements = self.env["property.quality.improvement"].with_context(**context)
        item = improvements.with_user(self.user_assistant).create(
            {"name": "A rack for badges"}
        )
        self.assertEqual(item.nonconformity_id, row)
        with self.assertRaises(AccessError):
            item.action_accept()
        with self.assertRaisesRegex(UserError, "deadline"):
            item.with_user(self.user_supervisor).action_accept()
        item.deadline = "2026-03-31"
        item.with_user(self.user_supervisor).action_accept()
        with self.assertRaisesRegex(UserError, "result"):
            item.action_done()
        item.result = "Hung up beside the door"
        item.action_done()
        self.assertEqual((item.state, item.done_on), ("done", date(2026, 3, 10)))
        with self.assertRaisesRegex(UserError, "stays as it is"):
            item.result = "Taken down"
