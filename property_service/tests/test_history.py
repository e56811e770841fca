"""360° of units and customers, repeated problems (ARC-13, TRD-02, TRD-04)."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .collect_common import PropertyCollectCommon


class TestHistory(PropertyCollectCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.tz = "Asia/Shanghai"
        cls.role_users.tz = "Asia/Shanghai"
        cls.water = cls.env.ref("property_service.helpdesk_ticket_category_r_water")
        cls.newcomer = cls._make_partner("Newcomer", phone="13800000009")
        cls.unit_101.occupancy_ids.date_end = "2025-06-30"
        cls._make_occupancy(
            cls.unit_101, cls.newcomer, share=100.0, date_start="2025-07-01"
        )
        cls.user_newcomer = cls._make_resident_user("newcomer", cls.newcomer)
        cls.user_neighbour = cls._make_user(
            "property_neighbour",
            "property_service.property_service_group_manager",
            cls.mall,
        )
        cls.old = cls._request("2025-03-01 02:00:00", cls.owner_a, "complaint")
        cls.new = cls._request("2025-08-01 02:00:00", cls.newcomer)
        cls._make_bill(cls.unit_101, 300.0, "2025-03-01", partner=cls.owner_a)
        cls._make_bill(cls.unit_101, 200.0, "2025-08-01", partner=cls.newcomer)
        cls.env["property.visitor"].create(
            {
                "estate_id": cls.estate.id,
                "unit_id": cls.unit_101.id,
                "visitor": "An uncle",
                "purpose": "Family",
                "arrived_on": "2025-05-01 03:00:00",
            }
        )
        cls.env["property.instruction"].create(
            {
                "unit_id": cls.unit_101.id,
                "kind": "other",
                "text": "No leaflets",
                # Midnight in Shanghai: the same moment as the request above.
                "date_start": "2025-08-01",
            }
        )

    @classmethod
    def _request(cls, received_on, partner, kind="repair", **values):
        return cls.env["helpdesk.ticket"].create(
            {
                "name": f"{kind} of {partner.name}",
                "property_kind": kind,
                "property_unit_id": cls.unit_101.id,
                "partner_id": partner.id,
                "category_id": cls.water.id,
                "property_received_on": received_on,
                **values,
            }
        )

    def _page(self, record, user, **options):
        return record.with_user(user).property_history_page(**options)

    def _titles(self, record, user, **options):
        return [item["title"] for item in self._page(record, user, **options)["items"]]

    def test_pages(self):
        """ARC-13: newest first; small pages show each line once, ties included."""
        midnight = "2025-07-31 16:00:00"
        for number in range(4):
            self._request(midnight, self.newcomer, name=f"Tie {number}")
        whole = self._page(self.unit_101, self.user_manager)
        lines = [(item["model"], item["id"], item["title"]) for item in whole["items"]]
        self.assertFalse(whole["next"])
        self.assertEqual(len(set(lines)), len(lines))
        self.assertIn(self.new.number, lines[0][2])
        before, paged = None, []
        for _page in range(len(lines) + 1):
            page = self._page(self.unit_101, self.user_manager, before=before, limit=2)
            self.assertLessEqual(len(page["items"]), 2)
            paged += [(i["model"], i["id"], i["title"]) for i in page["items"]]
            before = page["next"]
            if not before:
                break
        self.assertEqual(paged, lines)
        complaints = self._titles(self.unit_101, self.user_manager, kinds=["complaint"])
        self.assertEqual(len(complaints), 1)
        with self.assertRaises(UserError):
            self._page(self.unit_101, self.user_manager, before={"moment": "x"})

    def test_household_is_named(self):
        """The desk sees earlier households' lines, marked and named."""
        items = self._page(self.unit_101, self.user_assistant)["items"]
        by_id = {(item["model"], item["id"]): item for item in items}
        old = by_id["helpdesk.ticket", self.old.id]
        new = by_id["helpdesk.ticket", self.new.id]
        self.assertEqual(
            (old["household"], old["is_earlier"]), (self.owner_a.display_name, True)
        )
        newcomer = self.newcomer.display_name
        self.assertEqual((new["household"], new["is_earlier"]), (newcomer, False))

    def test_who_sees_what(self):
        """Each kind under the reader's rights; technicians and strangers nothing."""
        desk = {"request", "complaint", "visitor", "people", "instruction", "payment"}
        for role, shown, hidden in (
            ("assistant", desk, {"bill"}),
            ("manager", desk, {"bill"}),
            ("auditor", desk | {"bill"}, set()),
            ("accountant", {"bill", "people", "payment"}, {"visitor", "instruction"}),
        ):
            user = getattr(self, f"user_{role}")
            with self.subTest(role=role):
                page = self._page(self.unit_101, user)
                kinds = {kind["code"] for kind in page["kinds"]}
                lines = {item["kind"] for item in page["items"]}
                self.assertLessEqual(shown, kinds)
                self.assertFalse(hidden & kinds)
                self.assertLessEqual(lines, kinds)
                self._page(self.owner_a, user)
                self.unit_101.with_user(user).property_history_profile()
                self.owner_a.with_user(user).property_history_profile()
        for user in (
            self.user_technician,
            self.user_neighbour,
            self.user_resident,  # of the household before
        ):
            for record in (self.unit_101, self.newcomer):
                with self.subTest(login=user.login, record=record):
                    with self.assertRaises(AccessError):
                        self._page(record, user)
                    with self.assertRaises(AccessError):
                        record.with_user(user).property_history_profile()

    def test_resident_sees_the_own_time_only(self):
        """SEC-01: a new household reads nothing of the one before."""
        page = self._page(self.unit_101, self.user_newcomer)
        self.assertEqual({item["id"] for item in page["items"]}, {self.new.id})
        self.assertFalse(page["items"][0]["household"])
        profile = self.unit_101.with_user(self.user_newcomer).property_history_profile()
        self.assertFalse(profile["figures"] + profile["people"] + profile["tags"])

    def test_customer(self):
        """A customer's own matters, and the unit's while it was held."""
        titles = " ".join(self._titles(self.owner_a, self.user_auditor))
        self.assertIn(self.old.number, titles)
        self.assertIn("Family", titles)
        self.assertNotIn(self.new.number, titles)
        self.assertNotIn("No leaflets", titles)
        bills = self._titles(self.owner_a, self.user_auditor, kinds=["bill"])
        self.assertEqual(len(bills), 1)

    def test_incidents_vehicles_and_notices(self):
        """ARC-13: what happened in the home, its cars, and what the owner was told."""
        self.env["property.incident"].create(
            {
                "estate_id": self.estate.id,
                "unit_id": self.unit_101.id,
                "type_id": self.env["property.incident.type"].search([], limit=1).id,
                "date": "2025-05-02 03:00:00",
                "phenomenon": "Smoke",
            }
        )
        self.env["property.vehicle"].create(
            {
                "plate": "沪A12345",
                "partner_id": self.owner_a.id,
                "unit_id": self.unit_101.id,
                "date_start": "2024-03-01",
                "date_end": "2025-06-30",
            }
        )
        renovation = self.env["property.renovation"].create(
            {"unit_id": self.unit_101.id, "applicant_id": self.owner_a.id}
        )
        violation = self.env["property.renovation.violation"].create(
            {
                "renovation_id": renovation.id,
                "kind_id": self.env["property.renovation.violation.kind"]
                .search([], limit=1)
                .id,
                "description": "Wall removed",
            }
        )
        self.env["property.renovation.violation.stage"].create(
            [
                {
                    "violation_id": violation.id,
                    "stage": stage,
                    "letter_number": f"{stage}-1",
                    "date": "2025-05-03 03:00:00",
                    "user_id": self.env.uid,
                }
                # The authority's letter is no notice to the customer.
                for stage in ("dissuade", "report")
            ]
        )
        for record, user in (
            (self.unit_101, self.user_assistant),
            (self.owner_a, self.user_assistant),
        ):
            for kind, words in (
                ("incident", ["2025-05-02"]),
                ("vehicle", ["2025-06-30", "2024-03-01"]),
                ("notice", ["2025-05-03"]),
            ):
                with self.subTest(record=record, kind=kind):
                    items = self._page(record, user, kinds=[kind])["items"]
                    self.assertEqual([item["date"][:10] for item in items], words)
        titles = self._titles(self.unit_101, self.user_assistant, kinds=["vehicle"])
        self.assertTrue(all("沪A12345" in title for title in titles))
        self.assertIn("Ended", titles[0])
        # After the owner's time: not the newcomer's.
        kinds = ["incident", "vehicle", "notice"]
        self.assertFalse(self._titles(self.newcomer, self.user_assistant, kinds=kinds))

    def test_queries(self):
        """Constant number of queries, however long the history is."""
        unit = self.unit_101.with_user(self.user_manager)
        unit.property_history_page()
        for number in range(30):
            self._request("2025-09-01 02:00:00", self.newcomer, name=f"R {number}")
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(50):
            page = unit.property_history_page(limit=30)
        self.assertEqual(len(page["items"]), 30)

    def test_profile(self):
        """TRD-04: figures, preferences, and the services that suit them."""
        self.newcomer.property_preference_ids = [
            Command.link(self.env.ref("property_service.preference_elderly").id)
        ]
        self._request(fields.Datetime.now(), self.newcomer, "complaint")
        profile = self.unit_101.with_user(
            self.user_assistant
        ).property_history_profile()
        figures = {figure["code"]: figure["value"] for figure in profile["figures"]}
        self.assertEqual(figures["open"], "3")
        self.assertEqual(figures["complaints"], "1")
        self.assertIn("500", figures["arrears"])
        self.assertEqual(len(profile["tags"]), 1)
        self.assertEqual(len(profile["suggestions"]), 2)
        mine = self.newcomer.with_user(self.user_assistant).property_history_profile()
        figures = {figure["code"]: figure["value"] for figure in mine["figures"]}
        self.assertEqual(figures["open"], "2")
        self.assertIn("200", figures["arrears"])

    def test_repeated_problem(self):
        """TRD-02: three in ninety days; decided, it counts from the start again."""
        problems = self.env["property.repeat.problem"]
        now = fields.Datetime.now()
        for days in (100, 40, 20):
            self._request(now - timedelta(days=days), self.newcomer)
        self.assertFalse(problems._property_find(self.estate))
        self._request(now - timedelta(days=1), self.newcomer)
        self._request(now - timedelta(days=1), self.newcomer, "praise")
        problem = problems._property_find(self.estate)
        self.assertEqual((problem.unit_id, problem.ticket_count), (self.unit_101, 3))
        last = self._request(now, self.newcomer)
        self.assertFalse(problems._property_find(self.estate))
        self.assertEqual(problem.ticket_count, 4)
        self.assertEqual(
            self.env["helpdesk.ticket"].search_count(problem._property_ticket_domain()),
            4,
        )
        last = last.with_user(self.user_assistant)
        self.assertEqual(last.property_problem_id.id, problem.id)
        facts = self.unit_101.with_user(self.user_assistant)._property_desk_facts()
        self.assertTrue(any("×4" in fact["value"] for fact in facts))

        mine = problem.with_user(self.user_administrator)
        with self.assertRaises(UserError):
            mine.action_follow()
        mine.measures = "Pipe replaced"
        mine.action_follow()
        self.assertEqual(problem.decided_by_id, self.user_administrator)
        with self.assertRaises(UserError):
            mine.action_dismiss()
        self.assertFalse(problems._property_find(self.estate))
        for _again in range(3):
            self._request(now + timedelta(minutes=1), self.newcomer)
        again = problems._property_find(self.estate)
        self.assertEqual(again.ticket_count, 3)

    def test_facility_and_rights(self):
        """PAT-12: a facility's problem; strangers and technicians see none."""
        pump = self.env["maintenance.equipment"].create(
            {"name": "Pump", "property_estate_id": self.estate.id}
        )
        for _time in range(3):
            self._request(
                fields.Datetime.now(),
                self.newcomer,
                property_unit_id=False,
                property_estate_id=self.estate.id,
                property_equipment_id=pump.id,
            )
        problem = self.env["property.repeat.problem"]._property_find(self.estate)
        self.assertEqual(problem.equipment_id, pump)
        self.assertEqual(pump.with_user(self.user_assistant).property_problem_count, 1)
        with self.assertRaises(AccessError):
            problem.with_user(self.user_assistant).write({"measures": "x"})
        with self.assertRaises(AccessError):
            problem.with_user(self.user_manager).write({"state": "followed"})
        with self.assertRaises(UserError):
            problem.unlink()
        for user in (self.user_technician, self.user_neighbour):
            with self.subTest(login=user.login), self.assertRaises(AccessError):
                problem.with_user(user).read(["ticket_count"])
