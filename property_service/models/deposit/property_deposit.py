from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

STATES = [
    ("draft", "To be received"),
    ("held", "Held"),
    ("partly_used", "Partly used"),
    ("settled", "Settled"),
    ("reversed", "Receipt reversed"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("held", "partly_used")
STEPS = ("receive", "deduct", "forfeit", "refund", "transfer")
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
    state = fields.Selection(
        selection=STATES,
        string="Status",
        compute="_compute_ledger",
        store=True,
        index=True,
        tracking=True,
    )
    is_cancelled = fields.Boolean(readonly=True, copy=False)

    # === What the ledger says ===

    line_ids = fields.One2many(
        comodel_name="account.move.line",
        inverse_name="property_deposit_id",
        string="Ledger entries",
        readonly=True,
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    amount_received = fields.Monetary(
        string="Received", compute="_compute_ledger", store=True
    )
    amount_held = fields.Monetary(
        string="Held",
        compute="_compute_ledger",
        store=True,
        help="What is still open on the deposit's account in the ledger.",
    )
    amount_deducted = fields.Monetary(
        string="Deducted", compute="_compute_ledger", store=True
    )
    amount_refunded = fields.Monetary(
        string="Refunded", compute="_compute_ledger", store=True
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

    # === What it is for ===

    res_model = fields.Char(string="Origin model", readonly=True, index=True)
    res_id = fields.Many2oneReference(
        string="Origin", model_field="res_model", readonly=True, index=True
    )
    origin_name = fields.Char(string="For", compute="_compute_origin_name")
    date_refundable = fields.Date(
        string="Refundable since",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Day from which the payer may have it back, such as the passed acceptance"
        " of the renovation.",
    )
    date_settled = fields.Date(
        string="Settled on", compute="_compute_ledger", store=True
    )

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "The amount of a deposit is above zero."
    )
    _held_not_negative = models.Constraint(
        "CHECK(amount_held >= 0 AND amount_deducted >= 0 AND amount_refunded >= 0)",
        "No more can be taken from a deposit than is held.",
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
    _origin_idx = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")

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

    @api.depends(
        "is_cancelled",
        "line_ids.balance",
        "line_ids.amount_residual",
        "line_ids.parent_state",
        "line_ids.property_deposit_step",
    )
    def _compute_ledger(self):
        """Amounts and state from the posted entries on the deposit's account."""
        for deposit in self:
            lines = deposit.line_ids.filtered(
                lambda line: line.property_deposit_step
                and line.parent_state == "posted"
            )
            sums = dict.fromkeys(STEPS, 0)
            for line in lines:
                sums[line.property_deposit_step] += line.balance
            currency = deposit.currency_id or deposit.env.company.currency_id
            deposit.amount_received = currency.round(-sums["receive"])
            deposit.amount_deducted = currency.round(sums["deduct"] + sums["forfeit"])
            deposit.amount_refunded = currency.round(sums["refund"])
            held = -sum(lines.mapped("amount_residual"))
            deposit.amount_held = currency.round(held)
            deposit.state = deposit._property_state_of_ledger(bool(lines))
            deposit.date_settled = (
                max(lines.mapped("date")) if deposit.state == "settled" else False
            )

    def _property_state_of_ledger(self, has_entries):
        currency = self.currency_id
        if self.is_cancelled:
            return "cancelled"
        if not has_entries:
            return "draft"
        if currency.is_zero(self.amount_received):
            return "reversed"
        if currency.is_zero(self.amount_held):
            return "settled"
        used = currency.compare_amounts(self.amount_held, self.amount_received)
        return "partly_used" if used else "held"

    def _compute_origin_name(self):
        for model, deposits in self.grouped("res_model").items():
            names = {}
            if model in self.env:
                # Its name tells what the deposit is for, whoever may open it.
                records = self.env[model].sudo().browse(deposits.mapped("res_id"))
                names = {record.id: record.display_name for record in records.exists()}
            for deposit in deposits:
                deposit.origin_name = names.get(deposit.res_id, False)

    @api.depends("name", "kind_id.name", "unit_id.code")
    def _compute_display_name(self):
        for deposit in self:
            # Residents see their own deposit, not the kinds' settings.
            kind, unit = deposit.sudo().kind_id.name, deposit.sudo().unit_id.code
            parts = [deposit.name, kind, unit]
            deposit.display_name = " ".join(part for part in parts if part)

    # === Constraints ===

    @api.constrains("partner_id", "kind_id", "unit_id")
    def _check_payer(self):
        for deposit in self.filtered(lambda d: d.state == "draft"):
            deposit._property_check_payer(deposit.partner_id)

    @api.constrains("amount", "kind_id", "unit_id")
    def _check_cap(self):
        for deposit in self.filtered(lambda d: d.state == "draft"):
            deposit._property_check_cap()

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

    def action_open_origin(self):
        self.ensure_one()
        return self._property_origin().get_formview_action()

    # === Business methods ===

    @api.model
    def _property_open(self, kind_code, unit, partner, amount, origin=None):
        """A deposit that waits for its money.

        :param origin: record with ``property.deposit.origin.mixin``, or nothing
        :return: the new deposit in draft
        """
        self.check_access("create")
        kind = self.env["property.deposit.kind"]._property_of_code(kind_code)
        # Where it comes from is told by code alone, never by a client.
        return (
            self.sudo()
            .create(
                {
                    "kind_id": kind.id,
                    "unit_id": unit.id,
                    "partner_id": partner.id,
                    "amount": amount,
                    "res_model": origin._name if origin else False,
                    "res_id": origin.id if origin else False,
                }
            )
            .with_env(self.env)
        )

    def _property_origin(self):
        """The record that the deposit secures, or nothing."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    def _property_check_payer(self, partner):
        """Who may pay this kind of deposit for this unit (REN-22)."""
        self.ensure_one()
        rule = self.kind_id.payer_rule
        if rule == "anyone":
            return
        allowed = self._property_allowed_payers(rule)
        if partner.commercial_partner_id not in allowed.commercial_partner_id:
            raise ValidationError(
                self.env._(
                    "%(partner)s does not hold unit %(unit)s; a deposit of kind"
                    " %(kind)s is paid by: %(rule)s. Choose the payer, or let a"
                    " manager change the kind.",
                    partner=partner.display_name,
                    unit=self.unit_id.code,
                    kind=self.kind_id.name,
                    rule=dict(
                        self.kind_id._fields["payer_rule"]._description_selection(
                            self.env
                        )
                    )[rule],
                )
            )

    def _property_allowed_payers(self, rule):
        occupancies = self.env["property.occupancy"].sudo()  # checked for any role
        roles = ("owner",) if rule == "owner" else ("owner", "tenant", "agent")
        people = occupancies.search(
            occupancies._property_current_domain()
            & Domain("unit_id", "=", self.unit_id.id)
            & Domain("role", "in", roles)
        ).partner_id
        if not self.unit_id.handover_date:
            people |= self.unit_id.estate_id.developer_id
        origin = self._property_origin()
        if origin is not None:
            # Who may pay must not depend on who opens the origin.
            people |= origin.sudo()._property_deposit_payers()
        return people

    def _property_check_cap(self):
        """No more per unit and kind than the limit of the estate (日照 §69)."""
        self.ensure_one()
        cap = self.kind_id._property_cap(self.unit_id)
        if not cap:
            return
        # The limit counts deposits that the user does not see, too.
        others = self.sudo().search(
            [
                ("id", "!=", self.id),
                ("unit_id", "=", self.unit_id.id),
                ("kind_id", "=", self.kind_id.id),
                ("state", "in", OPEN_STATES),
            ]
        )
        total = self.amount + sum(others.mapped("amount_held"))
        if self.currency_id.compare_amounts(total, cap) > 0:
            raise ValidationError(
                self.env._(
                    "Unit %(unit)s: deposits of kind %(kind)s would reach %(total)s,"
                    " the limit of the estate is %(cap)s; lower the amount, or let a"
                    " manager change the setting.",
                    unit=self.unit_id.code,
                    kind=self.kind_id.name,
                    total=self.currency_id.format(total),
                    cap=self.currency_id.format(cap),
                )
            )

    def _property_release(self, date=None):
        """From this day on the payer may have it back; the origin tells."""
        day = date or fields.Date.context_today(self)
        self.sudo().write({"date_refundable": day})  # guarded against direct writes
