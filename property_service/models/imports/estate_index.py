"""What the estate holds already, in dictionaries: no search per row of a workbook."""

from collections import defaultdict
from datetime import date, datetime
from functools import cached_property

import pytz

from ...workbook.cells import fee_key


def digits(phone):
    """A telephone number as the parser writes it, however it was stored."""
    text = "".join(char for char in phone or "" if char.isdigit() or char == "-")
    if text.startswith("86") and len(text) == 13:
        text = text[2:]
    return text


class EstateIndex:
    """Keys to records of one estate and its company."""

    def __init__(self, env, estate):
        self.env = env
        self.estate = estate
        self.company = estate.company_id

    def _of_estate(self, model):
        records = self.env[model].with_context(active_test=False)
        return records.search([("estate_id", "=", self.estate.id)])

    @cached_property
    def buildings(self):
        return {
            record.code.upper(): record
            for record in self._of_estate("property.building")
        }

    @cached_property
    def zones(self):
        return {record.name: record for record in self._of_estate("property.zone")}

    @cached_property
    def floors(self):
        return {
            (record.building_id.code.upper(), record.level): record
            for record in self._of_estate("property.floor")
        }

    @cached_property
    def units(self):
        return {
            record.code.upper(): record for record in self._of_estate("property.unit")
        }

    @cached_property
    def occupancies(self):
        """Unit id to the rows of its holders."""
        rows = defaultdict(list)
        for record in self._of_estate("property.occupancy"):
            rows[record.unit_id.id].append(record)
        return rows

    @cached_property
    def holders(self):
        """Name to the people who hold something here, for those without telephone."""
        names = defaultdict(lambda: self.env["res.partner"])
        for records in self.occupancies.values():
            for record in records:
                names[record.partner_id.name] |= record.partner_id
        return names

    def partners_by_phone(self, names):
        """(telephone, name) to the person of the company."""
        partners = self.env["res.partner"].search_fetch(
            [
                ("name", "in", list(names)),
                ("phone", "!=", False),
                ("company_id", "in", (False, self.company.id)),
            ],
            ["name", "phone"],
            order="id desc",
        )
        return {(digits(partner.phone), partner.name): partner for partner in partners}

    def partners_by_identity(self, numbers):
        """ID number to the person in whose file it stands."""
        if not numbers:
            return {}
        files = self.env["property.person"]
        hashes = {files._property_hash(number): number for number in numbers}
        # The hash is closed to every user; only whole numbers get this far.
        found = files.sudo().search_fetch(
            [
                ("id_hash", "in", list(hashes)),
                ("partner_id.company_id", "in", (False, self.company.id)),
            ],
            ["partner_id", "id_hash"],
        )
        return {
            hashes[file.id_hash]: file.partner_id.with_env(self.env) for file in found
        }

    def vehicles(self, plates):
        """Plate to the vehicle that has it now, in whatever estate of the company."""
        found = self.env["property.vehicle"].search(
            [
                ("plate", "in", list(plates)),
                ("company_id", "=", self.company.id),
                ("date_end", "=", False),
            ]
        )
        return {vehicle.plate: vehicle for vehicle in found}

    @cached_property
    def fee_items(self):
        """Code and name, as they are compared, to the fee item; the code wins."""
        items = self.env["property.fee.item"].search(
            [("company_id", "=", self.company.id)]
        )
        found = {fee_key(item.name): item for item in items}
        return found | {fee_key(item.code): item for item in items}

    @cached_property
    def rates(self):
        rows = defaultdict(list)
        for record in self._of_estate("property.fee.rate"):
            if record.state != "cancelled":
                rows[record.item_id.id, record.unit_kind or False].append(record)
        return rows

    @cached_property
    def assignments(self):
        rows = defaultdict(list)
        for record in self._of_estate("property.fee.assignment"):
            rows[record.unit_id.id, record.item_id.id].append(record)
        return rows

    # === Balances ===

    @staticmethod
    def day(text):
        return date.fromisoformat(text)

    def live_charges(self, unit_ids):
        """Charges that stand, whatever billed them."""
        return self.env["property.fee.charge"].search_fetch(
            [
                ("unit_id", "in", list(unit_ids)),
                ("state", "in", ("draft", "posted")),
            ],
            ["unit_id", "item_id", "date_start", "date_end", "is_opening", "import_id"],
        )

    def opening_prepayments(self, unit_ids):
        """Entries of prepayments that no reversal has taken back."""
        moves = self.env["account.move"].search(
            [
                ("property_unit_id", "in", list(unit_ids)),
                ("property_import_id.state", "=", "applied"),
                ("state", "=", "posted"),
            ]
        )
        return moves.filtered(lambda move: not move.property_charge_ids)

    # === Customer messages ===

    def requests(self, keys):
        """Key to the request that an earlier import made of it."""
        found = self.env["helpdesk.ticket"].with_context(active_test=False)
        found = found.search_fetch(
            [
                ("property_estate_id", "=", self.estate.id),
                ("property_import_key", "in", list(keys)),
            ],
            ["property_import_key"],
        )
        return {ticket.property_import_key: ticket for ticket in found}

    @cached_property
    def ticket_categories(self):
        """Name in every language, with and without those above it, to categories."""
        found = defaultdict(list)
        for code, _name in self.env["res.lang"].get_installed():
            model = self.env["helpdesk.ticket.category"].with_context(lang=code)
            for category in model.search(
                [("company_id", "in", (False, self.company.id))]
            ):
                for name in {category.name, category.complete_name}:
                    rows = found[(name or "").strip().lower()]
                    if category.with_env(self.env) not in rows:
                        rows.append(category.with_env(self.env))
        return found

    def utc(self, text):
        """A moment on the estate's clock, as the database keeps it."""
        moment = self._zone.localize(datetime.fromisoformat(text))
        return moment.astimezone(pytz.utc).replace(tzinfo=None)

    @cached_property
    def _zone(self):
        return self.estate._property_tz()
