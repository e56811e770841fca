"""The manager: approvals, control points, written reports; the day begins with the
overview dashboard."""

from .camera import Picture
from .steps import first_record, screen

PICTURES = [
    Picture("approvals", "manager", screen("property-approvals")),
    Picture(
        "compliance", "manager", screen("routine-compliance", ".o_list_view, .o_pivot")
    ),
    Picture("written_report", "manager", first_record("written-reports")),
    Picture("renovation", "manager", first_record("renovations")),
]
