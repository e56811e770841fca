"""Amounts of a bill in whole cents, as Odoo rounds them."""

from fractions import Fraction

from .proration import exact


def half_up(number):
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


class Amounts:
    """Base and tax of a bill's charges, in whole cents, tax rounded per line."""

    def __init__(self, cents, taxes):
        self.prices = cents
        self.taxes = [
            tax.of(amount) if tax else 0
            for amount, tax in zip(cents, taxes, strict=True)
        ]
        self.bases = [
            amount - (part if tax and tax.included else 0)
            for amount, part, tax in zip(cents, self.taxes, taxes, strict=True)
        ]
        self.base = sum(self.bases)
        self.tax = sum(self.taxes)
        self.total = self.base + self.tax


class PercentTax:
    """A sale tax of one percentage, within the price or on top of it."""

    def __init__(self, tax):
        percent = exact(tax.amount)
        self.included = tax.price_include
        self.share = percent / (100 + percent if self.included else 100)

    def of(self, cents):
        return half_up(Fraction(cents) * self.share)
