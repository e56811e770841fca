from odoo import api, fields, models


class PropertyMonthMixin(models.AbstractModel):
    """A record of one month, kept by its first day; each model brings its ``month``.

    Whatever day is chosen or imported means the month that it lies in.
    """

    _name = "property.month.mixin"
    _description = "Record of a Month"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._property_first_day(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._property_first_day(vals))

    @api.model
    def _property_first_day(self, vals):
        if not vals.get("month"):
            return vals
        month = fields.Date.to_date(vals["month"])
        return {**vals, "month": fields.Date.start_of(month, "month")}
