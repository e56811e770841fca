"""What a billing run charges: read everything in sets, price in memory, insert at once.

No records are created one by one: a run of 10,000 units stays a matter of seconds.
"""

from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

from .proration import (
    FAR,
    ONE_DAY,
    Tariff,
    exact,
    intersect,
    months_between,
    periods_between,
    subtract,
)

CHARGE_COLUMNS = (
    "assignment_id",
    "item_id",
    "unit_id",
    "building_id",
    "estate_id",
    "company_id",
    "currency_id",
    "partner_id",
    "date_start",
    "date_end",
    "rate_id",
    "price",
    "quantity",
    "discount",
    "months",
    "days",
    "formula",
    "basis_text",
    "amount",
    "run_id",
    "state",
    "is_opening",
    "create_uid",
    "write_uid",
    "create_date",
    "write_date",
)
INSERT_CHARGES = (
    f"INSERT INTO property_fee_charge ({', '.join(CHARGE_COLUMNS)})"
    " VALUES %s ON CONFLICT DO NOTHING"
)


def plain(number, digits=4):
    """A number as people write it: no trailing zeros."""
    return f"{float(number):.{digits}f}".rstrip("0").rstrip(".")


def as_months(months):
    """Months as people write them: 1, 21/31, 2 21/31."""
    whole, rest = divmod(months, 1)
    if not rest:
        return str(whole)
    return f"{whole} {rest}" if whole else str(rest)


def formula_text(price, quantity, uom, periods, discount, amount):
    """The sum as people check it by hand, the same in every language."""
    parts = [plain(price)]
    if uom:
        parts.append(f"{plain(quantity)} {uom}")
    elif quantity != 1:
        parts.append(plain(quantity))
    if periods != 1:
        parts.append(as_months(periods))
    if discount:
        parts.append(f"{plain(100 - exact(discount), 2)} %")
    return f"{' × '.join(parts)} = {float(amount):.2f}"


class RateBook:
    """Approved rates of an estate by fee item and kind of unit."""

    def __init__(self, env, estate, items):
        self.rates = defaultdict(list)
        rates = env["property.fee.rate"].search_fetch(
            [
                ("estate_id", "=", estate.id),
                ("item_id", "in", items.ids),
                ("state", "=", "approved"),
            ],
            ["item_id", "unit_kind", "date_start", "date_end", "price", "legal_basis"],
            order="date_start",
        )
        self.basis = {rate.id: rate.legal_basis or "" for rate in rates}
        for rate in rates:
            self.rates[rate.item_id.id, rate.unit_kind or ""].append(
                (rate.date_start, rate.date_end or FAR, exact(rate.price), rate.id)
            )

    def prices(self, item, unit_kind):
        """Prices of a kind by date: its own rates, the general ones in between."""
        own = self.rates[item.id, unit_kind]
        taken = [(start, end) for start, end, *_rest in own]
        prices = list(own)
        for start, end, price, key in self.rates[item.id, ""]:
            prices += [(*free, price, key) for free in subtract((start, end), taken)]
        return sorted(prices)


def item_tariff(item, prices, factor):
    months = int(item.period_months) if item.price_per == "period" else 1
    return Tariff(prices, factor, months, exact(item.rounding))


class RunCompute:
    """Charges and skips of one run, as rows to insert."""

    def __init__(self, run):
        self.run = run
        self.env = run.env
        self.estate = run.estate_id
        self.charges = []
        self.skips = []
        self.months_back = 0
        if not run.is_exact:
            self.months_back = self.estate._property_parameter("fee.catch_up_months")
        self.first_due = run.date_start - relativedelta(months=self.months_back)

    def compute(self):
        items = self._items()
        self.periods = {item.id: self._item_periods(item) for item in items}
        spans = [period for periods in self.periods.values() for period in periods]
        if not spans:
            return
        self.horizon = min(s for s, _e in spans), max(e for _s, e in spans)
        assignments = self._assignments(items)
        units = assignments.unit_id
        self.book = RateBook(self.env, self.estate, items)
        self.taken, self.opening = self._live_charges(assignments)
        self.payers = {
            rule: units._property_payer_spans(*self.horizon, rule)
            for rule in {item._property_start_rule(self.estate) for item in items}
        }
        self.start_rules = {i.id: i._property_start_rule(self.estate) for i in items}
        self.prices = {}
        for assignment in assignments:
            for period in self.periods[assignment.item_id.id]:
                self._compute_period(assignment, period)

    # === Reading ===

    def _items(self):
        items = self.run.item_ids or self.env["property.fee.item"].search(
            [("company_id", "=", self.run.company_id.id)]
        )
        return items.sorted("sequence")

    def _item_periods(self, item):
        """Periods of the item that may fall due in the months of the run."""
        run, months = self.run, int(item.period_months)
        if run.is_exact:
            return periods_between(run.date_start, run.date_end, months)
        if item.billing_time == "advance":
            return periods_between(self.first_due, run.date_end, months)
        # In arrears a period falls due on the day after its end.
        before = self.first_due - relativedelta(months=months)
        return [
            period
            for period in periods_between(before, run.date_end, months)
            if self.first_due <= period[1] + ONE_DAY <= run.date_end
        ]

    def _assignments(self, items):
        run = self.run
        domain = [
            ("estate_id", "=", self.estate.id),
            ("unit_id.active", "=", True),
            ("item_id", "in", items.ids),
            ("date_start", "<=", self.horizon[1]),
            "|",
            ("date_end", "=", False),
            ("date_end", ">=", self.horizon[0]),
        ]
        if run.unit_ids:
            domain.append(("unit_id", "in", run.unit_ids.ids))
        if run.building_ids:
            domain.append(("unit_id.building_id", "in", run.building_ids.ids))
        assignments = self.env["property.fee.assignment"].search(domain, order="id")
        assignments.unit_id.fetch(
            ["kind", "area", "inner_area", "handover_date", "estate_id", "building_id"]
        )
        return assignments

    def _live_charges(self, assignments):
        """Charged days by assignment, and opening arrears by unit and fee item."""
        self.env["property.fee.charge"].flush_model()
        taken, opening = defaultdict(list), defaultdict(list)
        rows = self.env.execute_query(
            SQL(
                """SELECT assignment_id, unit_id, item_id, date_start, date_end
                     FROM property_fee_charge
                    WHERE state IN ('draft', 'posted')
                      AND date_start <= %s AND date_end >= %s
                      AND (assignment_id = ANY(%s)
                           OR is_opening AND estate_id = %s)""",
                self.horizon[1],
                self.horizon[0],
                assignments.ids,
                self.estate.id,
            )
        )
        for assignment_id, unit_id, item_id, start, end in rows:
            if assignment_id:
                taken[assignment_id].append((start, end))
            else:
                opening[unit_id, item_id].append((start, end))
        return taken, opening

    # === Pricing ===

    def _compute_period(self, assignment, period):
        """Charge what is still free of one period of one assignment."""
        span = intersect(period, (assignment.date_start, assignment.date_end))
        if not span or not self._falls_due(assignment, period, span):
            return
        due = span
        if self.run.is_exact:
            due = intersect(span, (self.run.date_start, self.run.date_end))
            if not due:
                return
        taken = [
            *self.taken.get(assignment.id, ()),
            *self.opening.get((assignment.unit_id.id, assignment.item_id.id), ()),
        ]
        free = subtract(due, taken) if taken else [due]
        if not free:
            self._skip(assignment, due, "billed")
            return
        tariff, quantity, reason = self._tariff(assignment)
        for days in free:
            if reason:
                self._skip(assignment, days, reason)
            else:
                self._compute_days(assignment, tariff, quantity, span[0], days)

    def _falls_due(self, assignment, period, span):
        run, item = self.run, assignment.item_id
        if run.is_exact or item.billing_time == "arrears":
            return True
        return self.first_due <= span[0] <= run.date_end

    def _tariff(self, assignment):
        """Tariff and quantity of an assignment, or why there is none."""
        item, unit = assignment.item_id, assignment.unit_id
        discount = (100 - exact(assignment.discount)) / 100
        if assignment.fixed_amount or item.basis == "fixed":
            if not assignment.fixed_amount:
                return None, None, "no_amount"
            prices = [
                (assignment.date_start, FAR, exact(assignment.fixed_amount), None)
            ]
            return item_tariff(item, prices, discount), 1, None
        quantity = exact(assignment.quantity)
        if item.basis in ("area", "inner_area"):
            if not unit[item.basis]:
                return None, None, "no_area"
            quantity *= exact(unit[item.basis])
        key = (item.id, unit.kind)
        if key not in self.prices:
            self.prices[key] = self.book.prices(item, unit.kind)
        tariff = item_tariff(item, self.prices[key], quantity * discount)
        return tariff, quantity, None

    def _compute_days(self, assignment, tariff, quantity, anchor, days):
        """Charges of consecutive days, cut where the payer or the price changes."""
        for start, end, payer_id, reason in self._payer_spans(assignment, days):
            for first, last, price, rate_id in tariff.pieces(start, end):
                if price is None:
                    self._skip(assignment, (first, last), "no_rate")
                    continue
                if not payer_id:
                    self._skip(assignment, (first, last), reason)
                    continue
                amount = tariff.amount(anchor, first, last)
                if not amount:
                    self._skip(assignment, (first, last), "zero")
                    continue
                self._charge(
                    assignment,
                    tariff,
                    quantity,
                    (first, last),
                    (price, rate_id),
                    payer_id,
                    amount,
                )

    def _payer_spans(self, assignment, days):
        if assignment.payer_id:
            return [(*days, assignment.payer_id.id, None)]
        rule = self.start_rules[assignment.item_id.id]
        spans = []
        for start, end, payer_id, handed in self.payers[rule][assignment.unit_id.id]:
            common = intersect(days, (start, end))
            if common:
                reason = "no_payer" if handed else "no_developer"
                spans.append((*common, payer_id, reason))
        return spans

    # === Rows ===

    def _skip(self, assignment, days, reason):
        self.skips.append(
            {
                "run_id": self.run.id,
                "estate_id": self.estate.id,
                "company_id": self.run.company_id.id,
                "unit_id": assignment.unit_id.id,
                "item_id": assignment.item_id.id,
                "assignment_id": assignment.id,
                "date_start": days[0],
                "date_end": days[1],
                "reason": reason,
            }
        )

    def _charge(self, assignment, tariff, quantity, days, priced, payer_id, amount):
        run, item, unit = self.run, assignment.item_id, assignment.unit_id
        price, rate_id = priced
        months = months_between(*days)
        now, uid = self.env.cr.now(), self.env.uid
        self.charges.append(
            (
                assignment.id,
                item.id,
                unit.id,
                unit.building_id.id,
                self.estate.id,
                run.company_id.id,
                run.currency_id.id,
                payer_id,
                days[0],
                days[1],
                rate_id or None,
                float(price),
                float(quantity),
                assignment.discount,
                float(months),
                (days[1] - days[0]).days + 1,
                self._formula(assignment, tariff, quantity, price, months, amount),
                self.book.basis.get(rate_id) or item.legal_basis or None,
                float(amount),
                run.id,
                "draft",
                False,
                uid,
                uid,
                now,
                now,
            )
        )

    def _formula(self, assignment, tariff, quantity, price, months, amount):
        item = assignment.item_id
        is_area = item.basis in ("area", "inner_area") and not assignment.fixed_amount
        return formula_text(
            price,
            quantity,
            "m²" if is_area else "",
            months / tariff.months,
            assignment.discount,
            amount,
        )

    # === Writing ===

    def insert(self):
        """Insert charges and skips.

        Two runs of the same days cannot both insert: the second one waits for the
        first and then starts over on a fresh snapshot, where the days are taken.
        """
        self.env.cr.execute_values(
            INSERT_CHARGES,
            self.charges,
            page_size=1000,
        )
        self.env["property.fee.charge"].invalidate_model()
        # The rows are the run's own; no role may write them by hand.
        self.env["property.fee.run.skip"].sudo().create(self.skips)
