"""What the web client asks the server when a dashboard opens, and what it shows."""

from datetime import datetime, time, timedelta

import pytz
from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Domain

from odoo.addons.property_service_reports.tools.dashboards.parts import Charts, Figures

LAST = timedelta(days=1, microseconds=-1)


def spans(env, period):
    """First and last day of the period that the filter begins with, and of the one
    before it."""
    today = fields.Date.context_today(env.user)
    if period == "today":
        return [(day, day) for day in (today, today - timedelta(days=1))]
    month = relativedelta(months=1)
    first = today.replace(day=1)
    return [(first, today), (first - month, today - month)]


def moments(env, first, last):
    """The same days as moments in UTC, where the reader lives."""
    zone = pytz.timezone(env.user.tz)
    return [
        zone.localize(datetime.combine(day, end))
        .astimezone(pytz.utc)
        .replace(tzinfo=None)
        for day, end in ((first, time.min), (last, time(23, 59, 59)))
    ]


class Client:
    """A dashboard opened by a reader.

    :param board: description of the dashboard
    :param estate: id of the estate that the filter is set to
    """

    def __init__(self, env, board, estate=None):
        self.env, self.board, self.estate = env, board, estate
        self.document = board.as_json()
        self.spans = spans(env, board.period)
        self.answers = {}

    def open(self):
        """The dashboard itself, of which the ORM has no counterpart."""
        dashboard = self.env.ref(
            f"property_service_reports.{self.board.name}_dashboard"
        )
        dashboard = dashboard.with_env(self.env)
        dashboard._dashboard_is_empty()
        dashboard._get_serialized_readonly_dashboard()

    def ask(self):
        """Its figures, charts and lists."""
        for number, pivot in self.document["pivots"].items():
            self.answers["pivot", number] = self._ask_pivot(pivot)
        for chart in self._charts():
            self.answers["chart", chart["title"]["text"]] = self._ask_chart(chart)
        for number, listing in self.document["lists"].items():
            self.answers["list", number] = self._ask_list(listing)

    def _charts(self):
        for figure in self.document["sheets"][0]["figures"]:
            if figure["data"]["type"].startswith("odoo_"):
                yield figure["data"]

    # === Questions ===

    def _domain(self, part, domain):
        """The domain of a part with what the filters add to it."""
        result = Domain(domain)
        for match in part["fieldMatching"].values():
            name = match["chain"]
            if match["type"] == "many2one":
                if self.estate:
                    result &= Domain(name, "in", [self.estate])
                continue
            first, last = self.spans[-match["offset"]]
            if match["type"] == "datetime":
                first, last = moments(self.env, first, last)
            result &= Domain(name, ">=", first) & Domain(name, "<=", last)
        return list(result)

    def _aggregate(self, model, name):
        return f"{name}:{model._fields[name].aggregator}"

    def _ask_pivot(self, pivot):
        model = self.env[pivot["model"]]
        specs = [self._aggregate(model, one["id"]) for one in pivot["measures"]]
        domain = self._domain(pivot, pivot["domain"])
        return model.formatted_read_grouping_sets(domain, [[]], specs, order="")[0][0]

    def _ask_chart(self, chart):
        data = chart["metaData"]
        model = self.env[data["resModel"]].with_context(fill_temporal=True)
        measure = model._fields[data["measure"]]
        specs = ["__count"]
        if measure.type == "monetary":
            currency = measure.get_currency_field(model)
            specs += [f"{currency}:array_agg_distinct", f"{measure.name}:sum_currency"]
        specs.append(self._aggregate(model, measure.name))
        domain = self._domain(chart, chart["searchParams"]["domain"])
        return model.formatted_read_group(domain, data["groupBy"], specs)

    def _ask_list(self, listing):
        model = self.env[listing["model"]]
        [part] = [p for p in self.board.parts if getattr(p, "order", None)]
        specification = {"id": {}}
        for name in listing["columns"]:
            field = model._fields[name]
            specification[name] = {}
            if field.type == "many2one":
                specification[name] = {"fields": {"display_name": {}}}
            if field.type == "monetary":
                currency = field.get_currency_field(model)
                specification[currency] = {"fields": {"name": {}, "symbol": {}}}
        order = ", ".join(
            f"{one['name']} {'ASC' if one['asc'] else 'DESC'}"
            for one in listing["orderBy"]
        )
        return model.web_search_read(
            self._domain(listing, listing["domain"]),
            specification,
            order=order,
            limit=part.rows,
        )["records"]

    # === What is shown ===

    def shown(self):
        """``{title: numbers}`` of figures (now and before), charts and lists."""
        result = {}
        for part in self.board.parts:
            if isinstance(part, Figures):
                for figure in part.figures:
                    result[figure.label] = self._figure(figure)
            elif isinstance(part, Charts):
                for chart in part.charts:
                    result[chart.title] = self._chart(chart)
            else:
                rows = self.answers["list", "1"]
                result[part.title] = [str(row[part.order]) for row in rows]
        return result

    def _figure(self, figure):
        numbers = []
        for offset in (0, -1) if figure.source.date else (0,):
            values = [
                self._value(figure.source, name, offset)
                for name in (figure.measure, figure.over)
                if name
            ]
            ratio = len(values) == 2
            numbers.append(values[0] / values[1] if ratio else values[0])
        return numbers

    def _value(self, source, measure, offset):
        for number, pivot in self.document["pivots"].items():
            matches = pivot["fieldMatching"].values()
            dates = [m for m in matches if m["type"] != "many2one"]
            wanted = [(source.date, offset)] if source.date else []
            if (
                pivot["model"] == source.model
                and pivot["domain"] == source.domain
                and [(m["chain"], m["offset"]) for m in dates] == wanted
            ):
                spec = self._aggregate(self.env[source.model], measure)
                return float(self.answers["pivot", number][spec] or 0)
        raise LookupError(f"{source.model} {measure} is nowhere asked for")

    def _chart(self, chart):
        """Values of the groups, whatever they are called; empty ones are drawn flat."""
        spec = self._aggregate(self.env[chart.source.model], chart.measure)
        values = [row[spec] for row in self.answers["chart", chart.title]]
        return sorted(float(value) for value in values if value)
