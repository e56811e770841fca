"""The same figures by the ORM, on the models that the records are kept in.

As an engineer without reports would write it: grouped by the database where the ORM can
group, added up from records where it cannot, as with the time between two columns.
"""

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Domain

from .client import moments, spans

# Where a model does not call its estate ``estate_id``.
ESTATE = {
    "helpdesk.ticket": "property_estate_id",
    "account.move.line": "property_unit_id.estate_id",
}


class Peer:
    """Figures of a dashboard, by their titles; a subclass a dashboard."""

    period = "month_to_date"

    def __init__(self, env, estate=None):
        self.env, self.estate = env, estate
        self.spans = spans(env, self.period)
        self.today = fields.Date.context_today(env.user)
        self.now = fields.Datetime.now()

    def shown(self):
        result = {}
        for method in dir(self):
            if method.startswith("show_"):
                result.update(getattr(self, method)())
        return result

    # === Helpers ===

    def model(self, name):
        # Managers read no ledger; its sums are theirs all the same.
        model = self.env[name]
        return model.sudo() if name.startswith("account.") else model

    def domain(self, name, *leaves):
        leaves = [
            leaf if isinstance(leaf, Domain) else Domain(*leaf) for leaf in leaves
        ]
        result = Domain.AND(leaves)
        place = ESTATE.get(name, "estate_id")
        if self.estate:
            result &= Domain(place, "=", self.estate)
        if name.startswith("account."):
            result &= Domain("company_id", "=", self.env.company.id)
            if not self.env.user.property_all_estates:
                result &= Domain(place, "in", self.env.user.property_estate_ids.ids)
        if name == "helpdesk.ticket":
            result &= Domain(place, "!=", False)
        return result

    def total(self, name, leaves, spec="__count"):
        [(value,)] = self.model(name)._read_group(
            self.domain(name, *leaves), [], [spec]
        )
        return float(value or 0)

    def groups(self, name, leaves, by, spec="__count"):
        by = [by] if isinstance(by, str) else by
        return self.model(name)._read_group(self.domain(name, *leaves), by, [spec])

    def values(self, groups):
        return sorted(float(row[-1]) for row in groups if row[-1])

    def fetch(self, name, leaves, names):
        return self.model(name).search_fetch(self.domain(name, *leaves), names)

    def since(self, name, is_day=False, **before):
        """From the first moment of a day that lies before today."""
        day = self.today - relativedelta(**before)
        if "months" in before:
            day = day.replace(day=1)
        first = day if is_day else moments(self.env, day, day)[0]
        return (name, ">=", first)

    def days(self, name, span):
        return [(name, ">=", span[0]), (name, "<=", span[1])]

    def times(self, name, span):
        return self.days(name, moments(self.env, *span))

    def local(self, moment):
        return fields.Datetime.context_timestamp(
            self.env.user.with_context(tz=self.env.user.tz), moment
        ).date()

    def both(self, compute):
        """A figure now and of the period before."""
        return [compute(span) for span in self.spans]


def percent(part, whole):
    return 100 * part / whole if whole else 0.0


def mean(numbers):
    numbers = list(numbers)
    return sum(numbers) / len(numbers) if numbers else 0.0
