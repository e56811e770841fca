from odoo import fields, models


class PropertyPreference(models.Model):
    """A need or preference of customers, as a tag (ARC-12)."""

    _name = "property.preference"
    _description = "Preference"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE(name)", "This preference exists already.")
