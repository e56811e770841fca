"""Routines: what counts, when a period ends, what is frozen, nothing twice."""

from datetime import date, datetime

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from odoo.addons.property_service.models.base.property_routine_measure import share_of

from .mechanism_common import MechanismCase

SUPERVISOR = "property_service.property_service_group_supervisor"
MANAGER = "property_service.property_service_group_manager"
MONDAY = "2026-03-02 04:00:00"  # noon in China
WEEK_OVER = "2026-03-08 16:00:00"  # midnight from Sunday to Monday in China


class RoutineCase(MechanismCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "China",
                "tz": "Asia/Shanghai",
                "company_id": cls.company.id,
                "attendance_ids": [
                    Command.create(
                        {
                            "name": str(day),
                            "dayofweek": str(day),
                            "hour_from": 9,
                            "hour_to": 18,
                        }
                    )
                    for day in range(5)
                ],
            }
        )
        cls.estate.calendar_id = cls.calendar
        cls.user_supervisor.property_estate_ids = cls.mall
        cls.supervisor = cls._make_user("routine_supervisor", SUPERVISOR, cls.estate)
        cls.staff = cls._make_staff(
            "Supervisor",
            user=cls.supervisor,
            post="supervisor",
            estate_ids=[Command.set(cls.estate.ids)],
        )
        cls.zone = cls.env["property.zone"].create(
            {"estate_id": cls.estate.id, "name": "Zone", "agent_id": cls.staff.id}
        )
        cls.unit_101.zone_id = cls.zone

    def _routine(self, **values):
        return self.env["property.routine"].create(
            {
                "name": "Routine",
                "company_id": self.company.id,
                "estate_ids": [Command.set(self.estate.ids)],
                "evidence_model": "property.test.proof",
                "responsible": "group",
                "group_id": self.env.ref(SUPERVISOR).id,
                "date_start": "2026-03-01",
                **values,
            }
        )

    def _proof(self, date="2026-03-03 02:00:00", **values):
        return self.env["property.test.proof"].create(
            {
                "estate_id": self.estate.id,
                "staff_id": self.staff.id,
                "date": date,
                **values,
            }
        )

    def _population(self, **values):
        """One proof a day for each of the units 101 and 102."""
        return self._routine(
            **{
                "period": "day",
                "population_model": "property.unit",
                "population_domain": '[("code", "in", ["1-1-101", "1-1-102"])]',
                "responsible": "record",
                "person_field": "zone_id.agent_id",
                "group_id": False,
                **values,
            }
        )

    def _run(self, moment):
        """The scheduled action at a moment, for these tests' routines alone."""
        with freeze_time(moment):
            routines = self.env["property.routine"].search(
                [("company_id", "=", self.company.id)]
            )
            routines._property_open_due()
            self.env["property.routine.period"].search(
                [
                    ("company_id", "=", self.company.id),
                    ("state", "=", "open"),
                    ("next_date", "<=", fields.Datetime.now()),
                ]
            )._property_process()
        return routines.period_ids


class TestRoutine(RoutineCase):
    def test_a_number_a_week(self):
        """QA-03: three duty checks a week; only finished ones, only of this estate."""
        routine = self._routine(minimum=3, alert_hours=0)
        period = self._run(MONDAY)
        self.assertRecordValues(
            period,
            [
                {
                    "date_start": date(2026, 3, 2),
                    "date_end": date(2026, 3, 8),
                    "deadline": datetime(2026, 3, 8, 16),
                    "required_now": 3,
                    "done_now": 0,
                }
            ],
        )
        self._proof()
        self._proof(date="2026-03-08 15:59:59")
        self._proof(is_done=False)
        self._proof(estate_id=self.mall.id)
        self._proof(date="2026-03-08 16:00:00")  # Monday in China
        self._proof(date="2026-03-01 15:59:59")  # Sunday before
        period.invalidate_recordset()
        self.assertEqual((period.done_now, period.lacking_now), (2, 1))
        self._run(WEEK_OVER)
        self.assertRecordValues(
            routine.period_ids.sorted("date_start"),
            [
                {"state": "closed", "done": 2, "required": 3, "is_met": False},
                {"state": "open", "done": 0, "required": 0, "is_met": False},
            ],
        )
        self.assertAlmostEqual(period.done_percent, 66.67, places=2)

    def test_frozen_figures_stay(self):
        routine = self._routine(alert_hours=0)
        period = self._run(MONDAY)
        self._run(WEEK_OVER)
        self.assertEqual((period.done, period.is_met), (0, False))
        self._proof()
        routine.minimum = 5
        period.invalidate_recordset()
        self.assertEqual((period.required_now, period.done_now), (1, 0))
        with self.assertRaises(UserError):
            period.unlink()
        with self.assertRaises(AccessError):
            period.with_user(self.user_manager).write({"done": 1})

    def test_running_twice_changes_nothing(self):
        self._routine()
        self._population()
        first = self._run(WEEK_OVER)
        again = self._run(WEEK_OVER)
        self.assertEqual(first, again)

    def test_days_on_which_nothing_ran(self):
        """Killed for three days: each day has its own figures afterwards."""
        self._population(alert_hours=0)
        self._run(MONDAY)
        self._proof(unit_id=self.unit_101.id)  # on Tuesday
        periods = self._run("2026-03-05 04:00:00").sorted("date_start")
        self.assertEqual(periods.mapped("state"), ["closed"] * 3 + ["open"])
        self.assertEqual(periods.mapped("done"), [0, 1, 0, 0])
        self.assertEqual(periods.mapped("miss_count"), [2, 1, 2, 0])

    def test_missed_subjects_are_listed(self):
        """REN-19: one inspection a day each, by the agent of the zone."""
        self._population(alert_hours=0)
        self._run(MONDAY)
        self._proof(date="2026-03-02 05:00:00", unit_id=self.unit_102.id)
        self._run("2026-03-02 16:00:00")
        miss = self.env["property.routine.miss"].search(
            [("estate_id", "=", self.estate.id)]
        )
        self.assertRecordValues(
            miss,
            [
                {
                    "name": "1-1-101",
                    "res_model": "property.unit",
                    "res_id": self.unit_101.id,
                    "user_id": self.supervisor.id,
                    "date_start": date(2026, 3, 2),
                }
            ],
        )
        self.assertEqual(miss.action_open_record()["res_id"], self.unit_101.id)
        with self.assertRaises(UserError):
            miss.unlink()

    def test_population_is_frozen(self):
        self._population(alert_hours=0)
        period = self._run(MONDAY)
        self._run("2026-03-02 16:00:00")
        self.unit_101.active = False
        period.invalidate_recordset()
        self.assertRecordValues(period, [{"population": 2, "required_now": 2}])

    def test_population_of_the_period(self):
        """Its days stand in the domain, so that a late run counts the same records."""
        self._population(
            population_domain='[("handover_date", ">=", "period_start"),'
            ' ("create_date", "<=", "period_end")]'
        )
        self.unit_101.handover_date = "2026-03-02"
        self.unit_102.handover_date = "2026-03-03"
        with freeze_time(MONDAY):
            self.env.cr.execute(
                "UPDATE property_unit SET create_date = '2026-03-02 15:59:59'"
            )
        period = self._run(MONDAY)
        self.assertEqual(period.required_now, 2)

    def test_share_of_a_population(self):
        """VIS-01: 8 % of the households a month, rounded up."""
        self._make_units(13, prefix="8-1-")
        routine = self._routine(
            period="month",
            measure="ratio",
            minimum=8,
            population_model="property.unit",
            population_domain='[("code", "like", "8-1-")]',
        )
        period = self._run(MONDAY)
        self.assertEqual(period.required_now, 2)
        unit = self.env["property.unit"].search([("code", "=", "8-1-0001")])
        self._proof(unit_id=unit.id)
        self._proof(unit_id=unit.id)  # the same household again
        self._proof(unit_id=self.unit_101.id)  # not of the population
        period.invalidate_recordset()
        self.assertEqual((period.done_now, period.lacking_now), (1, 1))
        routine.minimum = 100
        period.invalidate_recordset()
        self.assertEqual(period.required_now, 13)

    def test_share_is_exact(self):
        for percent, number, share in (
            (8, 50, 4),
            (8, 51, 5),
            (7.0, 100, 7),
            (0.1, 1000, 1),
            (20, 0, 0),
            (100, 3, 3),
        ):
            with self.subTest(percent=percent, number=number):
                self.assertEqual(share_of(percent, number), share)

    def test_minimum_from_a_setting(self):
        """The number that a source states is the estate's to set."""
        parameter = self.env["property.parameter"].create(
            {
                "code": "base.test_minimum",
                "name": "Test minimum",
                "area": "base",
                "default_value": "4",
                "source": "Test",
            }
        )
        self._routine(minimum_parameter_id=parameter.id)
        self.assertEqual(self._run(MONDAY).required_now, 4)

    def test_each_person(self):
        """Managers do not owe what supervisors owe, nor do people of other estates."""
        self._make_user("routine_manager", MANAGER, self.estate)
        second = self._make_user("routine_second", SUPERVISOR, self.estate)
        self._routine(per_person=True)
        periods = self._run(MONDAY)
        self.assertEqual(periods.user_id, self.supervisor | second)
        self._proof()
        periods.invalidate_recordset()
        self.assertEqual(
            {period.user_id: period.done_now for period in periods},
            {self.supervisor: 1, second: 0},
        )
        mine = periods.with_user(second).search([("is_mine", "=", True)])
        self.assertEqual(mine.user_id, second)

    def test_workdays(self):
        """C22: by the estate's calendar, a day off asks for nothing."""
        routine = self._population(workdays_only=True, alert_hours=0)
        self._run("2026-03-06 04:00:00")  # Friday
        periods = self._run("2026-03-09 04:00:00").sorted("date_start")
        self.assertEqual(
            periods.mapped("date_start"), [date(2026, 3, 6), date(2026, 3, 9)]
        )
        self.assertEqual(periods[0].deadline, datetime(2026, 3, 6, 10))
        routine.write({"period": "month", "due_day": 7})  # a Saturday
        self.assertEqual(
            routine._property_due_day(self.estate, date(2026, 3, 1), date(2026, 3, 31)),
            date(2026, 3, 6),
        )

    def test_until_a_day(self):
        """DUT-01: before the 25th of the month; SRV-10: every Monday."""
        routine = self._routine(period="month", due_day=25)
        period = self._run(MONDAY)
        self.assertEqual(period.deadline, datetime(2026, 3, 25, 16))
        self._proof(date="2026-03-26 02:00:00")
        self.assertEqual(period.done_now, 0)
        routine.write({"period": "week", "due_day": 1})
        self.assertEqual(
            routine._property_due_day(self.estate, date(2026, 3, 2), date(2026, 3, 8)),
            date(2026, 3, 2),
        )

    def test_periods(self):
        """Drills a month, meetings a quarter, subscriptions twice a year (MAIL-02)."""
        routine = self._routine()
        for period, start, end in (
            ("day", date(2026, 8, 19), date(2026, 8, 19)),
            ("week", date(2026, 8, 17), date(2026, 8, 23)),
            ("month", date(2026, 8, 1), date(2026, 8, 31)),
            ("quarter", date(2026, 7, 1), date(2026, 9, 30)),
            ("half_year", date(2026, 7, 1), date(2026, 12, 31)),
            ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ):
            with self.subTest(period=period):
                routine.period = period
                self.assertEqual(
                    routine._property_period_of(date(2026, 8, 19)), (start, end)
                )

    def test_alert(self):
        """Once, before the end, to those who have something to do."""
        self._routine(alert_hours=24)
        period = self._run(MONDAY)
        self._run("2026-03-07 15:00:00")
        self.assertFalse(period.activity_ids)
        self._run("2026-03-07 16:00:00")
        self._run("2026-03-07 17:00:00")
        self.assertEqual(period.activity_ids.user_id, self.supervisor)
        self.assertEqual(len(period.activity_ids), 1)
        self._run(WEEK_OVER)
        self.assertFalse(period.activity_ids)

    def test_no_alert_when_done(self):
        self._routine(alert_hours=24)
        period = self._run(MONDAY)
        self._proof()
        self._run("2026-03-07 16:00:00")
        self.assertTrue(period.alerted_on)
        self.assertFalse(period.activity_ids)

    def test_to_do_list(self):
        """Whoever is named on a record, or belongs to those who are responsible."""
        self._population()
        self._routine()
        self._routine(
            responsible="post", post="clerk", group_id=False, name="Of the clerks"
        )
        self._run(MONDAY)
        periods = self.env["property.routine.period"].with_user(self.supervisor)
        mine = periods.search([("is_mine", "=", True)])
        self.assertEqual(len(mine), 2)
        daily = mine.filtered(lambda period: period.routine_id.period == "day")
        self.assertEqual((daily.lacking_now, daily.lacking_mine), (2, 1))
        self.assertEqual(
            daily.action_open_missing()["domain"], [("id", "in", self.unit_101.ids)]
        )
        self.assertFalse(
            periods.with_user(self.user_assistant).search([("is_mine", "=", True)])
        )

    def test_switched_off_is_not_made_up_for(self):
        routine = self._population(alert_hours=0)
        self._run(MONDAY)
        routine.active = False
        with freeze_time("2026-03-10 04:00:00"):
            routine.active = True
        periods = self._run("2026-03-10 04:00:00").sorted("date_start")
        self.assertEqual(
            periods.mapped("date_start"), [date(2026, 3, 2), date(2026, 3, 10)]
        )

    def test_who_has_left_owes_nothing(self):
        self._routine(per_person=True, alert_hours=0)
        period = self._run(MONDAY)
        self.supervisor.active = False
        self._run(WEEK_OVER)
        self.assertRecordValues(
            period.filtered(lambda p: p.user_id == self.supervisor),
            [{"required": 0, "is_met": True}],
        )

    def test_only_evidence_of_the_readers_estates(self):
        """A manager counts models of evidence, with a domain that he may read."""
        values = {
            "name": "Mine",
            "estate_ids": [Command.set(self.estate.ids)],
            "evidence_model": "property.test.proof",
            "group_id": self.env.ref(SUPERVISOR).id,
        }
        manager = self._make_user("routine_manager", MANAGER, self.estate)
        routines = self.env["property.routine"].with_user(manager)
        routines.create(values)
        for model in ("res.partner", "property.unit", "nothing"):
            with self.subTest(model=model), self.assertRaises(ValidationError):
                routines.create({**values, "evidence_model": model})
        with self.assertRaises(ValidationError):
            routines.create({**values, "population_model": "res.users"})
        with self.assertRaises(AccessError):
            routines.create({**values, "estate_ids": False})
        with self.assertRaises(AccessError):
            routines.create({**values, "estate_ids": [Command.set(self.mall.ids)]})
        with self.assertRaises(AccessError):
            self.env["property.routine"].with_user(self.user_supervisor).create(values)
        for domain in (
            "[('nothing', '=', 1)]",
            "[('unit_id.code', '=', __import__('os'))]",
            "nonsense",
            "[1]",
            "[('unit_id', 'any', [('nothing', '=', 1)])]",
        ):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                routines.create({**values, "evidence_domain": domain})

    def test_incomplete_rules_are_refused(self):
        for values in (
            {"measure": "ratio"},
            {"group_id": False},
            {"responsible": "record"},
            {"population_model": "property.unit", "subject_field": "staff_id"},
            {"population_model": "property.unit", "subject_field": "nothing"},
            {
                "population_model": "property.unit",
                "responsible": "record",
                "person_field": "zone_id.name",
            },
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._routine(**values)

    def test_one_bad_rule_stops_no_other(self):
        """A definition that no longer holds is put off and named."""
        bad = self._routine(alert_hours=0)
        self._routine(alert_hours=0)
        self._run(MONDAY)
        self.env.cr.execute(
            "UPDATE property_routine SET evidence_domain = %s WHERE id = %s",
            ['[("nothing", "=", 1)]', bad.id],
        )
        bad.invalidate_recordset()
        periods = self._run(WEEK_OVER).filtered(lambda p: p.date_start.day == 2)
        self.assertEqual(sorted(periods.mapped("state")), ["closed", "open"])
        waiting = periods.filtered(lambda period: period.state == "open")
        self.assertIn("nothing", waiting.problem)
        self.assertEqual(waiting.next_date, datetime(2026, 3, 9, 16))

    def test_each_persons_part(self):
        """GOV-13: figures by person, while it runs and when it is frozen."""
        self._make_units(2, prefix="9-1-").zone_id = self.zone
        second = self._make_user("routine_second", SUPERVISOR, self.estate)
        records = self._population(
            alert_hours=0,
            population_domain='[("code", "in", ["1-1-101", "9-1-0001", "9-1-0002"])]',
        )
        together = self._routine(minimum=3)
        alone = self._routine(minimum=2, per_person=True)
        self._run(MONDAY)
        self._proof(date="2026-03-02 05:00:00", unit_id=self.unit_101.id)
        parts = self.env["property.routine.part"]
        with freeze_time(MONDAY):
            parts.search([]).unlink()
            self.env["property.routine.period"]._property_refresh()
        found = {
            (part.routine_id, part.user_id): (part.required, part.done, part.is_shared)
            for part in parts.search([("company_id", "=", self.company.id)])
        }
        self.assertEqual(
            found,
            {
                (records, self.supervisor): (3, 1, False),
                (together, self.supervisor): (3, 1, True),
                (together, second): (3, 1, True),
                (alone, self.supervisor): (2, 1, False),
                (alone, second): (2, 0, False),
            },
        )
        self._proof(date="2026-03-02 06:00:00")
        self._run(WEEK_OVER)
        part = alone.period_ids.part_ids.filtered(
            lambda part: part.user_id == self.supervisor and part.state == "closed"
        )
        self.assertRecordValues(part, [{"done": 2, "is_met": True}])
        with self.assertRaises(AccessError):
            part.with_user(self.user_manager).write({"done": 5})
        self.assertFalse(
            parts.with_user(self.user_assistant).search([("id", "in", part.ids)])
        )

    def test_at_risk(self):
        """After the time of the alert, while something is still to do."""
        self._routine(alert_hours=24)
        period = self._run(MONDAY)
        with freeze_time("2026-03-07 16:00:00"):
            self._run("2026-03-07 16:00:00")
            periods = self.env["property.routine.period"].with_user(self.supervisor)
            self.assertEqual(periods.search([("is_at_risk", "=", True)]), period)
            self.assertEqual(
                periods.property_desk_line()["at_risk"], 0, "not due today"
            )
            self._proof()
            period.invalidate_recordset()
            self.assertFalse(periods.search([("is_at_risk", "=", True)]))

    def test_one_click(self):
        """From what is due to a new proof that the rule describes."""
        code = "quality.duty_check"
        rule = self.env["property.routine"].search([("code", "=", code)])
        mine = rule.copy({"company_id": self.company.id, "date_start": "2026-03-01"})
        mine.estate_ids = self.estate
        self._run(MONDAY)
        period = mine.period_ids.filtered(lambda p: p.user_id == self.supervisor)
        action = period.with_user(self.supervisor).action_do()
        self.assertEqual(action["res_model"], "property.quality.check")
        self.assertEqual(
            action["context"],
            {
                "default_estate_id": self.estate.id,
                "default_control_point_id": rule.control_point_id.id,
                "default_kind_id": self.env.ref(
                    "property_service.quality_kind_duty"
                ).id,
            },
        )
        self.assertEqual(period.supervised_by, self.estate.manager_id.name or "")

    def test_written_down(self):
        """MAIL-02: what has no record of its own is written down, today, by oneself."""
        rule = self._routine(evidence_model="property.routine.note", period="half_year")
        other = self._routine(evidence_model="property.routine.note")
        periods = self._run(MONDAY)
        notes = self.env["property.routine.note"].with_user(self.supervisor)
        with freeze_time(MONDAY):
            note = notes.create(
                {
                    "routine_id": rule.id,
                    "estate_id": self.estate.id,
                    "text": "All subscribed",
                    "date": "2025-01-01 00:00:00",
                    "user_id": self.user_assistant.id,
                }
            )
            note.text = "All have subscribed"
            with self.assertRaises(AccessError):
                note.with_user(self.user_manager).text = "Nothing"
        self.assertRecordValues(
            note, [{"user_id": self.supervisor.id, "date": datetime(2026, 3, 2, 4)}]
        )
        with freeze_time("2026-03-04 04:00:00"), self.assertRaises(UserError):
            note.text = "Changed later"
        done = {period.routine_id: period.done_now for period in periods}
        self.assertEqual(done, {rule: 1, other: 0})

    def test_records_prove_themselves(self):
        """QA-04, MVI-18: of the records of the day, those with which it was done."""
        routine = self._routine(
            period="day",
            measure="ratio",
            minimum=100,
            alert_hours=0,
            population_model="property.test.proof",
            population_domain='[("unit_id", "!=", False)]',
            subject_field="id",
        )
        period = self._run(MONDAY)
        self._proof(date="2026-03-01 02:00:00", unit_id=self.unit_101.id)  # before
        self._proof(date="2026-03-02 05:00:00", unit_id=self.unit_102.id)
        late = self._proof(date="2026-03-02 17:00:00", unit_id=self.unit_101.id)
        self.assertEqual((period.required_now, period.done_now), (3, 2))
        self._run("2026-03-02 16:00:00")
        self.assertEqual(period.miss_ids.mapped("res_id"), late.ids)
        with self.assertRaises(ValidationError):
            routine.population_model = "property.unit"

    def test_cron(self):
        """The scheduled action itself, with its commits."""
        self._routine()
        with freeze_time(MONDAY), self.enter_registry_test_mode():
            self.env.ref(
                "property_service.ir_cron_property_routine"
            ).method_direct_trigger()
        self.assertTrue(
            self.env["property.routine.period"].search(
                [("company_id", "=", self.company.id)]
            )
        )
