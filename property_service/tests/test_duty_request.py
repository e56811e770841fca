"""Swaps and absence: each limit with the clock in hand (DUT-08, 31 to 38, 56)."""

from odoo.exceptions import AccessError, UserError, ValidationError

from .duty_common import DutyCase


class TestDutyRequest(DutyCase):
    """November 2026, published: Anna has A on even days, Bert B on the day after."""

    def setUp(self):
        super().setUp()
        self.roster = self._make_roster(month="2026-11-01")
        self.own, self.other = {}, {}
        for day in range(2, 30, 2):
            self.own[day] = self._plan(self.roster, self.anna, day, self.type_a)
            self.other[day] = self._plan(self.roster, self.bert, day + 1, self.type_b)
        self._publish(self.roster)
        self.env.flush_all()

    # === Helpers ===

    def _ask(self, day, other_day, user="anna", **values):
        requests = self.env["property.duty.request"].with_user(self.users[user])
        return requests.create(
            {
                "shift_id": self.own[day].id,
                "counter_shift_id": self.other[other_day].id,
                "reason": "Child's first day at school",
                **values,
            }
        )

    def _absence(self, day, user="anna", **values):
        requests = self.env["property.duty.request"].with_user(self.users[user])
        return requests.create(
            {
                "kind": "absence",
                "shift_id": self.own[day].id,
                "reason": "Dentist",
                **values,
            }
        )

    def _as(self, record, name):
        return record.with_user(self.users[name])

    def _through(self, request):
        request.action_submit()
        self._as(request, "bert").action_consent()
        self._as(request, "emil").action_approval_approve()
        return request

    # === Swaps ===

    def test_swap(self):
        """DUT-34, DUT-56: form, consent of both, approval, then the roster changes."""
        request = self._ask(24, 26)
        self.assertRegex(request.name, r"^HB2026\d{5}$")
        request.action_submit()
        self.assertEqual(request.state, "consent")
        self.assertEqual(request.activity_ids.user_id, self.users["bert"])
        for name in ("anna", "dora"):
            with self.subTest(name), self.assertRaises(AccessError):
                self._as(request, name).action_consent()
        self._as(request, "bert").action_consent()
        self.assertEqual(request.state, "approval")
        self.assertEqual(self.own[24].staff_id, self.anna)
        with self.assertRaisesRegex(UserError, "not yours to decide"):
            self._as(request, "bert").action_approval_approve()
        self._as(request, "emil").action_approval_approve()
        self.assertEqual(request.state, "done")
        self.assertEqual(self.own[24].staff_id, self.bert)
        self.assertEqual(self.other[26].staff_id, self.anna)
        self.assertEqual(self.own[24].planned_staff_id, self.anna)
        self.assertEqual(request.staff_id, self.anna)
        self.assertEqual(request.counter_staff_id, self.bert)

    def test_shift_found_by_its_day(self):
        """Whoever asks for a swap types the day, as the calendar writes it."""
        shift = self.own[24]
        day = shift.date
        for text in (day.strftime("%m-%d"), str(day), f"{day.month}月{day.day}日"):
            with self.subTest(text):
                found = self.env["property.duty.shift"].name_search(text)
                self.assertIn(shift.id, [number for number, _name in found])
        self.assertFalse(self.env["property.duty.shift"].name_search("02-31"))

    def test_two_change_places(self):
        """Both have the same hours on two posts: they change places all the same."""
        second = self._make_post("Desk 2", "front_desk", self.type_a)
        self.roster.sudo().state = "draft"
        mine = self._plan(self.roster, self.anna, 25, self.type_a)
        other = self._plan(self.roster, self.bert, 25, self.type_a, second)
        self._publish(self.roster)
        self._set("swap_back_to_back", "yes")
        request = self._ask(24, 24)
        request.write({"shift_id": mine.id, "counter_shift_id": other.id})
        self._through(request)
        self.assertEqual((mine | other).staff_id, self.anna | self.bert)
        self.assertEqual(mine.staff_id, self.bert)

    def test_consent_is_a_setting(self):
        """C9: where one company asks for no consent, it goes to approval at once."""
        self._set("swap_both_consent", "no")
        request = self._ask(24, 26)
        request.action_submit()
        self.assertEqual(request.state, "approval")
        self.assertEqual(request.approval_state, "pending")

    def test_declined(self):
        request = self._ask(24, 26)
        request.action_submit()
        self._as(request, "bert").action_decline()
        self.assertEqual(request.state, "refused")
        self.assertIn("bert", request.refusal)
        self.assertEqual(self.own[24].staff_id, self.anna)

    def test_taken_back(self):
        request = self._ask(24, 26)
        request.action_submit()
        self._as(request, "bert").action_consent()
        self._as(request, "anna").action_take_back()
        self.assertEqual(request.state, "cancelled")
        self.assertEqual(request.approval_state, "cancelled")
        self._ask(24, 26).action_submit()

    def test_returned_and_asked_anew(self):
        request = self._ask(24, 26)
        request.action_submit()
        self._as(request, "bert").action_consent()
        self._as(request, "emil").approval_id._property_decide("returned", "Why?")
        self.assertEqual(request.state, "draft")
        self._through(request)
        self.assertEqual(request.state, "done")

    # === The limits ===

    def test_notice(self):
        """DUT-08, DUT-41: a day ahead, by the days of the estate's clock."""
        for moment, days, passes in (
            ("2026-11-21 23:59", 1, True),
            ("2026-11-22 00:01", 1, False),
            ("2026-11-22 00:01", 0, True),
            ("2026-11-20 23:59", 2, True),
            ("2026-11-21 00:01", 2, False),
        ):
            for kind in ("swap", "absence"):
                self._set_again(f"{kind}_notice_days", days)
                request = self._ask(22, 24) if kind == "swap" else self._absence(22)
                with self.subTest(moment=moment, days=days, kind=kind):
                    with self._at(moment):
                        self._assert_submits(request, passes, "ahead")
                request.sudo().state = "cancelled"

    def test_supervisor_needs_no_notice(self):
        """DUT-08: the supervisor arranges, also on the very day."""
        with self._at("2026-11-22 07:00"):
            request = self._absence(22, user="emil", counter_staff_id=self.cora.id)
            request.action_submit()
            self.assertEqual(request.state, "approval")

    def test_begun(self):
        """Nothing changes once the shift has begun, whoever asks."""
        with self._at("2026-11-22 08:00"):
            request = self._absence(22, user="emil")
            self._assert_submits(request, False, "has begun")

    def test_month_limit(self):
        """DUT-31, DUT-33: two or three a person and month, both parties counted."""
        self._set("swap_consecutive", "yes")
        self._set("swap_back_to_back", "yes")
        for limit in (2, 3):
            self._set_again("swap_month_limit", limit)
            requests = [self._ask(day, day + 2) for day in (20, 22, 24, 26)]
            for number, request in enumerate(requests):
                with self.subTest(limit=limit, number=number):
                    self._assert_submits(request, number < limit, "are allowed")
            for request in requests:
                request.sudo().state = "cancelled"

    def test_month_limit_of_the_colleague(self):
        self._set("swap_month_limit", 1)
        self._set("swap_consecutive", "yes")
        self._ask(20, 22).action_submit()
        self.roster.sudo().state = "draft"
        third = self._plan(self.roster, self.cora, 27, self.type_a)
        self._publish(self.roster)
        request = self._ask(24, 28, user="cora", shift_id=third.id)
        self._assert_submits(request, False, "bert has 1 swaps")

    def test_other_month(self):
        """The month of the shift counts, not that of the request."""
        self._set("swap_month_limit", 1)
        self._ask(20, 22).action_submit()
        december = self._make_roster()
        mine = self._plan(december, self.anna, 9, self.type_a)
        other = self._plan(december, self.bert, 11, self.type_b)
        self._publish(december)
        request = self._ask(24, 26, shift_id=mine.id, counter_shift_id=other.id)
        self._assert_submits(request, True)

    def test_consecutive(self):
        """DUT-33: neither the duty before nor after may be swapped already."""
        self._through(self._ask(20, 24))
        for day, other_day, passes in (
            (22, 28, False),  # Anna's duty after the one she gave
            (28, 22, False),  # Bert's duty before the one he gave
            (28, 28, True),
        ):
            with self.subTest(day=day, other_day=other_day):
                request = self._ask(day, other_day)
                self._assert_submits(request, passes, "consecutive")
                request.sudo().state = "cancelled"
        self._set("swap_consecutive", "yes")
        self._assert_submits(self._ask(22, 28), True)

    def test_back_to_back(self):
        """DUT-33: neither who swaps nor who returns works two shifts in a row."""
        self.roster.sudo().state = "draft"
        free = self._plan(self.roster, self.cora, 25, self.type_a)
        self._publish(self.roster)
        # Bert would have A and then B on the 25th.
        request = self._ask(
            24, 28, user="cora", shift_id=free.id, counter_shift_id=self.other[28].id
        )
        self._assert_submits(request, False, "bert would have back-to-back")
        self._set("swap_back_to_back", "yes")
        self._assert_submits(request, True)

    def test_holiday(self):
        """DUT-38: no swap and no leave on public holidays."""
        self.env["property.calendar.day"].create(
            [
                {"date": "2026-11-24", "name": "Holiday"},
                {"date": "2026-11-25", "name": "Holiday"},
            ]
        )
        for request in (self._ask(24, 26), self._ask(26, 24), self._absence(24)):
            with self.subTest(kind=request.kind, day=request.date):
                self._assert_submits(request, False, "public holiday")
        self._set("swap_on_holiday", "yes")
        self._assert_submits(self._ask(24, 26), True)

    def test_leave_on_swapped(self):
        """DUT-37: no leave from shifts that were swapped or returned."""
        self._through(self._ask(20, 24))
        shift = self.other[24]
        self.assertEqual(shift.staff_id, self.anna)
        request = self._absence(20, shift_id=shift.id)
        self._assert_submits(request, False, "no leave from it")
        self._set("leave_on_swapped", "yes")
        self._assert_submits(request, True)

    def test_on_leave(self):
        """Nobody takes a shift that lies in the own leave."""
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Leave",
                "resource_id": self.bert.employee_id.resource_id.id,
                "calendar_id": False,
                "company_id": self.company.id,
                "date_from": "2026-11-24 00:00:00",
                "date_to": "2026-11-24 09:00:00",
            }
        )
        self._assert_submits(self._ask(24, 26), False, "bert is on leave")

    def test_who_may_be_on_the_post(self):
        """DUT-02: a guard takes no desk shift by a swap."""
        self.roster.sudo().state = "draft"
        guard = self._plan(self.roster, self.dora, 25, self.type_p, self.gate)
        self._publish(self.roster)
        request = self._ask(24, 26, counter_shift_id=guard.id)
        self._assert_submits(request, False, "may not be on the post")

    def test_one_request_a_shift(self):
        self._ask(24, 26).action_submit()
        for request in (self._ask(24, 28), self._ask(28, 26)):
            self._assert_submits(request, False, "another request")

    def test_not_published(self):
        self.roster.sudo().state = "reviewed"
        self._assert_submits(self._ask(24, 26, user="emil"), False, "not published")

    def test_swap_needs_a_shift_in_return(self):
        request = self._ask(24, 26, counter_shift_id=False)
        self._assert_submits(request, False, "in return")

    # === Absence ===

    def test_absence(self):
        """DUT-08, DUT-56: the supervisor names who stands in, and approves."""
        request = self._absence(24)
        request.action_submit()
        self.assertEqual(request.state, "approval")
        with (
            self.assertRaisesRegex(UserError, "name who stands in"),
            self.env.cr.savepoint(),
        ):
            self._as(request, "emil").action_approval_approve()
        with self.assertRaises(AccessError):
            self._as(request, "anna").counter_staff_id = self.cora
        self._as(request, "emil").counter_staff_id = self.cora
        self._as(request, "emil").action_approval_approve()
        self.assertEqual(request.state, "done")
        self.assertEqual(self.own[24].staff_id, self.cora)
        self.assertEqual(self.own[24].planned_staff_id, self.anna)

    def test_no_private_arrangement(self):
        """DUT-08: staff name no stand-in, and ask for nobody but themselves."""
        with self.assertRaises(AccessError):
            self._absence(24, counter_staff_id=self.cora.id)
        for user in ("bert", "dora", "cora"):
            with self.subTest(user), self.assertRaises(AccessError):
                self._absence(24, user=user)

    def test_busy_stand_in(self):
        """Who is on duty at that time cannot stand in."""
        self.roster.sudo().state = "draft"
        self._plan(self.roster, self.cora, 24, self.type_p, is_support=True)
        self._publish(self.roster)
        request = self._absence(24)
        request.action_submit()
        self._as(request, "emil").counter_staff_id = self.cora
        with self.assertRaisesRegex(UserError, "on duty already"):
            self._as(request, "emil").action_approval_approve()

    # === What holds always ===

    def test_changed_meanwhile(self):
        """Approved later, it is checked again against the roster as it is then."""
        request = self._ask(24, 26)
        request.action_submit()
        self._as(request, "bert").action_consent()
        self.own[24].sudo().staff_id = self.cora
        with self.assertRaisesRegex(UserError, "no longer of anna"):
            self._as(request, "emil").action_approval_approve()

    def test_steps_only(self):
        request = self._ask(24, 26, state="done")
        self.assertEqual(request.state, "draft")
        for values in (
            {"state": "done"},
            {"staff_id": self.bert.id},
            {"consent_on": "2026-11-18"},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                request.write(values)
        request.action_submit()
        with self.assertRaises(UserError):
            request.reason = "Something else"
        with self.assertRaises(UserError):
            request.unlink()

    def test_parties(self):
        with self.assertRaises(ValidationError):
            self._ask(24, 26, counter_shift_id=self.own[26].id)
        with self.assertRaises(ValidationError):
            self._absence(24, counter_shift_id=self.other[26].id)

    def test_who_sees(self):
        """Colleagues who have no part in it do not see why somebody is away."""
        request = self._ask(24, 26)
        readers = {"anna", "bert", "cora", "emil"}
        for name in self.users:
            with self.subTest(name):
                found = self._as(request, name).search([("id", "=", request.id)])
                self.assertEqual(bool(found), name in readers)

    def _assert_submits(self, request, passes, words=""):
        self.assertEqual(request.state, "draft")
        if passes:
            request.action_submit()
            self.assertIn(request.state, ("consent", "approval"))
        else:
            with self.assertRaisesRegex(UserError, words):
                request.action_submit()
