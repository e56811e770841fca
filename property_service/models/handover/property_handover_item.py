from odoo import fields, models

from .property_handover_item_kind import ITEM_KINDS


class PropertyHandoverItem(models.Model):
    """A key, card or other item handed over, with receiver and signature (KEY-04)."""

    _name = "property.handover.item"
    _description = "Item of a Handover"
    _order = "handover_id, sequence, id"
    _check_company_auto = True

    handover_id = fields.Many2one(
        comodel_name="property.handover", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        related="handover_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(selection=ITEM_KINDS, required=True, default="key")
    name = fields.Char(required=True)
    number = fields.Char(help="Number of the card or key.")
    quantity = fields.Integer(required=True, default=1)
    state = fields.Selection(
        selection=[
            ("waiting", "Not handed over"),
            ("issued", "Handed over"),
            ("returned", "Given back"),
            ("missing", "Missing"),
        ],
        string="Status",
        required=True,
        default="waiting",
        readonly=True,
        copy=False,
        index=True,
    )
    receiver = fields.Char(string="Received by", copy=False)
    signature = fields.Binary(copy=False)
    moved_on = fields.Datetime(string="Handed over on", readonly=True, copy=False)
    moved_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Handed over by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    note = fields.Char()

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "At least one piece is handed over."
    )
