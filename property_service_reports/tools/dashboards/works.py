"""Renovation, deposits, outstanding works and keys: under way, held, lent."""

from .board import Board
from .parts import (
    DECIMAL,
    LAST_MONTHS,
    MONEY,
    PERCENT,
    Chart,
    Charts,
    Figure,
    Figures,
    Source,
)

RENOVATION = "property.renovation.report"
DEPOSIT = "property.deposit.report"
DEFECT = "property.defect.report"
LOAN = "property.key.loan.report"
MENU = "property_service_reports.property_{}_report_menu"

_applied = Source(RENOVATION, date="date", date_type="datetime")
_accepted = Source(RENOVATION, date="date_accepted")
_sites = Source(RENOVATION, [("site_count", ">", 0)])
_expired = Source(RENOVATION, [("expired_count", ">", 0)])
_violations = Source(
    "property.violation.report",
    [("violation_count", ">", 0)],
    date="date",
    date_type="datetime",
)
_deposit_flow = Source(DEPOSIT, date="date")
_deposits = Source(DEPOSIT)
_found = Source(DEFECT, date="date")
_open_works = Source(DEFECT, [("open_count", ">", 0)])
_overdue_works = Source(DEFECT, [("overdue_count", ">", 0)])
_loans_out = Source(LOAN, [("out_count", ">", 0)])
_loans_overdue = Source(LOAN, [("overdue_count", ">", 0)])


def _renovations():
    return Figures(
        "Renovation sites",
        [
            Figure(
                "Renovations applied for",
                _applied,
                "renovation_count",
                sample=14,
                sample_before=11,
            ),
            Figure(
                "Days from application to permit",
                _applied,
                "permit_days",
                format=DECIMAL,
                sample=2.4,
                sample_before=3.1,
            ),
            Figure(
                "Days from completion to acceptance",
                _accepted,
                "acceptance_days",
                format=DECIMAL,
                sample=1.9,
                sample_before=2.2,
            ),
            Figure(
                "Sites open today",
                _sites,
                "site_count",
                card="plain",
                menu=MENU.format("renovation"),
                sample=22,
            ),
            Figure(
                "Sites with a permit that has run out",
                _expired,
                "expired_count",
                card="watch",
                menu=MENU.format("renovation"),
                sample=1,
            ),
            Figure(
                "Violations found on sites",
                _violations,
                "violation_count",
                card="watch",
                menu=MENU.format("violation"),
                sample=5,
                sample_before=4,
            ),
        ],
    )


def _money_held():
    return Figures(
        "Deposits of others",
        [
            Figure(
                "Deposits held today",
                _deposits,
                "amount_held",
                format=MONEY,
                card="plain",
                menu=MENU.format("deposit"),
                yardstick="Received less deducted less refunded",
                sample=66000,
            ),
            Figure(
                "Deposits received",
                _deposit_flow,
                "amount_received",
                format=MONEY,
                sample=42000,
                sample_before=33000,
            ),
            Figure(
                "Deposits deducted",
                _deposit_flow,
                "amount_deducted",
                format=MONEY,
                card="watch",
                menu=MENU.format("deposit"),
                sample=500,
                sample_before=0,
            ),
            Figure(
                "Deposits given back",
                _deposit_flow,
                "amount_refunded",
                format=MONEY,
                card="good",
                menu=MENU.format("deposit"),
                sample=27000,
                sample_before=30000,
            ),
        ],
    )


def _works_and_keys():
    return Figures(
        "Outstanding works and keys",
        [
            Figure(
                "Works found",
                _found,
                "defect_count",
                sample=31,
                sample_before=44,
            ),
            Figure(
                "Works that passed at once (%)",
                _found,
                "first_pass_percent",
                format=PERCENT,
                sample=82.1,
                sample_before=79.5,
            ),
            Figure(
                "Works not closed",
                _open_works,
                "open_count",
                card="plain",
                menu=MENU.format("defect"),
                sample=18,
            ),
            Figure(
                "Works past their deadline",
                _overdue_works,
                "overdue_count",
                card="watch",
                menu=MENU.format("defect"),
                sample=3,
            ),
            Figure(
                "Keys lent out",
                _loans_out,
                "out_count",
                card="plain",
                menu=MENU.format("key_loan"),
                sample=12,
            ),
            Figure(
                "Keys to be back before now",
                _loans_overdue,
                "overdue_count",
                card="watch",
                menu=MENU.format("key_loan"),
                sample=2,
            ),
        ],
    )


def board():
    return Board("property_works").add(
        _renovations(),
        Charts(
            [
                Chart(
                    "Renovations by step",
                    "bar",
                    _sites,
                    ["state"],
                    "renovation_count",
                    menu=MENU.format("renovation"),
                    sample=[("Permit", 6), ("On site", 12), ("Acceptance", 4)],
                ),
                Chart(
                    "Violations by month",
                    "bar",
                    Source(
                        "property.violation.report",
                        [("violation_count", ">", 0), LAST_MONTHS],
                    ),
                    ["date:month"],
                    "violation_count",
                    menu=MENU.format("violation"),
                    sample=[("April", 3), ("May", 4), ("June", 5)],
                ),
            ]
        ),
        _money_held(),
        Charts(
            [
                Chart(
                    "Deposits held by kind",
                    "bar",
                    _deposits,
                    ["kind_id"],
                    "amount_held",
                    menu=MENU.format("deposit"),
                    sample=[("Renovation", 60000), ("Keys", 6000)],
                ),
                Chart(
                    "Deposits held by age",
                    "bar",
                    Source(DEPOSIT, [("age", "!=", "9_returned")]),
                    ["age"],
                    "amount_held",
                    menu=MENU.format("deposit"),
                    sample=[("Up to 30 days", 42000), ("31 to 90 days", 24000)],
                ),
            ]
        ),
        _works_and_keys(),
        Charts(
            [
                Chart(
                    "Open works by responsible party",
                    "bar",
                    _open_works,
                    ["responsible"],
                    "open_count",
                    menu=MENU.format("defect"),
                    sample=[("Developer", 13), ("Contractor", 5)],
                ),
                Chart(
                    "Open works by age",
                    "bar",
                    _open_works,
                    ["age"],
                    "open_count",
                    menu=MENU.format("defect"),
                    sample=[("Up to 30 days", 11), ("31 to 90 days", 7)],
                ),
            ]
        ),
    )
