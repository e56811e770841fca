"""A finding becomes a request of its department (PAT-02..PAT-05, PAT-12)."""

import base64

from odoo.exceptions import AccessError, UserError, ValidationError

from .common_patrol import PatrolCase
from .common_site import picture, text_of


class TestPatrolFinding(PatrolCase):
    def setUp(self):
        super().setUp()
        self.patrol = self._start()

    def _kind(self, code):
        return self.env.ref(f"property_service.patrol_finding_kind_{code}")

    def _find(self, code, user=None, **values):
        return (
            self.env["property.patrol.finding"]
            .with_user(user or self.user_assistant)
            .create(
                {
                    "name": "Something",
                    "kind_id": self._kind(code).id,
                    "round_id": self.patrol.id,
                    **values,
                }
            )
        )

    def test_failed_item_becomes_a_repair(self):
        """PAT-02, PAT-05, PAT-12: recorded, sent on, counted for the facility."""
        check = self._arrive(self.patrol, self.room)
        line = self._fail(check, "running", "Bearing noisy")
        photo = line.action_add_photo("noise.png", self._photo())
        self.assertTrue(photo)
        check.action_all_ok()
        finding = check.finding_ids
        self.assertEqual((len(finding), finding.line_id), (1, line))
        self.assertEqual(finding.kind_id, self._kind("engineering"))
        ticket = finding.ticket_id
        self.assertEqual(ticket.property_kind, "repair")
        self.assertEqual(ticket.property_estate_id, self.estate)
        self.assertIn("Bearing noisy", ticket.name)
        self.assertIn("Pump room", ticket.property_place)
        self.assertEqual(ticket.property_equipment_id, self.pump)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "helpdesk.ticket"), ("res_id", "=", ticket.id)]
        )
        self.assertEqual(files.mapped("name"), ["noise.png"])
        self.assertEqual(self.pump.property_failure_count, 1)
        self.assertEqual(self.pump.property_open_failure_count, 1)
        self.assertAlmostEqual(self.pump.property_failure_rate, 1 / 12, places=2)

    @staticmethod
    def _photo():
        return base64.b64encode(picture()).decode()

    def test_routing_by_item(self):
        """PAT-05: cleaning to the cleaners, repairs to engineering, order to guards."""
        check = self._arrive(self.patrol, self.lobby)
        for code in ("clean", "light", "passage"):
            self._fail(check, code)
        check.action_all_ok()
        self.assertEqual(
            check.finding_ids.sorted("id").mapped("kind_id.code"),
            ["cleaning", "engineering", "order"],
        )
        self.assertEqual(
            set(check.finding_ids.ticket_id.category_id.mapped("property_code")),
            {"g_cleaning", "r_public", "g_order"},
        )
        self.assertEqual(self.patrol.finding_count, 3)

    def test_open_until_the_request_is_closed(self):
        """PAT-02: followed up: the finding is put right when the request ends."""
        finding = self._find("engineering", check_id=self.patrol.check_ids[0].id)
        self.assertEqual(finding.state, "open")
        finding.ticket_id.sudo().closed = True
        self.assertEqual(finding.state, "settled")

    def test_violation_on_the_spot(self):
        """PAT-04: dealt with at once, with what was done; no request."""
        with self.assertRaisesRegex(ValidationError, "on the spot"):
            self._find("violation")
        finding = self._find("violation", measures="Smoker sent outside")
        self.assertEqual(finding.state, "settled")
        self.assertFalse(finding.ticket_id)

    def test_outside_unit(self):
        """PAT-05: an outside unit is named and told."""
        finding = self._find("external")
        with self.assertRaisesRegex(UserError, "outside unit first"):
            finding.action_contacted()
        finding.partner_id = self.developer
        finding.action_contacted()
        self.assertTrue(finding.contacted_on)
        self.assertTrue(finding.ticket_id)

    def test_stays_as_found(self):
        """What was found is not rewritten or deleted; measures are added."""
        finding = self._find("cleaning")
        with self.assertRaisesRegex(UserError, "stays as found"):
            finding.name = "Nothing"
        with self.assertRaises(AccessError):
            finding.ticket_id = False
        with self.assertRaises(AccessError):
            finding.unlink()
        with self.assertRaisesRegex(UserError, "stay on record"):
            finding.sudo().unlink()
        finding.measures = "Swept at once"
        forged = self._find("cleaning", user_id=self.user_manager.id, ticket_id=1)
        self.assertEqual(forged.user_id, self.user_assistant)
        self.assertNotEqual(forged.ticket_id.id, 1)
        with self.assertRaises(AccessError):
            self._find("cleaning", user=self.user_auditor)

    def test_photos_are_evidence(self):
        """PAT-05: photos of a finding stay, and go with the request."""
        photo = (
            self.env["ir.attachment"]
            .with_user(self.user_assistant)
            .create({"name": "floor.png", "raw": picture()})
        )
        finding = self._find("cleaning", photo_ids=[(6, 0, photo.ids)])
        self.assertTrue(photo.property_locked)
        with self.assertRaisesRegex(UserError, "evidence"):
            finding.photo_ids = [(5,)]
        copies = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "helpdesk.ticket"),
                ("res_id", "=", finding.ticket_id.id),
            ]
        )
        self.assertEqual(copies.mapped("name"), ["floor.png"])

    def test_one_estate(self):
        """A finding and its facility are of one estate."""
        elsewhere = self.pump.copy(
            {"name": "Escalator", "property_estate_id": self.mall.id}
        )
        with self.assertRaisesRegex(ValidationError, "must belong to estate"):
            self._find("engineering", equipment_id=elsewhere.id)
        with self.assertRaisesRegex(ValidationError, "must belong to estate"):
            self.env["helpdesk.ticket"].create(
                {
                    "name": "Stuck",
                    "property_kind": "repair",
                    "property_estate_id": self.estate.id,
                    "property_equipment_id": elsewhere.id,
                }
            )

    def test_record_on_paper(self):
        """检查和处理措施记录: points, items, findings and measures (PAT-05)."""
        check = self._arrive(self.patrol, self.lobby)
        self._fail(check, "clean", "Mud")
        check.action_all_ok()
        self._check(self.patrol, self.room)._property_skip("Locked")
        self.patrol.action_done()
        self.env["res.lang"]._activate_lang("zh_CN")
        report = self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )
        content, _kind = report._render_qweb_pdf(
            "property_service.property_patrol_round_report", self.patrol.ids
        )
        text = text_of(content)
        for words in (
            "检查和处理措施记录",
            self.patrol.name,
            "Mud",
            "Locked",
            "保洁整改",
        ):
            self.assertIn(words, text)

    def test_labels_on_paper(self):
        """A label names its point and carries its code as a picture."""
        points = (self.lobby | self.room).with_user(self.user_supervisor)
        self.assertTrue(points.action_print_labels())
        self.assertEqual(len(points._property_label_rows(1)), 2)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "property_service.property_patrol_label_report", points.ids
        )
        self.assertIn("data:image/png;base64", html.decode())
