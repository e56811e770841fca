from odoo import api, models
from odoo.tools import SQL


class PropertyMoneyReportMixin(models.AbstractModel):
    """Amounts of a report, without the cost of currencies where there is only one.

    The web client asks with every amount which currencies it is made of, and what it
    comes to in one of them. Sorting a million rows for that would take longer than
    adding them up.
    """

    _name = "property.money.report.mixin"
    _description = "Report with Amounts"

    def _read_group_select(self, aggregate_spec, query):
        name, _sep, function = aggregate_spec.partition(":")
        if function in ("array_agg_distinct", "sum_currency"):
            currency = self._property_only_currency()
            if currency and function == "sum_currency":
                return super()._read_group_select(f"{name}:sum", query)
            if currency and name == "currency_id":
                return SQL("CASE WHEN COUNT(*) > 0 THEN ARRAY[%s] END", currency.id)
        return super()._read_group_select(aggregate_spec, query)

    @api.model
    def _property_only_currency(self):
        """The currency of all companies whose rows the reader sees, if it is one."""
        if self.env.su:
            return self.env["res.currency"]  # rows of other companies, too
        currencies = self.env.companies.currency_id
        return currencies if len(currencies) == 1 else currencies.browse()
