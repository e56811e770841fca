"""Appraisal: entries, sanctions, sheets, attendance (QA-05, QA-11, QA-15, QA-16)."""

from datetime import datetime

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from .duty_common import DutyCase

OCTOBER = fields.Date.to_date("2026-10-01")


class AppraisalCase(DutyCase):
    """It is November 2026: October is over and appraised by Emil, the supervisor."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.entries = cls.env["property.appraisal.entry"]
        cls.sheets = cls.env["property.appraisal.sheet"]
        cls.source = cls.building  # anything may be a source
        cls.emil_user, cls.anna_user = cls.users["emil"], cls.users["anna"]

    def _add(self, kind="praise", staff=None, source=None, date="2026-10-10", **values):
        return self.entries._property_add(
            self.anna if staff is None else staff,
            fields.Date.to_date(date),
            kind,
            source or self.source,
            **values,
        )

    def _confirmed(self, *args, **values):
        entry = self._add(*args, **values).with_user(self.emil_user)
        entry.action_confirm()
        return entry

    def _sources(self, number):
        return [self._make_building(self.estate, f"S{n}") for n in range(number)]

    def _make(self, month=OCTOBER, user=None, **values):
        sheets = self.sheets.with_user(user or self.emil_user)
        return sheets._property_make(self.estate, month, **values)


class TestAppraisalEntry(AppraisalCase):
    def test_once_a_source(self):
        """Idempotent: once for a person, kind and source; no kind is lost silently."""
        entry = self._add()
        self.assertEqual(self._add(points=5, reason="Again"), entry)
        self.assertNotEqual(self._add(staff=self.bert), entry)
        self.assertNotEqual(self._add("reward"), entry)
        with self.assertRaisesRegex(ValueError, "no_such_rule"):
            self._add("no_such_rule")
        delivered = self.env.ref("property_service.appraisal_rule_conduct_breach")
        for change in (lambda: delivered.write({"code": "x"}), delivered.unlink):
            with self.assertRaisesRegex(UserError, "delivered rule"):
                change()
        delivered.active = False
        self.assertFalse(self._add("conduct_breach"), "switched off by managers")
        self.assertFalse(self._add(staff=self.env["property.staff"]))
        self.assertEqual(
            (entry.points, entry.estate_id, entry.state, entry.reason),
            (2.0, self.estate, "proposed", self.source.display_name),
        )
        self.assertEqual(entry.action_open_source()["res_id"], self.source.id)
        rule = entry.rule_id.copy({"code": "praise", "points": 4})
        self.assertEqual(self._add(), entry, "a rule of the company's own counts later")
        other = self._add(source=self._sources(1)[0])
        self.assertEqual((other.rule_id, other.points), (rule, 4.0))
        with self.assertRaisesRegex(UserError, "keeps its code"):
            rule.code = "other"

    def test_who_decides(self):
        """Supervisors decide, never about themselves; staff see their own."""
        entry = self._add()
        own = self._add(staff=self.emil)
        for user, record, allowed in (
            ("anna", entry, False),
            ("cora", entry, False),
            ("dora", entry, False),
            ("emil", own, False),
            ("emil", entry, True),
        ):
            with self.subTest(user):
                action = record.with_user(self.users[user]).action_confirm
                if allowed:
                    action()
                else:
                    self.assertRaises(AccessError, action)
        self.assertEqual((entry.state, entry.month), ("confirmed", OCTOBER))
        self.assertEqual(entry.decided_by_id, self.emil_user)
        for user, seen in (("anna", entry), ("bert", self.entries), ("emil", None)):
            found = self.entries.with_user(self.users[user]).search([])
            self.assertEqual(found, entry | own if seen is None else seen)
        frozen = entry.with_user(self.emil_user)
        for values in ({"points": 9}, {"date": "2026-10-11"}, {"reason": "x"}):
            with self.assertRaisesRegex(UserError, "is decided"):
                frozen.write(values)
        with self.assertRaisesRegex(AccessError, "buttons"):
            frozen.write({"state": "dropped"})
        with self.assertRaisesRegex(UserError, "stay on record"):
            entry.unlink()
        with self.assertRaisesRegex(ValidationError, "same sign"):
            self._add("late_handover", points=2)

    def test_objection_and_reversal(self):
        """The person objects, is answered; what was wrong is taken back."""
        entry = self._add("late_handover")
        with self.assertRaises(AccessError):
            entry.with_user(self.users["bert"])._property_object("Not me")
        entry.with_user(self.anna_user)._property_object("The bus was late")
        judge = entry.with_user(self.emil_user)
        with self.assertRaisesRegex(UserError, "answer the objection"):
            judge.action_confirm()
        judge._property_answer("Buses are late every day")
        judge.action_confirm()
        with self.assertRaisesRegex(UserError, "why"):
            judge._property_reverse(" ")
        back = judge._property_reverse("It was the other Anna")
        self.assertEqual((entry.state, back.points), ("reversed", 2.0))
        self.assertEqual(str(back.month), "2026-11-01")
        self.assertFalse(back.is_reward)
        self.assertEqual(self._add("late_handover"), entry, "it does not come again")
        with self.assertRaises(UserError):
            judge._property_reverse("Twice")


class TestDisciplineCase(AppraisalCase):
    def test_ladder(self):
        """C10, C13, QA-13: the nth upheld complaint within its period."""
        shipped = self.env["ir.model.data"].search(
            [("model", "=", "property.discipline.measure")]
        )
        self.assertFalse(shipped, "the ladder is empty as delivered")
        rule = self.env.ref("property_service.appraisal_rule_complaint_upheld")
        self.env["property.discipline.measure"].create(
            [
                {"rule_id": rule.id, "nth": nth, "measure": name, "amount": amount}
                for nth, name, amount in (
                    (1, "criticism", 0),
                    (2, "compensation", 60),
                    (3, "dismissal", 0),
                )
            ]
        )
        found = []
        dates = ("2025-06-01", "2026-07-01", "2026-08-01", "2026-09-01", "2026-10-01")
        for source, date in zip(self._sources(5), dates, strict=True):
            entry = self._confirmed("complaint_upheld", source=source, date=date)
            case = self.env["property.discipline.case"].search(
                [("entry_id", "=", entry.id)]
            )
            found.append((case.measure, case.nth, case.amount))
        self.assertEqual(
            found,
            [
                ("criticism", 1, 0),
                ("criticism", 1, 0),  # the first lies over a year back
                ("compensation", 2, 60),
                ("dismissal", 3, 0),
                ("dismissal", 4, 0),
            ],
        )
        self._confirmed("praise")
        self.assertEqual(case.search_count([("staff_id", "=", self.anna.id)]), 5)
        self._decide(case)

    def _decide(self, case):
        """Heard, the union told, approved by somebody else; never by itself."""
        judge = case.with_user(self.emil_user)
        self.assertEqual(case.state, "proposed")
        with self.assertRaisesRegex(UserError, "hear the person"):
            judge.action_request_approval()
        judge.statement = "I am sorry"
        with self.assertRaisesRegex(UserError, "trade union"):
            judge.action_request_approval()
        judge.union_on = "2026-11-10"
        judge.action_request_approval()
        with self.assertRaises(UserError):
            judge.measure = "criticism"
        with self.assertRaises(UserError):
            judge.action_approval_approve()
        case.with_user(self.user_manager).action_approval_approve()
        self.assertEqual(case.state, "in_force")
        with self.assertRaisesRegex(UserError, "is decided"):
            judge.statement = "Other words"

    def test_taken_back(self):
        """A proposed case falls with its entry; an amount goes with some measures."""
        rule = self.env.ref("property_service.appraisal_rule_evasion")
        self.env["property.discipline.measure"].create(
            {"rule_id": rule.id, "measure": "transfer"}
        )
        entry = self._confirmed("evasion")
        case = self.env["property.discipline.case"].search(
            [("entry_id", "=", entry.id)]
        )
        self.assertEqual(case.measure, "transfer")
        with self.assertRaisesRegex(ValidationError, "amount"):
            case.amount = 30
        self.assertEqual(case.with_user(self.anna_user).name, case.name)
        with self.assertRaises(AccessError):
            case.with_user(self.users["bert"]).read(["name"])
        entry._property_reverse("Mistaken")
        self.assertEqual(case.state, "dropped")


class TestAppraisalSheet(AppraisalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate.keeps_log = False

    def _month(self):
        """Anna: three shifts checked in and one not; Bert: by the log; Dora nothing."""
        roster = self._make_roster(month=OCTOBER)
        shifts = {
            (staff, day): self._plan(
                roster, staff, day, kind, post, is_support=post == self.gate
            )
            for staff, day, kind, post in (
                (self.anna, 5, self.type_a, self.desk),
                (self.anna, 6, self.type_a, self.desk),
                (self.anna, 7, self.type_p, self.gate),
                (self.anna, 8, self.type_p, self.gate),
                (self.bert, 5, self.type_b, self.desk),
                (self.bert, 6, self.type_b, self.desk),
                (self.dora, 5, self.type_q, self.gate),
            )
        }
        self._publish(roster)
        # 8:00 in China is midnight UTC: in time, 20 minutes late, left an hour early.
        self.env["hr.attendance"].create(
            [
                {
                    "employee_id": self.anna.employee_id.id,
                    "check_in": datetime(2026, 10, day, hour, minute),
                    "check_out": datetime(2026, 10, day, until, 0),
                }
                for day, hour, minute, until in (
                    (5, 0, 3, 8),
                    (6, 0, 20, 7),
                    (7, 0, 0, 1),
                )
            ]
        )
        self._log(shifts[self.bert, 5], "2026-10-05 08:10:00")
        return shifts

    def _log(self, shift, begun_on):
        return self.env["property.duty.log"].create(
            {
                "post_id": shift.post_id.id,
                "shift_type_id": shift.shift_type_id.id,
                "date": shift.date,
                "staff_ids": [Command.set(shift.staff_id.ids)],
                "begun_on": begun_on,
                "ended_on": shift.date_end,
                "state": "handed_over",
            }
        )

    def test_attendance(self):
        """QA-16: checked in and out, else the duty log, else nothing is known."""
        self._month()
        summary = self.env["property.attendance.summary"].create(
            {
                "estate_id": self.estate.id,
                "date_start": OCTOBER,
                "date_end": "2026-10-31",
                "date_due": "2026-11-03",
            }
        )
        summary._property_count()
        names = (
            "shift_planned",
            "shift_worked",
            "shift_missed",
            "late_count",
            "late_minutes",
            "early_count",
            "attendance_basis",
        )
        lines = {line.staff_id: line for line in summary.line_ids}
        for staff, expected in (
            (self.anna, (4, 3, 1, 1, 20, 1, "attendance")),
            (self.bert, (2, 1, 1, 1, 10, 0, "handover")),
            (self.dora, (1, 0, 0, 0, 0, 0, "none")),
        ):
            with self.subTest(staff.name):
                line = lines[staff]
                self.assertEqual(tuple(line[name] for name in names), expected)
        self.assertAlmostEqual(lines[self.anna].hours_worked, 15.6, 1)
        desk = summary.with_user(self.anna_user)
        desk.action_publish()
        self.assertEqual(summary.shift_worked, 4)
        with self.assertRaises(UserError):
            desk.action_refresh()

    def test_sheet(self):
        """QA-15: entries and figures, reviewed, acknowledged, then it stays."""
        self._month()
        self._confirmed("praise")
        self._confirmed("nonconformity_minor", points=-1.5)
        sheet = self._make().filtered(lambda s: s.staff_id == self.anna)
        # The missed shift at the gate has no log that would report it.
        proposed = sheet._property_undecided()
        self.assertEqual(proposed.kind, "missed_shift")
        self.assertEqual(proposed.res_model, "property.duty.shift")
        self.assertEqual((sheet.score, sheet.praise_count), (100.5, 1))
        with self.assertRaisesRegex(UserError, "decide 1 entries"):
            sheet.action_review()
        proposed.with_user(self.emil_user).action_confirm()
        self.assertEqual(self._make() & sheet, sheet, "counted anew, not made again")
        self.assertEqual(sheet.score, 95.5)
        self.assertEqual(len(sheet.line_ids), 3)
        self.assertEqual((sheet.shift_worked, sheet.late_count), (3, 1))
        with self.assertRaises(AccessError):
            sheet.with_user(self.anna_user).action_review()
        sheet.comment = "Be in time"
        sheet.action_review()
        with self.assertRaisesRegex(UserError, "return it"):
            sheet.comment = "Or not"
        own = sheet.with_user(self.anna_user)
        own._property_object("I was there on the 8th")
        self.assertEqual((sheet.state, sheet.objection[:5]), ("draft", "I was"))
        sheet.action_review()
        with self.assertRaisesRegex(UserError, "has 3 days"):
            sheet.action_acknowledge_paper()
        with self.assertRaises(AccessError):
            sheet.action_acknowledge()
        own.action_acknowledge()
        self.assertEqual(sheet.state, "confirmed")
        self._check_frozen(sheet)

    def _check_frozen(self, sheet):
        for action in ("action_count", "action_review", "action_return"):
            with self.subTest(action), self.assertRaises(UserError):
                getattr(sheet, action)()
        with self.assertRaises(AccessError):
            sheet.write({"score": 120})
        with self.assertRaises(AccessError):
            sheet.with_user(self.users["bert"]).read(["score"])
        late = self._confirmed("reward", source=self._sources(1)[0])
        self.assertEqual(str(late.month), "2026-11-01", "the next open month")
        self._make()
        self.assertEqual(sheet.score, 95.5)
        with self.assertRaises(UserError):
            sheet.sudo().unlink()

    def test_limits(self):
        """Not before the month is over, not about oneself, silence only in time."""
        sheets = self._make()
        of = {sheet.staff_id: sheet for sheet in sheets}
        with self.assertRaises(AccessError):
            of[self.emil].action_review()
        running = self._make(fields.Date.to_date("2026-11-18"))
        with self.assertRaisesRegex(UserError, "not over"):
            running[0].action_review()
        with self.assertRaises(AccessError):
            self._make(user=self.anna_user)
        paper = self._make_staff("Fay", estate_ids=[Command.set(self.estate.ids)])
        sheet = self._make(staff=paper)
        sheet.action_review()
        sheet.action_acknowledge_paper()
        self.assertEqual(sheet.acknowledged_how, "paper")
        of[self.bert].action_review()
        with freeze_time("2026-11-22 04:00:00"):
            of[self.bert].action_acknowledge_paper()
        self.assertEqual(of[self.bert].acknowledged_how, "silence")

    def test_queries(self):
        """QA-15: a month of 100 people asks no more than one of 10."""

        def count(number):
            staff = self.env["property.staff"].create(
                [
                    {
                        "employee_id": employee.id,
                        "estate_ids": [Command.set(self.estate.ids)],
                    }
                    for employee in self.env["hr.employee"].create(
                        [{"name": f"P{number}-{n}"} for n in range(number)]
                    )
                ]
            )
            for member in staff:
                self._add(staff=member).sudo().write(
                    {"state": "confirmed", "month": OCTOBER}
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            sheets = self._make(staff=staff)
            self.env.flush_all()
            self.assertEqual(len(sheets.line_ids), number)
            return self.cr.sql_log_count - before

        count(1)  # what is kept in memory from the first time on
        few = count(10)
        many = count(100)
        self.assertLess(many, few + 15)
        self.assertLess(many, 150)

    def test_assessment(self):
        """GOV-04, QA-22: on record it stays, measures typing, and counts."""
        assessments = self.env["property.appraisal.assessment"]
        for kind, result, passed, entry in (
            ("standard", 50, False, "assessment_failed"),
            ("standard", 75, True, False),
            ("simulation", 95, True, "assessment_passed"),
            ("typing", 80, True, False),
            ("typing", 79, False, "assessment_failed"),
        ):
            with self.subTest(kind=kind, result=result):
                record = assessments.with_user(self.emil_user).create(
                    {
                        "estate_id": self.estate.id,
                        "staff_id": self.anna.id,
                        "kind": kind,
                        "subject": "Standards",
                        "result": result,
                    }
                )
                record.action_done()
                self.assertEqual(record.is_passed, passed)
                found = self.entries.search(
                    [("res_model", "=", record._name), ("res_id", "=", record.id)]
                )
                self.assertEqual(found.kind, entry)
                with self.assertRaisesRegex(UserError, "on record"):
                    record.result = 100
        self.assertEqual(self.anna.typing_speed, 79)

    def test_prints(self):
        """绩效考核表 and 考勤统计 say what is on record."""
        self._confirmed("praise")
        sheet = self._make(staff=self.anna)
        reports = self.env["ir.actions.report"].sudo()
        html = reports._render_qweb_html(
            "property_service.property_appraisal_sheet_report", sheet.ids
        )[0].decode()
        for words in ("anna", "102.0", "Four sames"):
            self.assertIn(words, html)


class TestAppraisalSwap(AppraisalCase):
    def test_misuse(self):
        """C10, DUT-32, DUT-36: by the setting; both answer, each by responsibility."""
        roster = self._publish(self._make_roster(month="2026-11-01"))
        shifts = [
            self._plan(roster, staff, 16, kind)
            for staff, kind in ((self.anna, self.type_a), (self.bert, self.type_b))
        ]
        request = self.env["property.duty.request"].create(
            {
                "shift_id": shifts[0].id,
                "counter_shift_id": shifts[1].id,
                "reason": "Dentist",
            }
        )
        request.sudo().state = "done"
        judge = request.with_user(self.emil_user)
        for who in "anna", "cora":
            with self.assertRaises(AccessError):
                request.with_user(self.users[who])._property_report_misuse("x", {})
        with self.assertRaisesRegex(UserError, "two parties"):
            judge._property_report_misuse("Empty desk", {self.cora: None})
        shares = {self.anna: -8, self.bert: None}
        entries = judge._property_report_misuse("Empty desk", shares)
        self.assertEqual(
            [(entry.kind, entry.points) for entry in entries.sorted("staff_id")],
            [("absence", -8), ("absence", -10)],
        )
        self.assertEqual(judge._property_report_misuse("Again", shares), entries)
        self.env["property.parameter"].with_context(
            property_estate_id=self.estate.id
        ).search(
            [("code", "=", "appraisal.swap_misuse")]
        ).effective_value = "unclear_swap"
        wizard = (
            self.env["property.appraisal.swap.wizard"]
            .with_user(self.emil_user)
            .create({"request_id": request.id, "reason": "Unclear"})
        )
        self.assertEqual(wizard.rule_id.code, "unclear_swap")
        wizard.counter_points = 0
        wizard.action_confirm()
        unclear = self.entries.search([("kind", "=", "unclear_swap")])
        self.assertEqual((unclear.staff_id, unclear.points), (self.anna, -2))
