"""Renovation, deposits, outstanding works and keys by the ORM."""

from odoo.fields import Domain

from odoo.addons.property_service.models.handover.property_defect import OPEN_STATES
from odoo.addons.property_service.models.renovation.property_renovation import (
    SITE_STATES,
)

from .peer import Peer, mean, percent

RENOVATION = "property.renovation"
VIOLATION = "property.renovation.violation"
DEFECT = "property.defect"
LOAN = "property.key.loan"
LINE = "account.move.line"
ALL = ("active", "in", (True, False))
STEP = [("property_deposit_step", "!=", False), ("parent_state", "=", "posted")]
AGES = (30, 90, 180, 365)
DEFECT_AGES = (7, 30, 90)


class Works(Peer):
    def domain(self, name, *leaves):
        if name == LINE:
            estate = "property_deposit_id.estate_id"
            leaves = [*leaves, ("company_id", "=", self.env.company.id)]
            if self.estate:
                leaves.append((estate, "=", self.estate))
            if not self.env.user.property_all_estates:
                leaves.append((estate, "in", self.env.user.property_estate_ids.ids))
            return Domain.AND([Domain(*leaf) for leaf in leaves])
        return super().domain(name, *leaves)

    def show_renovations(self):
        site = [ALL, ("state", "in", SITE_STATES)]
        expired = ("permit_date_end", "<", self.today)
        return {
            "Renovations applied for": self.both(
                lambda span: self.total(
                    RENOVATION, [ALL, *self.times("create_date", span)]
                )
            ),
            "Days from application to permit": self.both(self._permit_days),
            "Days from completion to acceptance": self.both(self._acceptance_days),
            "Sites open today": [self.total(RENOVATION, site)],
            "Sites with a permit that has run out": [
                self.total(RENOVATION, [*site, expired])
            ],
            "Renovations by step": self.values(self.groups(RENOVATION, site, "state")),
        }

    def _permit_days(self, span):
        rows = self.fetch(
            RENOVATION,
            [ALL, ("permit_issued_on", "!=", False), *self.times("create_date", span)],
            ["permit_issued_on", "create_date"],
        )
        return mean(
            (one.permit_issued_on - self.local(one.create_date)).days for one in rows
        )

    def _acceptance_days(self, span):
        rows = self.fetch(
            RENOVATION,
            [ALL, ("completed_on", "!=", False), *self.days("accepted_on", span)],
            ["accepted_on", "completed_on"],
        )
        return mean((one.accepted_on - one.completed_on).days for one in rows)

    def show_violations(self):
        live = ("state", "!=", "withdrawn")
        return {
            "Violations found on sites": self.both(
                lambda span: self.total(
                    VIOLATION, [live, *self.times("found_on", span)]
                )
            ),
            "Violations by month": self.values(
                self.groups(
                    VIOLATION,
                    [live, self.since("found_on", months=12)],
                    "found_on:month",
                )
            ),
        }

    def show_deposits(self):
        def flow(steps, sign):
            return self.both(
                lambda span: sign
                * self.total(
                    LINE,
                    [
                        *STEP,
                        ("property_deposit_step", "in", steps),
                        *self.days("date", span),
                    ],
                    "balance:sum",
                )
            )

        kinds = self.groups(LINE, STEP, "property_deposit_id.kind_id", "balance:sum")
        return {
            "Deposits held today": [-self.total(LINE, STEP, "balance:sum")],
            "Deposits received": flow(["receive"], -1),
            "Deposits deducted": flow(["deduct", "forfeit"], 1),
            "Deposits given back": flow(["refund"], 1),
            "Deposits held by kind": self.values((kind, -v) for kind, v in kinds),
            "Deposits held by age": self._deposit_ages(),
        }

    def _deposit_ages(self):
        held = self.model("property.deposit").search_fetch(
            super().domain("property.deposit", ("amount_held", "!=", 0)),
            ["amount_held", "date_refundable", "date_received"],
        )
        sums = {}
        for one in held:
            days = (self.today - (one.date_refundable or one.date_received)).days
            age = sum(days > bound for bound in AGES)
            sums[age] = sums.get(age, 0) + one.amount_held
        return self.values(sums.items())

    def show_defects(self):
        is_open = ("state", "in", OPEN_STATES)
        late = [("state", "=", "transferred"), ("deadline", "<", self.today)]
        closed = ("state", "=", "closed")

        def found(span, *leaves):
            live = ("state", "!=", "cancelled")
            return self.total(DEFECT, [live, *leaves, *self.days("found_on", span)])

        sums = {}
        for day, number in self.groups(DEFECT, [is_open], "found_on:day"):
            age = sum((self.today - day).days > bound for bound in DEFECT_AGES)
            sums[age] = sums.get(age, 0) + number
        return {
            "Works found": self.both(found),
            "Works that passed at once (%)": self.both(
                lambda span: percent(
                    found(span, closed, ("fail_count", "=", 0)), found(span, closed)
                )
            ),
            "Works not closed": [self.total(DEFECT, [is_open])],
            "Works past their deadline": [self.total(DEFECT, late)],
            "Open works by responsible party": self.values(
                self.groups(DEFECT, [is_open], "responsible")
            ),
            "Open works by age": self.values(sums.items()),
        }

    def show_keys(self):
        out = ("state", "=", "out")
        return {
            "Keys lent out": [self.total(LOAN, [out])],
            "Keys to be back before now": [
                self.total(LOAN, [out, ("due_on", "<", self.now)])
            ],
        }
