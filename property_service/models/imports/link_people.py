"""Ties persons, holders and vehicles of a workbook to those of the estate."""

from collections import defaultdict

from .link_units import knows_unit

FOREVER = "9999-12-31"


def link_people(book, index):
    _link_persons(book, index)
    rows = defaultdict(list)
    for holding in book.occupancies:
        code = holding.values["unit"]
        if knows_unit(book, index, holding.row, "unit", code):
            rows[code].append(holding)
    for code, holdings in rows.items():
        _link_holdings(book, index, code, holdings)
    _link_vehicles(book, index)


def _link_persons(book, index):
    phones = index.partners_by_phone({person.values["name"] for person in book.persons})
    identities = index.partners_by_identity(
        {p.values["identity"] for p in book.persons if p.values.get("identity")}
    )
    for person in book.persons:
        values = person.values
        partner = identities.get(values.get("identity"))
        if partner and partner.name != values["name"]:
            book.problem(person.row, "person_conflict", "identity", name=partner.name)
            continue
        if not partner and values.get("phone"):
            partner = phones.get((values["phone"], values["name"]))
        if not partner and not (values.get("phone") or values.get("identity")):
            partner = _same_name(book, index, person, values["name"])
        person.record = partner


def _same_name(book, index, person, name):
    """Who has neither telephone nor ID number is known by name and home."""
    namesakes = index.holders.get(name)
    if not namesakes:
        return None
    unit = index.units.get(person.values.get("unit"))
    if unit:
        rows = index.occupancies.get(unit.id, [])
        own = [row.partner_id for row in rows if row.partner_id in namesakes]
        return own[0] if own else None
    if len(namesakes) > 1:
        book.problem(person.row, "person_unidentified", "name")
        return None
    return namesakes


def _link_holdings(book, index, code, holdings):
    unit = index.units.get(code)
    known = list(index.occupancies.get(unit.id, [])) if unit else []
    future = []
    for holding in holdings:
        values = holding.values
        partner = values["person"].record
        for record in known:
            if (
                partner
                and record.partner_id == partner
                and record.role == values["role"]
                and _overlap(_span(record), _span_of(values))
            ):
                holding.record = record
                known.remove(record)
                break
        if holding.record and not values["date_given"]:
            values["date_start"] = str(holding.record.date_start)
        future.append(
            (
                *_span_of(values),
                id(values["person"]),
                values["role"],
                values.get("share") or 0,
                bool(values.get("is_payer")),
                holding.row,
            )
        )
    for record in known:
        future.append(
            (
                *_span(record),
                -record.partner_id.id,
                record.role,
                record.share,
                record.is_payer,
                None,
            )
        )
    owners = [row for row in future if row[3] == "owner"]
    if len(owners) == 1 and owners[0][6]:
        _sole_owner(holdings)
    _check_payers(book, code, future)
    _check_shares(book, code, future)
    _check_twice(book, code, future)


def _sole_owner(holdings):
    """Who owns a unit alone owns all of it, unless the workbook says otherwise."""
    for holding in holdings:
        values = holding.values
        if values["role"] == "owner" and not holding.record and not values["share"]:
            values["share"] = 100.0


def _check_payers(book, code, rows):
    payers = sorted((row for row in rows if row[5]), key=lambda row: row[0])
    for i, later in enumerate(payers):
        for earlier in payers[:i]:
            row = later[6] or earlier[6]
            if row and _overlap(earlier, later):
                other = earlier[6].number if earlier[6] and later[6] else 0
                book.problem(row, "two_payers", "is_payer", unit=code, other=other)


def _check_shares(book, code, rows):
    owners = [row for row in rows if row[3] == "owner"]
    for owner in owners:
        total = sum(row[4] for row in owners if row[0] <= owner[0] <= row[1])
        row = owner[6] or next((o[6] for o in owners if o[6]), None)
        if row and round(total, 2) > 100:
            book.problem(row, "shares_exceed", "share", unit=code, total=f"{total:.2f}")
            return


def _check_twice(book, code, rows):
    for i, later in enumerate(rows):
        for earlier in rows[:i]:
            same = earlier[2:4] == later[2:4] and _overlap(earlier, later)
            if same and later[6] and earlier[6]:
                book.problem(
                    later[6], "doubled_row", "unit", other=earlier[6].number, key=code
                )


def _span(record):
    return str(record.date_start), str(record.date_end or FOREVER)


def _span_of(values):
    return values["date_start"], values.get("date_end") or FOREVER


def _overlap(one, other):
    return one[0] <= other[1] and other[0] <= one[1]


def _link_vehicles(book, index):
    if not book.vehicles:
        return
    known = index.vehicles(book.vehicles)
    for plate, vehicle in book.vehicles.items():
        values = vehicle.values
        for field in ("unit", "space"):
            if values[field]:
                column = "parking" if field == "space" else "unit"
                knows_unit(book, index, vehicle.row, column, values[field])
        if not values["person"]:
            vehicle.values["person"] = _first_holder(book, index, values["unit"])
        if not values["person"]:
            book.problem(vehicle.row, "vehicle_without_owner", "plate")
        record = known.get(plate)
        if record and record.estate_id != index.estate:
            book.problem(
                vehicle.row,
                "plate_taken",
                "plate",
                unit=record.unit_id.code or record.space_id.code or "",
            )
        vehicle.record = record


def _first_holder(book, index, code):
    """The person of a vehicle for which only the unit is given."""
    for holding in book.by_unit.get(code, []):
        return holding.values["person"]
    unit = index.units.get(code)
    rows = index.occupancies.get(unit.id, []) if unit else []
    return rows[0].partner_id if rows else None
