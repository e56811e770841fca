"""Fee collection: what was billed, what came in, what is owed since when."""

from .board import Board
from .parts import (
    LAST_MONTHS,
    MONEY,
    SHARE,
    Chart,
    Charts,
    Figure,
    Figures,
    Listing,
    Source,
)

COLLECTION = "property.collection.report"
ARREARS = "property.arrears.report"

_flow = Source(COLLECTION, date="date")
_open = Source(ARREARS)
_overdue = Source(ARREARS, [("days_overdue", ">", 0), ("amount_open", ">", 0)])
_old = Source(ARREARS, [("days_overdue", ">", 365), ("amount_open", ">", 0)])
_menu_flow = "property_service_reports.property_collection_report_menu"
_menu_arrears = "property_service_reports.property_arrears_report_menu"


def board():
    return Board("property_fee").add(
        Figures(
            "Fee collection",
            [
                Figure(
                    "Billed in the period",
                    _flow,
                    "amount_billed",
                    format=MONEY,
                    card="plain",
                    menu=_menu_flow,
                    sample=486200,
                    sample_before=471900,
                ),
                Figure(
                    "Of this settled by now",
                    _flow,
                    "amount_settled",
                    format=MONEY,
                    sample=402570,
                    sample_before=440280,
                ),
                Figure(
                    "Collection rate of the period",
                    _flow,
                    "amount_settled",
                    over="amount_billed",
                    format=SHARE,
                    card="good",
                    menu=_menu_flow,
                    yardstick="Settled of what was billed in the period",
                    sample=0.828,
                    sample_before=0.933,
                ),
                Figure(
                    "Received in the period",
                    _flow,
                    "amount_received",
                    format=MONEY,
                    card="plain",
                    menu=_menu_flow,
                    yardstick="For bills of any period",
                    sample=455310,
                    sample_before=449870,
                ),
                Figure(
                    "Overdue today",
                    _overdue,
                    "amount_open",
                    format=MONEY,
                    card="watch",
                    menu=_menu_arrears,
                    sample=168400,
                ),
                Figure(
                    "Overdue for more than a year",
                    _old,
                    "amount_open",
                    format=MONEY,
                    yardstick="Claims lapse after three years (民法典 §188)",
                    sample=21750,
                ),
            ],
        ),
        Charts(
            [
                Chart(
                    "Billed and received by month",
                    "bar",
                    Source(COLLECTION, [LAST_MONTHS]),
                    ["date:month", "flow"],
                    "amount",
                    menu=_menu_flow,
                    sample=[
                        ("March", 461000, 438000),
                        ("April", 466500, 452300),
                        ("May", 471900, 449870),
                        ("June", 486200, 455310),
                    ],
                    sample_series=("Billed", "Received"),
                )
            ]
        ),
        Charts(
            [
                Chart(
                    "Arrears by age",
                    "bar",
                    _open,
                    ["age"],
                    "amount_open",
                    menu=_menu_arrears,
                    sample=[
                        ("1 to 30 days", 84200),
                        ("31 to 90 days", 41300),
                        ("91 to 180 days", 21150),
                        ("Over a year", 21750),
                    ],
                ),
                Chart(
                    "Overdue by building",
                    "bar",
                    _overdue,
                    ["building_id"],
                    "amount_open",
                    menu=_menu_arrears,
                    sample=[
                        ("Building 1", 64100),
                        ("Building 2", 57900),
                        ("Building 3", 46400),
                    ],
                ),
            ]
        ),
        Listing(
            "Longest overdue",
            _overdue,
            [
                ("unit_id", "Unit"),
                ("partner_id", "Payer"),
                ("date_due", "Due date"),
                ("days_overdue", "Days overdue"),
                ("amount_open", "Open"),
            ],
            order="days_overdue",
            ascending=False,
            menu=_menu_arrears,
            sample=[
                ("1-1-101", "A resident", "2023-02-28", 480, 4120),
                ("2-2-1503", "A tenant", "2023-05-31", 388, 2760),
            ],
        ),
    )
