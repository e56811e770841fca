"""The month grid's methods: painting, patterns, last month, and who may."""

from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError

from .duty_common import DutyCase


class TestDutyGrid(DutyCase):
    def setUp(self):
        super().setUp()
        self.roster = self._make_roster().with_user(self.users["cora"])

    def _painted(self, staff, roster=None):
        """{day: short signs} of one person."""
        shifts = (roster or self.roster).shift_ids.filtered(
            lambda shift: shift.staff_id == staff
        )
        return {
            day.day: "".join(each.sorted("date_start").mapped("shift_type_id.code"))
            for day, each in shifts.grouped("date").items()
        }

    def _paint(self, cells, need=None):
        return self.roster.property_grid_paint(
            [[staff.id, f"2026-12-{day:02d}"] for staff, day in cells],
            need.id if need else False,
        )

    def test_people(self):
        """DUT-02: the estate's staff of the centre are in the roster at once."""
        self.assertEqual(
            set(self.roster.staff_ids.mapped("name")),
            {"anna", "bert", "cora", "dora", "emil"},
        )

    def test_paint(self):
        """A brush fills days, takes the place of what was there, and wipes."""
        self._paint([(self.anna, 1), (self.anna, 2), (self.bert, 1)], self.need_a)
        self.assertEqual(self._painted(self.anna), {1: "A", 2: "A"})
        answer = self._paint([(self.anna, 2)], self.need_b)
        self.assertEqual(self._painted(self.anna), {1: "A", 2: "B"})
        cell = answer["cells"][self.anna.id]["2026-12-02"]
        self.assertEqual([shift["code"] for shift in cell], ["B"])
        self._paint([(self.anna, 1), (self.anna, 2)])
        self.assertEqual(self._painted(self.anna), {})

    def test_paint_peaks(self):
        """DUT-51: peaks stand side by side; the same one again changes nothing."""
        peak_p, peak_q = self.gate.need_ids
        for need in (peak_p, peak_q, peak_q):
            self._paint([(self.dora, 1)], need)
        self.assertEqual(self._painted(self.dora), {1: "PQ"})

    def test_answer(self):
        """All that the screen shows comes in one answer."""
        grid = self._paint([(self.anna, 1)], self.need_a)
        self.assertTrue(grid["may_plan"])
        self.assertEqual(len(grid["days"]), 31)
        self.assertTrue(grid["days"][5]["is_rest"])  # Sunday the 6th
        row = next(row for row in grid["coverage"] if row["id"] == self.need_a.id)
        self.assertEqual(row["days"]["2026-12-01"], {"needed": 1, "planned": 1})
        self.assertEqual(row["days"]["2026-12-02"], {"needed": 1, "planned": 0})
        anna = next(row for row in grid["staff"] if row["id"] == self.anna.id)
        self.assertEqual(anna["hours"], 8.0)
        self.assertIn("hole", {finding["code"] for finding in grid["findings"]})

    def test_pattern(self):
        """DUT-39: one day on, one day off, the next person the other way round."""
        pattern = self.env["property.duty.pattern"].create(
            {"estate_id": self.estate.id, "name": "One on", "signs": "B -", "step": 1}
        )
        self.roster.property_grid_pattern(
            pattern.id, (self.anna + self.bert).ids, "2026-12-01"
        )
        self.assertEqual(
            self._painted(self.anna), {day: "B" for day in range(1, 32, 2)}
        )
        self.assertEqual(
            self._painted(self.bert), {day: "B" for day in range(2, 32, 2)}
        )
        self.roster.property_grid_pattern(pattern.id, self.anna.ids, "2026-12-30")
        self.assertEqual(self._painted(self.anna)[29], "B")
        self.assertIn(30, self._painted(self.anna))
        self.assertNotIn(31, self._painted(self.anna))

    def test_pattern_signs(self):
        """A sign that no shift of the estate has is refused."""
        for signs in ("X -", "", "A A x"):
            with self.subTest(signs), self.assertRaises(ValidationError):
                self.env["property.duty.pattern"].create(
                    {"estate_id": self.estate.id, "name": "Wrong", "signs": signs}
                )

    def test_copy_last_month(self):
        """Each day as the same weekday of the month before; stand-ins do not count."""
        last = self._make_roster(month="2026-11-01")
        for day in range(1, 31):
            staff = self.anna if day % 7 == 2 else self.bert  # Mondays are Anna's
            self._plan(last, staff, day, self.type_a)
        stand_in = last.shift_ids.filtered(lambda s: s.date == date(2026, 11, 9))
        stand_in.sudo().write(
            {"staff_id": self.bert.id, "planned_staff_id": self.anna.id}
        )
        self.assertEqual(self.roster.action_copy_last_month(), 31)
        for day in self.roster._property_days():
            with self.subTest(day=day):
                shift = self.roster.shift_ids.filtered(lambda s, d=day: s.date == d)
                monday = day.weekday() == 0
                self.assertEqual(shift.staff_id, self.anna if monday else self.bert)
        with self.assertRaisesRegex(UserError, "shifts already"):
            self.roster.action_copy_last_month()

    def test_nothing_to_copy(self):
        with self.assertRaisesRegex(UserError, "month before"):
            self.roster.action_copy_last_month()

    def test_who_may_paint(self):
        """DUT-01, DUT-53: administrators plan drafts, nobody a published month."""
        cells = [[self.anna.id, "2026-12-01"]]
        for name in ("anna", "dora"):
            with self.subTest(name), self.assertRaises(AccessError):
                self.roster.with_user(self.users[name]).property_grid_paint(
                    cells, self.need_a.id
                )
        self._publish(self.roster)
        for name in ("cora", "emil"):
            with self.subTest(name), self.assertRaises(UserError):
                self.roster.with_user(self.users[name]).property_grid_paint(
                    cells, self.need_a.id
                )
        grid = self.roster.with_user(self.users["anna"]).property_grid()
        self.assertFalse(grid["may_plan"])

    def test_foreign_brush(self):
        """Posts and patterns of another estate are refused."""
        post = self.env["property.duty.post"]._property_create_usual(self.mall)
        with self.assertRaisesRegex(UserError, "this estate"):
            self._paint([(self.anna, 1)], post.need_ids[0])

    def test_foreign_person(self):
        stranger = self._make_staff("stranger")
        with self.assertRaisesRegex(UserError, "Add the person"):
            self._paint([(stranger, 1)], self.need_a)

    def test_usual_posts(self):
        """DUT-40, DUT-51: a new estate begins with examples, once."""
        posts = self.env["property.duty.post"]
        supervisor = self._make_user(
            "duty_mall", "property_service.property_service_group_supervisor", self.mall
        )
        posts.with_user(supervisor).with_company(self.company).action_create_usual()
        made = posts.search([("estate_id", "=", self.mall.id)])
        self.assertEqual(
            set(made.mapped("kind")),
            {"front_desk", "image", "command", "gate", "manager"},
        )
        self.assertEqual(len(made.need_ids.shift_type_id.filtered("is_peak")), 3)
        with self.assertRaises(UserError):
            posts.with_user(supervisor).with_company(self.company).action_create_usual()
        with self.assertRaises(AccessError):
            posts.with_user(self.users["cora"]).action_create_usual()

    def test_twenty_people(self):
        """A month for 20 people is laid by one pattern, in few queries a person."""
        pattern = self.env["property.duty.pattern"].create(
            {"estate_id": self.estate.id, "name": "4", "signs": "A B - -", "step": 1}
        )
        people = self.env["property.staff"]
        for number in range(20):
            people |= self._make_staff(
                f"p{number}", post="assistant", estate_ids=[(6, 0, self.estate.ids)]
            )
        self.roster.staff_ids = people
        self.env.flush_all()
        self.env.invalidate_all()
        self.roster.property_grid_pattern(pattern.id, people.ids, "2026-12-01")
        self.assertEqual(len(self.roster.shift_ids), 20 * 31 // 2)
