"""The system administrator: users, estates, parameters, lists and routines."""

from .camera import Picture
from .steps import first_record, screen

PICTURES = [
    Picture("user", "admin", first_record("property-users", "陈婷")),
    Picture("estate", "admin", first_record("property-estates")),
    Picture("settings", "admin", screen("property-settings")),
    Picture("routine", "admin", first_record("routines")),
]
