"""Who checks callbacks, and what they say as figures (SLA-06..09, CMP-42, SAT-05)."""

from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from .test_base_calendar import utc
from .test_service_callback import CallbackCommon

RESAMPLE = "service.callback_resample"
VERIFY = "service.callback_verify"


class TestServiceCallbackQuestions(CallbackCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.questions = cls.env["property.service.question"].search([])

    def _wizard(self, callback, level="4"):
        wizards = self.env["property.service.callback.wizard"].with_user(
            self.user_assistant
        )
        return Form(
            wizards.with_context(default_callback_id=callback.id, default_level=level)
        )

    def test_five_services(self):
        """SAT-05, SLA-08: five services; a repair asks about two of them."""
        names = self.questions.with_context(lang="en_US").mapped("name")
        self.assertEqual(
            names,
            ["Repair service", "Front desk service", "Cleaning and plants"]
            + ["Security", "Gardens"],
        )
        repair = self._callback()._property_questions()
        self.assertEqual(repair, self.questions[:2])
        self.assertEqual(
            self._callback("complaint")._property_questions(), self.questions
        )

    def test_questionnaire(self):
        """What was not asked is not answered."""
        callback = self._callback("complaint")
        with self._wizard(callback) as form:
            self.assertEqual(len(form.line_ids), 5)
            with form.line_ids.edit(0) as line:
                line.stars = "5"
            with form.line_ids.edit(3) as line:
                line.stars = "3"
            form.opinion = "More lamps at the gate"
        form.record.action_confirm()
        answers = callback.answer_ids
        self.assertEqual(
            {row.question_id: row.score for row in answers},
            {self.questions[0]: 5, self.questions[3]: 3},
        )
        self.assertEqual(answers.estate_id, self.estate)
        self.assertEqual(callback.suggestion_id.name, "More lamps at the gate")
        answer = answers[0].with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            answer.write({"level": "1"})

    def test_bad_service_needs_words(self):
        """A service that is bad is a problem found, though the repair was good."""
        callback = self._callback()
        with self.assertRaisesRegex(UserError, "not satisfied with"):
            callback._property_record("5", answers={self.questions[3].id: "1"})
        callback._property_record(
            "5", "Gate stands open", answers={self.questions[3].id: "1"}
        )
        self.assertTrue(callback.suggestion_id)
        self.assertEqual(callback.ticket_id.property_step, "called_back")

    def test_no_made_up_levels(self):
        callback = self._callback()
        for level, answers in (("6", {}), ("5", {self.questions[0].id: "9"})):
            with self.assertRaisesRegex(UserError, "five levels"):
                callback._property_record(level, "x", answers)


class TestServiceCallbackSample(CallbackCommon):
    def _sample(self, code, user):
        samples = self.env["property.sample"].with_user(user)
        form = Form(samples.with_context(default_code=code))
        form.estate_id = self.estate
        return form.save()

    def test_director_calls_a_fifth_again(self):
        """SLA-08: 20 % of the repairs of a quarter, asked about all services."""
        with self._at("2026-02-10 10:00"):
            for _number in range(6):
                self._closed()
            self._closed("complaint")
            self._callback()._property_record("2", "It drips again")  # open again
        with self._at("2026-04-08 10:00"):
            self._closed()  # of the next quarter
            sample = self._sample(RESAMPLE, self.user_manager)
            self.assertEqual(sample.amount, 20.0)
            self.assertEqual(sample.date_start, date(2026, 4, 1))
            self.assertEqual(sample.date_end, date(2026, 6, 30))
            sample.action_draw()
        self.assertEqual(sample.population_count, 6)
        self.assertEqual(sample.line_count, 2)
        callbacks = self.env["property.service.callback"].search(
            sample.action_open_callbacks()["domain"]
        )
        self.assertEqual(callbacks.mapped("kind"), ["resample"] * 2)
        self.assertEqual(callbacks.user_id, self.user_manager)
        self.assertEqual(callbacks.mapped("due_on"), [utc("2026-07-01 00:00")] * 2)
        self.assertEqual(len(callbacks[0]._property_questions()), 5)
        self._call_again(sample, callbacks)

    def _call_again(self, sample, callbacks):
        """What is heard is the verdict; a problem becomes a request (SLA-09)."""
        first, second = callbacks.with_user(self.user_manager)
        with self.assertRaisesRegex(AccessError, "called by the director"):
            first.with_user(self.user_supervisor).action_level_5()
        first.action_level_5()
        second._property_record("1", "Still wet")
        verdicts = sample.line_ids.mapped("verdict")
        self.assertEqual(sorted(verdicts), ["fail", "pass"])
        self.assertEqual(sample.line_ids.done_by_id, self.user_manager)
        self.assertEqual(second.followup_id.property_repeat_of_id, second.ticket_id)
        self.assertEqual(second.ticket_id.property_step, "closed")
        with self.assertRaisesRegex(UserError, "follows from the director"):
            sample.line_ids[0].write({"verdict": "pass"})
        sample.action_done()
        self.assertEqual(sample.failed_count, 1)

    def test_only_the_director_draws(self):
        self._closed()
        sample = self._sample(RESAMPLE, self.user_supervisor)
        with self.assertRaisesRegex(AccessError, "director draws"):
            sample.action_draw()

    def test_supervisor_verifies(self):
        """SLA-07: a share of last month's calls, never one's own."""
        with self._at("2026-02-10 10:00"):
            for _number in range(10):
                self._callback().action_level_5()
            own = self._callback(user=self.user_supervisor)
            own.with_user(self.user_supervisor).action_level_5()
            self._callback()  # not called
        value = self.env["property.parameter"].search(
            [("code", "=", "service.callback_verify_percent")]
        )
        value.default_value = "100"
        with self._at("2026-03-03 10:00"):
            sample = self._sample(VERIFY, self.user_supervisor)
            sample.action_draw()
        self.assertEqual(sample.population_count, 11)
        line = sample.line_ids.filtered(lambda row: row.res_id == own.id)
        with self.assertRaisesRegex(AccessError, "calls of others"):
            line.verdict = "pass"
        other = (sample.line_ids - line)[0]
        with self.assertRaisesRegex(AccessError, "calls of others"):
            other.with_user(self.user_administrator).verdict = "pass"
        other.verdict = "pass"
        line.with_user(self.user_manager).verdict = "pass"
        self.assertEqual(sample.checked_count, 2)

    def test_other_samples_stay_as_they_are(self):
        samples = self.env["property.sample"].with_user(self.user_supervisor)
        values = samples.default_get(["code", "population_model", "name"])
        self.assertEqual(values, {"code": "sample"})


class TestServiceCallbackRoutine(CallbackCommon):
    """The four routines as they are delivered, in one estate."""

    def _routine(self, name, since):
        routine = self.env.ref(f"property_service.routine_service_callback_{name}")
        routine.write(
            {"estate_ids": [Command.set(self.estate.ids)], "date_start": since}
        )
        return routine

    def _run_routine(self, routine):
        routine._property_open_due()
        self.env["property.routine.period"].search(
            [
                ("routine_id", "=", routine.id),
                ("estate_id", "=", self.estate.id),
                ("state", "=", "open"),
                ("next_date", "<=", fields.Datetime.now()),
            ]
        )._property_process()
        return routine.period_ids.filtered(
            lambda period: period.estate_id == self.estate
        ).sorted("date_start")

    def test_every_repair_every_day(self):
        """SLA-06: 100 %; called early counts, called late does not."""
        routine = self._routine("repair", date(2026, 3, 3))
        complaints = self._routine("complaint", date(2026, 3, 3))
        with self._at("2026-03-02 10:00"):
            early, late = self._callback(), self._callback()
            early.action_level_5()
            self._callback("complaint")
        with self._at("2026-03-03 18:00"):
            self._run_routine(routine)
            period = self._run_routine(routine)
            alerts = period.activity_ids
            self._run_routine(complaints)
        self.assertEqual(alerts.user_id, self.user_assistant)
        with self._at("2026-03-04 10:00"):
            late.action_level_5()
            period = self._run_routine(routine)[0]
            complaint = self._run_routine(complaints)[0]
        self.assertEqual((period.required, period.done), (2, 1))
        self.assertEqual(period.met_percent, 0.0)
        self.assertEqual(period.control_point_id.code, "G4")
        self.assertEqual(period.miss_ids.user_id, self.user_assistant)
        # CMP-42 is a line of its own, at the control point of complaints.
        self.assertEqual((complaint.required, complaint.done), (1, 0))
        self.assertEqual(complaint.control_point_id.code, "G5")

    def test_all_called(self):
        routine = self._routine("repair", date(2026, 3, 3))
        with self._at("2026-03-02 10:00"):
            self._callback().action_level_5()
            self._callback().action_refused()
            dropped = self._callback()
            dropped.ticket_id._property_reopen("Customer came")
            taken_back = self._callback()
            taken_back.action_level_5()
        with self._at("2026-03-03 10:00"):
            self._run_routine(routine)
        with self._at("2026-03-04 10:00"):
            period = self._run_routine(routine)[0]
        self.assertEqual((period.required, period.done), (3, 3))
        self.assertEqual(period.met_percent, 100.0)

    def test_quarter_of_the_director(self):
        """SLA-08: the routine and the sample speak of the same repairs."""
        routine = self._routine("resample", date(2026, 4, 1))
        with self._at("2026-02-10 10:00"):
            for _number in range(6):
                self._closed()
        with self._at("2026-04-08 10:00"):
            period = self._run_routine(routine)
            self.assertEqual((period.required_now, period.done_now), (2, 0))
            samples = self.env["property.sample"].with_user(self.user_manager)
            form = Form(samples.with_context(default_code=RESAMPLE))
            form.estate_id = self.estate
            form.save().action_draw()
            callbacks = self.env["property.service.callback"].search(
                [("kind", "=", "resample")]
            )
            for callback in callbacks.with_user(self.user_manager):
                callback.action_level_4()
            period.invalidate_recordset()
            self.assertEqual((period.required_now, period.done_now), (2, 2))


class TestServiceCallbackFigures(CallbackCommon):
    def _figures(self, group, **domain):
        callbacks = self.env["property.service.callback"]
        return callbacks._read_group(
            [("estate_id", "in", (self.estate | self.mall).ids)],
            [group],
            ["covered_percent:avg", "satisfied_percent:avg", "score:avg"],
        )

    def test_day_person_estate(self):
        """Coverage of what is due or called; satisfaction of who said something."""
        with self._at("2026-03-02 10:00"):
            self._callback().action_level_5()
            self._callback()._property_record("2", "It drips")
            self._callback().action_refused()
            self._callback()  # due, not called
            self._callback().ticket_id._property_reopen("Customer came")
        with self._at("2026-03-04 10:00"):
            self._callback()  # not due yet
            shop = {"property_unit_id": self.shop.id, "partner_id": self.merchant.id}
            mall = self._callback(**shop)
            mall.with_user(self.user_administrator).action_level_4()
            by_estate = {row[0]: row[1:] for row in self._figures("estate_id")}
            by_person = {row[0]: row[1:] for row in self._figures("called_by_id")}
            by_day = {row[0].day: row[1:] for row in self._figures("due_on:day")}
        self.assertEqual(by_estate[self.estate], (75.0, 50.0, 3.5))
        self.assertEqual(by_estate[self.mall], (100.0, 100.0, 4.0))
        self.assertEqual(by_person[self.user_assistant], (100.0, 50.0, 3.5))
        self.assertEqual(by_person[self.user_administrator], (100.0, 100.0, 4.0))
        self.assertEqual(by_day[3], (75.0, 50.0, 3.5))

    def test_technician_of_the_work(self):
        """Whose work the customer judges is kept with the callback."""
        technician = self._make_staff("Wang", user=self.user_technician)
        ticket = self._make_request()
        order = self.env["property.service.dispatch"].create(
            {
                "ticket_id": ticket.id,
                "estate_id": self.estate.id,
                "technician_id": technician.id,
            }
        )
        order._property_set(state="closed", done_on=fields.Datetime.now())
        self._finish(ticket)._property_close(self.satisfied)
        self.assertEqual(ticket.property_callback_ids.technician_id, technician)


class TestServiceCallbackRights(CallbackCommon):
    def test_each_role(self):
        """SEC: the desk calls, the auditor reads, nobody writes past the buttons."""
        callback = self._callback()
        for user in (
            self.user_assistant,
            self.user_administrator,
            self.user_supervisor,
            self.user_manager,
        ):
            with self.subTest(user.login):
                own = callback.with_user(user)
                own.check_access("write")
                own.action_no_answer()
                for values in ({"level": "5"}, {"state": "done"}, {"score": 5}):
                    with self.assertRaises(AccessError):
                        own.write(values)
                with self.assertRaises(AccessError):
                    own.create({"ticket_id": callback.ticket_id.id})
        callback.with_user(self.user_assistant).user_id = self.user_administrator
        auditor = callback.with_user(self.user_auditor)
        self.assertTrue(auditor.phone)
        with self.assertRaises(AccessError):
            auditor.action_level_5()
        for user in self.user_technician, self.user_resident, self.user_accountant:
            with self.subTest(user.login), self.assertRaises(AccessError):
                callback.with_user(user).read(["level"])

    def test_other_estates_stay_closed(self):
        stranger = self._make_user(
            "stranger",
            "property_service.property_service_group_manager",
            estates=self.mall,
        )
        callback = self._callback()
        callback._property_record("4", "Notice board")
        for records in callback, callback.call_ids, callback.answer_ids:
            self.assertFalse(records.with_user(stranger).search([]))
        with self.assertRaises(AccessError):
            callback.with_user(stranger).action_take_back()

    def test_records_stay(self):
        callback = self._callback()
        callback.action_level_5()
        with self.assertRaisesRegex(UserError, "stays on record"):
            callback.sudo().unlink()
        with self.assertRaisesRegex(UserError, "stays on record"):
            callback.call_ids.sudo().unlink()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            callback.call_ids.sudo().write({"outcome": "no_answer"})
