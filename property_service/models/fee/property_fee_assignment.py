from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PropertyFeeAssignment(models.Model):
    """A unit owes a fee item from a day on, with what deviates from the standard."""

    _name = "property.fee.assignment"
    _description = "Fee Assignment"
    _inherit = ["mail.thread"]
    _order = "estate_id, unit_id, item_id, date_start desc, id"
    _check_company_auto = True

    item_id = fields.Many2one(
        comodel_name="property.fee.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    estate_id = fields.Many2one(
        related="unit_id.estate_id", store=True, index=True, precompute=True
    )
    building_id = fields.Many2one(related="unit_id.building_id")
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    basis = fields.Selection(related="item_id.basis")
    date_start = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        tracking=True,
    )
    date_end = fields.Date(
        string="To", tracking=True, help="Last day; empty while it lasts."
    )
    quantity = fields.Float(
        digits=(12, 4),
        default=1.0,
        required=True,
        tracking=True,
        help="Number of pieces, or a factor on area or unit.",
    )
    fixed_amount = fields.Monetary(
        tracking=True,
        help="Replaces price times quantity: rent of a lease, an agreed flat amount."
        " For the time that the item's price is for.",
    )
    discount = fields.Float(string="Discount (%)", digits=(5, 2), tracking=True)
    reason = fields.Char(
        string="Reason for deviation",
        tracking=True,
        help="Who pays other than the standard rate needs a reason (FEE-15).",
    )
    payer_id = fields.Many2one(
        comodel_name="res.partner",
        string="Other payer",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Pays this item in place of the unit's payer.",
    )
    is_deviation = fields.Boolean(
        string="Deviates",
        compute="_compute_is_deviation",
        store=True,
        help="Not the standard rate: discount, or an amount of its own (FEE-15).",
    )

    _dates_ordered = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "The last day of an assignment lies before its first day.",
    )
    _discount_range = models.Constraint(
        "CHECK(discount >= 0 AND discount <= 100)", "A discount is 0 to 100 %."
    )
    _amounts_positive = models.Constraint(
        "CHECK(quantity >= 0 AND fixed_amount >= 0)",
        "Quantity and amount of an assignment cannot be negative.",
    )
    _item_once = models.Constraint(
        "EXCLUDE USING gist (item_id WITH =, unit_id WITH =,"
        " daterange(date_start, date_end, '[]') WITH &&)",
        "This unit has this fee item at that time already; end the earlier assignment.",
    )

    # === Computes ===

    @api.depends("item_id", "unit_id")
    def _compute_display_name(self):
        for assignment in self:
            assignment.display_name = (
                f"{assignment.unit_id.code or ''} {assignment.item_id.name or ''}"
            )

    @api.depends("discount", "fixed_amount", "item_id.basis")
    def _compute_is_deviation(self):
        for assignment in self:
            assignment.is_deviation = bool(
                assignment.discount
                or (assignment.fixed_amount and assignment.item_id.basis != "fixed")
            )

    # === Constraints ===

    @api.constrains("discount", "fixed_amount", "reason", "item_id")
    def _check_reason(self):
        for assignment in self:
            if assignment.is_deviation and not (assignment.reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "%(assignment)s deviates from the standard rate; enter the"
                        " reason for it.",
                        assignment=assignment.display_name,
                    )
                )

    # === CRUD ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_charged(self):
        charged = self.env["property.fee.charge"].search(
            [("assignment_id", "in", self.ids)], limit=1
        )
        if charged:
            raise ValidationError(
                self.env._(
                    "%(assignment)s has charges; enter its last day instead.",
                    assignment=charged.assignment_id.display_name,
                )
            )
