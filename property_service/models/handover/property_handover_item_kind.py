from odoo import api, fields, models

ITEM_KINDS = [
    ("key", "Key"),
    ("card", "Card or pass"),
    ("item", "Other item"),
]


class PropertyHandoverItemKind(models.Model):
    """What every owner of an estate gets at move-in: keys, cards, remote controls."""

    _name = "property.handover.item.kind"
    _description = "Standard Item of a Handover"
    _inherit = ["property.estate.mixin"]
    _order = "estate_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    kind = fields.Selection(selection=ITEM_KINDS, required=True, default="key")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    quantity = fields.Integer(required=True, default=1)

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "At least one piece is handed over."
    )

    @api.model
    def _property_prepare_items(self, estates):
        """Values of the item lines by estate.

        :return: dict of estate to list of values
        """
        kinds = self.search([("estate_id", "in", estates.ids)]).grouped("estate_id")
        return {
            estate: [
                {"kind": row.kind, "name": row.name, "quantity": row.quantity}
                for row in kinds.get(estate, self)
            ]
            for estate in estates
        }
