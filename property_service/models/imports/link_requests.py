"""Ties messages of a workbook to units, people, categories and earlier imports."""

from datetime import datetime

import pytz

from .estate_index import digits
from .link_units import knows_unit

# Choice of the sheet to the channel of the desk.
CHANNELS = {
    "phone": "helpdesk_mgmt.helpdesk_ticket_channel_phone",
    "email": "helpdesk_mgmt.helpdesk_ticket_channel_email",
    "walk_in": "property_service.helpdesk_ticket_channel_walk_in",
    "hotline": "property_service.helpdesk_ticket_channel_hotline",
    "letter": "property_service.helpdesk_ticket_channel_letter",
    "online": "property_service.helpdesk_ticket_channel_online",
    "app": "property_service.helpdesk_ticket_channel_app",
    "patrol": "property_service.helpdesk_ticket_channel_patrol",
    "other_post": "property_service.helpdesk_ticket_channel_other_post",
}


def link_requests(book, index):
    if not book.requests:
        return
    known = index.requests(book.requests)
    names = {entity.values.get("name") for entity in book.requests.values()}
    people = index.partners_by_phone(names - {None})
    categories = index.ticket_categories
    now = datetime.now(pytz.utc).replace(tzinfo=None)
    for key, entity in book.requests.items():
        values = entity.values
        entity.record = known.get(key)
        values["kind"] = values.get("kind") or _kind_of_sheet(entity.row.sheet)
        values["partner"] = people.get(
            (digits(values.get("phone")), values.get("name"))
        )
        values["category_record"] = _category(categories, values)
        if values.get("unit"):
            knows_unit(book, index, entity.row, "unit", values["unit"])
        for name in ("received", "closed"):
            if values.get(name):
                moment = index.utc(values[name])
                values[f"{name}_utc"] = moment
                if moment > now:
                    book.problem(entity.row, "moment_future", name)


def _kind_of_sheet(title):
    """A sheet that is called 投诉 holds complaints, where its rows do not say."""
    title = title.lower()
    return "complaint" if "投诉" in title or "complaint" in title else "inquiry"


def _category(categories, values):
    """The category of this name, preferably one of the message's kind."""
    found = categories.get((values.get("category") or "").strip().lower(), [])
    of_kind = [row for row in found if row.property_kind == values["kind"]]
    common = [row for row in found if not row.property_kind]
    return next(iter(of_kind + common), None)
