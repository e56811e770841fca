from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError


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
    area = fields.Char(required=True, help="Area of the product that reads it.")
    sequence = fields.Integer(default=10)
    value_type = fields.Selection(
        selection=[
            ("integer", "Whole number"),
            ("float", "Number"),
            ("boolean", "Yes or no"),
            ("char", "Text"),
            ("selection", "Choice"),
        ],
        required=True,
        default="integer",
    )
    default_value = fields.Char(help="Value as delivered.")
    choices = fields.Char(help="Allowed values of a choice, separated by commas.")
    minimum = fields.Float()
    maximum = fields.Float(help="0 means no upper limit.")
    uom = fields.Char(string="Unit", translate=True)
    source = fields.Text(
        translate=True, help="Law, document or rule that states the value."
    )
    value_ids = fields.One2many(
        comodel_name="property.parameter.value", inverse_name="parameter_id"
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")

    @api.constrains("default_value", "value_type", "choices", "minimum", "maximum")
    def _check_default_value(self):
        for parameter in self:
            parameter._property_parse(parameter.default_value)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

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
        return self._property_parse_number(text)

    def _property_parse_boolean(self, text):
        if text.lower() not in ("true", "false", "1", "0", "yes", "no", "是", "否"):
            raise self._property_bad_value(text, self.env._("yes or no"))
        return text.lower() in ("true", "1", "yes", "是")

    def _property_parse_choice(self, text):
        choices = [choice.strip() for choice in (self.choices or "").split(",")]
        if text not in choices:
            raise self._property_bad_value(text, ", ".join(choices))
        return text

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
        for value in parameter.value_ids.sorted(lambda v: not v.estate_id):
            if value.estate_id.id == estate_id and estate_id:
                return parameter._property_parse(value.value)
            if not value.estate_id and value.company_id.id == company_id:
                return parameter._property_parse(value.value)
        return parameter._property_parse(parameter.default_value)


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
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
