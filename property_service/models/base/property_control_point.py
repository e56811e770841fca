from odoo import fields, models


class PropertyControlPoint(models.Model):
    """One of the eleven control points G1..G11 of a supervisor (GOV-01).

    Routines, checks and samples carry one, so that compliance is read by point.
    """

    _name = "property.control.point"
    _description = "Control Point"
    _order = "sequence, code"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(
        translate=True, help="What the supervisor makes sure of, and how."
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")

    def _compute_display_name(self):
        for point in self:
            point.display_name = f"{point.code} {point.name}"
