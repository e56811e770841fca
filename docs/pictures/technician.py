"""The technician, on a phone: the day's orders, the work on site, an incident."""

from .camera import phone
from .steps import CARD, home, screen


def work(window):
    """What is reported on site."""
    home(CARD)(window)
    window.button("action_open_work")
    window.wait("div[name=result] textarea")


PICTURES = [
    phone("technician_home", "technician", home(CARD)),
    phone("technician_work", "technician", work),
    phone(
        "technician_incident",
        "technician",
        screen("property-report-incident", ".modal .o_form_view"),
    ),
    phone("technician_round", "technician", screen("patrol-rounds")),
]
