"""Fee collection by the ORM, on the journal items."""

from datetime import timedelta

from odoo.fields import Domain

from .peer import Peer

LINE = "account.move.line"
RECEIVABLE = [
    ("property_unit_id", "!=", False),
    ("parent_state", "=", "posted"),
    ("account_id.account_type", "=", "asset_receivable"),
]
# Reversals of receipts aside, which the peer need not know here: there are none.
RECEIVED = (
    Domain("payment_id", "!=", False)
    | Domain("statement_line_id", "!=", False)
    | Domain("property_deposit_id", "!=", False)
)
BILLED = ~RECEIVED
OVERDUE = [("amount_residual", ">", 0)]
AGES = (0, 30, 90, 180, 365, 1095)


class Fee(Peer):
    def show_flow(self):
        billed = self.both(lambda span: self._sum(span, BILLED, "balance:sum"))
        left = self.both(lambda span: self._sum(span, BILLED, "amount_residual:sum"))
        settled = [whole - rest for whole, rest in zip(billed, left, strict=True)]
        return {
            "Billed in the period": billed,
            "Of this settled by now": settled,
            "Collection rate of the period": [
                part / whole for part, whole in zip(settled, billed, strict=True)
            ],
            "Received in the period": self.both(
                lambda span: -self._sum(span, RECEIVED, "balance:sum")
            ),
        }

    def _sum(self, span, which, spec):
        return self.total(LINE, [*RECEIVABLE, which, *self.days("date", span)], spec)

    def show_arrears(self):
        def overdue(days):
            limit = ("date_maturity", "<", self.today - timedelta(days=days))
            leaves = [*RECEIVABLE, *OVERDUE, limit]
            return [self.total(LINE, leaves, "amount_residual:sum")]

        return {
            "Overdue today": overdue(0),
            "Overdue for more than a year": overdue(365),
        }

    def show_charts(self):
        def months(which, sign):
            year = self.since("date", is_day=True, months=12)
            leaves = [*RECEIVABLE, which, year]
            rows = self.groups(LINE, leaves, "date:month", "balance:sum")
            return [(month, sign * value) for month, value in rows]

        return {
            "Billed and received by month": self.values(
                months(BILLED, 1) + months(RECEIVED, -1)
            ),
            "Arrears by age": self._ages(),
            "Overdue by building": self.values(
                self.groups(
                    LINE,
                    [*RECEIVABLE, *OVERDUE, ("date_maturity", "<", self.today)],
                    "property_unit_id.building_id",
                    "amount_residual:sum",
                )
            ),
        }

    def _ages(self):
        """Grouped by day; the bounds of the ages are for Python."""
        sums = {}
        for sign in (">", "<"):
            rows = self.groups(
                LINE,
                [*RECEIVABLE, ("amount_residual", sign, 0)],
                "date_maturity:day",
                "amount_residual:sum",
            )
            for day, amount in rows:
                days = (self.today - day).days
                age = sum(days > bound for bound in AGES) if sign == ">" else "credit"
                sums[age] = sums.get(age, 0) + amount
        return self.values(sums.items())

    def show_list(self):
        lines = self.model(LINE).search(
            self.domain(
                LINE, *RECEIVABLE, *OVERDUE, ("date_maturity", "<", self.today)
            ),
            order="date_maturity",
            limit=10,
        )
        lines.property_unit_id.mapped("display_name")
        lines.partner_id.mapped("display_name")
        return {
            "Longest overdue": [
                str((self.today - one.date_maturity).days) for one in lines
            ]
        }
