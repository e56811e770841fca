"""Reviews of the reception register: daily, Mondays, missed, handled (SRV-09, -10)."""

from datetime import date

from odoo.exceptions import AccessError, UserError

from .test_service_escalation import EscalationCommon

MONDAY = "2026-03-02 09:00"
MONDAY_NIGHT = "2026-03-02 21:00"
TUESDAY = "2026-03-03 09:00"


class ReviewCommon(EscalationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reviews = cls.env["property.service.review"].with_user(cls.user_supervisor)

    def _open(self):
        self.env["property.service.review"]._cron_property_open()

    def _review(self, day, kind="day", estate=None):
        return self.reviews.search(
            [
                ("estate_id", "=", (estate or self.estate).id),
                ("kind", "=", kind),
                ("date_start", "=", day),
            ]
        )


class TestServiceReview(ReviewCommon):
    def test_daily_review_is_a_worklist(self):
        """SRV-09: the day's records, signed once and stamped with who and when."""
        with self._at(MONDAY):
            self._open()
            tickets = self._ticket("repair") | self._ticket("inquiry")
            self._ticket("repair", property_unit_id=self.shop.id)
            review = self._review("2026-03-02")
            self.assertEqual(review.ticket_ids, tickets)
            self.assertEqual(review.ticket_count_now, 2)
            self.assertEqual(review.open_count_now, 2)
            self.assertEqual(review.date_due, date(2026, 3, 3))
        with self._at(MONDAY_NIGHT):
            review.note = "Two taps, nothing else"
            review.action_sign()
        self.assertEqual(review.state, "signed")
        self.assertEqual(review.signed_by_id, self.user_supervisor)
        self.assertFalse(review.is_late)
        self.assertEqual(review.ticket_count, 2)
        self.assertEqual(tickets.property_day_review_id, review)
        self.assertEqual(tickets.property_reviewed_by_id, self.user_supervisor)
        self.assertFalse(tickets.property_week_review_id)
        with self.assertRaisesRegex(UserError, "Signed off"):
            review.action_sign()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            review.note = "Something else"
        with self.assertRaises(UserError):
            review.sudo().unlink()

    def test_figures_are_frozen(self):
        with self._at(MONDAY):
            self._open()
            ticket = self._ticket("repair")
            review = self._review("2026-03-02")
            review.action_sign()
            self.assertEqual(review.open_count_now, 1)
            self._finish(ticket)._property_close(self.satisfied)
            self.env.invalidate_all()
            self.assertEqual(review.open_count_now, 1)
            self.assertEqual(review.ticket_ids, ticket)

    def test_recorded_after_the_signature_goes_to_the_next_day(self):
        """No request escapes because it came after the review was signed."""
        with self._at(MONDAY):
            self._open()
            self._review("2026-03-02").action_sign()
        with self._at(MONDAY_NIGHT):
            late = self._ticket("repair")
            self.assertEqual(late.property_review_date, date(2026, 3, 2))
        with self._at(TUESDAY):
            self._open()
            self.assertEqual(late.property_review_date, date(2026, 3, 3))
            self.assertIn(late, self._review("2026-03-03").ticket_ids)
            self.assertNotIn(late, self._review("2026-03-02").ticket_ids)

    def test_recorded_later_is_reviewed_on_its_day_of_recording(self):
        """SRV-03: received on Friday, recorded on Monday."""
        with self._at(MONDAY):
            self._open()
            ticket = self._ticket("repair", property_received_on="2026-02-27 08:00:00")
            self.assertIn(ticket, self._review("2026-03-02").ticket_ids)

    def test_missed_ones_stay_visible(self):
        with self._at(MONDAY):
            self._open()
            ticket = self._ticket("repair")
        with self._at("2026-03-05 09:00"):
            self._open()
            days = self.reviews.search(
                [("kind", "=", "day"), ("estate_id", "=", self.estate.id)]
            )
            self.assertEqual(
                sorted(days.mapped("date_start")),
                [date(2026, 3, day) for day in (2, 3, 4, 5)],
            )
            missed = self.reviews.search(
                [("is_missed", "=", True), ("estate_id", "=", self.estate.id)]
            )
            missed = missed.filtered(lambda review: review.kind == "day")
            self.assertEqual(
                sorted(missed.mapped("date_start")),
                [date(2026, 3, 2), date(2026, 3, 3)],
            )
            monday = self._review("2026-03-02")
            self.assertTrue(monday.is_missed)
            self.assertEqual(monday.ticket_ids, ticket)
            monday.action_sign()
            self.assertTrue(monday.is_late)
            self.assertFalse(monday.is_missed)

    def test_opened_once(self):
        """Run again, or by two at once, the cron changes nothing."""
        with self._at(MONDAY):
            self._open()
            number = self.env["property.service.review"].search_count([])
            self._open()
            self.assertEqual(
                self.env["property.service.review"].search_count([]), number
            )

    def test_monday_review_of_the_manager(self):
        """SRV-10: last week's register; the supervisor does not sign it."""
        with self._at("2026-02-25 09:00"):
            self._open()
            ticket = self._ticket("repair")
        with self._at("2026-03-01 20:00"):  # a Sunday
            self._open()
            self.assertFalse(self._review("2026-02-23", "week"))
        with self._at(MONDAY):
            self._open()
            week = self._review("2026-02-23", "week")
            self.assertEqual(week.date_end, date(2026, 3, 1))
            self.assertEqual(week.date_due, date(2026, 3, 2))
            self.assertEqual(week.ticket_ids, ticket)
            self.assertFalse(week.may_sign)
            with self.assertRaisesRegex(AccessError, "manager's"):
                week.action_sign()
            with self.assertRaisesRegex(AccessError, "manager's"):
                week.note = "By the supervisor"
            week.with_user(self.user_manager).action_sign()
        self.assertFalse(week.is_late)
        self.assertEqual(ticket.property_week_review_id, week)
        self.assertFalse(ticket.property_day_review_id)

    def test_begins_without_debts(self):
        """Installed on a Wednesday, nobody owes the review of the week before."""
        with self._at("2026-02-25 09:00"):
            self._open()
            self.assertFalse(
                self.reviews.search(
                    [("kind", "=", "week"), ("estate_id", "=", self.estate.id)]
                )
            )

    def test_monday_after_a_holiday_is_a_workday(self):
        """Spring Festival 2026 ends on Monday, 23 February."""
        with self._at("2026-02-16 09:00"):
            self._open()
        with self._at("2026-02-23 09:00"):
            self._open()
            week = self._review("2026-02-16", "week")
            self.assertEqual(week.date_due, date(2026, 2, 24))

    def test_escalated_cases_are_handled_first(self):
        """SLA-04: the level writes handling and result before it signs."""
        with self._at(MONDAY):
            ticket = self._ticket("repair", user_id=self.user_assistant.id)
        with self._at("2026-03-04 10:00"):
            self._run()
            self._open()
            review = self._review("2026-03-04")
            self.assertEqual(review.escalation_ids, ticket.property_escalation_ids)
            with self.assertRaisesRegex(UserError, ticket.number):
                review.action_sign()
            ticket.with_user(self.user_supervisor)._property_add_handling("Plumber")
            self.env.invalidate_all()
            self.assertFalse(review.escalation_ids)
            review.action_sign()
        self.assertEqual(review.state, "signed")

    def test_who_may_sign(self):
        with self._at(MONDAY):
            self._open()
            review = self._review("2026-03-02")
            for user in (
                self.user_assistant,
                self.user_administrator,
                self.user_auditor,
            ):
                self.assertFalse(review.with_user(user).may_sign)
                with self.assertRaises(AccessError):
                    review.with_user(user).action_sign()
            self.assertTrue(review.with_user(self.user_manager).may_sign)
            with self.assertRaises(AccessError):
                review.state = "signed"
            with self.assertRaises(AccessError):
                review.date_due = "2030-01-01"
            with self.assertRaises(AccessError):
                self._ticket().with_user(
                    self.user_manager
                ).property_day_review_id = review

    def test_history_is_nobodys_day(self):
        """Old messages that are imported are not on today's list."""
        with self._at(MONDAY):
            tickets = self.env["helpdesk.ticket"].with_context(property_no_clocks=True)
            old = tickets.create(
                {
                    "name": "Old message",
                    "property_kind": "inquiry",
                    "property_estate_id": self.estate.id,
                }
            )
            self.assertFalse(old.property_review_date)

    def test_counts_in_few_queries(self):
        with self._at(MONDAY):
            self._open()
        with self._at("2026-03-20 09:00"):
            self._open()
            self._ticket("repair")
            reviews = self.reviews.search([("state", "=", "open")])
            self.assertGreater(len(reviews), 18)
            self.env.flush_all()
            reviews.invalidate_recordset()
            reviews.mapped("kind")
            with self.assertQueryCount(12):
                reviews.mapped("ticket_count_now")

    def test_routine_counts_the_signatures(self):
        """The daily routine is met by a signature of the day (GOV-01)."""
        routine = self.env.ref("property_service.routine_service_review_day")
        monday = date(2026, 3, 2)
        with self._at(MONDAY):
            self._open()
            self.assertEqual(
                routine._property_measure(self.estate, monday, monday).done, 0
            )
            self._review("2026-03-02").action_sign()
            self.assertTrue(
                routine._property_measure(self.estate, monday, monday).is_met
            )

    def test_routine_of_a_monday_off(self):
        """A Monday off leaves the review to the next workday of the week."""
        routine = self.env.ref("property_service.routine_service_review_week")
        due = routine._property_due_day(
            self.estate, date(2026, 2, 23), date(2026, 3, 1)
        )
        self.assertEqual(due, date(2026, 2, 24))
