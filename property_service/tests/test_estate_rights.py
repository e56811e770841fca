"""Residents are seen by the service centre of their estates alone (SEC-01)."""

from odoo.exceptions import AccessError
from odoo.fields import Command

from .common import PropertyCommon


class TestResidentRights(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = cls._make_user("property_plain", "base.group_user")
        cls.contact = cls._make_partner("Supplier", phone="02100000000")
        cls.stranger = cls._make_user(
            "property_mall_manager",
            "property_service.property_service_group_manager",
            estates=cls.mall,
        )
        cls.residents = cls.owner_a | cls.owner_b | cls.merchant

    def _visible(self, user):
        return (
            self.env["res.partner"]
            .with_user(user)
            .search([("id", "in", self.residents.ids)])
        )

    def test_staff_without_need(self):
        """Technicians and plain users find no resident by any way of searching."""
        for user in (self.user_technician, self.plain):
            with self.subTest(user=user.login):
                self.assertFalse(self._visible(user))
                partners = self.env["res.partner"].with_user(user)
                for text in (self.owner_a.name, "13800000001", "0000001", "1-1-101"):
                    self.assertFalse(partners.name_search(text))
                domain = [("property_phone_digits", "like", "13800000001")]
                self.assertFalse(partners.search(domain))
                with self.assertRaises(AccessError):
                    self.owner_a.with_user(user).read(["phone"])

    def test_other_contacts_stay(self):
        """Suppliers, colleagues and companies are hidden from nobody."""
        others = self.contact | self.company.partner_id | self.user_manager.partner_id
        for user in (self.user_technician, self.plain, self.user_assistant):
            with self.subTest(user=user.login):
                seen = (
                    self.env["res.partner"]
                    .with_user(user)
                    .search([("id", "in", others.ids)])
                )
                self.assertEqual(seen, others)

    def test_company_that_holds_a_unit(self):
        """The property company's own card stays open when it holds a unit."""
        self._make_occupancy(self.unit_103, self.company.partner_id)
        self.company.partner_id.with_user(self.plain).read(["phone"])

    def test_desk_and_accountants(self):
        for user in (
            self.user_assistant,
            self.user_auditor,
            self.user_accountant,
            self.user_cashier,
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._visible(user), self.residents)

    def test_other_estate(self):
        self.assertEqual(self._visible(self.stranger), self.merchant)
        self._make_occupancy(self.shop, self.owner_a, share=100.0)
        self.assertEqual(self._visible(self.stranger), self.merchant | self.owner_a)

    def test_other_company(self):
        neighbour = self._make_partner("Neighbour", phone="13900000009")
        self._make_occupancy(self.other_unit, neighbour)
        for user in (self.user_accountant, self.user_manager):
            partners = self.env["res.partner"].with_user(user)
            self.assertFalse(partners.search([("id", "=", neighbour.id)]))
            self.assertFalse(partners.name_search("13900000009"))

    def test_revoking_an_estate_works_at_once(self):
        self.assertEqual(self._visible(self.user_assistant), self.residents)
        self.estate.user_ids = [Command.unlink(self.user_assistant.id)]
        self.assertEqual(self._visible(self.user_assistant), self.merchant)

    def test_people_of_a_tenant_company(self):
        """The contacts of a company that holds a unit are residents' data too."""
        clerk = self._make_partner("Clerk", parent_id=self.merchant.id, type="contact")
        partners = self.env["res.partner"]
        self.assertFalse(partners.with_user(self.plain).search([("id", "=", clerk.id)]))
        self.assertTrue(
            partners.with_user(self.stranger).search([("id", "=", clerk.id)])
        )

    def test_person_being_entered(self):
        """A new person without a unit is seen by the one who enters it, no others."""
        partners = self.env["res.partner"].with_user(self.user_assistant)
        partner = partners.create({"name": "Newcomer", "phone": "13700000000"})
        person = self.env["property.person"].with_user(self.user_assistant)
        person = person.create({"partner_id": partner.id})
        self.assertTrue(partner.property_is_resident)
        self.assertTrue(person.read(["birthday"]))
        for user in (self.plain, self.stranger):
            self.assertFalse(
                self.env["res.partner"].with_user(user).name_search("Newcomer")
            )

    def test_desk_cannot_take_over_a_login(self):
        """The address of a colleague opens the colleague's login."""
        colleague = self.user_manager.partner_id.with_user(self.user_assistant)
        with self.assertRaises(AccessError):
            colleague.write({"email": "mine@example.com"})
        self.owner_a.with_user(self.user_assistant).write({"phone": "13800000009"})
        self.user_assistant.partner_id.with_user(self.user_assistant).write(
            {"phone": "02155550000"}
        )
        admin = self._make_user("property_admin", "base.group_system")
        colleague.with_user(admin).write({"email": "new@example.com"})
