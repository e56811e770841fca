from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .account_journal import COLLECTION_METHODS

CHANNELS = ("wechat", "alipay", "card")
LEDGER_FIELDS = {"payment_id", "statement_line_id", "move_id", "is_reversed"}


class PropertyReceiptPayment(models.Model):
    """One way of paying within a receipt, with what was handed over (FEE-24)."""

    _name = "property.receipt.payment"
    _description = "Way of Paying"
    _inherit = "property.receipt.part"
    _order = "receipt_id, id"
    _check_company_auto = True

    journal_ids = fields.Many2many(
        related="estate_id.collection_journal_ids", related_sudo=True
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Way of paying",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('id', 'in', journal_ids)]",
    )
    method = fields.Selection(
        selection=COLLECTION_METHODS, compute="_compute_method", store=True
    )
    amount = fields.Monetary(help="What stays in the till or reaches the account.")
    amount_tendered = fields.Monetary(
        string="Cash handed over", help="What the owner gave; say it aloud (FEE-24)."
    )
    amount_change = fields.Monetary(
        string="Change", compute="_compute_amount_change", help="What you give back."
    )
    order_number = fields.Char(
        string="Order number",
        copy=False,
        help="Merchant's order number of WeChat Pay, Alipay or the card terminal;"
        " number of the bank's slip for a transfer.",
    )
    payment_id = fields.Many2one(
        comodel_name="account.payment",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    statement_line_id = fields.Many2one(
        comodel_name="account.bank.statement.line",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Journal entry",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    is_reversed = fields.Boolean(readonly=True, copy=False)

    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "The amount of a payment cannot be negative."
    )
    _order_uniq = models.UniqueIndex(
        "(journal_id, order_number) WHERE order_number IS NOT NULL"
        " AND move_id IS NOT NULL AND is_reversed IS NOT TRUE",
        "This order number is on another receipt already.",
    )

    @api.depends("journal_id")
    def _compute_method(self):
        for payment in self:
            # Cashiers may not open journals.
            payment.method = payment.journal_id.sudo().property_collection_method

    @api.depends("amount", "amount_tendered")
    def _compute_amount_change(self):
        for payment in self:
            tendered = payment.amount_tendered or payment.amount
            payment.amount_change = tendered - payment.amount

    @api.constrains("amount", "amount_tendered")
    def _check_amount_tendered(self):
        for payment in self:
            if payment.amount_tendered and payment.amount_change < 0:
                raise ValidationError(
                    self.env._(
                        "%(given)s was handed over, but %(amount)s is to be received;"
                        " correct one of them.",
                        given=payment.amount_tendered,
                        amount=payment.amount,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su:
                # Only posting ties a row to the ledger.
                for name in LEDGER_FIELDS:
                    vals.pop(name, None)
            vals["order_number"] = (vals.get("order_number") or "").strip() or False
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and LEDGER_FIELDS & vals.keys():
            raise UserError(self.env._("Only posting ties a payment to the ledger."))
        if "order_number" in vals:
            vals["order_number"] = (vals["order_number"] or "").strip() or False
        return super().write(vals)

    # === Business methods ===

    def _property_check_ready(self):
        """Refuse what would lose money or its trace (FEE-10)."""
        for payment in self:
            # Cashiers may not open journals.
            journal = payment.journal_id.sudo()
            # As above.
            if journal not in payment.estate_id.sudo().collection_journal_ids:
                raise UserError(
                    self.env._(
                        "Journal %(journal)s does not collect for %(estate)s; choose"
                        " one of the estate's collection journals.",
                        journal=journal.name,
                        estate=payment.estate_id.name,
                    )
                )
            if payment.method in CHANNELS and not payment.order_number:
                raise UserError(
                    self.env._(
                        "%(journal)s: enter the order number from the owner's payment"
                        " or from the terminal's slip.",
                        journal=journal.name,
                    )
                )
            payment._property_check_order_number(journal)
            if journal._property_lines_without_account():
                raise UserError(
                    self.env._(
                        "Journal %(journal)s: a payment method has no account, so its"
                        " entry would be lost. Run Configuration › Set up books.",
                        journal=journal.name,
                    )
                )

    def _property_check_order_number(self, journal):
        """One payment of the channel is one receipt; the index guards the race."""
        if not self.order_number:
            return
        # Also receipts of estates that this cashier does not see.
        other = self.sudo().search(
            [
                ("journal_id", "=", journal.id),
                ("order_number", "=", self.order_number),
                ("move_id", "!=", False),
                ("is_reversed", "=", False),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "Order number %(number)s is on receipt %(receipt)s already.",
                    number=self.order_number,
                    receipt=other.receipt_id.name,
                )
            )
