"""Ties fee items, rates and assignments of a workbook to those of the company."""

from collections import defaultdict

from ...workbook.cells import fee_key, fee_keys
from .link_units import knows_unit

FOREVER = "9999-12-31"
SAME = ("basis", "period_months")


def link_fees(book, index):
    first = {}
    for fee in book.fees.values():
        # One item may have several rows: a price for each kind of unit.
        same = first.setdefault(fee_key(fee.values["name"]), fee)
        fee.values["first"] = same
        _link_item(book, index, fee)
    names = {fee_key(fee.values["name"]): fee for fee in book.fees.values()}
    rows = defaultdict(list)
    for assignment in book.assignments:
        values = assignment.values
        target = resolve(book, index, names, values["fee"])
        if target is None:
            code = "fee_unknown" if values["fee"] else "rent_item_missing"
            book.problem(
                assignment.row,
                code,
                "fee" if values["fee"] else "rent",
                fee=values["fee"],
            )
            continue
        values["target"] = target
        if knows_unit(book, index, assignment.row, "unit", values["unit"]):
            rows[values["unit"], _key(target)].append(assignment)
    for (unit, _fee), assignments in rows.items():
        _link_assignments(book, index, unit, assignments)


def resolve(book, index, names, fee):
    """The fee of this number, code or name: of the file first, then the company's."""
    if fee is None:
        return _rent_item(book, index)
    numbers = book.fee_numbers()
    keys = fee_keys(fee)
    for table in (numbers, names, index.fee_items):
        for key in keys:
            if key in table:
                return table[key]
    return None


def _rent_item(book, index):
    for fee in book.fees.values():
        if fee.values["kind"] == "rent":
            return fee
    items = [item for item in index.fee_items.values() if item.kind == "rent"]
    return items[0] if items else None


def _key(target):
    """Fee items by their id, new ones by their name."""
    item = item_of(target)
    return item.id if item else fee_key(target.values["name"])


def item_of(target):
    return target.record if hasattr(target, "row") else target


def _link_item(book, index, fee):
    values = fee.values
    item = index.fee_items.get(fee_key(values["name"]))
    known = item or values["first"].values
    if any(known[name] != values[name] for name in SAME):
        book.problem(fee.row, "fee_differs", "name", fee=values["name"])
        return
    fee.record = item
    if values["basis"] == "fixed":
        return
    start = values["date_start"] or book.date_default
    rates = index.rates[item.id, values["unit_kind"]] if item else []
    for rate in rates:
        same_price = abs(rate.price - values["price"]) < 0.00005
        if same_price and str(rate.date_start) <= start:
            if not rate.date_end or str(rate.date_end) >= start:
                fee.status = "rate_exists"
                return
        if str(rate.date_start) == start:
            if rate.state == "draft":
                fee.status = rate
                return
            book.problem(fee.row, "rate_conflict", "price", fee=values["name"])
            return
    book.problem(fee.row, "rate_draft", "price", level="warning", fee=values["name"])


def _link_assignments(book, index, code, assignments):
    unit = index.units.get(code)
    item = item_of(assignments[0].values["target"])
    known = index.assignments.get((unit.id, item.id), []) if unit and item else []
    seen = []
    for assignment in assignments:
        values = assignment.values
        for record in known:
            end = str(record.date_end or FOREVER)
            if str(record.date_start) > (values["date_end"] or FOREVER):
                continue
            if end < values["date_start"]:
                continue
            if values["date_given"] and str(record.date_start) != values["date_start"]:
                _overlapping(book, assignment, code)
            else:
                assignment.record = record
                values["date_start"] = str(record.date_start)
        for start, last in seen:
            if (
                start <= (values["date_end"] or FOREVER)
                and values["date_start"] <= last
            ):
                _overlapping(book, assignment, code)
        seen.append((values["date_start"], values["date_end"] or FOREVER))


def _overlapping(book, assignment, code):
    target = assignment.values["target"]
    item = item_of(target)
    name = item.name if item else target.values["name"]
    book.problem(assignment.row, "assignment_overlap", "fee", fee=name, unit=code)
