"""Service quality: requests, time limits, callbacks and complaints of a period."""

from .board import Board
from .parts import (
    DECIMAL,
    LAST_MONTHS,
    PERCENT,
    Chart,
    Charts,
    Figure,
    Figures,
    Listing,
    Source,
)

REQUEST = "property.request.report"
CALLBACK = "property.callback.report"
COMPLAINT = "property.complaint.report"
MENU = "property_service_reports.property_{}_report_menu"
STANDARD = "DB11/T 751-2025:"

_dated = {"date": "date", "date_type": "datetime"}
_requests = Source(REQUEST, **_dated)
_limits = Source("property.target.report", [("measure", "!=", "escalation")], **_dated)
_callbacks = Source(CALLBACK, [("callback_kind", "=", "regular")], **_dated)
_repairs = Source(
    CALLBACK, [("callback_kind", "=", "regular"), ("kind", "=", "repair")], **_dated
)
_unsatisfied = Source(
    CALLBACK,
    [("callback_kind", "=", "regular"), ("unsatisfied_count", ">", 0)],
    **_dated,
)
_complaints = Source(COMPLAINT, **_dated)
_ours = Source(COMPLAINT, [("ours_count", ">", 0)], **_dated)
_repeats = Source(REQUEST, [("repeat_count", ">", 0)], **_dated)
_late = Source(REQUEST, [("overdue_count", ">", 0)])


def _request_figures():
    return Figures(
        "Requests",
        [
            Figure(
                "Requests received",
                _requests,
                "request_count",
                card="plain",
                menu=MENU.format("request"),
                sample=412,
                sample_before=398,
            ),
            Figure(
                "Requests closed (%)",
                _requests,
                "closed_percent",
                format=PERCENT,
                sample=91.5,
                sample_before=93.2,
            ),
            Figure(
                "Requests that were late (%)",
                _requests,
                "late_percent",
                format=PERCENT,
                card="watch",
                menu=MENU.format("request"),
                sample=4.1,
                sample_before=5.6,
            ),
            Figure(
                "Time limits kept (%)",
                _limits,
                "kept_percent",
                format=PERCENT,
                card="good",
                menu=MENU.format("target"),
                sample=96.3,
                sample_before=95.1,
            ),
            Figure(
                "Hours from reception to solution",
                _requests,
                "solve_hours",
                format=DECIMAL,
                sample=9.4,
                sample_before=11.8,
            ),
            Figure(
                "Solved by the first-contact person (%)",
                _requests,
                "direct_percent",
                format=PERCENT,
                sample=38.2,
                sample_before=36.9,
            ),
            Figure(
                "Repeated requests",
                _repeats,
                "repeat_count",
                sample=9,
                sample_before=14,
            ),
        ],
    )


def _callback_figures():
    return Figures(
        "Callbacks and satisfaction",
        [
            Figure(
                "Callbacks that fell due",
                _callbacks,
                "due_count",
                sample=188,
                sample_before=175,
            ),
            Figure(
                "Repairs called back (%)",
                _repairs,
                "covered_percent",
                format=PERCENT,
                card="good",
                menu=MENU.format("callback"),
                yardstick=STANDARD,
                levels=(50, 70, 90),
                sample=97.4,
                sample_before=94.8,
            ),
            Figure(
                "At least fairly satisfied, of all calls (%)",
                _callbacks,
                "accepted_call_percent",
                format=PERCENT,
                card="good",
                menu=MENU.format("callback"),
                yardstick=STANDARD,
                levels=(70, 80, 90),
                sample=92.6,
                sample_before=91.9,
            ),
            Figure(
                "Customers who were not satisfied",
                _unsatisfied,
                "unsatisfied_count",
                card="watch",
                menu=MENU.format("callback"),
                sample=6,
                sample_before=8,
            ),
        ],
    )


def _complaint_figures():
    return Figures(
        "Complaints in the period",
        [
            Figure(
                "Complaints received",
                _complaints,
                "complaint_count",
                card="watch",
                menu=MENU.format("complaint"),
                sample=11,
                sample_before=13,
            ),
            Figure(
                "Complaints fed back in time (%)",
                _complaints,
                "feedback_percent",
                format=PERCENT,
                card="good",
                menu=MENU.format("complaint"),
                yardstick=STANDARD,
                levels=(80, 90, 95),
                sample=100,
                sample_before=92.3,
            ),
            Figure(
                "Complaints we answer for",
                _ours,
                "ours_count",
                sample=7,
                sample_before=9,
            ),
            Figure(
                "Second complaints about the same matter (%)",
                _complaints,
                "repeat_percent",
                format=PERCENT,
                card="watch",
                menu=MENU.format("complaint"),
                sample=0,
                sample_before=7.7,
            ),
        ],
    )


def board():
    return Board("property_quality").add(
        _request_figures(),
        Charts(
            [
                Chart(
                    "Requests by month and kind",
                    "bar",
                    Source(REQUEST, [LAST_MONTHS]),
                    ["date:month", "kind"],
                    "request_count",
                    menu=MENU.format("request"),
                    stacked=True,
                    sample=[("April", 371), ("May", 398), ("June", 412)],
                ),
                Chart(
                    "Requests by main category",
                    "bar",
                    _requests,
                    ["main_category_id"],
                    "request_count",
                    menu=MENU.format("request"),
                    sample=[("Water", 96), ("Power", 74), ("Doors", 41)],
                ),
            ]
        ),
        _callback_figures(),
        Charts(
            [
                Chart(
                    "Satisfaction by month (average level)",
                    "line",
                    Source(CALLBACK, [LAST_MONTHS]),
                    ["date:month"],
                    "score",
                    menu=MENU.format("callback"),
                    sample=[("April", 4.31), ("May", 4.38), ("June", 4.44)],
                ),
                Chart(
                    "Levels of satisfaction",
                    "pie",
                    _callbacks,
                    ["level"],
                    "rated_count",
                    menu=MENU.format("callback"),
                    sample=[("Very satisfied", 94), ("Satisfied", 68), ("Fair", 12)],
                ),
            ]
        ),
        _complaint_figures(),
        Charts(
            [
                Chart(
                    "Complaints by class",
                    "pie",
                    _complaints,
                    ["class_id"],
                    "complaint_count",
                    menu=MENU.format("complaint"),
                    sample=[("Facilities", 5), ("Staff conduct", 4), ("Other", 2)],
                ),
                Chart(
                    "Complaints by cause",
                    "bar",
                    _complaints,
                    ["cause_kind"],
                    "complaint_count",
                    menu=MENU.format("complaint"),
                    sample=[("Work of the team", 5), ("Third party", 4)],
                ),
            ]
        ),
        Listing(
            "Overdue requests, oldest first",
            _late,
            [
                ("ticket_id", "Request"),
                ("unit_id", "Unit"),
                ("user_id", "Handler"),
                ("date", "Received on"),
                ("main_category_id", "Main category"),
            ],
            order="date",
            menu=MENU.format("request"),
        ),
    )
