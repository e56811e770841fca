from ast import literal_eval
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from .property_written_report import PERIODS

# Lines that a table has at most; the others are one line together. Days are all shown.
LINES = 20


class PropertyWrittenSection(models.Model):
    """A table of a written report: measures of an analysis, whole and by group."""

    _name = "property.written.section"
    _description = "Section of a Written Report"
    _order = "report_id, sequence, id"

    report_id = fields.Many2one(
        comodel_name="property.written.report",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Heading", required=True, translate=True)
    note = fields.Text(
        string="Explanation", translate=True, help="Stands under the heading."
    )
    model = fields.Selection(
        selection="_selection_model", string="Analysis", required=True
    )
    date_field = fields.Char(
        string="Date that counts",
        help="Date of the analysis that falls into the period. Empty: what stands open"
        " when the report is written.",
    )
    group_field = fields.Char(string="Lines by", help="Empty: the total alone.")
    sort = fields.Selection(
        selection=[("size", "The greatest first"), ("own", "In their own order")],
        string="Order of the lines",
        required=True,
        default="size",
        help="By the first column, or as the values stand in the analysis.",
    )
    domain = fields.Char(string="Only", default="[]", required=True)
    with_chart = fields.Boolean(string="Chart", default=True)
    measure_ids = fields.One2many(
        comodel_name="property.written.measure",
        inverse_name="section_id",
        string="Columns",
        copy=True,
    )

    @api.model
    def _selection_model(self):
        names = [
            name
            for name, model in self.env.registry.items()
            if model._original_module == "property_service_reports"
            and not model._auto
            and not model._abstract
            and "estate_id" in model._fields
        ]
        # What models are called is no secret, the list of them is for administrators.
        labels = self.env["ir.model"].sudo().search([("model", "in", names)])
        return sorted(labels.mapped(lambda m: (m.model, m.name)), key=lambda x: x[1])

    @api.constrains("model", "date_field", "group_field", "domain", "measure_ids")
    def _check_figures(self):
        """A report that cannot be computed is found out now, not at night."""
        for section in self:
            if not section.measure_ids:
                raise ValidationError(
                    self.env._(
                        "Section %(section)s: choose a column at least.",
                        section=section.name,
                    )
                )
            fields_ = self.env[section.model]._fields
            wanted = [
                (section.date_field, ("date", "datetime")),
                (section.group_field, ("many2one", "selection", "date", "char")),
                *(
                    (m.name, ("integer", "float", "monetary"))
                    for m in section.measure_ids
                ),
            ]
            for name, types in wanted:
                if name and (name not in fields_ or fields_[name].type not in types):
                    raise ValidationError(
                        self.env._(
                            "Section %(section)s: %(field)s does not serve; choose a"
                            " field of %(analysis)s that is stored there.",
                            section=section.name,
                            field=name,
                            analysis=dict(self._selection_model())[section.model],
                        )
                    )
            section._property_rules()

    # === Business methods ===

    def _property_rules(self):
        """The domain as rules.

        :raise ValidationError: it is none of this analysis
        """
        self.ensure_one()
        try:
            domain = Domain(literal_eval(self.domain.strip()))
            domain.validate(self.env[self.model])
        except (ValueError, SyntaxError, TypeError, KeyError) as error:
            raise ValidationError(
                self.env._(
                    "Section %(section)s: “Only” is no condition on its analysis."
                    " Choose it anew.",
                    section=self.name,
                )
            ) from error
        return domain

    def _property_between(self, estate, start, end):
        """Rows of an estate from one day to another, both included."""
        domain = self._property_rules() & Domain("estate_id", "=", estate.id)
        if not self.date_field:
            return domain
        field = self.env[self.model]._fields[self.date_field]
        if field.type == "date":
            return (
                domain
                & Domain(self.date_field, ">=", start)
                & Domain(self.date_field, "<=", end)
            )
        return (
            domain
            & Domain(
                self.date_field, ">=", estate._property_midnight(start - timedelta(1))
            )
            & Domain(self.date_field, "<", estate._property_midnight(end))
        )

    def _property_specs(self):
        """Each measure as its groups show it, and what says whether there is any.

        :return: list with two aggregates a measure
        """
        model = self.env[self.model]
        ratios = getattr(model, "_property_ratios", {})
        specs = []
        for measure in self.measure_ids:
            name = measure.name
            function = model._fields[name].aggregator or "sum"
            proof = f"{ratios[name][1]}:sum" if name in ratios else f"{name}:count"
            specs += [f"{name}:{function}", proof if function == "avg" else "__count"]
        return specs

    def _property_total(self, estate, start, end, domain=Domain.TRUE):
        [values] = self._property_rows(estate)._read_group(
            self._property_between(estate, start, end) & domain,
            [],
            self._property_specs(),
        )
        return self._property_values(values)

    def _property_values(self, values):
        """Numbers to be kept; an average or a rate of nothing is none."""
        fields_ = self.env[self.model]._fields
        return [
            float(value or 0)
            if proof or fields_[measure.name].aggregator != "avg"
            else None
            for measure, value, proof in zip(
                self.measure_ids, values[::2], values[1::2], strict=True
            )
        ]

    def _property_rows(self, estate):
        # Figures of one estate by its own clock, the same for whoever asks for them.
        rows = self.env[self.model].sudo().with_company(estate.company_id)
        return rows.with_context(tz=str(estate._property_tz()))

    def _property_lines(self, estate, start, end):
        """The lines of the table, and what is left over in one line together."""
        if not self.group_field:
            return []
        field = self.env[self.model]._fields[self.group_field]
        is_day = field.type == "date"
        spec = f"{field.name}:day" if is_day else field.name
        rows = [
            (key, self._property_values(values))
            for key, *values in self._property_rows(estate)._read_group(
                self._property_between(estate, start, end),
                [spec],
                self._property_specs(),
            )
        ]
        if not is_day:
            self._property_sort(field, rows)
        shown, hidden = (rows, []) if is_day else (rows[:LINES], rows[LINES:])
        lines = [
            {"label": self._property_label(field, key), "values": values}
            for key, values in shown
        ]
        if hidden:
            keys = [key.id if field.relational else key for key, _values in shown]
            rest = Domain(field.name, "not in", keys)
            lines.append(
                {
                    "label": self.env._("All others"),
                    "values": self._property_total(estate, start, end, rest),
                }
            )
        return lines

    def _property_sort(self, field, rows):
        """The greatest of the first column first, or as the analysis has them."""
        if self.sort == "size":
            rows.sort(key=lambda row: -(row[1][0] or 0))
        elif field.type == "selection":
            order = [key for key, _words in field._description_selection(self.env)]
            rows.sort(key=lambda row: order.index(row[0]) if row[0] else len(order))

    def _property_label(self, field, key):
        if not key:
            return self.env._("Without")
        if field.type == "selection":
            return dict(field._description_selection(self.env))[key]
        if field.type == "date":
            return format_date(self.env, key)
        return key.display_name if field.type == "many2one" else str(key)

    def _property_figures(self, estate, start, end):
        """Everything a section shows, as plain values that are kept with the issue.

        :return: dict with ``title``, ``note``, ``columns``, ``lines`` and ``totals``
            (now, of the period before and of the year before)
        """
        self.ensure_one()
        length = PERIODS[self.report_id.period]
        totals = [(self.env._("When written"), start, end)]
        if self.date_field:
            totals = [
                (self.env._("This period"), start, end),
                (self.env._("Period before"), start - length, start - timedelta(1)),
                (
                    self.env._("The year before"),
                    start - relativedelta(years=1),
                    start - relativedelta(years=1) + length - timedelta(1),
                ),
            ]
        return {
            "title": self.name,
            "note": self.note or "",
            "with_chart": self.with_chart,
            "columns": [measure._property_column() for measure in self.measure_ids],
            "lines": self._property_lines(estate, start, end),
            "totals": [
                {"label": label, "values": self._property_total(estate, first, last)}
                for label, first, last in totals
            ],
        }
