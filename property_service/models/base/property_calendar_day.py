from calendar import isleap
from datetime import date

from odoo import api, fields, models, tools


class PropertyCalendarDay(models.Model):
    """A public holiday, or a day at the weekend on which the country works (调休).

    The State Council announces them year by year; the list is data that a manager
    completes. Years without any row have the statutory days that never move.
    """

    _name = "property.calendar.day"
    _description = "Public Holiday or Make-up Workday"
    _order = "date"

    date = fields.Date(required=True)
    year = fields.Integer(compute="_compute_year", store=True, index=True)
    kind = fields.Selection(
        selection=[("holiday", "Holiday"), ("workday", "Make-up workday")],
        required=True,
        default="holiday",
    )
    name = fields.Char(required=True, translate=True)
    is_provisional = fields.Boolean(
        string="Provisional",
        help="From the law only: the year's announcement is not out yet. Complete the"
        " year when it is, make-up workdays included.",
    )

    _date_uniq = models.Constraint("UNIQUE(date)", "This day is on the list already.")

    @api.depends("date")
    def _compute_year(self):
        for day in self:
            day.year = day.date.year if day.date else 0

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @tools.ormcache("year")
    def _property_days_of_year(self, year):
        """The year's days that differ from their weekday.

        :return: dict of date to kind; not to be changed
        """
        # Deadlines run for users who may not open the list.
        days = self.sudo().search([("year", "=", year)])
        if days:
            return {day.date: day.kind for day in days}
        fixed = self.env["property.parameter"]._property_value("base.statutory_days")
        return {
            date(year, *day): "holiday"
            for day in fixed
            if day != (2, 29) or isleap(year)
        }

    @api.model
    def _property_kind(self, day):
        """``holiday``, ``workday`` or None for an ordinary day."""
        return self._property_days_of_year(day.year).get(day)
