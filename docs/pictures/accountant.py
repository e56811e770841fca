"""Accountant and cashier: billing, bank lines, arrears; the till and its close."""

from datetime import date, timedelta

from .camera import Picture
from .steps import ROW, choose, first_record, home, screen

ESTATE = "锦绣家园"
UNIT = "1-1-502"
# A whole month of an estate, without what was billed for single days since.
LAST_MONTH = f"{date.today().replace(day=1) - timedelta(days=1):%Y-%m}"


def till(window):
    """The unit is typed: all that is open, and what it comes to."""
    home(".o_form_view")(window)
    choose(window, "estate_id", ESTATE)
    choose(window, "unit_ids", UNIT)
    window.wait(f"div[name=line_ids] {ROW}")


def day_close(window):
    """The coins and notes of the till are counted."""
    screen("property-day-close/new", ".o_form_view")(window)
    choose(window, "estate_id", ESTATE)
    window.wait(f"div[name=count_ids] {ROW}")


PICTURES = [
    Picture("accountant_home", "accountant", home(ROW)),
    Picture("billing_run", "accountant", first_record("billing-runs", LAST_MONTH)),
    Picture("bank_lines", "accountant", screen("property-bank-lines")),
    Picture("arrears", "accountant", screen("property-arrears", ROW)),
    Picture(
        "deposits", "accountant", screen("property-deposit-register", ".o_pivot table")
    ),
    Picture("cashier_home", "cashier", till),
    Picture("day_close", "cashier", day_close),
]
