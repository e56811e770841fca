from odoo import api, fields, models
from odoo.exceptions import UserError

CONDITIONS = [
    ("good", "In good order"),
    ("damaged", "Damaged"),
    ("missing", "Missing parts"),
]


class PropertyDutyHandoverCount(models.Model):
    """清点物品: an item counted when the shift changes (DUT-15, DUT-21, KEY-06)."""

    _name = "property.duty.handover.count"
    _description = "Item Counted at Handover"
    _order = "handover_id, sequence, id"
    _check_company_auto = True

    handover_id = fields.Many2one(
        comodel_name="property.duty.handover",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="handover_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True, precompute=True
    )
    item_id = fields.Many2one(
        comodel_name="property.duty.item",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    sequence = fields.Integer(readonly=True, default=10)
    name = fields.Char(string="Item counted", required=True, readonly=True)
    cabinet_id = fields.Many2one(related="item_id.cabinet_id")
    expected = fields.Integer(string="There should be", required=True, readonly=True)
    counted = fields.Integer(string="There are")
    is_counted = fields.Boolean(string="Item is counted")
    difference = fields.Integer(
        string="Too many or few", compute="_compute_difference", store=True
    )
    condition = fields.Selection(selection=CONDITIONS, required=True, default="good")
    explanation = fields.Char(
        string="Why it differs",
        help="Damage or loss is explained by the outgoing shift and signed by both.",
    )
    is_unexplained = fields.Boolean(compute="_compute_difference", store=True)

    _item_uniq = models.Constraint(
        "UNIQUE(handover_id, item_id)", "This item is counted already."
    )
    _counted_positive = models.Constraint(
        "CHECK(counted >= 0)", "A count cannot be negative."
    )

    @api.depends("expected", "counted", "is_counted", "condition", "explanation")
    def _compute_difference(self):
        for count in self:
            differs = count.is_counted and count.counted - count.expected
            count.difference = differs or 0
            count.is_unexplained = bool(
                (differs or count.condition != "good")
                and not (count.explanation or "").strip()
            )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(
                self.env._("What is counted follows from the items of the post.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            allowed = {"counted", "is_counted", "condition", "explanation"}
            if vals.keys() - allowed:
                raise UserError(
                    self.env._("What is counted follows from the items of the post.")
                )
            self.handover_id._property_check_fields({"count_ids"})
            if "counted" in vals:
                vals = {**vals, "is_counted": vals.get("is_counted", True)}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(self.env._("What was counted stays on record."))

    # === Actions ===

    def action_as_expected(self):
        """One touch: as many as there should be, in good order."""
        for count in self:
            count.write({"counted": count.expected, "is_counted": True})
        return True

    def action_count_keys(self):
        """Count the cabinet key by key, where the number does not come out (KEY-06)."""
        self.ensure_one()
        return self.cabinet_id.action_start_count()
