from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OPEN_STATES = ("held", "partly_used")
# Set by the steps alone, never typed or imported.
STEP_FIELDS = {
    "name",
    "state",
    "is_cancelled",
    "account_id",
    "amount_received",
    "amount_held",
    "amount_deducted",
    "amount_refunded",
    "date_received",
    "date_settled",
    "received_by_id",
    "print_count",
    "reversed_by_id",
    "reversal_reason",
    "payment_ids",
    "line_ids",
}
# Fixed once money was taken.
FIXED_FIELDS = {
    "kind_id",
    "unit_id",
    "partner_id",
    "amount",
    "journal_id",
    "order_number",
    "date",
    "res_model",
    "res_id",
}


class PropertyDeposit(models.Model):
    """Money held for somebody, a liability until it is returned (REN-22).

    All amounts and the state are read from the ledger's entries of the deposit, so
    that received = held + deducted + refunded is what the books say.
    """

    _name = "property.deposit"
    _description = "Deposit"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Receipt number", readonly=True, copy=False, index="trigram"
    )
    kind_id = fields.Many2one(
        comodel_name="property.deposit.kind",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_kind_id(),
    )
    kind_code = fields.Char(related="kind_id.code")
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
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Payer",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        help="Who paid, and to whom alone it is returned.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(string="Agreed amount", required=True)
    note = fields.Char()
    is_cancelled = fields.Boolean(readonly=True, copy=False)

    # === What the ledger says ===

    line_ids = fields.One2many(
        comodel_name="account.move.line",
        inverse_name="property_deposit_id",
        string="Ledger entries",
        readonly=True,
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    payment_ids = fields.One2many(
        comodel_name="account.payment",
        inverse_name="property_deposit_id",
        string="Payments",
        readonly=True,
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    deduction_ids = fields.One2many(
        comodel_name="property.deposit.deduction",
        inverse_name="deposit_id",
        string="Deductions",
    )
    refund_ids = fields.One2many(
        comodel_name="property.deposit.refund",
        inverse_name="deposit_id",
        string="Refunds",
    )
    transfer_ids = fields.One2many(
        comodel_name="property.deposit.transfer",
        inverse_name="deposit_id",
        string="Transfers",
    )
    account_id = fields.Many2one(
        comodel_name="account.account",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    # === How it was taken ===

    date = fields.Date(
        string="Receipt day",
        required=True,
        default=fields.Date.context_today,
        copy=False,
        index=True,
    )
    date_received = fields.Date(
        string="Received on", readonly=True, copy=False, index="btree_not_null"
    )
    journal_ids = fields.Many2many(
        related="estate_id.collection_journal_ids", related_sudo=True
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Way of paying",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        domain="[('id', 'in', journal_ids)]",
    )
    method = fields.Selection(
        related="journal_id.property_collection_method", related_sudo=True
    )
    order_number = fields.Char(
        copy=False,
        help="Merchant's order number of WeChat Pay, Alipay or the card terminal;"
        " number of the bank's slip for a transfer.",
    )
    received_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Cashier",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    print_count = fields.Integer(string="Printed", readonly=True, copy=False)
    reversed_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reversal_reason = fields.Char(readonly=True, copy=False)

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "The amount of a deposit is above zero."
    )
    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name IS NOT NULL",
        "This number of a deposit receipt is taken already.",
    )
    _order_uniq = models.UniqueIndex(
        "(journal_id, order_number) WHERE order_number IS NOT NULL"
        " AND state NOT IN ('draft', 'reversed', 'cancelled')",
        "This order number is on another deposit already.",
    )

    # === Defaults and computes ===

    @api.model
    def _default_kind_id(self):
        return self.env["property.deposit.kind"].search([], limit=1)

    @api.depends("unit_id")
    def _compute_partner_id(self):
        """Who pays for the unit today, unless somebody else came."""
        for deposit in self:
            if not deposit.partner_id:
                # Not every role that prepares a deposit may open residents.
                deposit.partner_id = deposit.unit_id.sudo().payer_id

    @api.depends("unit_id")
    def _compute_journal_id(self):
        for deposit in self:
            estate = deposit.unit_id.estate_id
            # Not every role may open journals.
            if deposit.journal_id not in estate.sudo().collection_journal_ids:
                deposit.journal_id = estate._property_first_journal()

    @api.depends("name", "kind_id.name", "unit_id.code")
    def _compute_display_name(self):
        for deposit in self:
            # Residents see their own deposit, not the kinds' settings.
            kind, unit = deposit.sudo().kind_id.name, deposit.sudo().unit_id.code
            parts = [deposit.name, kind, unit]
            deposit.display_name = " ".join(part for part in parts if part)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            free = STEP_FIELDS | {"date_refundable", "res_model", "res_id"}
            vals_list = [
                {key: value for key, value in vals.items() if key not in free}
                for vals in vals_list
            ]
        for vals in vals_list:
            vals["order_number"] = (vals.get("order_number") or "").strip() or False
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if (STEP_FIELDS | {"date_refundable", "res_model", "res_id"}) & vals.keys():
                raise AccessError(
                    self.env._("A deposit moves by its steps; its ledger decides.")
                )
            taken = self.filtered(lambda deposit: deposit.state != "draft")
            if taken and FIXED_FIELDS & vals.keys():
                raise UserError(
                    self.env._(
                        "Deposit %(name)s was received; reverse its receipt and take a"
                        " new one to change it.",
                        name=taken[0].display_name,
                    )
                )
        if "order_number" in vals:
            vals["order_number"] = (vals["order_number"] or "").strip() or False
        result = super().write(vals)
        if "unit_id" in vals and not self.env.su:
            # A deposit must not be pushed into an estate that the user does not reach.
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for deposit in self:
            if deposit.state not in ("draft", "cancelled") or deposit.name:
                raise UserError(
                    self.env._(
                        "Deposit %(name)s is on record; it is reversed, not deleted.",
                        name=deposit.display_name,
                    )
                )

    # === Actions ===

    def action_cancel(self):
        """Call off a deposit that was never received."""
        for deposit in self:
            deposit.check_access("write")
            deposit._property_lock()
            if deposit.state != "draft":
                raise UserError(
                    self.env._(
                        "Deposit %(name)s was received; refund it or reverse its"
                        " receipt.",
                        name=deposit.display_name,
                    )
                )
            deposit.sudo().is_cancelled = True  # guarded against direct writes
        return True
