from odoo import fields, models

from ...tools.codes import own_code


class PropertyRenovationMaterialKind(models.Model):
    """What is brought to sites: free, to be looked at, or never let in (REN-24)."""

    _name = "property.renovation.material.kind"
    _description = "Kind of Renovation Material"
    _order = "sequence, id"

    code = fields.Char(required=True, copy=False, default=own_code)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    control = fields.Selection(
        selection=[
            ("controlled", "Needs approval"),
            ("free", "Free to enter"),
            ("prohibited", "Prohibited"),
        ],
        required=True,
        default="controlled",
        help="Prohibited material is refused by everybody; free material needs no"
        " visit of the agent.",
    )
    source = fields.Char(translate=True, help="Law or rule that says so.")

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")
