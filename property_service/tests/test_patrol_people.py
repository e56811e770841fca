"""Who walks a round: by the roster; field staff their own alone (PAT-06, PAT-07)."""

import base64
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .common_patrol import PatrolCase
from .common_site import picture


class TestPatrolPeople(PatrolCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._make_staff("Worker", cls.user_technician, post="technician")
        cls.guard = cls._make_staff("Guard", cls.user_cashier, post="guard")
        cls.post = cls.env["property.duty.post"].create(
            {"name": "Machines", "estate_id": cls.estate.id, "kind": "other"}
        )
        cls.early, cls.late = cls.env["property.duty.shift.type"].create(
            [
                {
                    "estate_id": cls.estate.id,
                    "name": name,
                    "code": name[0],
                    "time_from": begin,
                    "time_to": end,
                }
                for name, begin, end in (("Early", 6, 14), ("Late", 14, 22))
            ]
        )

    def _round(self, day="2026-03-11", schedule=None):
        return self.env["property.patrol.round"].search(
            [
                ("schedule_id", "=", (schedule or self.schedule).id),
                ("date", "=", day),
            ]
        )

    def _roster(self, *shifts):
        roster = self.env["property.duty.roster"].create(
            {"estate_id": self.estate.id, "month": "2026-03-01"}
        )
        roster.shift_ids = [
            Command.create(
                {
                    "staff_id": staff.id,
                    "post_id": self.post.id,
                    "shift_type_id": shift_type.id,
                    "date": day,
                }
            )
            for staff, shift_type, day in shifts
        ]
        return roster

    def test_by_roster(self):
        """PAT-06: whoever is on the post at that hour, else whom the schedule names."""
        roster = self._roster(
            (self.worker, self.early, date(2026, 3, 11)),
            (self.guard, self.late, date(2026, 3, 11)),
            (self.guard, self.early, date(2026, 3, 12)),
        )
        self.schedule.post_id = self.post
        late = self._make_schedule(
            self.route, hour_from=15, hour_to=16, post_id=self.post.id, staff_id=False
        )
        with self.subTest("a roster in planning names nobody"):
            self.assertEqual(self._round().staff_id, self.staff)
        roster.sudo().state = "published"
        with self.subTest("published"):
            self.assertEqual(self._round().staff_id, self.worker)
            self.assertEqual(self._round(schedule=late).staff_id, self.guard)
            self.assertEqual(self._round("2026-03-12").staff_id, self.guard)
            self.assertFalse(self._round("2026-03-12", late).staff_id)
            self.assertEqual(self._round("2026-03-13").staff_id, self.staff)
        shift = roster.shift_ids.filtered(lambda s: s.staff_id == self.worker)
        with self.subTest("somebody stands in"):
            shift.sudo().staff_id = self.staff
            self.assertEqual(self._round().staff_id, self.staff)
            shift.sudo().staff_id = self.worker
            self.assertEqual(self._round().staff_id, self.worker)
        with self.subTest("narrowed to a shift that does not cover the hour"):
            self.schedule.shift_type_id = self.late
            self.assertEqual(self._round().staff_id, self.staff)
            self.schedule.shift_type_id = self.early
            self.assertEqual(self._round().staff_id, self.worker)
        with self.subTest("nobody is on duty any more"):
            shift.sudo().unlink()
            self.assertEqual(self._round().staff_id, self.staff)
        with self.subTest("planned later, when the roster is out"):
            self.schedule.write({"every": 1, "post_id": self.post.id})
            self.assertEqual(self._round("2026-03-12").staff_id, self.guard)

    def test_own_rounds_alone(self):
        """PAT-07: field staff walk their own rounds, and reach nobody else's."""
        own = self._today().sudo()
        other = self._round("2026-03-11")
        self.assertEqual(other.staff_id, self.staff)
        own.staff_id = self.worker
        rounds = self.env["property.patrol.round"].with_user(self.user_technician)
        self.assertEqual(rounds.search([]), own)
        for way in (lambda r: r.read(["name"]), lambda r: r.action_start()):
            with self.assertRaises(AccessError):
                way(other.with_user(self.user_technician))
        mine = own.with_user(self.user_technician)
        mine.action_start()
        check = self._arrive(mine, self.room)
        line = self._fail(check, "running", "Bearing noisy")
        line.action_add_photo("noise.png", base64.b64encode(picture()).decode())
        check.action_all_ok()
        finding = check.finding_ids
        ticket = finding.sudo().ticket_id
        self.assertEqual(ticket.property_kind, "repair")
        self.assertEqual(ticket.property_equipment_id, self.pump)
        with self.assertRaises(AccessError):
            ticket.with_user(self.user_technician).read(["name"])
        self._check(mine, self.lobby)._property_skip("Closed")
        mine.action_done()
        self.assertEqual(own.user_id, self.user_technician)
        # What a colleague walks and finds stays the colleague's.
        theirs = self._make_route("Evening round", self.lobby)
        theirs.with_user(self.user_assistant).action_start_round()
        hidden = theirs.round_ids
        for record in (
            hidden,
            hidden.check_ids,
            hidden.check_ids.checklist_id,
            hidden.check_ids.checklist_id.line_ids[0],
        ):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.user_technician).read([])
        with self.assertRaises(AccessError):
            self.lobby.with_user(self.user_technician).read(["code"])

    def test_quality_by_the_manager(self):
        """PAT-10: quality inspections are made by the project manager in person."""
        route = self._make_route("Inspection", self.lobby, kind="quality")
        with self.assertRaisesRegex(UserError, "a manager makes in person"):
            route.with_user(self.user_supervisor).action_start_round()
        action = route.with_user(self.user_manager).action_start_round()
        patrol = self.env["property.patrol.round"].browse(action["res_id"])
        self.assertEqual(patrol.user_id, self.user_manager)

    def test_items_of_the_rules(self):
        """PAT-03, PAT-08, PAT-09: what is looked at is delivered, and is sent on."""
        wanted = {
            "public": {"cleaning", "engineering", "order"},
            "facility": {"engineering"},
            "environment": {"cleaning", "greening"},
        }
        for name, tags in wanted.items():
            template = self.env.ref(
                f"property_service.checklist_template_patrol_{name}"
            )
            with self.subTest(template=name):
                self.assertLessEqual(tags, set(template.line_ids.mapped("tag")))
        words = self.env.ref("property_service.checklist_template_patrol_environment")
        text = " ".join(words.line_ids.with_context(lang="en_US").mapped("name"))
        for word in ("swept", "waste", "plants"):
            with self.subTest(word=word):
                self.assertIn(word, text.lower())
