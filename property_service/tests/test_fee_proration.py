from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.property_service.models.fee.proration import (
    FAR,
    Tariff,
    exact,
    intersect,
    months_between,
    period_of,
    periods_between,
    round_to,
    subtract,
)

CENT = Fraction(1, 100)
DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))
PRICES = st.decimals(0, 500, places=4)
AREAS = st.decimals("0.01", 2000, places=2)
STEPS = st.sampled_from([CENT, Fraction(1, 10), Fraction(1)])


@tagged("post_install", "-at_install")
class TestFeeProration(BaseCase):
    """Arithmetic of days and cents: FEE-15."""

    def test_months_by_actual_days(self):
        whole = months_between(date(2026, 2, 1), date(2026, 2, 28))
        self.assertEqual(whole, 1)
        self.assertEqual(
            months_between(date(2026, 2, 15), date(2026, 2, 28)), Fraction(14, 28)
        )
        self.assertEqual(
            months_between(date(2028, 2, 15), date(2028, 4, 10)),
            Fraction(15, 29) + 1 + Fraction(10, 30),
        )

    def test_periods_follow_the_calendar(self):
        self.assertEqual(
            period_of(date(2026, 11, 21), 3), (date(2026, 10, 1), date(2026, 12, 31))
        )
        self.assertEqual(
            period_of(date(2026, 11, 21), 12), (date(2026, 1, 1), date(2026, 12, 31))
        )
        self.assertEqual(
            len(periods_between(date(2026, 1, 31), date(2026, 3, 1), 1)), 3
        )

    def test_half_a_cent_rounds_up(self):
        self.assertEqual(round_to(exact(1.005), CENT), Fraction("1.01"))
        self.assertEqual(round_to(exact(-1.005), CENT), Fraction("-1.01"))
        self.assertEqual(round_to(exact(2.675), CENT), Fraction("2.68"))

    @settings(max_examples=300, deadline=None)
    @given(
        day=DAYS,
        months=st.sampled_from([1, 3, 12]),
        price=PRICES,
        area=AREAS,
        step=STEPS,
        cuts=st.lists(st.integers(0, 365), max_size=6),
    )
    def test_parts_add_up_to_the_whole(self, day, months, price, area, step, cuts):
        """However a period is cut by day, no cent is lost or gained."""
        first, last = period_of(day, months)
        tariff = Tariff([(first, FAR, Fraction(price), 1)], Fraction(area), 1, step)
        starts = sorted(
            {first, *(first + timedelta(days=cut) for cut in cuts)} & _days(first, last)
        )
        ends = [start - timedelta(days=1) for start in starts[1:]] + [last]
        parts = [
            tariff.amount(first, start, end)
            for start, end in zip(starts, ends, strict=True)
        ]
        whole = round_to(Fraction(price) * Fraction(area) * months, step)
        self.assertEqual(sum(parts), whole)
        for part, start, end in zip(parts, starts, ends, strict=True):
            self.assertLessEqual(abs(part - tariff.exact_amount(start, end)), step)

    @settings(max_examples=200, deadline=None)
    @given(day=DAYS, prices=st.lists(PRICES, min_size=2, max_size=4), area=AREAS)
    def test_parts_add_up_across_price_changes(self, day, prices, area):
        first, last = period_of(day, 3)
        length = (last - first).days // len(prices)
        rows = []
        start = first
        for number, price in enumerate(prices):
            is_last = number == len(prices) - 1
            end = last if is_last else start + timedelta(days=length)
            rows.append((start, end, Fraction(price), number))
            start = end + timedelta(days=1)
        tariff = Tariff(rows, Fraction(area), 1, CENT)
        pieces = tariff.pieces(first, last)
        self.assertEqual([key for *_rest, key in pieces], list(range(len(prices))))
        total = sum(tariff.amount(first, piece[0], piece[1]) for piece in pieces)
        self.assertEqual(total, tariff.amount(first, first, last))

    @settings(max_examples=200, deadline=None)
    @given(
        whole=st.tuples(st.integers(0, 40), st.integers(0, 40)),
        taken=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 8)), max_size=5),
    )
    def test_free_days_are_those_not_taken(self, whole, taken):
        origin = date(2026, 1, 1)
        first, last = sorted(whole)
        ranges = [(a, a + length) for a, length in taken]
        free = subtract(
            (origin + timedelta(first), origin + timedelta(last)),
            [(origin + timedelta(a), origin + timedelta(b)) for a, b in ranges],
        )
        days = set().union(*(_days(*span) for span in free)) if free else set()
        wanted = {
            origin + timedelta(n)
            for n in range(first, last + 1)
            if not any(a <= n <= b for a, b in ranges)
        }
        self.assertEqual(days, wanted)

    def test_days_without_price_are_named(self):
        tariff = Tariff(
            [(date(2026, 1, 10), date(2026, 1, 20), Fraction(1), 7)], 1, 1, CENT
        )
        pieces = tariff.pieces(date(2026, 1, 1), date(2026, 1, 31))
        self.assertEqual([piece[3] for piece in pieces], [None, 7, None])
        self.assertIsNone(intersect((date(2026, 1, 1), date(2026, 1, 2)), (FAR, None)))


def _days(first, last):
    return {first + timedelta(n) for n in range((last - first).days + 1)}
