"""Ties balances to units, fee items and payers; refuses to book them twice."""

from collections import defaultdict

from ...workbook.cells import fee_keys
from .estate_index import digits


def link_opening(book, index):
    rows = [*book.arrears, *book.histories, *book.prepayments]
    if not rows:
        return
    for entity in rows:
        values = entity.values
        values["unit_record"] = index.units.get(values["unit"])
        if not values["unit_record"]:
            book.problem(entity.row, "unit_unknown", "unit", unit=values["unit"])
    for entity in [*book.arrears, *book.histories]:
        values = entity.values
        keys = fee_keys(values["fee"])
        found = [index.fee_items[key] for key in keys if key in index.fee_items]
        values["item"] = found[0] if found else None
        if not values["item"]:
            book.problem(entity.row, "fee_unknown", "fee", fee=values["fee"])
    _link_payers(book, index, [e for e in rows if e.values["unit_record"]])
    _check_overlaps(book, index)
    _check_prepayments(book, index)


def _link_payers(book, index, entities):
    """The person named, else who paid at that time, else who pays at the balance."""
    phones = index.partners_by_phone(
        {e.values["owner_name"] for e in entities if e.values.get("owner_name")}
    )
    by_day = defaultdict(list)
    for entity in entities:
        values = entity.values
        name = values.get("owner_name")
        if not name:
            by_day[values.get("date_start") or book.date_default].append(entity)
            continue
        phone = digits(values.get("owner_phone"))
        values["payer"] = phones.get((phone, name)) or _holder(index, values, name)
        if not values["payer"]:
            _no_payer(book, entity, book.date_default)
    late = []
    for day, group in by_day.items():
        late += _payers_of_day(index, group, day)
    for entity in _payers_of_day(index, late, book.date_default):
        _no_payer(book, entity, book.date_default)


def _payers_of_day(index, entities, day):
    """Set the payers of a day; return the entities for which there is none."""
    units = index.env["property.unit"].union(
        *(entity.values["unit_record"] for entity in entities)
    )
    payers = units._property_payers(index.day(day))
    for entity in entities:
        entity.values["payer"] = payers.get(entity.values["unit_record"].id)
    return [entity for entity in entities if not entity.values["payer"]]


def _holder(index, values, name):
    """Somebody of this name who holds or held the unit, if there is just one."""
    rows = index.occupancies.get(values["unit_record"].id, [])
    partners = {row.partner_id for row in rows if row.partner_id.name == name}
    return partners.pop() if len(partners) == 1 else None


def _no_payer(book, entity, day):
    unit = entity.values["unit"]
    book.problem(entity.row, "unit_without_payer", "unit", unit=unit, day=day)


def _check_overlaps(book, index):
    spans = defaultdict(list)
    entities = [
        e
        for e in (*book.arrears, *book.histories)
        if e.values["unit_record"] and e.values["item"]
    ]
    for charge in index.live_charges({e.values["unit_record"].id for e in entities}):
        number = charge.import_id.number
        code = "opening_exists" if charge.is_opening else "charge_exists"
        spans[charge.unit_id.id, charge.item_id.id].append(
            (str(charge.date_start), str(charge.date_end), code, {"number": number})
        )
    for entity in entities:
        values = entity.values
        key = values["unit_record"].id, values["item"].id
        start, end = values["date_start"], values["date_end"]
        for first, last, code, details in spans[key]:
            if first <= end and start <= last:
                book.problem(entity.row, code, "date_start", **details)
                break
        shown = f"{values['unit']} {values['fee']} {start}"
        details = {"other": entity.row.number, "key": shown}
        spans[key].append((start, end, "doubled_row", details))


def _check_prepayments(book, index):
    """One prepayment per unit and payer among all that stand."""
    units = {
        e.values["unit_record"].id for e in book.prepayments if e.values["unit_record"]
    }
    known = {
        (move.property_unit_id.id, move.partner_id.id): move.property_import_id.number
        for move in index.opening_prepayments(units)
    }
    seen = {}
    for entity in book.prepayments:
        values = entity.values
        if not values["unit_record"] or not values.get("payer"):
            continue
        key = values["unit_record"].id, values["payer"].id
        if key in known:
            book.problem(entity.row, "opening_exists", "unit", number=known[key])
        elif key in seen:
            book.problem(
                entity.row,
                "doubled_row",
                "unit",
                other=seen[key],
                key=f"{values['unit']} {values['payer'].name}",
            )
        seen[key] = entity.row.number
