from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyReceiptLine(models.Model):
    """What the money is for: an open bill, or fees paid ahead for a unit."""

    _name = "property.receipt.line"
    _description = "Receipt Item"
    _inherit = "property.receipt.part"
    _order = "receipt_id, date_due, id"
    _check_company_auto = True

    state = fields.Selection(related="receipt_id.state")
    kind = fields.Selection(
        selection=[
            ("bill", "Bill"),
            ("prepayment", "Paid ahead"),
            ("credit", "Overpaid"),
        ],
        required=True,
        default="prepayment",
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('id', 'in', parent.unit_ids)]",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Payer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        index=True,
        ondelete="restrict",
    )
    move_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Open item",
        index="btree_not_null",
        ondelete="restrict",
    )
    move_id = fields.Many2one(
        related="move_line_id.move_id", string="Bill", compute_sudo=True
    )
    description = fields.Char()
    date_due = fields.Date(string="Due date")
    months = fields.Integer(
        string="Months ahead", help="Fees of this many months are paid ahead."
    )
    residual = fields.Monetary(string="Open", help="Open when the item was loaded.")
    is_selected = fields.Boolean(string="Pay", default=True)
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        help="Money that settles this item.",
    )
    wanted = fields.Monetary(
        compute="_compute_wanted", help="What settles this item in full."
    )

    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "The amount of an item cannot be negative."
    )
    _bill_known = models.Constraint(
        "CHECK(kind != 'bill' OR move_line_id IS NOT NULL)",
        "An item of kind bill names the bill.",
    )
    _item_once = models.UniqueIndex(
        "(receipt_id, move_line_id) WHERE move_line_id IS NOT NULL",
        "This bill is on the receipt already.",
    )

    @api.depends("unit_id")
    def _compute_partner_id(self):
        for line in self:
            if not line.partner_id:
                line.partner_id = line.unit_id._origin.payer_id

    @api.depends("kind", "months", "residual", "unit_id", "is_selected")
    def _compute_amount(self):
        for line in self:
            if line.kind == "prepayment" and line.months:
                # Cashiers may not open rates.
                monthly = line.unit_id.sudo()._property_monthly_fees()
                line.amount = line.months * monthly.get(line.unit_id._origin.id, 0)
            elif line.kind == "bill":
                line.amount = line.residual if line.is_selected else 0
            else:
                line.amount = line.amount

    @api.depends("kind", "residual", "amount", "is_selected")
    def _compute_wanted(self):
        for line in self:
            wanted = line.residual if line.kind == "bill" else line.amount
            line.wanted = wanted if line.is_selected else 0

    # === Business methods ===

    @api.model
    def _prepare_lines(self, items):
        """Values of lines for open items of the ledger."""
        descriptions = items._property_item_descriptions()
        return [
            {
                "kind": "bill",
                "unit_id": item.property_unit_id.id,
                "partner_id": item.partner_id.id,
                "move_line_id": item.id,
                "description": descriptions[item.id],
                "date_due": item.date_maturity or item.date,
                "residual": item.amount_residual,
                "amount": item.amount_residual,
                "is_selected": True,
            }
            for item in items
        ]

    def _property_settling_key(self):
        """Bills by due date, then what is paid ahead, then what is left over."""
        self.ensure_one()
        order = ("bill", "prepayment", "credit").index(self.kind)
        due = fields.Date.to_string(self.date_due) if self.date_due else "9999"
        return order, due, self.move_line_id.id or 0, str(self.id)

    def _property_check_still_open(self):
        """The bill is one of this unit and still open by the amount (FEE-10)."""
        self.ensure_one()
        item = self.move_line_id
        if (
            item.parent_state != "posted"
            or item.account_type != "asset_receivable"
            or item.property_unit_id != self.unit_id
            or item.company_id != self.company_id
        ):
            raise UserError(
                self.env._(
                    "Unit %(unit)s: %(item)s is not a bill of this unit; press"
                    " “Reload”.",
                    unit=self.unit_id.code,
                    item=self.description or item.display_name,
                )
            )
        if self.currency_id.compare_amounts(self.amount, item.amount_residual) > 0:
            raise UserError(
                self.env._(
                    "Unit %(unit)s: of “%(item)s” only %(open)s is open now, because"
                    " it was paid or changed meanwhile%(receipt)s. Press “Reload”.",
                    unit=self.unit_id.code,
                    item=self.description or item.display_name,
                    open=self.currency_id.format(item.amount_residual),
                    receipt=self._property_other_receipt(),
                )
            )

    def _property_other_receipt(self):
        """The receipt that took the bill, in brackets, for the message."""
        other = self.search(
            [
                ("move_line_id", "=", self.move_line_id.id),
                ("receipt_id.state", "=", "posted"),
            ],
            order="id desc",
            limit=1,
        ).receipt_id
        return f" ({other.name}, {other.cashier_id.name})" if other else ""
