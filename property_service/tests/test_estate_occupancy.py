"""Who holds a unit: shares, payer and overlaps hold in the database."""

from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from .common import PropertyCommon


class TestOccupancy(PropertyCommon):
    def test_shares_within_the_whole(self):
        with self.assertRaisesRegex(ValidationError, "1-1-101"), self.cr.savepoint():
            self._make_occupancy(self.unit_101, self.owner_b, share=0.01)
        self.unit_101.occupancy_ids.share = 60
        self._make_occupancy(self.unit_101, self.owner_b, share=40)
        with self.assertRaises(ValidationError):
            self.unit_101.occupancy_ids[0].share = 60.01
        self._make_occupancy(self.unit_101, self.tenant, role="tenant", share=100)

    def test_shares_day_by_day(self):
        """A later owner may take the share that an earlier one gives up."""
        row = self.unit_101.occupancy_ids
        row.date_end = "2026-03-31"
        self._make_occupancy(
            self.unit_101, self.owner_b, share=100, date_start="2026-04-01"
        )
        with self.assertRaisesRegex(ValidationError, "2026-04-01"):
            row.date_end = "2026-04-01"

    @mute_logger("odoo.sql_db")
    def test_one_payer_a_day(self):
        self.unit_101.occupancy_ids.is_payer = True
        with self.assertRaises(ExclusionViolation), self.cr.savepoint():
            self._make_occupancy(
                self.unit_101, self.tenant, role="tenant", is_payer=True
            )

    @mute_logger("odoo.sql_db")
    def test_one_row_a_person_and_role(self):
        with self.assertRaises(ExclusionViolation), self.cr.savepoint():
            self._make_occupancy(self.unit_101, self.owner_a)
        self._make_occupancy(self.unit_101, self.owner_a, role="agent")
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self._make_occupancy(
                self.unit_102, self.tenant, role="tenant", date_end="2023-12-31"
            )

    @mute_logger("odoo.sql_db")
    def test_import_names_the_row(self):
        """load() refuses what the screen refuses, in words people understand."""
        rows = [
            [str(self.unit_101.id), str(self.owner_b.id), "owner", "10", "2024-01-01"],
            [str(self.unit_102.id), str(self.owner_b.id), "owner", "0", "2024-01-01"],
        ]
        messages = []
        for row in rows:
            result = (
                self.env["property.occupancy"]
                .with_user(self.user_assistant)
                .load(
                    ["unit_id/.id", "partner_id/.id", "role", "share", "date_start"],
                    [row],
                )
            )
            self.assertFalse(result["ids"])
            messages.append(result["messages"][0]["message"])
        self.assertIn("add up to 110.00", messages[0])
        self.assertIn("same role at that time already", messages[1])

    def test_payer_of_a_day(self):
        units = self.unit_101 | self.unit_103
        payers = units._property_payers(self.today)
        self.assertEqual(payers[self.unit_101.id], self.owner_a)
        self.assertEqual(payers[self.unit_103.id], self.developer)
        self._make_occupancy(self.unit_101, self.tenant, role="tenant", is_payer=True)
        payers = units._property_payers(self.today)
        self.assertEqual(payers[self.unit_101.id], self.tenant)
        self.assertEqual(self.unit_101.payer_id, self.tenant)

    def test_rights(self):
        row = self.unit_101.occupancy_ids
        row.with_user(self.user_assistant).relation = "x"
        with self.assertRaises(AccessError):
            row.with_user(self.user_assistant).unlink()
        for user in (self.user_technician, self.user_accountant, self.user_auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                row.with_user(user).write({"share": 1})
        stranger = self._make_user(
            "property_occupancy_stranger",
            "property_service.property_service_group_manager",
            estates=self.mall,
        )
        with self.assertRaises(AccessError):
            row.with_user(stranger).read(["share"])
        with self.assertRaises(AccessError):
            self.env["property.occupancy"].with_user(stranger).create(
                {"unit_id": self.unit_103.id, "partner_id": self.merchant.id}
            )

    def test_changes_are_on_record(self):
        """ARC-02: the row keeps its own history."""
        self.flush_tracking()
        row = self.unit_101.occupancy_ids.with_context(
            tracking_disable=False, mail_notrack=False
        )
        row.share = 50
        self.flush_tracking()
        self.assertTrue(row.message_ids.tracking_value_ids)

    def flush_tracking(self):
        self.env.flush_all()
        self.cr.precommit.run()


class TestVehicle(PropertyCommon):
    def _vehicle(self, plate, **values):
        return self.env["property.vehicle"].create(
            {
                "plate": plate,
                "partner_id": self.owner_a.id,
                "unit_id": self.unit_101.id,
                "date_start": "2026-01-01",
                **values,
            }
        )

    def test_plate_is_normalised(self):
        vehicle = self._vehicle(" 沪a·１2345 ")
        self.assertEqual(vehicle.plate, "沪A12345")
        self.assertEqual(vehicle.estate_id, self.estate)
        found = self.env["property.vehicle"].name_search("沪A 123")
        self.assertIn(vehicle.id, [row[0] for row in found])

    def test_plates(self):
        for plate in ("沪AD12345", "粤B1234学", "京AF0001D", "粤Z12AB港"):
            with self.subTest(plate=plate):
                self._vehicle(plate)
        for plate in ("A12345", "沪112345", "沪A1234", "沪AI2345"):
            with self.subTest(plate=plate), self.assertRaises(ValidationError):
                self._vehicle(plate)
        self._vehicle("0012345", kind="ebike")

    @mute_logger("odoo.sql_db")
    def test_one_entry_a_plate(self):
        first = self._vehicle("沪A12345")
        with self.assertRaises(ExclusionViolation), self.cr.savepoint():
            self._vehicle("沪A-12345", partner_id=self.owner_b.id)
        first.date_end = "2026-06-30"
        self._vehicle("沪A12345", partner_id=self.owner_b.id, date_start="2026-07-01")

    def test_parking_space(self):
        vehicle = self._vehicle("沪A12345", space_id=self.parking.id)
        self.assertEqual(self.parking.space_vehicle_ids, vehicle)
        for space in (self.unit_102, self.other_unit):
            with self.subTest(space=space.code), self.assertRaises(Exception) as caught:
                vehicle.space_id = space
            self.assertIn(
                type(caught.exception).__name__, ("ValidationError", "UserError")
            )
