from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

LEDGER_FIELDS = {
    "name",
    "state",
    "partner_id",
    "move_id",
    "reversal_move_ids",
    "posted_by_id",
    "date_posted",
    "reversed_by_id",
    "reversal_reason",
}


class PropertyDepositStep(models.AbstractModel):
    """What happens to a deposit after its receipt: an entry that can be taken back.

    A step in draft has no effect. Once posted nothing of it changes; taking it back
    is an entry of its own, made by another person, with the reason.
    """

    _name = "property.deposit.step"
    _description = "Step of a Deposit"

    deposit_id = fields.Many2one(
        comodel_name="property.deposit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('state', 'in', ('held', 'partly_used'))]",
    )
    unit_id = fields.Many2one(
        related="deposit_id.unit_id", store=True, index=True, precompute=True
    )
    estate_id = fields.Many2one(
        related="deposit_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="deposit_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Payer",
        compute="_compute_partner_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        help="Who held the deposit at this step.",
    )
    amount_held = fields.Monetary(related="deposit_id.amount_held", string="Held")
    amount = fields.Monetary(required=True)
    date = fields.Date(
        required=True, default=fields.Date.context_today, copy=False, index=True
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("posted", "Posted"),
            ("reversed", "Reversed"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Journal entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    posted_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Booked by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_posted = fields.Datetime(string="Booked on", readonly=True, copy=False)
    reversed_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reversal_reason = fields.Char(readonly=True, copy=False)

    # === Computes ===

    @api.depends("deposit_id")
    def _compute_partner_id(self):
        for step in self:
            if step.state in (False, "draft"):
                step.partner_id = step.deposit_id.partner_id

    @api.depends("deposit_id.name", "amount")
    def _compute_display_name(self):
        for step in self:
            deposit = step.sudo().deposit_id  # names are the same for all readers
            amount = step.currency_id.format(step.amount) if step.currency_id else ""
            step.display_name = f"{deposit.display_name or ''} {amount}".strip()

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {key: value for key, value in vals.items() if key not in LEDGER_FIELDS}
                for vals in vals_list
            ]
        # Stated outright, so that no default_* key of the context brings a state.
        return super().create([{"state": "draft", **vals} for vals in vals_list])

    def write(self, vals):
        if not self.env.su:
            if LEDGER_FIELDS & vals.keys():
                raise AccessError(
                    self.env._("A step of a deposit follows from its buttons only.")
                )
            fixed = vals.keys() & self._property_fixed_fields()
            closed = self.filtered(lambda step: step.state != "draft")
            if closed and fixed:
                raise UserError(
                    self.env._(
                        "%(name)s is booked or closed; it is reversed, not changed.",
                        name=closed[0].display_name,
                    )
                )
        result = super().write(vals)
        if "deposit_id" in vals and not self.env.su:
            # Not into an estate that the user does not reach.
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for step in self:
            if step.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s is on record; it is not deleted.",
                        name=step.display_name,
                    )
                )

    # === Actions ===

    def action_cancel(self):
        """Give up a step that is not booked; what proves it stays."""
        for step in self:
            step.check_access("write")
            if step.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s is booked; reverse it instead.",
                        name=step.display_name,
                    )
                )
            step._property_on_cancel()
            step.sudo().state = "cancelled"  # guarded against direct writes
        return True

    def action_open_reversal(self):
        """Ask for the reason before taking the step back."""
        self.ensure_one()
        self._property_check_reversible()
        return self.env["property.deposit.reversal.wizard"]._property_open(self)

    # === Hooks ===

    def _property_fixed_fields(self):
        """Names of the fields that stay as they are once the step is booked."""
        return {"deposit_id", "amount", "date"}

    def _property_on_cancel(self):
        """What else ends when a step is given up."""

    def _property_reverse_entries(self, reason):
        """Make the entries that take this step back, with superuser rights."""
        raise NotImplementedError

    # === Business methods ===

    def _property_start(self):
        """Lock deposit and step, and see that the step is still to be taken.

        :return: the step with superuser rights
        """
        self.ensure_one()
        self.check_access("read")
        step = self.sudo()  # rights were checked; the desk has none on the ledger
        step.deposit_id._property_lock()
        step.lock_for_update(allow_referencing=True)
        step.invalidate_recordset()
        if step.state != "draft":
            raise UserError(
                self.env._(
                    "%(name)s is done already; reload it.", name=step.display_name
                )
            )
        step._property_check_same_payer()
        return step

    def _property_check_same_payer(self):
        if self.partner_id != self.deposit_id.partner_id:
            raise UserError(
                self.env._(
                    "%(name)s was written for %(old)s, but the deposit belongs to"
                    " %(new)s now; cancel it and write a new one.",
                    name=self.display_name,
                    old=self.partner_id.display_name,
                    new=self.deposit_id.partner_id.display_name,
                )
            )

    def _property_done(self, move, **values):
        self.write(
            {
                "state": "posted",
                "move_id": move.id,
                "posted_by_id": self.env.user.id,
                "date_posted": fields.Datetime.now(),
                **values,
            }
        )
        self.deposit_id._property_tell_origin()

    def _property_check_amount(self):
        """No more than is held and not asked for by other open steps."""
        for step in self:
            if step.currency_id.compare_amounts(step.amount, 0) <= 0:
                raise UserError(self.env._("Enter an amount above zero."))
            step.deposit_id._property_require_held(step.amount)

    def _property_check_reversible(self):
        for step in self:
            if step.state != "posted":
                raise UserError(
                    self.env._(
                        "%(name)s is not booked, so there is nothing to reverse.",
                        name=step.display_name,
                    )
                )
            if step.partner_id != step._property_holder_at_reversal():
                raise UserError(
                    self.env._(
                        "Deposit %(name)s was passed on to %(partner)s since; reverse"
                        " that transfer first.",
                        name=step.deposit_id.display_name,
                        partner=step.deposit_id.partner_id.display_name,
                    )
                )

    def _property_holder_at_reversal(self):
        return self.deposit_id.partner_id

    def _property_reverse(self, reason):
        """Take a booked step back by opposite entries (REN-22).

        Another person than who booked it does so, with the reason.
        """
        self.ensure_one()
        self.check_access("read")
        deposit = self.deposit_id
        deposit._property_require_group(
            ("account.group_account_user",),
            self.env._("an accountant reverses steps of deposits"),
        )
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Write why it is taken back."))
        step = self.sudo()  # as in _property_start
        step.deposit_id._property_lock()
        step.invalidate_recordset()
        step._property_check_reversible()
        if step.posted_by_id == self.env.user:
            raise UserError(
                self.env._(
                    "You booked %(name)s; a colleague takes it back.",
                    name=step.display_name,
                )
            )
        step._property_reverse_entries(reason)
        step.write(
            {
                "state": "reversed",
                "reversed_by_id": self.env.user.id,
                "reversal_reason": reason,
            }
        )
        step.deposit_id._property_tell_origin()
