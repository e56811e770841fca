"""What a household's timeline is made of, area by area."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """Records of one model that appear in the timeline, by the names of its fields.

    ``person`` names the customer by a Many2one, ``person_name`` in words; records that
    name nobody belong to whoever held the unit then. ``ends``: shown for its end, once
    that has come.
    """

    kind: str
    model: str
    date: str
    title: tuple
    unit: str = "unit_id"
    person: str = ""
    person_name: str = ""
    state: str = ""
    amount: str = ""
    domain: tuple = ()
    is_portal: bool = False
    ends: bool = False


# Kinds of the filter, with the icon of each.
ICONS = {
    "request": "fa-comments-o",
    "complaint": "fa-exclamation-circle",
    "callback": "fa-phone",
    "visit": "fa-street-view",
    "bill": "fa-file-text-o",
    "payment": "fa-money",
    "dunning": "fa-bell-o",
    "deposit": "fa-shield",
    "handover": "fa-handshake-o",
    "defect": "fa-wrench",
    "key": "fa-key",
    "renovation": "fa-paint-brush",
    "notice": "fa-envelope-o",
    "incident": "fa-warning",
    "pass": "fa-id-badge",
    "visitor": "fa-user-plus",
    "paper": "fa-archive",
    "people": "fa-users",
    "vehicle": "fa-car",
    "instruction": "fa-bullhorn",
}


def _ticket_source(kind, leaf):
    """Requests of a kind, as the customer made them."""
    return Source(
        kind,
        "helpdesk.ticket",
        "property_received_on",
        ("number", "name"),
        unit="property_unit_id",
        person="partner_id",
        state="property_step",
        domain=(leaf,),
        is_portal=True,
    )


def _period_sources(kind, model, title):
    """What lasts from a day to another: its beginning, and its end."""
    return tuple(
        Source(kind, model, date, title, person="partner_id", ends=date == "date_end")
        for date in ("date_start", "date_end")
    )


# Their order breaks ties between records of the same moment.
SOURCES = (
    _ticket_source("request", ("property_kind", "!=", "complaint")),
    _ticket_source("complaint", ("property_kind", "=", "complaint")),
    Source(
        "callback",
        "property.service.callback",
        "called_on",
        ("ticket_id", "opinion"),
        person="ticket_id.partner_id",
        state="level",
        domain=(("state", "in", ("done", "unreached")),),
    ),
    Source(
        "visit",
        "property.visit",
        "done_on",
        ("kind", "note"),
        person="partner_id",
        state="satisfaction",
        domain=(("state", "=", "done"),),
    ),
    Source(
        "bill",
        "account.move",
        "invoice_date",
        ("name",),
        unit="property_unit_id",
        person="partner_id",
        state="payment_state",
        amount="amount_total_signed",
        domain=(
            ("state", "=", "posted"),
            ("move_type", "in", ("out_invoice", "out_refund")),
        ),
    ),
    Source(
        "payment",
        "property.receipt",
        "date",
        ("name",),
        unit="unit_ids",
        person="partner_id",
        state="state",
        amount="amount_total",
        domain=(("state", "!=", "draft"),),
    ),
    Source(
        "dunning",
        "property.dunning",
        "date",
        ("method", "name"),
        person="partner_id",
        state="result",
        domain=(("state", "=", "done"),),
    ),
    Source(
        "deposit",
        "property.deposit",
        "date_received",
        ("kind_id", "name"),
        person="partner_id",
        state="state",
        amount="amount_received",
        is_portal=True,
    ),
    Source(
        "handover",
        "property.handover",
        "date",
        ("kind", "name"),
        person="partner_id",
        state="state",
        domain=(("state", "!=", "cancelled"),),
        is_portal=True,
    ),
    Source(
        "defect",
        "property.defect",
        "found_on",
        ("section", "part", "description"),
        person="partner_id",
        state="state",
        domain=(("state", "!=", "cancelled"),),
    ),
    Source(
        "key",
        "property.key.loan",
        "lent_on",
        ("reason_id", "set_id"),
        person="partner_id",
        person_name="holder_name",
        state="state",
    ),
    Source(
        "renovation",
        "property.renovation",
        "create_date",
        ("name", "description"),
        person="applicant_id",
        state="state",
        is_portal=True,
    ),
    Source(
        "notice",
        "property.renovation.violation.stage",
        "date",
        ("stage", "letter_number", "note"),
        person="violation_id.renovation_id.applicant_id",
        domain=(("stage", "in", ("dissuade", "stop")),),
    ),
    Source(
        "incident",
        "property.incident",
        "date",
        ("type_id", "name", "place"),
        state="state",
        domain=(("is_false_alarm", "=", False),),
    ),
    Source(
        "pass",
        "property.access.pass",
        "issued_on",
        ("kind_id", "name"),
        person_name="holder",
        state="state",
    ),
    Source(
        "visitor",
        "property.visitor",
        "arrived_on",
        ("purpose",),
        person_name="visitor",
        state="state",
    ),
    Source("paper", "property.service.paper", "filed_on", ("kind",)),
    *_period_sources("people", "property.occupancy", ("role", "relation")),
    Source(
        "people",
        "property.transfer",
        "cutoff_date",
        ("name",),
        state="state",
        domain=(("state", "!=", "cancelled"),),
    ),
    *_period_sources("vehicle", "property.vehicle", ("kind", "plate")),
    Source(
        "instruction",
        "property.instruction",
        "date_start",
        ("kind", "text"),
        person="requested_by_id",
        domain=(("active", "in", (True, False)),),
    ),
)
