from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

LEDGER_FIELDS = {
    "state",
    "requested_by_id",
    "move_id",
    "payment_id",
    "reversal_move_ids",
    "posted_by_id",
    "posted_on",
    "reversed_by_id",
    "reversal_reason",
}
ENTERED = {
    "complaint_id",
    "kind",
    "amount",
    "partner_id",
    "unit_id",
    "item_id",
    "reason",
    "journal_id",
    "payee_account",
    "payee_bank",
}


class PropertyComplaintCompensation(models.Model):
    """Money for what went wrong: asked, approved and booked by three people (CMP-48).

    Booked as a credit note of the unit, which the next bill uses up; or paid out
    besides. Nothing of it is deleted: it is taken back by opposite entries.
    """

    _name = "property.complaint.compensation"
    _description = "Compensation of a Complaint"
    _inherit = ["property.approval.mixin", "property.step.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    complaint_id = fields.Many2one(
        comodel_name="property.complaint",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    ticket_id = fields.Many2one(related="complaint_id.ticket_id")
    number = fields.Char(
        related="complaint_id.number", string="Complaint no.", store=True
    )
    estate_id = fields.Many2one(
        related="complaint_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="complaint_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        selection=[
            ("credit", "Credit on the unit's account"),
            ("payment", "Paid out"),
        ],
        string="Kind of compensation",
        required=True,
        default="credit",
        tracking=True,
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        compute="_compute_from_complaint",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('estate_id', '=?', estate_id)]",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Compensated person",
        compute="_compute_from_complaint",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    amount = fields.Monetary(required=True, tracking=True)
    item_id = fields.Many2one(
        comodel_name="property.fee.item",
        string="Allowance on",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Fee of which the price is reduced: its income and VAT are taken back."
        " Empty: an expense of the company, outside VAT.",
    )
    reason = fields.Text(required=True, help="What we answer for, and why so much.")
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        copy=False,
        help="Day of the entries.",
    )
    journal_ids = fields.Many2many(
        related="estate_id.collection_journal_ids", related_sudo=True
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Pay from",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('id', 'in', journal_ids), ('type', 'in', ('cash', 'bank'))]",
    )
    payee_account = fields.Char(
        string="Account of the payee",
        copy=False,
        help="Needed unless paid in cash.",
    )
    payee_bank = fields.Char(string="Bank of the payee", copy=False)
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
    requested_by_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Credit note",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    payment_id = fields.Many2one(
        comodel_name="account.payment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reversal_move_ids = fields.Many2many(
        comodel_name="account.move",
        relation="property_complaint_compensation_reversal_rel",
        column1="compensation_id",
        column2="move_id",
        string="Opposite entries",
        readonly=True,
        copy=False,
    )
    posted_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Booked by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    posted_on = fields.Datetime(string="Booked on", readonly=True, copy=False)
    reversed_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reversal_reason = fields.Char(readonly=True, copy=False)

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "The amount of a compensation is above zero."
    )
    _booked_whole = models.Constraint(
        "CHECK(state NOT IN ('posted', 'reversed') OR (move_id IS NOT NULL"
        " AND posted_by_id IS NOT NULL AND posted_by_id != requested_by_id))",
        "Another person than who asked books a compensation.",
    )
    _reversed_by_other = models.Constraint(
        "CHECK(state != 'reversed' OR (reversed_by_id IS NOT NULL"
        " AND reversed_by_id != posted_by_id))",
        "Another person than who booked a compensation takes it back.",
    )
    _move_once = models.UniqueIndex(
        "(move_id) WHERE move_id IS NOT NULL",
        "This credit note belongs to another compensation.",
    )

    # === Computes ===

    @api.depends("complaint_id")
    def _compute_from_complaint(self):
        for row in self:
            ticket = row.complaint_id.ticket_id
            row.unit_id = row.unit_id or ticket.property_unit_id
            row.partner_id = (
                row.partner_id or ticket.partner_id or ticket.property_unit_id.payer_id
            )

    @api.depends("complaint_id", "kind")
    def _compute_journal_id(self):
        for row in self:
            if row.kind != "payment":
                row.journal_id = False
            else:
                row.journal_id = (
                    row.journal_id or row.estate_id._property_first_journal()
                )

    @api.depends("number", "amount", "currency_id")
    def _compute_display_name(self):
        for row in self:
            amount = row.currency_id.format(row.amount) if row.currency_id else ""
            row.display_name = f"{row.number or ''} {amount}".strip()

    # === Constraints ===

    @api.constrains("unit_id", "complaint_id")
    def _check_unit(self):
        for row in self:
            if row.unit_id and row.unit_id.estate_id != row.estate_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s: the unit lies in another estate than the complaint.",
                        name=row.display_name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        if not self.env.su:
            rows.complaint_id.check_access("write")
            rows.complaint_id._property_check_open()
        return rows

    def write(self, vals):
        if not self.env.su and (ENTERED | {"date"}) & vals.keys():
            for row in self.filtered(lambda row: row.state != "draft"):
                raise UserError(
                    self.env._(
                        "%(name)s is booked or closed; it is reversed, not changed.",
                        name=row.display_name,
                    )
                )
        result = super().write(vals)
        if "complaint_id" in vals and not self.env.su:
            # Not into an estate that the user does not reach.
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A compensation stays on record; cancel it instead.")
        )

    # === Actions ===

    def action_request_approval(self, reason=""):
        for row in self:
            if row.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s is booked or closed already.", name=row.display_name
                    )
                )
            row._property_check_payable()
            # Who asks now is who must not book; guarded against direct writes.
            row.sudo().requested_by_id = self.env.user
        return super().action_request_approval(reason)

    def action_cancel(self):
        """Give up what is not booked."""
        for row in self:
            row._property_step("draft")
            # Whoever may write the compensation may give it up.
            row._property_withdraw_approval(self.env._("Cancelled"))
            row._property_set(state="cancelled")
        return True

    def action_open_reversal(self):
        """Ask for the reason before taking it back."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reverse %(name)s", name=self.display_name),
            "res_model": "property.complaint.reversal.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_compensation_id": self.id},
        }

    # === Approval ===

    def _property_approval_key(self):
        return "compensation"

    def _property_approval_frozen_fields(self):
        return ENTERED

    def _property_approval_excluded_users(self):
        """Nobody grants money for a complaint about himself (CMP-31)."""
        return self.complaint_id._property_concerned()

    # === Hooks ===

    def _property_step_fields(self):
        return LEDGER_FIELDS

    # === Checks ===

    def _property_check_payable(self):
        """All that the entries need is there."""
        self.ensure_one()
        missing = []
        if not self.partner_id:
            missing.append(self.env._("the compensated person"))
        if self.kind == "credit" and not self.unit_id:
            missing.append(self.env._("the unit whose account is credited"))
        if self.kind == "payment" and not self.journal_id:
            missing.append(self.env._("from where it is paid"))
        # Journals are not for every role to read.
        elif self.kind == "payment" and self.journal_id.sudo().type != "cash":
            if not (self.payee_account or "").strip():
                missing.append(self.env._("the account of the payee"))
        if missing:
            raise UserError(
                self.env._(
                    "%(name)s: enter %(missing)s.",
                    name=self.display_name,
                    missing=", ".join(missing),
                )
            )
        journals = self.estate_id.sudo().collection_journal_ids  # as above
        if self.kind == "payment" and self.journal_id not in journals:
            raise UserError(
                self.env._(
                    "%(name)s: choose a cash box or bank account of %(estate)s.",
                    name=self.display_name,
                    estate=self.estate_id.name,
                )
            )
