"""Incidents: the chain by the clock, once whatever happens; who may do what; drills."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form

from .common import PropertyCommon

NOW = "2026-11-18 18:00:00"  # two o'clock at night in China
TODO = "mail.mail_activity_data_todo"


class TestIncident(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        # A test never commits: what follows the first batch is the same transaction.
        crons = type(cls.env["ir.cron"])
        cls.startClassPatcher(
            patch.object(crons, "_commit_progress", lambda *args, **kwargs: 1)
        )
        cls.incidents = cls.env["property.incident"]
        cls.alerts = cls.env["property.incident.alert"]
        cls.fire = cls.env.ref("property_service.incident_type_fire")
        cls.climb = cls.env.ref("property_service.incident_type_climb")
        cls.director = cls._make_user(
            "incident_director",
            "property_service.property_service_group_manager",
            name="Director",
        )
        # Nobody but the role users stands in the estate's chain.
        cls.estate.manager_id = cls._make_staff(
            "Director", cls.director, post="project_manager"
        )
        cls._make_staff(
            "Manager", cls.user_manager, post="manager", phone="13800000099"
        )
        cls.guard = cls._make_staff(
            "Guard",
            cls.user_technician,
            post="guard",
            estate_ids=[Command.set(cls.estate.ids)],
        )

    def _report(self, user=None, **values):
        return self.incidents.with_user(user or self.user_assistant).create(
            {
                "estate_id": self.estate.id,
                "type_id": self.fire.id,
                "phenomenon": "Smoke in the stairs",
                "place": "Building 1",
                **values,
            }
        )

    def _states(self, incident):
        """State of the chain's steps by whom they tell and how."""
        return {
            (alert.step_id.to_level, alert.means): alert.state
            for alert in incident.sudo().alert_ids
        }

    def _told(self, incident, user):
        """Messages about an incident in somebody's inbox or mail."""
        return self.env["mail.notification"].search_count(
            [
                ("mail_message_id.model", "=", incident._name),
                ("mail_message_id.res_id", "=", incident.id),
                ("res_partner_id", "=", user.partner_id.id),
                ("mail_message_id.message_type", "=", "user_notification"),
            ]
        )

    def test_chain(self):
        """EMG-10: major goes to the manager at once; EMG-07: top management after 30
        minutes, or as soon as the manager has put it on record."""
        incident = self._report()
        self.assertEqual(incident.severity, "major")
        self.assertTrue(incident.name)
        self.assertEqual(
            self._states(incident),
            {
                ("supervisor", "message"): "sent",
                ("manager", "message"): "sent",
                ("manager", "call"): "sent",
                ("director", "message"): "pending",
            },
        )
        self.assertEqual(self._told(incident, self.user_manager), 1)
        call = incident.alert_ids.filtered(lambda alert: alert.means == "call")
        self.assertEqual(call.phone, "13800000099")
        call.action_confirm()
        call.action_confirm()
        self.assertEqual(call.confirmed_by_id, self.user_assistant)
        with freeze_time("2026-11-18 18:29:00"):
            self.alerts._cron_property_alerts()
            self.assertFalse(self._told(incident, self.director))
        with freeze_time("2026-11-18 18:30:00"):
            self.alerts._cron_property_alerts()
            self.alerts._cron_property_alerts()
            self.assertEqual(self._told(incident, self.director), 1)

    def test_on_record(self):
        incident = self._report()
        with self.assertRaises(AccessError):
            incident.action_record()
        incident.with_user(self.user_manager).action_record()
        self.assertEqual(self._states(incident)["director", "message"], "sent")
        with self.assertRaises(UserError):
            incident.with_user(self.user_manager).action_record()

    def test_normal_made_major(self):
        """What turns out to be worse reaches the manager then; once only."""
        incident = self._report(type_id=self.climb.id)
        self.assertEqual(self._states(incident), {("supervisor", "message"): "sent"})
        incident.severity = "major"
        incident.phenomenon = "Two of them, with tools"
        self.assertEqual(self._told(incident, self.user_manager), 1)
        with self.assertRaises(UserError):
            incident.severity = "normal"
        incident.with_user(self.user_supervisor).severity = "normal"

    def test_killed_cron(self):
        """Killed in the middle, the next run tells the rest, and nobody twice."""
        incidents = self._report() | self._report()
        real = type(self.alerts)._property_message
        calls = []

        def killed(alert, users):
            calls.append(alert.id)
            if len(calls) == 2:
                raise MemoryError
            return real(alert, users)

        with freeze_time("2026-11-18 19:00:00"):
            with patch.object(type(self.alerts), "_property_message", killed):
                with self.assertRaises(MemoryError), self.env.cr.savepoint():
                    self.alerts._cron_property_alerts(batch=50)
            self.env.invalidate_all()
            for incident in incidents:
                self.assertEqual(
                    self._states(incident)["director", "message"], "pending"
                )
            self.alerts._cron_property_alerts(batch=1)
            self.alerts._cron_property_alerts(batch=1)
            for incident in incidents:
                self.assertEqual(self._told(incident, self.director), 1)

    def test_to_the_analysis(self):
        """EMG-08: from the report to the released analysis; what is fixed when."""
        incident = self._report()
        incident.action_start()
        steps = [
            (UserError, incident.action_close, {"result": "Fire is out"}),
            (UserError, incident.action_close, {}),
        ]
        for error, step, values in steps:
            with self.assertRaises(error):
                step()
            incident.write(values)
        incident.with_user(self.user_manager).action_record()
        incident.day_owner_id = self.user_administrator
        incident.action_close()
        self.assertEqual(
            incident.activity_ids.user_id, self.user_administrator, "analysis"
        )
        self.assertTrue(incident.is_analysis_missing)
        for values in ({"phenomenon": "x"}, {"severity": "normal"}, {"state": "x"}):
            with self.assertRaises(UserError):
                incident.write(values)
        with self.assertRaises(UserError):
            incident.action_analyse()
        incident.write({"impact": "Smoke", "cause": "Charger"})
        with self.assertRaises(UserError):
            incident.action_analyse()
        incident.measure_ids = [
            Command.create(
                {
                    "name": "No charging in stairs",
                    "user_id": self.user_supervisor.id,
                    "deadline": fields.Date.today(),
                }
            )
        ]
        incident.action_analyse()
        measure = incident.measure_ids
        for change in (
            lambda: incident.write({"cause": "y"}),
            lambda: measure.write({"name": "y"}),
            lambda: measure.unlink(),
            lambda: incident.unlink(),
            lambda: incident.event_ids[0].write({"text": "y"}),
            lambda: incident.event_ids[0].unlink(),
        ):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(AccessError):
            measure.with_user(self.user_assistant).action_done()
        measure.with_user(self.user_supervisor).action_done()
        late = self.env["property.incident.event"].with_user(self.user_assistant)
        late = late.create(
            {"incident_id": incident.id, "text": "z", "kind": "told", "user_id": 1}
        )
        self.assertEqual(
            (late.kind, late.user_id, late.is_late), ("note", self.user_assistant, True)
        )
        html = self.env["ir.actions.report"]._render_qweb_html(
            "property_service.property_incident_report", incident.ids
        )[0]
        for words in (
            b"Incident Analysis Report",
            b"Charger",
            b"No charging in stairs",
        ):
            self.assertIn(words, html)

    def test_night(self):
        """EMG-04: what the night has not finished needs somebody by day."""
        incident = self._report()
        to_hand_over = self.incidents._property_to_hand_over
        self.assertEqual(to_hand_over(self.estate), incident)
        incident.day_owner_id = self.user_administrator
        self.assertFalse(to_hand_over(self.estate))
        alarm = self._report()
        alarm.action_false_alarm()
        self.assertFalse(to_hand_over(self.estate))
        self.assertEqual(self._states(alarm)["director", "message"], "dropped")
        self.assertFalse(alarm.is_analysis_missing)

    def test_guard(self):
        """A guard reports and follows up what was reported, and sees nothing else."""
        others = self._report()
        own = self._report(self.user_technician)
        found = self.incidents.with_user(self.user_technician).search([])
        self.assertEqual(found, own)
        self.assertEqual(own.informed_by_id, self.guard)
        with self.assertRaises(AccessError):
            others.with_user(self.user_technician).read(["phenomenon"])
        own.action_start()
        self.assertEqual(self._told(own, self.user_manager), 1)

    def test_dialog(self):
        """Three fields report it, with the unit and words of a complaint (CMP-13)."""
        ticket = self.env["helpdesk.ticket"].create(
            {
                "name": "Water through the ceiling",
                "property_kind": "complaint",
                "property_unit_id": self.unit_101.id,
                "category_id": self.env.ref(
                    "property_service.helpdesk_ticket_category_r_water"
                ).id,
            }
        )
        action = ticket.with_user(self.user_assistant).action_property_report_incident()
        form = Form(
            self.incidents.with_user(self.user_assistant).with_context(
                **action["context"]
            ),
            view="property_service.property_incident_view_form_report",
        )
        form.type_id = self.env.ref("property_service.incident_type_overflow")
        incident = form.save()
        self.assertEqual(incident.ticket_ids, ticket)
        self.assertEqual(
            (incident.unit_id, incident.building_id, incident.severity),
            (self.unit_101, self.building, "major"),
        )
        self.assertEqual(self.unit_101.incident_count, 1)
        with self.assertRaises(UserError):
            ticket.property_incident_id = self._report(
                type_id=self.fire.id, estate_id=self.mall.id
            )

    def test_drill(self):
        """EMG-01 to EMG-03: a drill held counts for the month's routine, once done."""
        drills = self.env["property.drill"].with_user(self.user_supervisor)
        drill = drills.create({"estate_id": self.estate.id, "type_id": self.fire.id})
        routine = self.env.ref("property_service.routine_incident_drill")
        day = fields.Date.to_date("2026-11-01")
        counted = lambda: routine._property_counts(  # noqa: E731
            self.estate, [(day, fields.Date.end_of(day, "month"))]
        )
        self.assertFalse(any(counted().values()))
        with self.assertRaises(UserError):
            drill.action_done()
        drill.write({"participant_ids": self.guard.ids, "result": "partly"})
        with self.assertRaises(UserError):
            drill.action_done()
        drill.findings = "Nobody knew 96333"
        drill.action_all_ok()
        drill.action_done()
        self.assertEqual(sum(counted().values()), 1)
        with self.assertRaises(UserError):
            drill.findings = ""
        with self.assertRaises(UserError):
            drill.unlink()
