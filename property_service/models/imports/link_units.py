"""Ties buildings, floors and units of a workbook to those of the estate."""


def link_units(book, index):
    for code, entity in book.buildings.items():
        entity.record = index.buildings.get(code)
    for (building, level), entity in book.floors.items():
        entity.record = index.floors.get((building, level))
        _check_building(book, index, entity.row, building)
    for code, entity in book.units.items():
        entity.record = index.units.get(code)
        building = entity.values["building"]
        if entity.record:
            known = entity.record.building_id.code.upper()
            if known != building:
                book.problem(
                    entity.row, "unit_moved", "building", unit=code, building=known
                )
        _check_building(book, index, entity.row, building)
    _ask_for_developer(book, index)


def _ask_for_developer(book, index):
    """Units that are not handed over have nobody who pays but the developer."""
    if index.estate.developer_id:
        return
    roles = current_roles(book)
    waiting = [
        entity
        for code, entity in book.units.items()
        if _next_state(entity, roles.get(code)) == "undelivered"
    ]
    if waiting:
        book.problem(
            waiting[0].row,
            "developer_missing",
            "handover_date",
            level="warning",
            estate=index.estate.name,
            count=len(waiting),
        )


def _check_building(book, index, row, building):
    if building not in book.buildings and building not in index.buildings:
        book.problem(row, "building_unknown", "building", building=building)


def knows_unit(book, index, row, field, code):
    """Whether the unit exists or will; notes the mistake otherwise."""
    if code in book.units or code in index.units:
        return True
    book.problem(row, "unit_unknown", field, unit=code)
    return False


def _next_state(entity, roles):
    if entity.record:
        return entity.record.state
    return entity.values.get("state") or state_of(entity.values, roles)


def current_roles(book):
    """Unit code to {role: first day} of those who hold it."""
    roles = {}
    for holding in book.occupancies:
        values = holding.values
        held = roles.setdefault(values["unit"], {})
        start = values["date_start"]
        held[values["role"]] = min(held.get(values["role"], start), start)
    return roles


def state_of(values, roles):
    """Status of a new unit for which the workbook names none."""
    if roles and "tenant" in roles:
        return "leased"
    if roles and "owner" in roles:
        return "occupied"
    return "vacant" if values.get("handover_date") else "undelivered"
