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


def _check_building(book, index, row, building):
    if building not in book.buildings and building not in index.buildings:
        book.problem(row, "building_unknown", "building", building=building)


def knows_unit(book, index, row, field, code):
    """Whether the unit exists or will; notes the mistake otherwise."""
    if code in book.units or code in index.units:
        return True
    book.problem(row, "unit_unknown", field, unit=code)
    return False
