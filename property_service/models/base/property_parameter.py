from datetime import datetime

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, ValidationError

# Areas of the product (the folders of models, views and tests).
AREAS = [
    ("base", "General"),
    ("estate", "Units and people"),
    ("service", "Requests"),
    ("handover", "Handover"),
    ("key", "Keys"),
    ("renovation", "Renovation"),
    ("deposit", "Deposits"),
    ("fee", "Fees and collection"),
    ("imports", "Import"),
    ("duty", "Duty"),
    ("quality", "Quality"),
    ("appraisal", "Appraisal"),
    ("visit", "Visits"),
    ("patrol", "Patrol"),
    ("archive", "Archive"),
    ("community", "Community"),
    ("notice", "Staff notices"),
    ("incident", "Incidents"),
]
# What a manager may write on a setting; the rest is delivered.
EDITABLE = {"effective_value", "value_ids"}


class PropertyParameter(models.Model):
    """A number or choice that a source or a law states, as a setting.

    The record ships with the product and names its source; values per company or
    estate are ``property.parameter.value`` records that a manager changes.
    """

    _name = "property.parameter"
    _description = "Setting"
    _order = "area, sequence, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    area = fields.Selection(
        selection=AREAS, required=True, help="Area of the product that reads it."
    )
    sequence = fields.Integer(default=10)
    value_type = fields.Selection(
        selection=[
            ("integer", "Whole number"),
            ("float", "Numeric value"),
            ("boolean", "Yes or no"),
            ("char", "Text"),
            ("selection", "Choice"),
            ("days", "Days of every year"),
        ],
        required=True,
        default="integer",
    )
    default_value = fields.Char(help="Value as delivered.")
    choices = fields.Char(help="Allowed values of a choice, separated by commas.")
    minimum = fields.Float()
    maximum = fields.Float(help="0 means no upper limit.")
    uom = fields.Char(string="Unit of measure", translate=True)
    source = fields.Text(
        translate=True, help="Law, document or rule that states the value."
    )
    value_ids = fields.One2many(
        comodel_name="property.parameter.value",
        inverse_name="parameter_id",
        string="All values",
    )
    effective_value = fields.Char(
        string="Value",
        compute="_compute_effective_value",
        inverse="_inverse_effective_value",
        help="Value in force; empty it to go back to the wider or delivered value.",
    )
    value_scope = fields.Selection(
        selection=[
            ("delivered", "As delivered"),
            ("company", "Company"),
            ("estate", "Estate"),
        ],
        string="Set for",
        compute="_compute_value_scope",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")

    @api.depends("default_value", "value_ids.value")
    @api.depends_context("company", "property_estate_id")
    def _compute_effective_value(self):
        """For the estate named in the context, else for the present company."""
        company, estate = self._property_scope()
        for parameter in self:
            row = parameter._property_row(estate.id, company.id)
            value = row.value or parameter.default_value
            parameter.effective_value = parameter._property_code(value)

    # Apart from the value: a field computed together with one that is being written
    # would keep what it was.
    @api.depends("value_ids.value")
    @api.depends_context("company", "property_estate_id")
    def _compute_value_scope(self):
        company, estate = self._property_scope()
        for parameter in self:
            row = parameter._property_row(estate.id, company.id)
            parameter.value_scope = (
                "delivered" if not row else "estate" if row.estate_id else "company"
            )

    def _inverse_effective_value(self):
        company, estate = self._property_scope()
        for parameter in self:
            own = parameter.value_ids.filtered(
                lambda v: v.company_id == company and v.estate_id == estate
            )
            value = (parameter.effective_value or "").strip()
            if not value:
                own.unlink()
            elif own:
                own.value = value
            else:
                own.create(
                    {
                        "parameter_id": parameter.id,
                        "company_id": company.id,
                        "estate_id": estate.id,
                        "value": value,
                    }
                )

    @api.constrains("default_value", "value_type", "choices", "minimum", "maximum")
    def _check_default_value(self):
        for parameter in self:
            parameter._property_parse(parameter.default_value)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - EDITABLE:
            raise AccessError(
                self.env._(
                    "A setting's name, limits and source are delivered with the"
                    " product; only its values can be changed."
                )
            )
        self.env.registry.clear_cache()
        return super().write(vals)

    def action_open_values(self):
        """What companies and estates set in place of the delivered value."""
        self.ensure_one()
        return self.get_formview_action()

    def _property_scope(self):
        """Company and estate whose values the screen shows."""
        estate = self.env["property.estate"].browse(
            self.env.context.get("property_estate_id")
        )
        return estate.company_id or self.env.company, estate

    def _property_row(self, estate_id, company_id):
        """The value's row that counts for an estate, else for its company, or empty."""
        self.ensure_one()
        rows = self.value_ids
        own = rows.filtered(lambda v: estate_id and v.estate_id.id == estate_id)
        wide = rows.filtered(
            lambda v: not v.estate_id and v.company_id.id == company_id
        )
        return (own or wide)[:1]

    def _property_parse(self, text):
        """The text as the setting's type.

        :raise ValidationError: when the text is not a value of the type, or lies
            outside the limits of the setting.
        """
        self.ensure_one()
        text = (text or "").strip()
        if self.value_type == "char":
            return text
        if self.value_type == "boolean":
            return self._property_parse_boolean(text)
        if self.value_type == "selection":
            return self._property_parse_choice(text)
        if self.value_type == "days":
            return self._property_parse_days(text)
        return self._property_parse_number(text)

    def _property_parse_boolean(self, text):
        if text.lower() not in ("true", "false", "1", "0", "yes", "no", "是", "否"):
            raise self._property_bad_value(text, self._property_words())
        return text.lower() in ("true", "1", "yes", "是")

    def _property_parse_choice(self, text):
        if text not in self._property_choice_codes():
            raise self._property_bad_value(text, self._property_words())
        return text

    def _property_parse_days(self, text):
        """Days as (month, day), from ``01-01, 05-01``."""
        try:
            # 2000 has a 29 February; who asks leaves it out where a year has none.
            days = [
                datetime.strptime(f"2000-{day.strip()}", "%Y-%m-%d")
                for day in text.split(",")
                if day.strip()
            ]
        except ValueError as error:
            raise self._property_bad_value(
                text, self.env._("days such as 05-01, separated by commas")
            ) from error
        return tuple((day.month, day.day) for day in days)

    def _property_parse_number(self, text):
        try:
            number = int(text) if self.value_type == "integer" else float(text)
        except ValueError as error:
            raise self._property_bad_value(text, self.env._("a number")) from error
        if number < self.minimum or (self.maximum and number > self.maximum):
            raise self._property_bad_value(
                text,
                self.env._(
                    "a number from %(low)s to %(high)s",
                    low=self.minimum,
                    high=self.maximum or "∞",
                ),
            )
        return number

    def _property_bad_value(self, text, expected):
        return ValidationError(
            self.env._(
                "Setting “%(name)s”: “%(value)s” is not valid; enter %(expected)s.",
                name=self.name,
                value=text,
                expected=expected,
            )
        )

    @api.model
    def _property_value(self, code, estate=None, company=None):
        """Value of a setting: the estate's, else the company's, else as delivered.

        :raise KeyError: when no setting has this code (a mistake in the caller).
        """
        return self._property_cached_value(
            code, estate.id if estate else False, company.id if company else False
        )

    @tools.ormcache("code", "estate_id", "company_id")
    def _property_cached_value(self, code, estate_id, company_id):
        # Settings are read on behalf of users who may not open the settings screen.
        parameter = self.sudo().search([("code", "=", code)])
        if not parameter:
            raise KeyError(code)
        row = parameter._property_row(estate_id, company_id)
        return parameter._property_parse(row.value or parameter.default_value)


class PropertyParameterValue(models.Model):
    """What one company or estate sets in place of the delivered value."""

    _name = "property.parameter.value"
    _description = "Setting Value"
    _order = "parameter_id, company_id, estate_id"
    _check_company_auto = True

    parameter_id = fields.Many2one(
        comodel_name="property.parameter", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    estate_id = fields.Many2one(
        comodel_name="property.estate",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: the value of the whole company.",
    )
    value = fields.Char(required=True)

    _scope_uniq = models.UniqueIndex(
        "(parameter_id, company_id, COALESCE(estate_id, 0))",
        "This setting has a value for this company or estate already.",
    )

    @api.constrains("value", "parameter_id")
    def _check_value(self):
        for record in self:
            record.parameter_id._property_parse(record.value)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        values = super().create(vals_list)
        values._property_check_may_change()
        return values

    def write(self, vals):
        self._property_check_may_change()
        self.env.registry.clear_cache()
        result = super().write(vals)
        self._property_check_may_change()
        return result

    def unlink(self):
        self._property_check_may_change()
        self.env.registry.clear_cache()
        return super().unlink()

    def _property_check_may_change(self):
        """A value for the whole company is set only by who answers for all of it."""
        if self.env.su:
            return
        for value in self:
            if not value.estate_id:
                self.env.user._property_check_whole_company(value.company_id)
