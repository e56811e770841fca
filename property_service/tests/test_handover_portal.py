"""Residents see their own handovers, from the first case on."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .handover_common import HandoverCommon


class TestHandoverResident(HandoverCommon):
    def test_own_case_only(self):
        """A buyer who holds no unit yet sees the own case and nobody else's."""
        buyer = self._make_partner("Buyer")
        user = self._make_resident_user("property_buyer", buyer)
        other = self._make_case(self._make_unit("1-1-108"))
        case = self._make_case(partner=buyer)
        handovers = self.env["property.handover"].with_user(user)
        self.assertEqual(handovers.search([]), case)
        with self.assertRaises(AccessError):
            other.with_user(user).read(["name"])
        own = case.with_user(user)
        for name in ("note", "item_signature", "reason_note"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                own.read([name])
        for model in ("step", "item", "person", "payment", "participant"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[f"property.handover.{model}"].with_user(user).search([])
        with self.assertRaises(AccessError):
            own.action_start()
        case.action_cancel()
        self.assertFalse(handovers.search([]))

    def test_buyer_is_a_resident(self):
        """A buyer's card belongs to the service centre from the case on (SEC-01)."""
        buyer = self._make_partner("Buyer", phone="13900001111")
        outsider = self._make_user("outsider", "base.group_user")
        self.assertEqual(buyer.with_user(outsider).phone, "13900001111")
        self._make_case(partner=buyer)
        self.env.flush_all()
        self.assertTrue(buyer.property_is_resident)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            buyer.with_user(outsider).read(["phone"])


@tagged("post_install", "-at_install")
class TestHandoverPages(HandoverCommon, HttpCase):
    def test_pages(self):
        """Appointment, steps and items of the own case; not of another."""
        case = self._make_case(
            self._make_unit("1-1-109"), self.owner_a, appointment="2026-11-02 01:00:00"
        )
        other = self._make_case()
        self.authenticate("property_resident", "property_resident")
        page = self.url_open("/my/handovers").text
        self.assertIn(case.name, page)
        self.assertNotIn(other.name, page)
        page = self.url_open(f"/my/handovers/{case.id}").text
        self.assertIn("Hand over keys and items", page)
        self.assertIn("Door key", page)
        refused = self.url_open(f"/my/handovers/{other.id}")
        self.assertTrue(refused.url.endswith("/my/handovers"))
        self.assertIn("/my/handovers", self.url_open("/my/home").text)
