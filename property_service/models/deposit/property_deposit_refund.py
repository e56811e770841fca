from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.chinese_amount import chinese_amount


class PropertyDepositRefund(models.Model):
    """A deposit goes back to who paid it: asked, approved, paid by three people.

    The request needs that the origin allows it, such as a renovation whose acceptance
    was passed (REN-22).
    """

    _name = "property.deposit.refund"
    _description = "Refund of a Deposit"
    _inherit = [
        "property.deposit.step",
        "property.approval.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True
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
    method = fields.Selection(
        related="journal_id.property_collection_method", related_sudo=True
    )
    payee_name = fields.Char(
        string="Payee",
        compute="_compute_payee_name",
        store=True,
        help="Always who paid the deposit.",
    )
    payee_account = fields.Char(
        string="Account of the payee",
        copy=False,
        help="Number of the payer's own account; needed unless paid in cash.",
    )
    payee_bank = fields.Char(string="Bank of the payee", copy=False)
    receipt_returned = fields.Boolean(
        string="Deposit receipt returned",
        copy=False,
        help="The payer gave the paper receipt back; without it, note the loss.",
    )
    note = fields.Char(copy=False)
    payment_reference = fields.Char(
        string="Bank reference", copy=False, help="Number of the transfer or slip."
    )
    payment_id = fields.Many2one(
        comodel_name="account.payment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "The amount of a refund is above zero."
    )
    _paid_by_other = models.Constraint(
        "CHECK(state NOT IN ('posted', 'reversed') OR (posted_by_id IS NOT NULL"
        " AND posted_by_id != requested_by_id))",
        "Another person than who asked pays the refund.",
    )
    _reversed_by_other = models.Constraint(
        "CHECK(state != 'reversed' OR (reversed_by_id IS NOT NULL"
        " AND reversed_by_id != posted_by_id))",
        "Another person than who paid a refund takes it back.",
    )
    _one_open = models.UniqueIndex(
        "(deposit_id) WHERE state = 'draft'",
        "A refund of this deposit is under way already; finish or cancel it first.",
    )

    # === Computes ===

    @api.depends("deposit_id")
    def _compute_amount(self):
        """All that is held, unless told otherwise."""
        for refund in self:
            refund.amount = refund.amount or refund.deposit_id.amount_held

    @api.depends("deposit_id")
    def _compute_journal_id(self):
        for refund in self:
            refund.journal_id = refund.journal_id or (
                refund.deposit_id.estate_id._property_first_journal()
            )

    @api.depends("partner_id")
    def _compute_payee_name(self):
        for refund in self:
            if refund.state in (False, "draft"):
                refund.payee_name = refund.partner_id.name

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals["requested_by_id"] = self.env.user.id
                vals.pop("payment_id", None)
                vals.pop("payee_name", None)
        # One given up a moment ago no longer counts as under way.
        self.flush_model(["state"])
        return super().create(vals_list)

    def write(self, vals):
        fixed = {"requested_by_id", "payment_id", "payee_name"}
        if not self.env.su and fixed & vals.keys():
            raise UserError(
                self.env._("Who asks and who is paid follow from the refund's steps.")
            )
        return super().write(vals)

    # === Actions ===

    def action_request_approval(self, reason=""):
        for refund in self:
            refund._property_check_refundable()
            # Who asks now is who must not pay; guarded against direct writes.
            refund.sudo().requested_by_id = self.env.user
        return super().action_request_approval(reason)

    def action_pay(self):
        """Pay the approved refund out; a third person does (REN-22)."""
        for refund in self:
            refund._property_pay()
        return True

    # === Approval ===

    def _property_approval_key(self):
        return "deposit_refund"

    def _property_approval_frozen_fields(self):
        return {"deposit_id", "amount", "payee_account", "payee_bank", "journal_id"}

    def _property_fixed_fields(self):
        return super()._property_fixed_fields() | {
            "journal_id",
            "payee_account",
            "payee_bank",
        }

    def _property_on_cancel(self):
        # Whoever may write it may give it up.
        self._property_withdraw_approval(self.env._("Cancelled"))

    # === Business methods ===

    def _property_amount_in_capitals(self):
        """The amount as payment slips must show it: 大写金额."""
        self.ensure_one()
        return chinese_amount(self.amount)


class PropertyDeposit(models.Model):
    _inherit = "property.deposit"

    def _property_refund(self, amount=None, journal=None, request=True, **values):
        """Ask to give the deposit back; paid by another when approved.

        :param amount: all that is held by default
        :param journal: cash box or bank account; the estate's cash box by default
        :param values: ``payee_account``, ``payee_bank``, ``note``
        :return: the ``property.deposit.refund``
        """
        self.ensure_one()
        if amount:
            values["amount"] = amount
        if journal:
            values["journal_id"] = journal.id
        refund = self.env["property.deposit.refund"].create(
            {"deposit_id": self.id, **values}
        )
        if request:
            refund.action_request_approval()
        return refund

    def action_request_refund(self):
        """Open the refund under way, or a new one for all that is held."""
        self.ensure_one()
        refund = self.refund_ids.filtered(lambda row: row.state == "draft")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refund of %(name)s", name=self.display_name),
            "res_model": "property.deposit.refund",
            "view_mode": "form",
            "res_id": refund.id,
            "context": {"default_deposit_id": self.id},
        }

    def action_request_deduction(self):
        """Open a new deduction of this deposit."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Deduction from %(name)s", name=self.display_name),
            "res_model": "property.deposit.deduction",
            "view_mode": "form",
            "context": {"default_deposit_id": self.id},
        }
