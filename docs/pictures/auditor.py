"""The auditor: reads all, writes nothing."""

from .camera import Picture
from .steps import home, screen

PICTURES = [
    Picture("auditor_home", "auditor", home()),
    Picture("access_log", "auditor", screen("access-log", ".o_list_view")),
    Picture("time_limits", "auditor", screen("time-limits")),
]
