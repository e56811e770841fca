from odoo import fields, models


class PropertyServiceSuggestion(models.Model):
    """Which service suits customers with a need or preference (TRD-04)."""

    _name = "property.service.suggestion"
    _description = "Suggested Service"
    _order = "preference_id, sequence, id"
    _rec_name = "item_id"

    preference_id = fields.Many2one(
        comodel_name="property.preference",
        string="Need or preference",
        required=True,
        index=True,
        ondelete="cascade",
    )
    item_id = fields.Many2one(
        comodel_name="property.service.item",
        string="Service",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    note = fields.Char(
        string="Words to offer it with",
        translate=True,
        help="What the desk says to the customer.",
    )

    _once = models.Constraint(
        "UNIQUE(preference_id, item_id)",
        "This service is suggested for this preference already.",
    )
