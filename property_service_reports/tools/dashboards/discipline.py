"""Discipline G1..G11: what must be done how often, and whether it was."""

from .board import Board
from .parts import (
    LAST_MONTHS_ENDED,
    PERCENT,
    Chart,
    Charts,
    Figure,
    Figures,
    Listing,
    Source,
)

ROUTINE = "property.routine.report"
CHECK = "property.quality.report"
NONCONFORMITY = "property.nonconformity.report"
LOG = "property.duty.log.report"
VISIT = "property.visit.report"
PATROL = "property.patrol.report"
MENU = "property_service_reports.property_{}_report_menu"

_dated = {"date": "date", "date_type": "datetime"}
_ended = Source(ROUTINE, date="date_end")
_unmet = Source(ROUTINE, [("unmet_count", ">", 0)], date="date_end")
_checks = Source(CHECK, **_dated)
_failures = Source(NONCONFORMITY, **_dated)
_overdue = Source(NONCONFORMITY, [("overdue_count", ">", 0)])
_logs = Source(LOG, date="date")
_late = Source(LOG, [("late_count", ">", 0)], date="date")
_visits = Source(VISIT, date="date")
_patrols = Source(PATROL, date="date")
_missed = Source(PATROL, [("missed_count", ">", 0)], date="date")


def _routines():
    return Figures(
        "Routines of the control points",
        [
            Figure(
                "Periods that ended",
                _ended,
                "period_count",
                sample=264,
                sample_before=251,
            ),
            Figure(
                "Compliance with the routines (%)",
                _ended,
                "met_percent",
                format=PERCENT,
                card="good",
                menu=MENU.format("routine"),
                yardstick="Periods in which the minimum was reached",
                sample=94.3,
                sample_before=91.6,
            ),
            Figure(
                "Periods below the minimum",
                _unmet,
                "unmet_count",
                card="watch",
                menu=MENU.format("routine"),
                sample=15,
                sample_before=21,
            ),
        ],
    )


def _checks_and_duty():
    return Figures(
        "Checks and duty",
        [
            Figure(
                "Quality checks done",
                _checks,
                "check_count",
                card="plain",
                menu=MENU.format("quality"),
                sample=18,
                sample_before=16,
            ),
            Figure(
                "Checks without a finding (%)",
                _checks,
                "clean_percent",
                format=PERCENT,
                sample=72.2,
                sample_before=68.8,
            ),
            Figure(
                "Non-conformities found",
                _failures,
                "nonconformity_count",
                sample=7,
                sample_before=9,
            ),
            Figure(
                "Corrections past their deadline",
                _overdue,
                "overdue_count",
                card="watch",
                menu=MENU.format("nonconformity"),
                sample=1,
            ),
            Figure(
                "Duty logs read by the supervisor (%)",
                _logs,
                "read_percent",
                format=PERCENT,
                card="good",
                menu=MENU.format("duty_log"),
                yardstick="Every day (DUT-07)",
                sample=96.7,
                sample_before=93.3,
            ),
            Figure(
                "Shifts relieved late",
                _late,
                "late_count",
                card="watch",
                menu=MENU.format("duty_log"),
                sample=2,
                sample_before=3,
            ),
        ],
    )


def _field_work():
    return Figures(
        "Visits and patrols",
        [
            Figure(
                "Households visited",
                _visits,
                "done_count",
                card="plain",
                menu=MENU.format("visit"),
                sample=46,
                sample_before=44,
            ),
            Figure(
                "Planned visits made (%)",
                _visits,
                "done_percent",
                format=PERCENT,
                sample=95.8,
                sample_before=91.7,
            ),
            Figure(
                "Satisfied households, of those who judged (%)",
                _visits,
                "satisfied_percent",
                format=PERCENT,
                card="good",
                menu=MENU.format("visit"),
                sample=91.3,
                sample_before=88.6,
            ),
            Figure(
                "Patrols on time (%)",
                _patrols,
                "on_time_percent",
                format=PERCENT,
                card="good",
                menu=MENU.format("patrol"),
                sample=97.8,
                sample_before=96.2,
            ),
            Figure(
                "Patrols not done",
                _missed,
                "missed_count",
                card="watch",
                menu=MENU.format("patrol"),
                sample=1,
                sample_before=2,
            ),
        ],
    )


def board():
    return Board("property_discipline").add(
        _routines(),
        Charts(
            [
                Chart(
                    "Compliance by control point (%)",
                    "bar",
                    _ended,
                    ["control_point_id"],
                    "met_percent",
                    menu=MENU.format("routine"),
                    sample=[("G1", 96), ("G4", 92), ("G7", 100), ("G9", 88)],
                ),
                Chart(
                    "Compliance by month (%)",
                    "line",
                    Source(ROUTINE, [LAST_MONTHS_ENDED]),
                    ["date_end:month"],
                    "met_percent",
                    menu=MENU.format("routine"),
                    sample=[("April", 89.2), ("May", 91.6), ("June", 94.3)],
                ),
            ]
        ),
        Listing(
            "Routines below their minimum, latest first",
            _unmet,
            [
                ("routine_id", "Routine"),
                ("user_id", "Person"),
                ("required", "Required number"),
                ("done", "Number done"),
                ("date_end", "Period until"),
            ],
            order="date_end",
            ascending=False,
            menu=MENU.format("routine"),
        ),
        _checks_and_duty(),
        Charts(
            [
                Chart(
                    "Non-conformities by severity",
                    "pie",
                    _failures,
                    ["severity"],
                    "nonconformity_count",
                    menu=MENU.format("nonconformity"),
                    sample=[("Small", 5), ("Large", 2)],
                ),
                Chart(
                    "Checks by kind",
                    "bar",
                    _checks,
                    ["kind_id"],
                    "check_count",
                    menu=MENU.format("quality"),
                    sample=[
                        ("Duty checks", 12),
                        ("Night checks", 2),
                        ("Phone checks", 4),
                    ],
                ),
            ]
        ),
        _field_work(),
    )
