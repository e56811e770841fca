"""Numbers of documents in the first hours of a Chinese year (GOV-01)."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import PropertyCommon

# In China: the last evening of the year, half past midnight, and the first morning.
EVENING, NIGHT, MORNING = (
    "2026-12-31 12:00:00",
    "2026-12-31 16:30:00",
    "2027-01-01 02:00:00",
)


@tagged("post_install", "-at_install")
class TestYearOfNumbers(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "Asia/Shanghai"
        cls.book = cls.env["ir.sequence"].create(
            {
                "name": "Papers",
                "code": "property.paper.test",
                "company_id": cls.company.id,
                "prefix": "ZZ%(year)s",
                "padding": 4,
                "use_date_range": True,
            }
        )

    def _draw(self, zone):
        books = self.env["ir.sequence"].with_company(self.company).with_context(tz=zone)
        return books.next_by_code("property.paper.test")

    def test_year_and_count_change_together(self):
        """At the company's midnight, whatever time zone the user has."""
        zones = ("Asia/Shanghai", "UTC", False)
        for moment, expected in (
            (EVENING, ["ZZ20260001", "ZZ20260002", "ZZ20260003"]),
            (NIGHT, ["ZZ20270001", "ZZ20270002", "ZZ20270003"]),
            (MORNING, ["ZZ20270004", "ZZ20270005", "ZZ20270006"]),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual([self._draw(zone) for zone in zones], expected)

    def test_many_at_once(self):
        """One count for those drawn one by one and together, with gaps or without."""
        for implementation in ("standard", "no_gap"):
            with self.subTest(implementation=implementation), freeze_time(NIGHT):
                book = self.book.copy(
                    {"implementation": implementation, "code": "property.papers.test"}
                )
                drawn = [book.next_by_id(), *book._property_next_many(3)]
                drawn.append(book.next_by_id())
                self.assertEqual(drawn, [f"ZZ2027000{place}" for place in range(1, 6)])

    def test_requests_of_the_night(self):
        """A request of New Year's night is the first of the new year."""
        with freeze_time(NIGHT):
            tickets = self.env["helpdesk.ticket"].create(
                [
                    {"name": "Leak", "property_estate_id": estate.id}
                    for estate in (self.estate, self.mall, self.estate)
                ]
            )
        numbers = [int(ticket.number[-4:]) for ticket in tickets]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 3)))
        self.assertTrue(all("2027" in ticket.number for ticket in tickets))

    def test_scheduled_work_has_the_company_s_day(self):
        """Greenwich's last day of the month is the first of the next in China."""
        days = []
        cron = self.env.ref("property_service.ir_cron_property_routine")

        def note(model):
            days.append(fields.Date.to_string(fields.Date.context_today(model)))

        routines = type(self.env["property.routine.period"])
        self.patch(routines, "_cron_property_routines", note)
        self.env.company.resource_calendar_id.tz = "Asia/Shanghai"
        # The job commits what it did; the test takes it back.
        with (
            freeze_time("2026-11-30 16:30:00"),
            patch.object(self.env.cr, "commit", lambda: None),
        ):
            cron.with_user(cron.user_id)._callback(
                cron.cron_name, cron.ir_actions_server_id.id
            )
        self.assertEqual(days, ["2026-12-01"])
