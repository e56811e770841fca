from odoo import api, fields, models

SEVERITIES = [("minor", "Slight"), ("major", "Ordinary fault"), ("critical", "Grave")]


class PropertyQualityViolation(models.Model):
    """违纪违规代码: what staff on duty may not do (DUT-04, DUT-27, QA-27, QA-28)."""

    _name = "property.quality.violation"
    _description = "Violation Code"
    _order = "sequence, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(string="Violation of conduct", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    severity = fields.Selection(
        selection=SEVERITIES, string="Usual severity", required=True, default="major"
    )
    source = fields.Char(string="Rule", help="Where the rule is written.")

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for violation in self:
            violation.display_name = f"{violation.code} {violation.name}"
