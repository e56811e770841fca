"""Reports against the same figures counted by hand, record by record."""

from collections import defaultdict

import pytz

from odoo.models import MAGIC_COLUMNS

from odoo.addons.property_service.tests.common import PropertyCommon

CHINA = pytz.timezone("Asia/Shanghai")
DIMENSIONS = ("many2one", "selection", "boolean")


def reports(env):
    """The analyses of this add-on: models whose rows are a query."""
    return [
        env[name]
        for name, model in sorted(env.registry.items())
        if model._original_module == "property_service_reports"
        and not model._auto
        and not model._abstract
    ]


def dimensions(model):
    """Fields to group by; moments by month."""
    for field in model._fields.values():
        if not field.store or field.name in MAGIC_COLUMNS:
            continue
        if field.type in DIMENSIONS:
            yield field.name
        elif field.type in ("date", "datetime"):
            yield f"{field.name}:month"


def measures(model):
    """Numbers with the way in which a group adds them up."""
    for field in model._fields.values():
        if field.store and field.aggregator and field.name not in MAGIC_COLUMNS:
            yield f"{field.name}:{field.aggregator}"


def day_of(moment):
    """The day of a moment in China."""
    return pytz.utc.localize(moment).astimezone(CHINA).date() if moment else None


def minutes(start, end):
    return max((end - start).total_seconds() / 60, 0) if start and end else None


def days(start, end):
    return (end - start).days if start and end else None


def part(number, of):
    return None if number is None else number / of


class FiguresCase(PropertyCommon):
    """Each figure of a report, in the whole and in every group, against a twin."""

    def _total(self, model, spec, twins):
        """What a group of twins amounts to."""
        name, function = spec.split(":")
        if name in model._property_ratios:
            part, whole = (
                sum(twin[key] for twin in twins) for key in model._property_ratios[name]
            )
            return 100 * part / whole if whole else 0
        values = [twin[name] for twin in twins if twin[name] is not None]
        if not values:
            return 0
        total = max(values) if function == "max" else sum(values)
        return total / len(values) if function == "avg" else total

    def assertFigures(self, name, twins, by):
        """Every measure of a report, for all rows and for each value of dimensions.

        :param twins: a dict a row: measures, and the dimensions in ``by``
        :param by: names of dimensions
        """
        self.env.flush_all()
        model = self.env[name]
        specs = list(measures(model))
        domain = [("company_id", "=", self.company.id)]
        self.assertEqual(model.search_count(domain), len(twins))
        for dimension in (None, *by):
            expected = defaultdict(list)
            for twin in twins:
                expected[twin[dimension] if dimension else None].append(twin)
            found = model._read_group(
                domain, [dimension] if dimension else [], ["__count", *specs]
            )
            keys = set()
            for row in found:
                key, count, figures = (
                    (row[0], row[1], row[2:]) if dimension else (None, row[0], row[1:])
                )
                key = key or None
                keys.add(key)
                with self.subTest(name, dimension=dimension, key=key):
                    group = expected[key]
                    self.assertEqual(count, len(group))
                    for spec, figure in zip(specs, figures, strict=True):
                        total = self._total(model, spec, group)
                        self.assertAlmostEqual(float(figure or 0), total, 4, spec)
            self.assertEqual(keys, set(expected))
