"""Periods, days and cents of fees: plain arithmetic without records.

All amounts are exact fractions until the last step. A part of a period is worth the
rounded sum up to its end minus the rounded sum up to the day before its start, so that
whatever way a period is cut, by rate, by owner or by a later reversal, the parts add
up to the whole to the cent (FEE-15), and each part lies within one
rounding step of its own exact value.
"""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

ONE_DAY = timedelta(days=1)
# Stands for "no last day"; a day may still be added to it.
FAR = date(9999, 12, 30)


def exact(number):
    """A field's number as the decimal that the user sees, without binary residue."""
    return Fraction(Decimal(repr(float(number))))


def month_end(day):
    return day.replace(day=monthrange(day.year, day.month)[1])


def period_of(day, months):
    """The calendar period of 1, 3 or 12 months that contains a day."""
    first = (day.month - 1) // months * months + 1
    start = date(day.year, first, 1)
    return start, month_end(date(day.year, first + months - 1, 1))


def periods_between(day_from, day_to, months):
    """All calendar periods that have a day in the range, in order."""
    periods = []
    day = day_from
    while day <= day_to:
        periods.append(period_of(day, months))
        day = periods[-1][1] + ONE_DAY
    return periods


@lru_cache(maxsize=65536)
def months_between(day_from, day_to):
    """Length in months, broken months by the actual days of that month."""
    if day_to < day_from:
        return Fraction(0)
    if (day_from.year, day_from.month) == (day_to.year, day_to.month):
        length = monthrange(day_from.year, day_from.month)[1]
        return Fraction((day_to - day_from).days + 1, length)
    whole = (day_to.year - day_from.year) * 12 + day_to.month - day_from.month - 1
    first = months_between(day_from, month_end(day_from))
    return first + whole + months_between(day_to.replace(day=1), day_to)


def round_to(amount, step):
    """Round half up (away from zero) to a multiple of step; both exact."""
    steps = amount / step
    sign = -1 if steps < 0 else 1
    return sign * ((2 * abs(steps) + 1) // 2) * step


def intersect(first, second):
    """Common days of two ranges, or None; an empty last day is open."""
    start = max(first[0], second[0])
    end = min(first[1] or FAR, second[1] or FAR)
    return (start, end) if start <= end else None


def subtract(whole, taken):
    """The ranges of whole that no range in taken covers, in order."""
    free = []
    start = whole[0]
    for taken_start, taken_end in sorted(taken):
        if taken_end < start or taken_start > whole[1]:
            continue
        if taken_start > start:
            free.append((start, taken_start - ONE_DAY))
        start = taken_end + ONE_DAY
    if start <= whole[1]:
        free.append((start, whole[1]))
    return free


class Tariff:
    """What a day of one assignment costs: prices by date, quantity, discount.

    :param prices: sorted list of (first day, last day, price, key)
    :param factor: exact quantity after discount
    :param months: months that a price is for: 1, or the length of the period
    :param step: rounding step
    """

    def __init__(self, prices, factor, months, step):
        self.prices = prices
        self.factor = factor
        self.months = months
        self.step = step

    def pieces(self, day_from, day_to):
        """The range cut where the price changes; price None where none is in force."""
        pieces = []
        day = day_from
        for start, end, price, key in self.prices:
            common = intersect((day, day_to), (start, end))
            if not common:
                continue
            if common[0] > day:
                pieces.append((day, common[0] - ONE_DAY, None, None))
            pieces.append((*common, price, key))
            day = common[1] + ONE_DAY
            if day > day_to:
                break
        if day <= day_to:
            pieces.append((day, day_to, None, None))
        return pieces

    def exact_amount(self, day_from, day_to):
        return sum(
            (
                price * self.factor * months_between(start, end) / self.months
                for start, end, price, _key in self.pieces(day_from, day_to)
                if price is not None
            ),
            Fraction(0),
        )

    def amount(self, anchor, day_from, day_to):
        """Rounded worth of a part of the span that begins on the anchor day."""
        before = Fraction(0)
        if day_from > anchor:
            before = self.exact_amount(anchor, day_from - ONE_DAY)
        total = before + self.exact_amount(day_from, day_to)
        return round_to(total, self.step) - round_to(before, self.step)
