from odoo import fields, models


class PropertyServiceQuestion(models.Model):
    """A question of the callback, answered on five levels (SAT-05, SLA-08)."""

    _name = "property.service.question"
    _description = "Callback Question"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Char(
        translate=True, help="What to ask, word for word, for who is on the phone."
    )

    _name_uniq = models.Constraint("UNIQUE(name)", "This question exists already.")
