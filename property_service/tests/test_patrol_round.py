"""A round on the spot: labels, items, reasons, the end (PAT-01..PAT-05)."""

from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common_patrol import PatrolCase


class TestPatrolRound(PatrolCase):
    def test_walked(self):
        """PAT-01: each point by its label, each item answered, then the end."""
        patrol = self._start()
        self.assertEqual((patrol.state, patrol.user_id), ("running", patrol.env.user))
        self.assertEqual(patrol.open_count, 2)
        for point in self.lobby | self.room:
            check = self._arrive(patrol, point)
            self.assertEqual((check.state, check.arrival), ("arrived", "scan"))
            check.action_all_ok()
            self.assertEqual(check.state, "done")
            self.assertEqual(check.checklist_id.state, "closed")
        patrol.action_done()
        self.assertEqual((patrol.state, patrol.finding_count), ("done", 0))
        self.assertTrue(self.pump.property_checked_on)

    def test_not_done_before_every_point(self):
        """PAT-01: a round ends when each point is checked or skipped."""
        patrol = self._start()
        self._arrive(patrol, self.lobby).action_all_ok()
        with self.assertRaisesRegex(UserError, "still to do: Pump room"):
            patrol.action_done()
        skipped = self._check(patrol, self.room)
        wizard = self.env["property.patrol.reason.wizard"].with_user(
            self.user_assistant
        )
        values = {
            "purpose": "skip",
            "round_id": patrol.id,
            "check_id": skipped.id,
        }
        with self.assertRaisesRegex(UserError, "Say why"):
            wizard.create({**values, "reason": "  "}).action_confirm()
        wizard.create({**values, "reason": "Room is locked"}).action_confirm()
        self.assertEqual((skipped.state, skipped.reason), ("skipped", "Room is locked"))
        patrol.action_done()
        self.assertEqual(patrol.skipped_count, 1)

    def test_nothing_filled_in_from_afar(self):
        """Items are answered on the spot, and by who walks the round."""
        patrol = self._start()
        check = self._check(patrol, self.lobby)
        line = check.checklist_id.line_ids[0]
        with self.assertRaisesRegex(AccessError, "not yours to fill"):
            line.result = "ok"
        with self.assertRaisesRegex(UserError, "stands at"):
            check.action_all_ok()
        self._arrive(patrol, self.lobby)
        colleague = line.with_user(self.user_administrator)
        with self.assertRaisesRegex(AccessError, "not yours to fill"):
            colleague.result = "ok"
        with self.assertRaisesRegex(AccessError, "who alone fills it in"):
            check.with_user(self.user_administrator).action_all_ok()
        with self.assertRaisesRegex(AccessError, "buttons"):
            check.state = "done"
        with self.assertRaisesRegex(AccessError, "buttons"):
            patrol.state = "done"

    def test_without_scan(self):
        """A label that cannot be scanned needs a reason, and is counted."""
        patrol = self._start()
        check = self._check(patrol, self.lobby)
        self.assertEqual(
            check.action_arrive()["res_model"], "property.patrol.reason.wizard"
        )
        with self.assertRaisesRegex(UserError, "scan the label, or say why"):
            check._property_arrive("hand")
        check._property_arrive("hand", "Label torn off")
        self.assertEqual((check.arrival, patrol.by_hand_count), ("hand", 1))
        self.route.needs_scan = False
        other = self._check(patrol, self.room)
        other.action_arrive()
        self.assertEqual(other.state, "arrived")

    def test_labels(self):
        """Labels of other routes are refused; a new label voids the old one."""
        patrol = self._start()
        elsewhere = self._make_point("Roof")
        for text in (elsewhere.code, "", "nonsense"):
            with self.assertRaisesRegex(UserError, "no point of this route"):
                patrol.action_scan(text)
        old = self.lobby.code
        self.lobby.with_user(self.user_supervisor).action_new_code()
        with self.assertRaisesRegex(UserError, "no point of this route"):
            patrol.action_scan(old)
        self._arrive(patrol, self.lobby)

    def test_code_is_for_supervisors(self):
        """Who patrols cannot look up the codes at home, nor choose one."""
        with self.assertRaises(AccessError):
            self.lobby.with_user(self.user_assistant).read(["code"])
        point = self._make_point("Gate", code="1")
        self.assertNotEqual(point.code, "1")

    def test_order(self):
        """On a route with an order no point is passed over."""
        self.route.is_ordered = True
        patrol = self._start()
        with self.assertRaisesRegex(UserError, "next point is Lobby"):
            patrol.action_scan(self.room.code)
        self._arrive(patrol, self.lobby)
        self._arrive(patrol, self.room)

    def test_not_too_early(self):
        """The rounds of tomorrow are not walked today."""
        later = self.schedule.route_id.round_ids.filtered(
            lambda patrol: str(patrol.date) == "2026-03-11"
        )
        with self.assertRaisesRegex(UserError, "planned for later"):
            later.with_user(self.user_assistant).action_start()
        with freeze_time(datetime(2026, 3, 11, 0, 31)):  # 08:31 in China
            later.with_user(self.user_assistant).action_start()
        with self.assertRaisesRegex(UserError, "stands at"):
            later.with_user(self.user_administrator).action_start()

    def test_out_of_turn(self):
        """A round can be started at once, without a schedule."""
        action = self.route.with_user(self.user_assistant).action_start_round()
        patrol = self.env["property.patrol.round"].browse(action["res_id"])
        self.assertEqual(
            (patrol.state, patrol.user_id), ("running", self.user_assistant)
        )
        self.assertFalse(patrol.schedule_id)
        self.assertRegex(patrol.name, r"^XC2026\d{6}$")
        empty = self._make_route("Empty", self.lobby)
        empty.stop_ids.unlink()
        with self.assertRaisesRegex(UserError, "has no points yet"):
            empty.with_user(self.user_assistant).action_start_round()

    def test_stays_on_record(self):
        """Rounds, points of rounds and their items are evidence."""
        patrol = self._start()
        for record in (patrol.sudo(), patrol.check_ids[0].sudo()):
            with self.assertRaisesRegex(UserError, "stay on record"):
                record.unlink()
        check = self._arrive(patrol, self.lobby)
        check.action_all_ok()
        with self.assertRaisesRegex(UserError, "past the step"):
            check.checklist_id.with_user(self.user_supervisor)._property_reopen("Typo")

    def test_evidence(self):
        """A manager's routine counts finished rounds by person and route."""
        model = self.env["property.patrol.round"]
        names = model._property_evidence_fields()
        self.assertEqual((names["person"], names["subject"]), ("user_id", "route_id"))
        patrol = self._start()
        counts = model._property_evidence_domain()
        self.assertNotIn(patrol, model.search(counts))
        self.route.needs_scan = False
        for check in patrol.check_ids:
            check.action_arrive()
            check.action_all_ok()
        patrol.action_done()
        self.assertIn(patrol, model.search(counts))
