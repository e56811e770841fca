import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

SEPARATOR = re.compile(r"\s*[;；]\s*")
YES, NO = "yes", "no"


class PropertyParameter(models.Model):
    """What a setting may be set to, in the words of the reader.

    A value is kept as a code; screens show the word beside it. The words stand in the
    order of the codes, separated by semicolons.
    """

    _inherit = "property.parameter"

    choice_names = fields.Char(
        string="Choices in words",
        translate=True,
        help="The words of the choices in their order, separated by semicolons.",
    )
    value_choices = fields.Json(compute="_compute_value_choices")

    @api.depends("value_type", "choices", "choice_names")
    @api.depends_context("lang")
    def _compute_value_choices(self):
        for parameter in self:
            parameter.value_choices = parameter._property_choices()

    @api.constrains("choices", "choice_names")
    def _check_choice_names(self):
        for parameter in self.filtered("choice_names"):
            codes = parameter._property_choice_codes()
            if len(codes) != len(SEPARATOR.split(parameter.choice_names)):
                raise ValidationError(
                    self.env._(
                        "Setting “%(name)s”: each choice has one name.",
                        name=parameter.name,
                    )
                )

    def _property_choice_codes(self):
        return [code.strip() for code in (self.choices or "").split(",") if code]

    def _property_choices(self):
        """Codes with their words in the language of the reader; none for free input."""
        self.ensure_one()
        if self.value_type == "boolean":
            return [(YES, self.env._("Yes")), (NO, self.env._("No"))]
        codes = self._property_choice_codes()
        names = SEPARATOR.split(self.choice_names or "")
        if len(names) != len(codes):
            names = codes
        return list(zip(codes, names, strict=True))

    def _property_words(self):
        """What may be chosen, for messages."""
        return ", ".join(word for _code, word in self._property_choices())

    def _property_code(self, text):
        """The value as it is kept: yes and no in one spelling, the rest as given."""
        text = (text or "").strip()
        if not text or self.value_type != "boolean":
            return text
        return YES if self._property_parse_boolean(text) else NO


class PropertyParameterValue(models.Model):
    _inherit = "property.parameter.value"

    value_choices = fields.Json(related="parameter_id.value_choices")

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        values._property_keep_codes()
        return values

    def write(self, vals):
        result = super().write(vals)
        if "value" in vals:
            self._property_keep_codes()
        return result

    def _property_keep_codes(self):
        for record in self:
            code = record.parameter_id._property_code(record.value)
            if code != record.value:
                record.value = code
