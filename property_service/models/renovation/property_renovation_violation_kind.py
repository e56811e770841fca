from odoo import fields, models

from ...tools.codes import own_code


class PropertyRenovationViolationKind(models.Model):
    """An act that is not allowed, with the article that forbids it."""

    _name = "property.renovation.violation.kind"
    _description = "Kind of Renovation Violation"
    _order = "sequence, id"

    code = fields.Char(required=True, copy=False, default=own_code)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    law = fields.Char(string="Act and article", required=True, translate=True)
    sanction = fields.Char(
        translate=True, help="What the authority may impose; printed on the notice."
    )
    authority = fields.Char(
        translate=True, help="To whom it is reported when it goes on (110号令 §17)."
    )
    stops_site = fields.Boolean(
        string="Stops the site",
        default=True,
        help="From the stop order on nothing but the rectification goes on.",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")
