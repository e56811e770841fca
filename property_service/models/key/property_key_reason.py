from odoo import fields, models


class PropertyKeyReason(models.Model):
    """What a key is borrowed for, kept as a list by the supervisor."""

    _name = "property.key.reason"
    _description = "Reason for Borrowing a Key"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    needs_note = fields.Boolean(help="The borrower says more in words.")
