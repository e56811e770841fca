from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyWarrantyClass(models.Model):
    """What a defect belongs to, and for how long its builder answers for it.

    The periods are settings (建设工程质量管理条例 §40), so that an estate whose sale
    contracts promise more holds its own number.
    """

    _name = "property.warranty.class"
    _description = "Warranty Class"
    _order = "sequence, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    period_unit = fields.Selection(
        selection=[("years", "Years"), ("seasons", "Seasons")],
        required=True,
        default="years",
    )
    parameter_id = fields.Many2one(
        comodel_name="property.parameter",
        string="Setting of the period",
        required=True,
        index=True,
        ondelete="restrict",
        help="Number of years or seasons; 0 means that only a contract grants one.",
    )
    season_parameter_id = fields.Many2one(
        comodel_name="property.parameter",
        string="Setting of the season",
        index="btree_not_null",
        ondelete="restrict",
        help="First and last day of a season: 11-15/03-15.",
    )
    period = fields.Char(
        string="Period today", compute="_compute_period", help="In the present company."
    )
    source = fields.Text(
        translate=True, help="Law, document or rule that states the period."
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")
    _season_set = models.Constraint(
        "CHECK(period_unit != 'seasons' OR season_parameter_id IS NOT NULL)",
        "A warranty in seasons needs the setting of the season.",
    )

    @api.depends("parameter_id", "period_unit")
    @api.depends_context("company", "lang")
    def _compute_period(self):
        for warranty in self:
            warranty.period = warranty.parameter_id and warranty._property_period_text(
                self.env["property.estate"], self.env.company
            )

    # === Business methods ===

    @api.model
    def _property_of_code(self, code):
        """The class with this code, or empty."""
        return self.search([("code", "=", code)], limit=1) if code else self.browse()

    def _property_period(self, estate, company=None):
        self.ensure_one()
        # Settings are read on behalf of users who may not open their screen.
        code = self.sudo().parameter_id.code
        return self.env["property.parameter"]._property_value(
            code, estate, company or estate.company_id
        )

    def _property_period_text(self, estate, company=None):
        """“5 years”, “2 seasons” or “by contract”."""
        period = self._property_period(estate, company)
        if not period:
            return self.env._("by contract")
        if self.period_unit == "seasons":
            return self.env._("%(count)s seasons", count=period)
        return self.env._("%(count)s years", count=period)

    def _property_ends(self, unit):
        """Last days of the warranty of a unit from both starts.

        :return: dict of ``completion``, ``delivery`` and ``last``, the one that counts
            by the setting ``handover.warranty_start``; all None for an empty class
        """
        ends = {"completion": None, "delivery": None, "last": None}
        if not self:
            return ends
        estate = unit.estate_id
        completed = unit.building_id.completion_date
        ends["completion"] = self._property_last_day(completed, estate)
        ends["delivery"] = self._property_last_day(unit.handover_date, estate)
        rule = estate._property_parameter("handover.warranty_start")
        both = [end for end in (ends["completion"], ends["delivery"]) if end]
        ends["last"] = max(both, default=None) if rule == "later" else ends[rule]
        return ends

    def _property_last_day(self, start, estate):
        """Last day of the warranty that begins with an event on the start day.

        The day of the event does not count; the period ends with the day of the same
        number (民法典 §201, §202). Seasons are full ones: one that runs on the start
        day is not counted.

        :return: date, or None where no period is known
        """
        self.ensure_one()
        period = self._property_period(estate)
        if not start or not period:
            return None
        if self.period_unit == "years":
            return start + relativedelta(years=period)
        return self._property_last_season_day(start, estate, period)

    def _property_last_season_day(self, start, estate, period):
        (month, day), (end_month, end_day) = self._property_season(estate)
        year = start.year
        if date(year, month, day) < start:
            year += 1
        year += period - 1
        if (end_month, end_day) < (month, day):
            year += 1
        return date(year, end_month, end_day)

    def _property_season(self, estate):
        """First and last day of a season as pairs of month and day."""
        # Settings are read on behalf of users who may not open their screen.
        parameter = self.sudo().season_parameter_id
        text = parameter._property_value(parameter.code, estate, estate.company_id)
        try:
            first, last = (
                tuple(int(number) for number in part.split("-"))
                for part in text.split("/")
            )
            # A year without 29 February, since seasons come every year.
            date(2001, *first)
            date(2001, *last)
        except (TypeError, ValueError) as error:
            raise UserError(
                self.env._(
                    "Setting “%(name)s”: enter first and last day as 11-15/03-15.",
                    name=parameter.name,
                )
            ) from error
        return first, last
