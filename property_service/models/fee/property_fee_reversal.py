from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyFeeReversal(models.Model):
    """Request to take back posted charges by credit note, with reason and approval."""

    _name = "property.fee.reversal"
    _description = "Charge Reversal"
    _inherit = ["property.estate.mixin", "property.approval.mixin", "mail.thread"]
    _order = "id desc"
    _rec_name = "reason"
    _check_company_auto = True

    currency_id = fields.Many2one(related="company_id.currency_id")
    charge_ids = fields.Many2many(
        comodel_name="property.fee.charge",
        relation="property_fee_reversal_charge_rel",
        column1="reversal_id",
        column2="charge_id",
        string="Charges",
        check_company=True,
        domain="[('state', '=', 'posted'), ('estate_id', '=', estate_id)]",
    )
    amount_total = fields.Monetary(string="Total", compute="_compute_amount_total")
    reason = fields.Char(required=True, tracking=True)
    date_from = fields.Date(
        string="From day",
        help="Only the days from this one on are taken back; empty: all.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("done", "Done"),
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
    move_ids = fields.Many2many(
        comodel_name="account.move",
        relation="property_fee_reversal_move_rel",
        column1="reversal_id",
        column2="move_id",
        string="Credit notes",
        readonly=True,
        copy=False,
    )

    @api.depends("charge_ids.amount")
    def _compute_amount_total(self):
        for reversal in self:
            reversal.amount_total = sum(reversal.charge_ids.mapped("amount"))

    # === Constraints ===

    @api.constrains("charge_ids", "estate_id")
    def _check_charges(self):
        for reversal in self:
            if not reversal.charge_ids:
                raise UserError(self.env._("Choose the charges to take back."))
            if reversal.charge_ids.estate_id != reversal.estate_id:
                raise UserError(
                    self.env._("Take back the charges of one estate at a time.")
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # Done by the steps only, whatever the caller or a default_* key says.
        return super().create([{**vals, "state": "draft"} for vals in vals_list])

    def write(self, vals):
        if "state" in vals and not self.env.su:
            raise UserError(
                self.env._("The status of a reversal follows from its steps.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda r: r.state not in ("draft", "cancelled")):
            raise UserError(self.env._("Reversals that were approved stay."))

    # === Actions ===

    def action_reverse(self):
        """Make the credit notes of an approved reversal."""
        self.ensure_one()
        self.check_access("write")
        if not self.try_lock_for_update() or self.state == "done":
            raise UserError(self.env._("This reversal is done or being done."))
        self._property_require_approved()
        moves = self.charge_ids._property_reverse(self.reason, self.date_from)
        # The status is written by the steps only, whoever takes them.
        self.sudo().write({"state": "done", "move_ids": [(6, 0, moves.ids)]})
        return True

    def action_cancel(self):
        self.ensure_one()
        if self.state not in ("draft", "approved"):
            raise UserError(self.env._("Only open reversals can be cancelled."))
        if self.approval_state == "pending":
            self.action_cancel_approval()
        # The status is written by the steps only, whoever takes them.
        self.sudo().state = "cancelled"
        return True

    def action_view_moves(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_refund_type"
        )
        action["domain"] = [("id", "in", self.move_ids.ids)]
        return action

    # === Approval ===

    def _property_approval_key(self):
        return "charge_reversal"

    def _property_approval_frozen_fields(self):
        return {"estate_id", "charge_ids", "reason", "date_from"}

    def _property_on_approved(self):
        self.state = "approved"
