"""Which bills a bank's lines pay: read everything in sets, decide in memory.

One pass over all lines of a file, since one search per line takes a second each when
thousands of bills are open.
"""

from collections import defaultdict

from odoo.fields import Domain
from odoo.tools import html2plaintext

from ...tools.unit_codes import (
    bill_numbers,
    code_candidates,
    names_deposit,
    plain_text,
    receipt_numbers,
    references,
    sort_key,
)


class Match:
    """What one line pays, or why nobody knows."""

    def __init__(self, line):
        self.line = line
        self.payment_item = None  # the open entry of a receipt already made
        self.shares = []  # (unit, payer, open item or None, amount)
        self.reason = None
        self.is_deposit = False

    @property
    def is_found(self):
        return bool(self.payment_item or self.shares)

    @property
    def items(self):
        """The open entry, or None, that each new entry of the line settles."""
        if self.payment_item:
            return [self.payment_item]
        return [item for _unit, _payer, item, _amount in self.shares]


class StatementMatch:
    """Money that came in, as far as the text names receipt, bill or unit."""

    def __init__(self, lines):
        self.lines = lines
        self.env = lines.env
        self.currency = lines.company_id.currency_id
        self.estates = self.env["property.estate"].search(
            [("collection_journal_ids", "in", lines.journal_id.ids)]
        )
        self.texts = {
            line: " ".join(
                [
                    line.payment_ref or "",
                    line.ref or "",
                    html2plaintext(line.narration or ""),
                ]
            )
            for line in lines
        }
        self.matches = []

    def compute(self):
        """One match per line, in the order of the lines."""
        self.matches = [Match(line) for line in self.lines]
        self._by_payment()
        self._leave_deposits()
        self._by_bill_and_unit()
        self._by_name_and_amount()
        return self.matches

    def _open(self):
        return [
            match
            for match in self.matches
            if not match.is_found and not match.is_deposit
        ]

    # === Receipts made at the counter that wait for the bank ===

    def _by_payment(self):
        """A transfer for which a receipt was written: same number, same amount."""
        numbers = {
            match: receipt_numbers(self.texts[match.line])
            | references(self.texts[match.line])
            for match in self.matches
        }
        wanted = set().union(*numbers.values()) if numbers else set()
        if not wanted:
            return
        payment_model = self.env["account.payment"]
        payments = payment_model.search(
            Domain("journal_id", "in", self.lines.journal_id.ids)
            & Domain("payment_type", "=", "inbound")
            & Domain("is_matched", "=", False)
            & Domain("state", "in", ("in_process", "paid"))
            & payment_model._property_numbers_domain(list(wanted))
        )
        by_number = defaultdict(list)
        for payment in payments:
            for name in payment._property_numbers():
                by_number[name].append(payment)
        used = set()
        for match, names in numbers.items():
            found = {
                payment
                for name in names
                for payment in by_number[name]
                if payment not in used
                and payment.journal_id == match.line.journal_id
                and not self.currency.compare_amounts(payment.amount, match.line.amount)
            }
            if len(found) == 1:
                payment = found.pop()
                item, *_rest = payment._seek_for_lines()
                if len(item) == 1 and not item.reconciled:
                    match.payment_item = item
                    used.add(payment)

    def _leave_deposits(self):
        """A deposit is nobody's fee, whatever unit its text names (REN-22)."""
        for match in self._open():
            if names_deposit(self.texts[match.line]):
                match.is_deposit = True
                match.reason = self.env._(
                    "The text names a deposit; receive it under Deposits, then match"
                    " its payment"
                )

    # === Bills and units named in the text ===

    def _by_bill_and_unit(self):
        texts = {match: self.texts[match.line] for match in self._open()}
        bills = self._bills(texts)
        units = self._units(texts)
        named = self.env["property.unit"].union(*units.values())
        self._prepare_queues(bills | named._property_open_items())
        for match in texts:
            own = [item for item in self.bills_of[match] if self.rest[item] > 0]
            of_units = self._items_of_units(units[match], own)
            if own or units[match]:
                surplus = units[match][:1] or own[0].property_unit_id
                self._share(match, own + of_units, surplus)

    def _prepare_queues(self, items):
        self.rest = {item: item.amount_residual for item in items}
        self.queues = items.sorted(self._age).grouped("property_unit_id")

    def _age(self, item):
        return item.date_maturity or item.date, item.id

    def _items_of_units(self, units, but):
        """What the units owe, oldest first, without the entries named already."""
        items = [item for unit in units for item in self.queues.get(unit, ())]
        if len(units) > 1:
            items.sort(key=self._age)
        return [item for item in items if item not in but]

    def _bills(self, texts):
        """Open entries of the bills that each text names."""
        numbers = {match: bill_numbers(text) for match, text in texts.items()}
        wanted = list(set().union(*numbers.values())) if numbers else []
        items = self.env["account.move.line"]
        if wanted:
            items = items.search(
                Domain("move_id.name", "in", wanted)
                & Domain("company_id", "in", self.lines.company_id.ids)
                & Domain("property_unit_id", "!=", False)
                & Domain("parent_state", "=", "posted")
                & Domain("account_type", "=", "asset_receivable")
                & Domain("amount_residual", ">", 0),
                order="date_maturity, id",
            )
        by_number = items.grouped(lambda item: item.move_id.name)
        self.bills_of = {
            match: items.browse()
            .union(*(by_number[name] for name in names if name in by_number))
            .sorted(self._age)
            for match, names in numbers.items()
        }
        return items

    def _units(self, texts):
        """Units that each text names without doubt; else the reason is noted."""
        codes = {match: code_candidates(text) for match, text in texts.items()}
        keys = {}  # key to (estate or None) to look in
        for found in codes.values():
            for code in found:
                for estate, rest in self._readings(code):
                    keys.setdefault(code, []).append((estate, sort_key(rest)))
        by_key = defaultdict(lambda: self.env["property.unit"])
        all_keys = {key for readings in keys.values() for _estate, key in readings}
        for unit in self.env["property.unit"].search(
            Domain("sort_key", "in", list(all_keys))
            & Domain("estate_id", "in", self.estates.ids)
        ):
            by_key[unit.sort_key] |= unit
        result = {}
        for match, found in codes.items():
            units = self.env["property.unit"]
            for code in found:
                units |= self._unit_of(match, keys[code], by_key, texts[match])
            result[match] = units
            if not units and not match.reason:
                match.reason = self.env._("No unit code or bill number in the text")
        return result

    def _readings(self, code):
        """A code may stand alone or behind the code of its estate."""
        yield None, code
        for estate in self.estates:
            prefix = plain_text(estate.code) + "-"
            if code.startswith(prefix):
                yield estate, code[len(prefix) :]

    def _unit_of(self, match, readings, by_key, text):
        nothing = self.env["property.unit"]
        found = nothing
        for estate, key in readings:
            found |= by_key[key].filtered(
                lambda unit, e=estate: not e or unit.estate_id == e
            )
        if len(found) > 1:
            text = plain_text(text)
            named = found.filtered(lambda unit: plain_text(unit.estate_id.name) in text)
            if len(named) != 1:
                match.reason = self.env._(
                    "Unit code %(code)s exists in several estates", code=found[0].code
                )
                return nothing
            found = named
        return found

    def _share(self, match, items, surplus_unit):
        """The line's money over the items in their order, the rest as credit."""
        rest = match.line.amount
        for item in items:
            part = min(rest, self.rest[item])
            if self.currency.compare_amounts(part, 0) <= 0:
                continue
            match.shares.append((item.property_unit_id, item.partner_id, item, part))
            self.rest[item] = self.currency.round(self.rest[item] - part)
            rest = self.currency.round(rest - part)
        if self.currency.is_zero(rest):
            return
        payer = surplus_unit.payer_id or match.line.partner_id
        if not payer:
            match.shares = []
            match.reason = self.env._(
                "Unit %(unit)s has no payer whose credit the rest could be",
                unit=surplus_unit.code,
            )
            return
        match.shares.append((surplus_unit, payer, None, rest))

    # === Without a code: a name that fits to the cent ===

    def _by_name_and_amount(self):
        """One payer of that name in these estates, who owes exactly this sum."""
        names = {
            match: (match.line.partner_name or "").strip() for match in self._open()
        }
        wanted = list(filter(None, set(names.values())))
        if not wanted:
            return
        items = self.env["account.move.line"].search(
            Domain("partner_id.name", "in", wanted)
            & Domain("property_unit_id.estate_id", "in", self.estates.ids)
            & Domain("parent_state", "=", "posted")
            & Domain("account_type", "=", "asset_receivable")
            & Domain("amount_residual", ">", 0),
            order="date_maturity, date, id",
        )
        for item in items:
            self.rest.setdefault(item, item.amount_residual)
        by_name = items.grouped(lambda item: item.partner_id.name)
        for match, name in names.items():
            own = by_name.get(name, items.browse())
            owed = sum(self.rest[item] for item in own)
            if len(own.partner_id) == 1 and not self.currency.compare_amounts(
                owed, match.line.amount
            ):
                match.reason = None
                self._share(match, own, own[0].property_unit_id)
