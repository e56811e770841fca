from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.property_service.models.base.resource_calendar import HOME_TZ

# Ways to ask for the rows of which a count is 1
ASKED = ((">", 0), ("=", 1), ("=", True), ("!=", 0))


class PropertyReportMixin(models.AbstractModel):
    """Row of an analysis: where it belongs, what it stands for, its rates.

    A report gives its query; every rate that it names is the quotient of two sums, for
    each row and for each group alike, so that a total is never an average of rates.
    """

    _name = "property.report.mixin"
    _description = "Row of an Analysis"
    _inherit = ["property.money.report.mixin"]

    # Field with the record that a row stands for, opened by a click on the row
    _property_source = None
    # Rate (%) to the pair of measures of which it is the quotient
    _property_ratios = {}

    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    estate_id = fields.Many2one(comodel_name="property.estate", readonly=True)

    @property
    def _table_query(self):
        columns = [SQL("line.*")]
        for name, (part, whole) in self._property_ratios.items():
            columns.append(
                SQL(
                    "CASE WHEN line.%(whole)s <> 0 THEN"
                    " 100.0 * line.%(part)s / line.%(whole)s END AS %(name)s",
                    whole=SQL.identifier(whole),
                    part=SQL.identifier(part),
                    name=SQL.identifier(name),
                )
            )
        return SQL("SELECT %s FROM (%s) line", SQL(", ").join(columns), self._query())

    def _query(self):
        """Rows of the report, without its rates.

        :return: ``SQL`` with a column for each stored field
        """
        raise NotImplementedError

    # === Fast ways in ===

    def _property_implied(self):
        """What is true of a row of which a count is 1, in words that indexes know.

        A count of the kind "late" is worked out for each row, so that asking for those
        that are late would read all of them. A report names here, for such counts, a
        condition on plain columns of its query; it goes along with the question.

        :return: dict of field name to ``SQL``
        """
        return {}

    def _search(self, domain, *args, **kwargs):
        query = super()._search(domain, *args, **kwargs)
        terms = list(Domain(domain))
        if "|" not in terms and "!" not in terms:
            implied = self._property_implied()
            for name, operator, value in (term for term in terms if len(term) == 3):
                if name in implied and (operator, value) in ASKED:
                    query.add_where(implied[name])
        return query

    def _read_group_select(self, aggregate_spec, query):
        name, _sep, function = aggregate_spec.partition(":")
        if function == "avg" and name in self._property_ratios:
            part, whole = (
                self._field_to_sql(self._table, measure, query)
                for measure in self._property_ratios[name]
            )
            return SQL("100.0 * SUM(%s) / NULLIF(SUM(%s), 0)", part, whole)
        return super()._read_group_select(aggregate_spec, query)

    # === Actions ===

    def action_open_source(self):
        """The record that this row stands for, as far as its reader may see it."""
        self.ensure_one()
        return self[self._property_source].get_formview_action()

    # === Helpers of queries and fields ===

    @api.model
    def _property_words(self, model, name):
        """Values of a selection with the words that its own model has for them."""
        return self.env[model]._fields[name]._description_selection(self.env)

    @api.model
    def _property_setting(self, code):
        """Value of a number setting for each estate, to be joined on ``estate_id``."""
        return SQL(
            """(
            SELECT estate.id AS estate_id,
                   COALESCE(own.value, wide.value, parameter.default_value)::numeric
                       AS value
              FROM property_estate estate
              JOIN property_parameter parameter ON parameter.code = %(code)s
         LEFT JOIN property_parameter_value own
                ON own.parameter_id = parameter.id AND own.estate_id = estate.id
         LEFT JOIN property_parameter_value wide
                ON wide.parameter_id = parameter.id AND wide.estate_id IS NULL
               AND wide.company_id = estate.company_id
            )""",
            code=code,
        )

    @api.model
    def _property_day(self, column):
        """Day of a moment, by the clock of the reader."""
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date",
            SQL(column),
            self.env.context.get("tz") or self.env.user.tz or HOME_TZ,
        )

    @api.model
    def _property_minutes(self, start, end):
        """Minutes from one column to another; empty while one of them is."""
        minutes = SQL("EXTRACT(EPOCH FROM (%s) - (%s)) / 60.0", SQL(end), SQL(start))
        return self._property_at_least_zero(minutes)

    @api.model
    def _property_at_least_zero(self, number):
        """A number, at least 0; unlike GREATEST, what is empty stays empty."""
        return SQL("CASE WHEN %(number)s < 0 THEN 0 ELSE %(number)s END", number=number)
