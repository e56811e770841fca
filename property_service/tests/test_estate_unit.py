"""Units: status, holders, banner, archive and search (ARC-01 to ARC-14)."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time

from .common import PropertyCommon


class TestUnitState(PropertyCommon):
    def test_nobody_types_the_status(self):
        """ARC-10: the processes move it."""
        for user in (self.user_assistant, self.user_manager):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.unit_101.with_user(user).state = "vacant"
        result = (
            self.env["property.unit"]
            .with_user(self.user_manager)
            .load([".id", "state"], [[str(self.unit_101.id), "vacant"]])
        )
        self.assertTrue(result["messages"])
        self.assertEqual(self.unit_101.state, "occupied")

    def test_correction_by_a_supervisor(self):
        wizard = {
            "unit_ids": self.unit_101.ids,
            "state": "undelivered",
            "reason": "Taken over wrongly",
        }
        wizards = self.env["property.unit.state.wizard"]
        wizards.with_user(self.user_supervisor).create(wizard).action_confirm()
        self.assertEqual(self.unit_101.state, "undelivered")
        self.assertIn("Taken over wrongly", self.unit_101.message_ids[0].body)
        with self.assertRaises(AccessError):
            wizards.with_user(self.user_administrator).create(wizard)
        with self.assertRaises(AccessError):
            self.unit_101.with_user(self.user_assistant)._property_correct_state(
                "vacant", "x"
            )

    def test_transitions(self):
        with self.assertRaisesRegex(UserError, "not handed over"):
            self.unit_103._property_set_state("vacant")
        self.unit_103.handover_date = "2026-01-01"
        self.unit_103._property_set_state("vacant")
        with self.assertRaisesRegex(UserError, "cannot go"):
            self.unit_103._property_set_state("undelivered")

    def test_archived_when_nobody_holds_it(self):
        """ARC-10: a unit in use does not vanish from the lists by the gear menu."""
        today = self.env.cr.now().date()
        unit = self.unit_103
        holder = self._make_occupancy(unit, self.tenant, role="owner")
        with self.assertRaises(AccessError):
            unit.with_user(self.user_assistant).action_archive()
        supervisor = unit.with_user(self.user_supervisor)
        with self.assertRaisesRegex(UserError, unit.code):
            supervisor.action_archive()
        holder.write({"date_end": today - timedelta(days=1)})
        supervisor.action_archive()
        self.assertFalse(unit.active)

    def test_move_in_and_out(self):
        unit = self.unit_101.with_user(self.user_assistant)
        unit.action_move_out()
        self.assertEqual(unit.state, "vacant")
        unit.action_move_in()
        self.assertEqual(unit.state, "occupied")
        self._make_occupancy(self.unit_103, self.tenant, role="household")
        self.unit_103.handover_date = "2026-01-01"
        with self.assertRaisesRegex(UserError, "neither owner nor tenant"):
            self.unit_103.action_move_in()

    def test_tenancy_moves_the_status(self):
        """A tenancy that begins today leases at once, its end leaves it vacant."""
        today = self.today
        row = self._make_occupancy(
            self.unit_101, self.tenant, role="tenant", date_start=today
        )
        self.assertEqual(self.unit_101.state, "leased")
        row.date_start = today - timedelta(days=9)
        row.date_end = today - timedelta(days=1)
        self.assertEqual(self.unit_101.state, "vacant")

    def test_dates_that_arrive(self):
        """The job touches what is due, once."""
        with freeze_time("2026-05-01 04:00:00"):
            self._make_occupancy(
                self.unit_101,
                self.tenant,
                role="tenant",
                date_start="2026-05-10",
                date_end="2026-05-20",
            )
            self._run_job()
            self.assertEqual(self.unit_101.state, "occupied")
        with freeze_time("2026-05-10 04:00:00"):
            self._run_job()
            self.assertEqual(self.unit_101.state, "leased")
            self.unit_101.with_user(self.user_supervisor)._property_correct_state(
                "renovating", "Renovation before moving in"
            )
            self._run_job()
            self.assertEqual(self.unit_101.state, "renovating")
            self.unit_101._property_set_state("leased")
        with freeze_time("2026-05-20 04:00:00"):
            self._run_job()
            self.assertEqual(self.unit_101.state, "leased")
        with freeze_time("2026-05-21 04:00:00"):
            self._run_job()
            self.assertEqual(self.unit_101.state, "vacant")

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "property_service.property_occupancy_cron_dates"
            ).method_direct_trigger()
        self.env.invalidate_all()

    def test_household_shows_that_somebody_lives_there(self):
        self.unit_101._property_set_state("vacant")
        row = self._make_occupancy(self.unit_101, self.tenant, role="household")
        self.assertEqual(self.unit_101.state, "occupied")
        self.assertTrue(row.is_start_done)


class TestUnitScreen(PropertyCommon):
    def test_banner(self):
        """Standing orders show wherever the unit is shown, while they are in force."""
        instructions = self.env["property.instruction"].with_user(self.user_assistant)
        unit = self.unit_101.with_user(self.user_accountant)
        self.assertFalse(unit.instruction_banner)
        instruction = instructions.create(
            {
                "unit_id": self.unit_101.id,
                "kind": "refuse",
                "person": "Mr <b>Wang</b>",
                "phone": "13800009999",
                "date_start": "2026-01-01",
                "date_end": "2026-01-31",
            }
        )
        with freeze_time("2026-01-31 04:00:00"):
            self.env.invalidate_all()
            self.assertIn("&lt;b&gt;Wang", unit.instruction_banner)
            self.assertNotIn("13800009999", unit.instruction_banner)
        with freeze_time("2026-02-01 04:00:00"):
            self.env.invalidate_all()
            self.assertFalse(unit.instruction_banner)
        with self.assertRaises(AccessError):
            instruction.with_user(self.user_technician).read(["phone"])
        with self.assertRaises(AccessError):
            instruction.with_user(self.user_technician).write({"active": False})

    def test_instruction_rules(self):
        values = {"unit_id": self.unit_101.id}
        for wrong in ({"kind": "enter_once"}, {"kind": "other"}):
            with self.subTest(**wrong), self.assertRaises(ValidationError):
                self.env["property.instruction"].create({**values, **wrong})
        instruction = self.env["property.instruction"].create(
            {**values, "kind": "enter_always", "date_start": "2026-01-01"}
        )
        self.assertTrue(instruction.is_current)
        instruction.action_recall()
        self.assertFalse(instruction.is_current)
        self.assertFalse(self.unit_101.instruction_banner)

    def test_counts_in_one_query_each(self):
        units = self.unit_101 | self.unit_102 | self.unit_103
        units.mapped("people_count")
        units.invalidate_recordset()
        with self.assertQueryCount(3):
            counts = units.mapped("people_count")
        self.assertEqual(counts, [1, 1, 0])

    def test_people_today(self):
        self._make_occupancy(self.unit_101, self.tenant, role="household")
        self._make_occupancy(
            self.unit_101, self.owner_b, role="tenant", date_end="2024-12-31"
        )
        rows = self.unit_101.with_user(self.user_assistant).current_occupancy_ids
        self.assertEqual(rows.mapped("role"), ["owner", "household"])
        self.assertEqual(rows[0].phone, "13800000001")

    def test_review(self):
        """ARC-02, ARC-03: who looked over the archive, and what waits for it."""
        unit = self.unit_101.with_user(self.user_assistant)
        due = [("is_review_due", "=", True), ("id", "=", unit.id)]
        self.assertTrue(unit.search(due))
        unit.action_review()
        self.assertEqual(unit.reviewed_by_id, self.user_assistant)
        self.assertFalse(unit.search(due))
        with freeze_time(self.today + timedelta(days=400)):
            self.assertTrue(unit.search(due))

    def test_archive_gaps(self):
        """ARC-01: no owner, no phone, no person file."""
        units = self.env["property.unit"].with_user(self.user_assistant)
        domain = [("is_archive_incomplete", "=", True)]
        self.assertIn(self.unit_101, units.search(domain))
        self.env["property.person"].create({"partner_id": self.owner_a.id})
        self.assertNotIn(self.unit_101, units.search(domain))
        self.assertFalse(self.unit_101.archive_gaps)
        self.owner_a.phone = False
        self.assertIn("phone", self.unit_101.archive_gaps)
        self.assertIn(self.unit_101, units.search(domain))
        self.unit_101.occupancy_ids.date_end = "2024-12-31"
        self.assertIn("owner", self.unit_101.archive_gaps)
        self.assertIn(self.unit_101, units.search(domain))

    def test_my_units(self):
        """ARC-06: the agent's zone, which the building hands to its units."""
        staff = self._make_staff("Agent", self.user_assistant)
        east, west = self.env["property.zone"].create(
            [
                {
                    "name": name,
                    "estate_id": self.estate.id,
                    "company_id": self.company.id,
                    "agent_id": staff.id,
                }
                for name in ("East", "West")
            ]
        )
        self.building.zone_id = east
        self.assertEqual(self.unit_101.zone_id, east)
        self.unit_102.zone_id = west
        south = east.copy({"name": "South"})
        self.building.zone_id = south
        self.assertEqual(self.unit_101.zone_id, south)
        self.assertEqual(self.unit_102.zone_id, west)
        units = self.env["property.unit"].with_user(self.user_assistant)
        mine = units.search([("zone_id.agent_id.user_id", "=", self.user_assistant.id)])
        self.assertEqual(mine & (self.unit_101 | self.shop), self.unit_101)


class TestFind(PropertyCommon):
    def _found(self, model, text, user=None):
        records = self.env[model].with_user(user or self.user_assistant)
        return {record_id for record_id, _name in records.name_search(text)}

    def test_people_by_phone_unit_and_name(self):
        self.owner_b.phone = "+86 138-1234 5678"
        for text in ("1381234", "5678", "138 1234", "1-1-102", self.owner_b.name):
            with self.subTest(text=text):
                self.assertIn(self.owner_b.id, self._found("res.partner", text))
        self.assertNotIn(self.owner_a.id, self._found("res.partner", "5678"))

    def test_former_holders_are_not_in_the_unit(self):
        self.unit_102.occupancy_ids.date_end = "2024-12-31"
        self.assertNotIn(self.owner_b.id, self._found("res.partner", "1-1-102"))

    def test_units_by_people(self):
        for text in (self.owner_a.name, "13800000001", "0000001", "1-1-101"):
            with self.subTest(text=text):
                self.assertIn(self.unit_101.id, self._found("property.unit", text))
        self.assertNotIn(self.unit_102.id, self._found("property.unit", "13800000001"))
        self.assertFalse(
            self._found("property.unit", "13800000001", self.user_technician)
        )

    def test_no_unit_of_another_estate(self):
        """Holding a unit elsewhere is not told to an assistant of this estate."""
        self._make_occupancy(self.shop, self.owner_a, share=100)
        stranger = self._make_user(
            "property_home_assistant",
            "property_service.property_service_group_assistant",
            estates=self.estate,
        )
        self.assertNotIn(self.owner_a.id, self._found("res.partner", "A-101", stranger))
        self.assertIn(self.owner_a.id, self._found("res.partner", "A-101"))
        codes = self.owner_a.with_user(stranger).property_unit_codes
        self.assertIn("1-1-101", codes)
        self.assertNotIn("A-101", codes)
