"""The rows of a workbook as what they are about: units, persons, holders, fees.

Sheets differ in how they cut the matter up: one row may be a building, a unit, two
owners and three fees. Here they become the same entities, with the row they came
from, so that checking and applying know nothing of sheets.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count

from .cells import show


@dataclass(slots=True)
class Row:
    """A staging row."""

    sequence: int
    sheet: str
    kind: str
    number: int
    values: dict


@dataclass(slots=True)
class Entity:
    """Something that the estate will hold, and the row that says so."""

    row: Row
    values: dict
    record: object = None
    status: str = ""


@dataclass
class Problem:
    row: Row
    code: str
    column: str = ""
    value: str = ""
    details: dict = field(default_factory=dict)
    level: str = "error"


class Book:
    """All entities of a workbook, with the mistakes that show within it."""

    def __init__(self, date_default):
        self.date_default = date_default
        self.buildings = {}
        self.entrances = {}
        self.floors = {}
        self.units = {}
        self.persons = []
        self._person_keys = {}
        self.person_numbers = {}
        self.occupancies = []
        self.by_unit = defaultdict(list)
        self.vehicles = {}
        self.fees = {}
        self._fee_numbers = {}
        self.assignments = []
        self.arrears = []
        self.prepayments = []
        self.histories = []
        self.requests = {}
        self.kinds = set()
        self.problems = []

    # === Building up ===

    def load(self, rows):
        """Take rows in; persons first, because others refer to their numbers."""
        by_kind = defaultdict(list)
        for row in rows:
            by_kind[row.kind].append(row)
        self.kinds = set(by_kind)
        for kind in (
            "building floor person fee unit parking occupancy vehicle assignment"
            " arrears prepayment history request"
        ).split():
            for row in by_kind[kind]:
                getattr(self, f"_add_{kind}")(row)
        self._members()
        return self

    def problem(self, row, code, field_name="", **details):
        level = details.pop("level", "error")
        value = row.values.get(field_name)
        if isinstance(value, list):
            value = "#".join(show(part) for part in value)
        self.problems.append(
            Problem(row, code, field_name, show(value), details, level)
        )

    def _once(self, table, key, row, field_name, shown=None):
        """The key's earlier entity is a doubled row."""
        earlier = table.get(key)
        if earlier is not None:
            other = earlier.row.number if isinstance(earlier, Entity) else earlier
            self.problem(
                row, "doubled_row", field_name, other=other, key=shown or str(key)
            )
            return False
        return True

    def _check_dates(self, row, start="date_start", end="date_end"):
        first, last = row.values.get(start), row.values.get(end)
        if first and last and last < first:
            self.problem(row, "end_before_start", end)
            return False
        return True

    # === Sheets ===

    def _add_building(self, row):
        values = row.values
        code = values.get("building")
        if not code:
            return
        key = (code, values.get("entrance") or "")
        if not self._once(
            self.entrances, key, row, "building", "-".join(filter(None, key))
        ):
            return
        self.entrances[key] = row.number
        self._building(code, row, values)

    def _building(self, code, row, values):
        keep = {
            key: values[key]
            for key in ("name", "storeys", "lift", "zone", "completion_date")
            if values.get(key) is not None
        }
        entity = self.buildings.setdefault(code, Entity(row, {}))
        entity.values.update(keep)
        return entity

    def _add_floor(self, row):
        key = (row.values.get("building"), row.values.get("level"))
        if None in key or not self._once(
            self.floors, key, row, "level", f"{key[0]} / {key[1]}"
        ):
            return
        self.floors[key] = Entity(row, row.values)

    def _add_person(self, row):
        values = row.values
        number = values.get("number")
        if not values.get("name") or not number:
            return
        if not self._once(self.person_numbers, number, row, "number", number):
            return
        phones = values.get("phone") or []
        person = self._person(
            row,
            values["name"],
            phones[0] if phones else "",
            values.get("identity") or "",
            number=number,
            extra=values,
        )
        self.person_numbers[number] = person

    def _person(self, row, name, phone, identity, number="", unit="", extra=None):
        """The person of this name: by ID number, else by telephone, else by unit."""
        keys = []
        if identity:
            keys.append(("identity", identity))
        if phone:
            keys.append(("phone", phone, name))
        if not keys:
            keys.append(("unit", unit, name) if unit else ("number", number, name))
        person = self._known_person(keys, identity)
        if person is None:
            person = Entity(row, {"name": name, "unit": unit})
            self.persons.append(person)
        elif person.values["name"] != name:
            # Whoever refers to the person need not hear of it a second time.
            column = "identity" if row.kind == "person" else "owner_identity"
            self.problem(row, "person_conflict", column, name=person.values["name"])
        elif number and person.row.kind == "person" and person.row is not row:
            self.problem(row, "doubled_row", "name", other=person.row.number, key=name)
        for key in keys:
            self._person_keys.setdefault(key, person)
        given = {"phone": phone, "identity": identity, **(extra or {})}
        for source, target in (
            ("phone", "phone"),
            ("identity", "identity"),
            ("email", "email"),
            ("gender", "sex"),
            ("person_kind", "person_kind"),
            ("role", "role"),
            ("owner_number", "owner_number"),
            ("relation", "relation"),
        ):
            value = given.get(source)
            if value and not person.values.get(target):
                person.values[target] = value[0] if isinstance(value, list) else value
        return person

    def _known_person(self, keys, identity):
        for key in keys:
            person = self._person_keys.get(key)
            # Two namesakes with one telephone are two when their ID numbers differ.
            if person and identity in ("", person.values.get("identity") or identity):
                return person
        return None

    def _add_fee(self, row):
        values = row.values
        number = values.get("number")
        if not number or not values.get("name"):
            return
        if not self._once(self.fees, number, row, "number", number):
            return
        formula = values.get("formula") or "area"
        fixed, price = values.get("fixed") or 0, values.get("price") or 0
        if formula == "area" and fixed:
            self.problem(row, "formula_unsupported", "fixed")
        elif formula != "fixed" and not (price or fixed):
            self.problem(row, "price_missing", "price")
        self._check_dates(row)
        self.fees[number] = Entity(
            row,
            {
                "number": number,
                "name": values["name"],
                "kind": values.get("fee_kind") or "other",
                "basis": formula,
                "period_months": values.get("cycle") or "1",
                "price": price if formula == "area" else (fixed or price),
                "unit_kind": values.get("unit_kind") or False,
                "date_start": values.get("date_start"),
            },
        )

    def _add_unit(self, row):
        values = row.values
        code = self.unit_code(row)
        if not code:
            return
        earlier = self.units.get(code)
        persons = self._holders(row, code)
        if earlier is not None:
            # A further owner of the unit has a row of his own in flat sheets.
            same = earlier.values.get("area") == values.get("area")
            known = {id(o.values["person"]) for o in self.by_unit[code]}
            if not persons or not same or any(id(p) in known for p, _i in persons):
                self.problem(
                    row, "doubled_row", "code", other=earlier.row.number, key=code
                )
                return
        else:
            self._new_unit(row, code, values.get("kind") or "home")
        self._hold(row, code, persons)
        self._assign(row, code)

    def unit_code(self, row):
        """building-entrance-room, from one cell or from three."""
        values = row.values
        code, building = values.get("code"), values.get("building")
        if not code:
            return None
        parts = code.split("-")
        if not building:
            if len(parts) < 2:
                self.problem(row, "unit_code", "code")
                return None
            values["building"] = parts[0]
            if len(parts) > 2:
                values.setdefault("entrance", parts[1])
            return code
        if len(parts) > 1 and parts[0] == building:
            return code
        entrance = values.get("entrance")
        return "-".join(str(part) for part in (building, entrance, code) if part)

    def _new_unit(self, row, code, kind):
        values = row.values
        area, inner = values.get("area"), values.get("inner_area")
        if area == 0 and kind != "parking":
            self.problem(row, "area_zero", "area", level="warning")
        if area and inner and inner > area:
            self.problem(row, "inner_larger", "inner_area", level="warning")
        self._check_dates(row)
        building = values["building"]
        if "building" not in self.kinds:
            self._building(building, row, values)
        if values.get("level") is not None:
            key = (building, values["level"])
            self.floors.setdefault(key, Entity(row, {}))
        self.units[code] = Entity(
            row,
            {
                **{
                    key: values[key]
                    for key in (
                        "building entrance level layout area inner_area state"
                        " handover_date zone note"
                    ).split()
                    if values.get(key) is not None
                },
                "kind": kind,
                "room": code.split("-")[-1],
            },
        )

    def _holders(self, row, code):
        """[(person, place in the cell)] of the row's owner columns."""
        values = row.values
        numbers = _list(values.get("owner_number"))
        if numbers:
            found = []
            for place, number in enumerate(numbers):
                person = self.person_numbers.get(number)
                # The number of a household's owner leads to the owner's own row.
                if person is None:
                    self.problem(row, "person_unknown", "owner_number", number=number)
                else:
                    found.append((person, place))
            return found
        names = _list(values.get("owner_name"))
        if not names:
            if values.get("owner_phone") or values.get("owner_identity"):
                self.problem(row, "person_unnamed", "owner_name")
            return []
        columns = {}
        for key in ("owner_phone", "owner_identity", "owner_gender"):
            columns[key] = self._aligned(row, key, len(names))
        found = []
        for place, name in enumerate(names):
            person = self._person(
                row,
                name,
                columns["owner_phone"][place],
                columns["owner_identity"][place],
                unit=code,
                extra={"gender": columns["owner_gender"][place]},
            )
            found.append((person, place))
        return found

    def _aligned(self, row, key, count, one_for_all=False):
        """The values of a cell, one for each of its neighbours' values."""
        values = _list(row.values.get(key))
        if not values:
            return [""] * count
        if len(values) == 1 and one_for_all:
            return values * count
        # Somebody may have left several telephone numbers for one person.
        if count == 1 and key == "owner_phone":
            return values[:1]
        if len(values) != count:
            self.problem(row, "lists_differ", key, count=len(values), expected=count)
            return [""] * count
        return values

    def _hold(self, row, code, persons):
        count = len(persons)
        if not count:
            return
        values = row.values
        roles = self._aligned(row, "owner_role", count, one_for_all=True)
        shares = self._aligned(row, "share", count)
        start = values.get("date_start") or values.get("handover_date")
        owners = 0
        for index, (person, _place) in enumerate(persons):
            role = roles[index] or person.values.get("role") or "owner"
            owners += role == "owner"
            self._occupy(
                row,
                code,
                person,
                role,
                share=shares[index] or None,
                # A tenant who is on the sheet of a rented space pays for it.
                is_payer=role == "tenant" and owners == 0,
                date_start=start,
                date_end=values.get("date_end"),
            )

    def _occupy(self, row, code, person, role, **values):
        start = values.pop("date_start") or ""
        entity = Entity(
            row,
            {
                "unit": code,
                "person": person,
                "role": role,
                "date_given": bool(start),
                "date_start": start or self.date_default,
                "relation": person.values.get("relation") or "",
                **values,
            },
        )
        self.occupancies.append(entity)
        self.by_unit[code].append(entity)

    def _members(self):
        """Household members live where their owner does (ARC-08)."""
        held = defaultdict(list)
        for holding in self.occupancies:
            held[id(holding.values["person"])].append(holding)
        for member in list(self.persons):
            number = member.values.get("owner_number")
            if member.values.get("role") != "household" or not number:
                continue
            owner = self.person_numbers.get(number)
            if owner is None:
                self.problem(
                    member.row, "person_unknown", "owner_number", number=number
                )
                continue
            for holding in held[id(owner)]:
                self._occupy(
                    member.row,
                    holding.values["unit"],
                    member,
                    "household",
                    share=None,
                    is_payer=False,
                    date_start=holding.values["date_start"],
                    date_end=holding.values.get("date_end"),
                )

    def _assign(self, row, code):
        fees = _list(row.values.get("fee"))
        starts = self._aligned(row, "fee_start", len(fees), one_for_all=True)
        for place, fee in enumerate(fees):
            self._assignment(row, code, fee, starts[place], None)
        if row.values.get("rent"):
            self._assignment(
                row,
                code,
                None,
                row.values.get("date_start"),
                row.values.get("date_end"),
                amount=row.values["rent"],
            )

    def _assignment(self, row, code, fee, start, end, amount=None):
        self.assignments.append(
            Entity(
                row,
                {
                    "unit": code,
                    # Without a fee it is the rent of the unit.
                    "fee": fee,
                    "date_start": start or self.date_default,
                    "date_given": bool(start),
                    "date_end": end,
                    "amount": amount,
                },
            )
        )

    def _add_parking(self, row):
        values = row.values
        if not values.get("code"):
            return
        if not values.get("building"):
            lot = values.get("lot")
            if not lot:
                self.problem(row, "parking_without_building", "lot")
                return
            # A car park stands beside the buildings, under a letter of its own.
            values["building"] = f"P{lot}"
            self.buildings.setdefault(f"P{lot}", Entity(row, {"lot": lot}))
        code = f"{values['building']}-{values['code']}"
        if not self._once(self.units, code, row, "code", code):
            return
        persons = self._holders(row, code)
        # A space that nobody holds is not in use; others say so by their holder.
        values.setdefault("state", "occupied" if persons else "vacant")
        if values.get("use") == "leased":
            if not persons:
                self.problem(row, "rent_without_tenant", "use")
            values["owner_role"] = ["tenant"]
        self._new_unit(row, code, "parking")
        self._hold(row, code, persons)
        self._assign(row, code)
        for plate in _list(values.get("plate")):
            self._vehicle(row, plate, persons, code)

    def _vehicle(self, row, plate, persons, space=None, unit=None):
        if not self._once(self.vehicles, plate, row, "plate", plate):
            return
        if not persons and not unit:
            self.problem(row, "vehicle_without_owner", "plate")
            return
        words = [row.values.get("brand"), row.values.get("color")]
        self.vehicles[plate] = Entity(
            row,
            {
                "plate": plate,
                "person": persons[0][0] if persons else None,
                "space": space,
                "unit": unit,
                "kind": row.values.get("vehicle_kind") or "car",
                "description": " ".join(word for word in words if word),
                "date_start": row.values.get("date_start") or self.date_default,
            },
        )

    def _add_occupancy(self, row):
        values = row.values
        if not values.get("unit") or not self._check_dates(row):
            return
        persons = self._holders(row, values["unit"])
        if not persons:
            if not (values.get("owner_name") or values.get("owner_number")):
                self.problem(row, "required", "owner_name")
            return
        person = persons[0][0]
        role = values.get("role") or person.values.get("role") or "owner"
        if not self._refine(row, person, role):
            self._occupy(
                row,
                values["unit"],
                person,
                role,
                share=values.get("share"),
                is_payer=bool(values.get("is_payer")),
                date_start=values.get("date_start"),
                date_end=values.get("date_end"),
            )
            if values.get("relation"):
                self.occupancies[-1].values["relation"] = values["relation"]
        if values.get("rent"):
            self._assignment(
                row,
                values["unit"],
                None,
                values.get("date_start"),
                values.get("date_end"),
                amount=values["rent"],
            )

    def _refine(self, row, person, role):
        """The sheet of holders tells more about somebody whom the unit's row names."""
        for holding in self.by_unit[row.values["unit"]]:
            values = holding.values
            if holding.row.kind != "occupancy" and values["person"] is person:
                if values["role"] == role:
                    for name in ("share", "is_payer", "date_end", "relation"):
                        if row.values.get(name) is not None:
                            values[name] = row.values[name]
                    if row.values.get("date_start"):
                        values["date_start"] = row.values["date_start"]
                        values["date_given"] = True
                    return True
        return False

    def _add_vehicle(self, row):
        if not row.values.get("plate"):
            return
        persons = self._holders(row, row.values.get("unit") or "")
        self._vehicle(
            row,
            row.values["plate"],
            persons,
            row.values.get("parking"),
            row.values.get("unit"),
        )

    def _add_assignment(self, row):
        values = row.values
        if not values.get("unit") or not values.get("fee"):
            return
        if self._check_dates(row):
            self._assignment(
                row,
                values["unit"],
                values["fee"],
                values.get("date_start"),
                values.get("date_end"),
                values.get("amount"),
            )

    # === Opening balances ===

    def _add_arrears(self, row):
        values = row.values
        if None in (values.get("unit"), values.get("fee"), values.get("amount")):
            return
        if not values.get("date_start") or not values.get("date_end"):
            return
        if not values["amount"]:
            self.problem(row, "money_zero", "amount")
        if values["date_start"] > self.date_default:
            self.problem(row, "period_future", "date_start")
        if self._check_dates(row):
            self.arrears.append(Entity(row, dict(values)))

    def _add_prepayment(self, row):
        values = row.values
        if values.get("unit") is None or values.get("amount") is None:
            return
        if not values["amount"]:
            self.problem(row, "money_zero", "amount")
        self.prepayments.append(Entity(row, dict(values)))

    def _add_history(self, row):
        """What was paid is kept; what was not paid of it is in arrears."""
        values = row.values
        if None in [values.get(k) for k in ("unit", "fee", "due", "paid")]:
            return
        if not values.get("date_start") or not values.get("date_end"):
            return
        if values["paid"] > values["due"]:
            self.problem(row, "paid_over_due", "paid")
        if self._check_dates(row):
            self.histories.append(Entity(row, dict(values)))

    # === Customer messages ===

    def _add_request(self, row):
        values = row.values
        if not values.get("received") or not values.get("text"):
            return
        key = f"n:{values['number']}" if values.get("number") else ""
        if key and not self._once(
            self.requests, key, row, "number", str(values["number"])
        ):
            return
        if (values.get("closed") or values["received"]) < values["received"][:10]:
            self.problem(row, "end_before_start", "closed")
            return
        key = key or self._request_key(values)
        self.requests[key] = Entity(row, {**values, "key": key})

    def _request_key(self, values):
        """What makes a message without a number the one it is.

        Two people may write the same on one day: every one of them counts.
        """
        parts = [
            str(values.get(name) or "")
            for name in ("received", "unit", "name", "phone", "text")
        ]
        digest = sha256("\x1f".join(parts).encode()).hexdigest()[:32]
        return next(
            key for n in count(1) if (key := f"h:{digest}:{n}") not in self.requests
        )

    def fee_numbers(self):
        """Fees of the file by number, in capitals."""
        if len(self._fee_numbers) != len(self.fees):
            self._fee_numbers = {key.upper(): fee for key, fee in self.fees.items()}
        return self._fee_numbers


def _list(value):
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]
