"""Supervisor and administrator: what went up, the roster, checks, the month's tasks."""

from .camera import Picture
from .steps import first_record, home, screen

PICTURES = [
    Picture("supervisor_home", "supervisor", home()),
    Picture("escalations", "supervisor", screen("escalations")),
    Picture("month_grid", "administrator", screen("duty-grid", "table")),
    Picture("routines_due", "supervisor", screen("routine-work")),
    Picture("quality_check", "supervisor", first_record("quality-checks")),
]
