"""Residents see their own units, from the first to the last day."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import PropertyCommon


class TestResident(PropertyCommon):
    def _units(self):
        return self.env["property.unit"].with_user(self.user_resident).search([])

    def test_own_units_only(self):
        self.assertEqual(self._units(), self.unit_101 | self.parking)
        with self.assertRaises(AccessError):
            self.unit_102.with_user(self.user_resident).read(["code"])

    def test_notes_are_not_for_residents(self):
        unit = self.unit_101.with_user(self.user_resident)
        for name in ("note", "instruction_banner", "owner_ids", "archive_gaps"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                unit.read([name])
        for model in ("property.person", "property.instruction", "property.vehicle"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.user_resident).search([])

    def test_household_of_own_units(self):
        child = self._make_partner("Child", phone="13811110000")
        mine = self._make_occupancy(self.unit_101, child, role="household")
        other = self._make_occupancy(self.unit_102, child, role="household")
        tenant = self._make_occupancy(self.unit_101, self.tenant, role="tenant")
        rows = self.env["property.occupancy"].with_user(self.user_resident).search([])
        self.assertIn(mine, rows)
        self.assertNotIn(other, rows)
        self.assertNotIn(tenant, rows)
        with self.assertRaises(AccessError):
            mine.with_user(self.user_resident).read(["phone"])
        with self.assertRaises(AccessError):
            child.with_user(self.user_resident).read(["phone"])

    def test_access_ends_with_the_last_day(self):
        """The rule follows the calendar at midnight, without anybody writing."""
        self.unit_101.occupancy_ids.date_end = "2026-06-30"
        with freeze_time("2026-06-30 12:00:00"):
            self.assertIn(self.unit_101, self._units())
        with freeze_time("2026-07-01 00:01:00"):
            self.assertEqual(self._units(), self.parking)

    def test_midnight_is_the_companys(self):
        """In China the day ends at 16:00 UTC, whatever zone the resident chose."""
        self.unit_101.occupancy_ids.date_end = "2026-06-30"
        self.user_resident.company_id.resource_calendar_id.tz = "Asia/Shanghai"
        self.user_resident.tz = "America/New_York"
        with freeze_time("2026-06-30 15:30:00"):
            self.assertIn(self.unit_101, self._units())
        with freeze_time("2026-06-30 16:30:00"):
            self.assertEqual(self._units(), self.parking)

    def test_access_ends_at_once(self):
        self.assertIn(self.unit_101, self._units())
        self.unit_101.occupancy_ids.date_end = "2024-06-30"
        self.assertEqual(self._units(), self.parking)
        self.parking.occupancy_ids.date_end = "2024-06-30"
        self.assertFalse(self._units())
        rows = self.env["property.occupancy"].with_user(self.user_resident).search([])
        self.assertFalse(rows)

    def test_access_begins_on_the_first_day(self):
        self._make_occupancy(self.unit_103, self.owner_a, date_start="2026-07-01")
        with freeze_time("2026-06-30 12:00:00"):
            self.assertNotIn(self.unit_103, self._units())
        with freeze_time("2026-07-01 12:00:00"):
            self.assertIn(self.unit_103, self._units())


@tagged("post_install", "-at_install")
class TestPortalPages(PropertyCommon, HttpCase):
    def test_pages(self):
        """The list, an own unit, and the way back from somebody else's."""
        child = self._make_partner("Little Child", phone="13811110000")
        self._make_occupancy(self.unit_101, child, role="household", relation="Son")
        self.authenticate("property_resident", "property_resident")
        page = self.url_open("/my/units").text
        self.assertIn("1-1-101", page)
        self.assertIn("P-001", page)
        self.assertNotIn("1-1-102", page)
        page = self.url_open(f"/my/units/{self.unit_101.id}").text
        self.assertIn("Little Child", page)
        self.assertNotIn("13811110000", page)
        other = self.url_open(f"/my/units/{self.unit_102.id}")
        self.assertTrue(other.url.endswith("/my/units"))
        self.assertNotIn("1-1-102", other.text)
        home = self.url_open("/my/home").text
        self.assertIn("/my/units", home)
