"""Centre overview: what a day brings, and what stands open at this moment."""

from .board import Board
from .parts import (
    LAST_DAYS,
    MONEY,
    Chart,
    Charts,
    Figure,
    Figures,
    Listing,
    Source,
)

REQUEST = "property.request.report"
MENU = "property_service_reports.property_{}_report_menu"

_day = {"date": "date", "date_type": "datetime"}
_received = Source(REQUEST, **_day)
_urgent = Source(REQUEST, [("is_urgent", "=", True)], **_day)
_closed = Source(
    REQUEST, [("closed_count", ">", 0)], date="date_closed", date_type="datetime"
)
_called = Source(
    "property.callback.report",
    [("called_count", ">", 0)],
    date="called_on",
    date_type="datetime",
)
_standing = Source(REQUEST, [("is_open", "=", True)])
_late = Source(REQUEST, [("overdue_count", ">", 0)])
_complaints = Source("property.complaint.report", [("open_count", ">", 0)])
_callbacks = Source("property.callback.report", [("late_count", ">", 0)])
_money = Source("property.collection.report", date="date")
_overdue = Source(
    "property.arrears.report", [("days_overdue", ">", 0), ("amount_open", ">", 0)]
)


def _of_the_day():
    return Figures(
        "The day",
        [
            Figure(
                "Requests taken",
                _received,
                "request_count",
                card="plain",
                menu=MENU.format("request"),
                sample=23,
                sample_before=19,
            ),
            Figure(
                "Emergencies taken",
                _urgent,
                "urgent_count",
                sample=1,
                sample_before=0,
            ),
            Figure(
                "Requests closed on the day",
                _closed,
                "closed_count",
                card="good",
                menu=MENU.format("request"),
                sample=21,
                sample_before=22,
            ),
            Figure(
                "Callbacks made",
                _called,
                "called_count",
                card="good",
                menu=MENU.format("callback"),
                sample=14,
                sample_before=17,
            ),
            Figure(
                "Fees received on the day",
                _money,
                "amount_received",
                format=MONEY,
                card="plain",
                menu="property_service_reports.property_collection_report_menu",
                sample=18240,
                sample_before=16105.5,
            ),
        ],
    )


def _standing_open():
    return Figures(
        "Open at this moment",
        [
            Figure(
                "Requests not closed",
                _standing,
                "open_count",
                sample=37,
            ),
            Figure(
                "Requests out of time",
                _late,
                "overdue_count",
                card="watch",
                menu=MENU.format("request"),
                sample=3,
            ),
            Figure(
                "Complaints not closed",
                _complaints,
                "open_count",
                card="watch",
                menu=MENU.format("complaint"),
                sample=2,
            ),
            Figure(
                "Callbacks not made in time",
                _callbacks,
                "late_count",
                card="watch",
                menu=MENU.format("callback"),
                sample=4,
            ),
            Figure(
                "Fees overdue",
                _overdue,
                "amount_open",
                format=MONEY,
                card="watch",
                menu="property_service_reports.property_arrears_report_menu",
                sample=168400,
            ),
        ],
    )


def board():
    return Board("property_overview", period="today").add(
        _of_the_day(),
        _standing_open(),
        Charts(
            [
                Chart(
                    "Open requests by step",
                    "bar",
                    _standing,
                    ["step"],
                    "open_count",
                    menu=MENU.format("request"),
                    sample=[("New", 6), ("In hand", 24), ("On hold", 7)],
                ),
                Chart(
                    "Open requests by department",
                    "bar",
                    _standing,
                    ["team_id"],
                    "open_count",
                    menu=MENU.format("request"),
                    sample=[("Engineering", 19), ("Customer service", 12)],
                ),
            ]
        ),
        Charts(
            [
                Chart(
                    "Requests of each day",
                    "line",
                    Source(REQUEST, [LAST_DAYS]),
                    ["date:day"],
                    "request_count",
                    menu=MENU.format("request"),
                    sample=[("Monday", 21), ("Tuesday", 18), ("Wednesday", 23)],
                )
            ]
        ),
        Listing(
            "Out of time, oldest first",
            _late,
            [
                ("ticket_id", "Request"),
                ("unit_id", "Unit"),
                ("user_id", "Handler"),
                ("date", "Received on"),
                ("step", "Step"),
            ],
            order="date",
            menu=MENU.format("request"),
        ),
    )
