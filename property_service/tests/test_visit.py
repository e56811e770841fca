"""Visit plans and visits (VIS-01..VIS-08)."""

from datetime import datetime

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools import mute_logger

from .common import PropertyCommon
from .common_site import picture, text_of

NOW = datetime(2026, 3, 10, 2)


class VisitCase(PropertyCommon):
    """40 homes handed over beside the two of the estate; plans of March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time(NOW)
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.agent = cls._make_staff("Agent", cls.user_assistant)
        cls.boss = cls._make_staff("Boss", cls.user_supervisor, post="supervisor")
        cls.zone = cls.env["property.zone"].create(
            {
                "name": "一区",
                "estate_id": cls.estate.id,
                "agent_id": cls.agent.id,
                "supervisor_id": cls.boss.id,
            }
        )
        cls.building.zone_id = cls.zone
        cls.homes = cls._make_units(40, state="occupied", zone_id=cls.zone.id)
        cls.topic = cls.env.ref("property_service.visit_topic_service")

    def _plan(self, **values):
        return (
            self.env["property.visit.plan"]
            .with_user(self.user_supervisor)
            .create({"estate_id": self.estate.id, "month": "2026-03-15", **values})
        )

    def _approved(self, **values):
        plan = self._plan(**values)
        plan.action_draw()
        plan.action_request_approval()
        plan.with_user(self.user_manager).action_approval_approve()
        self.assertEqual(plan.state, "approved")
        return plan

    def _visit(self, user=None, **values):
        return (
            self.env["property.visit"]
            .with_user(user or self.user_assistant)
            .create(
                {
                    "estate_id": self.estate.id,
                    "unit_id": self.unit_101.id,
                    "partner_id": self.owner_a.id,
                    **values,
                }
            )
        )

    def _fill(self, visit, **values):
        visit.write(
            {
                "topic_ids": [Command.set(self.topic.ids)],
                "satisfaction": "4",
                "contact_name": "Wife",
                **values,
            }
        )
        return visit

    def _set_parameter(self, code, value):
        self.env["property.parameter.value"].create(
            {
                "parameter_id": self.env["property.parameter"]
                .search([("code", "=", code)])
                .id,
                "company_id": self.company.id,
                "estate_id": self.estate.id,
                "value": value,
            }
        )


class TestVisitPlan(VisitCase):
    def test_population(self):
        """VIS-01: 8 % of the units handed over, lived in, or of all; no cars."""
        plan = self._plan()
        self.assertEqual(plan.month.isoformat(), "2026-03-01")
        self.assertEqual(plan.population_count, 42)
        self.homes[0].state = "vacant"
        plan.base = "occupied"
        self.assertEqual(plan.population_count, 41)
        plan.base = "all"
        self.assertEqual(plan.population_count, 43)  # with 103, not handed over

    def test_share(self):
        """VIS-01: below 8 % the plan is refused, or passes with a reason."""
        plan = self._plan()
        with self.assertRaisesRegex(UserError, "plan some visits first"):
            plan.action_request_approval()
        rows = [
            {
                "plan_id": plan.id,
                "estate_id": self.estate.id,
                "unit_id": unit.id,
                "date": "2026-03-20",
            }
            for unit in self.homes[:3]
        ]
        self.env["property.visit"].with_user(self.user_supervisor).create(rows)
        self.assertAlmostEqual(plan.planned_share, 7.14)
        with self.assertRaisesRegex(UserError, "3 of 42 households"):
            plan.action_request_approval()
        plan.below_reason = "Spring festival"
        with self.assertRaisesRegex(UserError, "3 of 42 households"):
            plan.action_request_approval()
        self._set_parameter("visit.share_rule", "reason")
        plan.below_reason = " "
        with self.assertRaisesRegex(UserError, "3 of 42 households"):
            plan.action_request_approval()
        plan.below_reason = "Spring festival"
        plan.action_request_approval()
        self.assertEqual(plan.approval_state, "pending")

    def test_no_household_twice(self):
        """VIS-01, C16: one household once in the plan of a month, one plan a month."""
        plan = self._plan()
        values = {"plan_id": plan.id, "date": "2026-03-20"}
        self._visit(self.user_supervisor, **values)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._visit(self.user_supervisor, **values)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._plan(month="2026-03-01")

    def test_draw(self):
        """VIS-01, VIS-06: who waited longest; key customers first, for the boss."""
        self.owner_b.property_is_key_customer = True
        self._fill(self._visit(unit_id=self.homes[0].id)).action_done()
        plan = self._plan()
        plan.action_draw()
        self.assertEqual(plan.planned_count, 4)  # 8 % of 42 is 3.36
        self.assertGreaterEqual(plan.planned_share, 8)
        self.assertNotIn(self.homes[0], plan.visit_ids.unit_id)
        key = plan.visit_ids.filtered(lambda visit: visit.kind == "key")
        self.assertEqual((key.unit_id, key.partner_id), (self.unit_102, self.owner_b))
        self.assertEqual(key.staff_id, self.boss)
        self.assertEqual((plan.visit_ids - key).staff_id, self.agent)
        plan.action_draw()
        self.assertEqual(plan.planned_count, 4)

    def test_turns(self):
        """Month after month others are drawn, until everybody had a turn."""
        seen = self.env["property.unit"]
        for month in ("2026-03-01", "2026-04-01", "2026-05-01"):
            with freeze_time(f"{month[:8]}20 03:00:00"):
                plan = self._approved(month=month)
                for visit in plan.visit_ids:
                    self._fill(visit.with_user(self.user_assistant)).action_done()
            self.assertFalse(plan.visit_ids.unit_id & seen)
            seen |= plan.visit_ids.unit_id
        self.assertEqual(len(seen), 12)

    def test_approved_before_visits(self):
        """VIS-01: nobody is visited by a plan in draft; an approved one is fixed."""
        plan = self._plan()
        plan.action_draw()
        visit = self._fill(plan.visit_ids[0].with_user(self.user_assistant))
        with self.assertRaisesRegex(UserError, "not approved"):
            visit.action_done()
        plan.action_request_approval()
        with self.assertRaisesRegex(UserError, "is submitted"):
            plan.visit_ids[0].unlink()
        with self.assertRaisesRegex(UserError, "cannot"):
            plan.base = "all"
        with self.assertRaises(AccessError):
            plan.state = "approved"
        plan.with_user(self.user_manager).action_approval_approve()
        visit.action_done()
        self.assertEqual((plan.visited_count, visit.user_id), (1, self.user_assistant))
        with self.assertRaisesRegex(UserError, "is submitted"):
            self._visit(
                self.user_supervisor,
                plan_id=plan.id,
                unit_id=self.homes[30].id,
                date="2026-03-21",
            )

    def test_close(self):
        """VIS-04: closed after its month; who was not seen stays as not met."""
        plan = self._approved()
        with self.assertRaisesRegex(UserError, "not over yet"):
            plan.action_close()
        with freeze_time("2026-04-01 03:00:00"):
            plan.action_close()
        self.assertEqual((plan.state, plan.not_met_count), ("closed", 4))
        with self.assertRaisesRegex(UserError, "closed already"):
            self._fill(plan.visit_ids[0].with_user(self.user_assistant)).action_done()

    def test_roles(self):
        """VIS-07: supervisors plan, assistants visit, auditors read."""
        plan = self._plan()
        with self.assertRaises(AccessError):
            plan.with_user(self.user_assistant).action_draw()
        with self.assertRaises(AccessError):
            self._visit(plan_id=plan.id, date="2026-03-20")
        own = self._visit()
        with self.assertRaises(AccessError):
            own.plan_id = plan
        with self.assertRaises(AccessError):
            self._visit(self.user_auditor)
        self.assertTrue(plan.with_user(self.user_auditor).display_name)
        near = self._make_user(
            "near", "property_service.property_service_group_manager", self.mall
        )
        for record in (plan, own):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(near).read(["state"])

    def test_routine(self):
        """C15: the share of the month counts as routine work of G6."""
        routine = self.env.ref("property_service.routine_visit_share")
        self.assertEqual(routine.control_point_id.code, "G6")
        self.assertEqual(routine.minimum_parameter_id.code, "visit.minimum_share")

    def test_paper(self):
        """月度走访计划 and 走访月报 (VIS-01, VIS-04)."""
        self.env["res.lang"]._activate_lang("zh_CN")
        plan = self._approved(focus="消防安全")
        visit = self._fill(plan.visit_ids[0].with_user(self.user_assistant))
        visit.opinion_ids = [Command.create({"name": "路灯太暗", "kind": "suggestion"})]
        visit.action_done()
        report = self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )
        for name, words in (
            ("property_visit_plan_report", ["月度走访计划", "消防安全", "4", "9.52"]),
            ("property_visit_month_report", ["走访月报", "路灯太暗", "2.38", "100.0"]),
        ):
            content, _kind = report._render_qweb_pdf(
                f"property_service.{name}", plan.ids
            )
            text = text_of(content)
            for word in words:
                self.assertIn(word, text)


class TestVisit(VisitCase):
    def test_complete(self):
        """VIS-01: topics, satisfaction and who was met; then it is evidence."""
        visit = self._visit(partner_id=False)
        with self.assertRaisesRegex(UserError, "topics"):
            visit.action_done()
        self._fill(visit, contact_name=False)
        with self.assertRaisesRegex(UserError, "whom you met"):
            visit.action_done()
        visit.contact_name = "Daughter"
        photo = (
            self.env["ir.attachment"]
            .with_user(self.user_assistant)
            .create({"name": "door.png", "raw": picture()})
        )
        visit.photo_ids = [Command.link(photo.id)]
        visit.action_done()
        self.assertEqual((visit.state, visit.user_id), ("done", self.user_assistant))
        self.assertTrue(photo.property_locked)
        self.assertEqual(self.unit_101.visit_count, 1)
        with self.assertRaisesRegex(UserError, "stays as recorded"):
            visit.satisfaction = "5"
        with self.assertRaisesRegex(UserError, "is recorded"):
            visit.opinion_ids.create({"visit_id": visit.id, "name": "Late wish"})
        with self.assertRaisesRegex(UserError, "stands at"):
            visit.action_done()
        with self.assertRaisesRegex(UserError, "stay on record"):
            visit.with_user(self.user_supervisor).unlink()

    def test_opinions_become_requests(self):
        """VIS-02: put right and fed back, with a callback for each one."""
        visit = self._fill(self._visit())
        visit.opinion_ids = [
            Command.create({"name": "Tap drips", "kind": "repair"}),
            Command.create({"name": "More benches", "kind": "suggestion"}),
        ]
        visit.action_done()
        opinions = visit.opinion_ids
        tickets = opinions.ticket_id
        self.assertEqual(set(tickets.mapped("property_kind")), {"repair", "suggestion"})
        self.assertEqual(tickets.property_unit_id, self.unit_101)
        self.assertEqual(tickets.partner_id, self.owner_a)
        self.assertEqual(set(opinions.mapped("state")), {"open"})
        wish = tickets.filtered(lambda t: t.property_kind == "suggestion")
        wish._property_finish("Benches are ordered")
        wish.sudo()._property_set_step("closed")
        settled = opinions.filtered(lambda opinion: opinion.ticket_id == wish)
        self.assertEqual(settled.state, "settled")
        callback = wish.sudo().property_callback_ids
        self.assertEqual(callback.state, "open")
        self.assertFalse(settled.is_fed_back)
        callback.state = "done"
        self.assertTrue(settled.is_fed_back)

    def test_warning(self):
        """VIS-05: what is beyond the centre reaches the project manager at once."""
        visit = self._fill(self._visit())
        visit.opinion_ids = [
            Command.create({"name": "All balconies leak", "is_beyond": True})
        ]
        visit.action_done()
        warning = visit.opinion_ids.ticket_id.property_warning_ids
        self.assertEqual((warning.kind, warning.estate_id), ("beyond", self.estate))
        self.assertTrue(warning.user_id)
        self.assertEqual(warning.user_id, self.estate._property_level_user("director"))
        self.assertEqual(warning.sudo().activity_ids.user_id, warning.user_id)

    def test_words_to_say(self):
        """VIS-03: each delivered topic has the words to say, shown at the door."""
        topics = self.env["property.visit.topic"].search([])
        self.assertTrue(topics)
        for topic in topics.with_user(self.user_assistant):
            with self.subTest(topic=topic.name):
                self.assertTrue(topic.script)
        visit = self._visit(topic_ids=[Command.set(self.topic.ids)])
        self.assertIn(self.topic.script, visit.script_text)

    def test_record_on_paper(self):
        """不合格项处理记录表 (VIS-02): the wish, its handling, feedback, callback."""
        self.env["res.lang"]._activate_lang("zh_CN")
        visit = self._fill(self._visit())
        visit.opinion_ids = [Command.create({"name": "楼道灯不亮", "kind": "repair"})]
        visit.action_done()
        opinion = visit.opinion_ids
        ticket = opinion.ticket_id
        ticket._property_add_handling("已更换灯具")
        ticket._property_add_contact("phone", "已告知业主")
        administrator = opinion.with_user(self.user_administrator)
        action = administrator.action_nonconformity()
        row = (
            self.env[action["res_model"]]
            .with_user(self.user_administrator)
            .with_context(**action["context"])
            .create({"cause": "线路老化"})
        )
        self.assertEqual((row.finding, row.ticket_id), ("楼道灯不亮", ticket))
        self.assertEqual(administrator.action_nonconformity()["res_id"], row.id)
        self.assertTrue(opinion.action_print_record())
        report = self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )
        content, _kind = report._render_qweb_pdf(
            "property_service.property_visit_opinion_report", opinion.ids
        )
        text = text_of(content)
        for word in (
            "不合格项处理记录表",
            "楼道灯不亮",
            "已更换灯具",
            "已告知业主",
            ticket.number,
            "未回访",
            "线路老化",
        ):
            with self.subTest(word=word):
                self.assertIn(word, text)

    def test_key_customer(self):
        """VIS-06, VIS-08: the supervisor, and the management, in person."""
        visit = self._fill(self._visit(kind="key"))
        with self.assertRaisesRegex(UserError, "in person"):
            visit.action_done()
        visit.with_user(self.user_supervisor).action_done()
        self.assertEqual(visit.user_id, self.user_supervisor)
        research = self._fill(
            self._visit(kind="research", unit_id=False, place="Plaza")
        )
        with self.assertRaisesRegex(UserError, "in person"):
            research.with_user(self.user_supervisor).action_done()
        research.with_user(self.user_manager).action_done()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._visit(unit_id=False)

    def test_not_met(self):
        """Nobody at home: counted, and made later."""
        visit = self._fill(self._visit())
        visit.action_not_met()
        visit.action_not_met()
        self.assertEqual((visit.state, visit.attempt_count), ("not_met", 2))
        visit.action_done()
        self.assertEqual((visit.state, visit.attempt_count), ("done", 3))
        with self.assertRaisesRegex(UserError, "stands at"):
            visit.action_not_met()

    def test_one_estate(self):
        """A visit, its unit and its plan are of one estate and month."""
        with self.assertRaisesRegex(ValidationError, "must belong to estate"):
            self._visit(unit_id=self.shop.id)
        with self.assertRaisesRegex(ValidationError, "outside the month"):
            self._visit(
                self.user_supervisor, plan_id=self._plan().id, date="2026-04-01"
            )

    def test_evidence(self):
        """Visits made count by person and household."""
        model = self.env["property.visit"]
        names = model._property_evidence_fields()
        self.assertEqual((names["person"], names["subject"]), ("user_id", "unit_id"))
        visit = self._fill(self._visit())
        self.assertNotIn(visit, model.search(model._property_evidence_domain()))
        visit.action_done()
        self.assertIn(visit, model.search(model._property_evidence_domain()))
