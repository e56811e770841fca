"""The desk: landing page, front desk, unit, request, callbacks, keys, the own shift."""

from .camera import Picture
from .steps import first_record, home, screen

UNIT = "1-1-202"
CALLER = "1-1-102"
LEAK = "卫生间顶棚渗水"
WORDS = "厨房水槽下水慢，昨天起"


def front_desk(window):
    """A caller's unit is typed: people, instructions, open requests."""
    window.open("desk")
    window.wait("input[name=property_desk_search]:focus")
    window.page.keyboard.type(CALLER)
    window.wait(".o_property_desk_hit")
    window.page.keyboard.press("Enter")
    window.wait(".o_property_desk_card")
    window.page.keyboard.type(WORDS)


def household(window):
    """What happened to a unit and its people, newest first."""
    first_record("units", UNIT)(window)
    window.button("action_property_history")
    window.settle()


PICTURES = [
    Picture("assistant_home", "assistant", home()),
    Picture("front_desk", "assistant", front_desk),
    Picture("unit", "assistant", first_record("units", UNIT)),
    Picture("household", "assistant", household),
    Picture("request", "assistant", first_record("requests", LEAK)),
    Picture("callbacks", "assistant", screen("callbacks")),
    Picture("key_desk", "assistant", screen("key-desk")),
    Picture("duty_log", "assistant", first_record("duty-logs")),
]
