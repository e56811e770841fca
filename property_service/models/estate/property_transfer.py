from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SETTLE_GROUPS = (
    "property_service.property_service_group_supervisor",
    "account.group_account_invoice",
)
SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyTransfer(models.Model):
    """Ownership transfer (过户): from the seller's last day to the buyer's first bill.

    Each step is one transaction: the seller's account is settled to the day, then
    holders, open credit and bills pass to the buyer together.
    """

    _name = "property.transfer"
    _description = "Ownership Transfer"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "cutoff_date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("settled", "Seller settled"),
            ("done", "Transferred"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="draft",
        index=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    estate_id = fields.Many2one(
        related="unit_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    cutoff_date = fields.Date(
        string="Cut-off day",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        tracking=True,
        help="Last day of the seller; the buyer holds the unit and pays from the next.",
    )
    seller_ids = fields.Many2many(
        comodel_name="res.partner",
        relation="property_transfer_seller_rel",
        column1="transfer_id",
        column2="partner_id",
        string="Sellers",
        compute="_compute_seller_ids",
        store=True,
        readonly=False,
        help="Owners who give up their share; all owners unless you remove some.",
    )
    line_ids = fields.One2many(
        comodel_name="property.transfer.line",
        inverse_name="transfer_id",
        string="Buyers",
    )
    prepayment = fields.Selection(
        selection=[
            ("move", "Passes to the buyer"),
            ("refund", "Stays with the seller, for refund"),
        ],
        string="Unused prepayment",
        required=True,
        default="refund",
        tracking=True,
    )
    keep_household = fields.Boolean(
        help="The household members stay, for example after a sale within the family."
    )
    keys_checked = fields.Boolean(
        string="Keys and cards checked",
        tracking=True,
        help="Keys, access cards and entrusted keys were handed over or taken back.",
    )
    override_reason = fields.Char(
        string="Reason to go on with arrears", copy=False, tracking=True
    )
    override_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Allowed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    note = fields.Text()

    _one_running = models.UniqueIndex(
        "(unit_id) WHERE state IN ('draft', 'settled')",
        "This unit has a transfer under way already; finish or cancel it first.",
    )

    @api.depends("unit_id")
    def _compute_seller_ids(self):
        for transfer in self:
            transfer.seller_ids = transfer.unit_id.owner_ids

    @api.depends("name", "unit_id.code")
    def _compute_display_name(self):
        for transfer in self:
            parts = [transfer.name, transfer.unit_id.code]
            transfer.display_name = " ".join(part for part in parts if part)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        transfers = super().create(
            [
                {k: v for k, v in vals.items() if k not in ("state", "override_by_id")}
                for vals in vals_list
            ]
        )
        sequences = self.env["ir.sequence"]
        code = "property.transfer"
        for transfer, number in sequences._property_numbered(transfers, code):
            transfer.name = number
        return transfers

    def write(self, vals):
        """Once the seller is settled, what the settlement rests on is fixed."""
        fixed = {"unit_id", "cutoff_date", "seller_ids", "name"} & set(vals)
        moved = {"state", "override_by_id"} & set(vals)
        if not self.env.su and moved:
            raise AccessError(
                self.env._("A transfer moves by its buttons, one step at a time.")
            )
        if fixed - {"name"} and any(t.state != "draft" for t in self):
            raise UserError(
                self.env._(
                    "The seller is settled; cancel the transfer to change unit, day or"
                    " sellers."
                )
            )
        if any(t.state in ("done", "cancelled") for t in self) and set(vals) & {
            "line_ids",
            "prepayment",
            "keep_household",
            "override_reason",
        }:
            raise UserError(self.env._("The transfer is closed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(transfer.state != "draft" for transfer in self):
            raise UserError(
                self.env._("A transfer that has begun is cancelled, not deleted.")
            )

    # === Actions ===

    def action_settle(self):
        """Bill the seller to the cut-off day and take back what lies after it."""
        self.ensure_one()
        self._property_require(SETTLE_GROUPS)
        self._property_step("draft")
        self._property_check_parties()
        self._property_settle_seller()
        self._property_move("settled")

    def action_override(self):
        """A supervisor lets the transfer go on although the seller owes money."""
        self.ensure_one()
        self._property_require([SUPERVISOR])
        self._property_step("settled")
        if not (self.override_reason or "").strip():
            raise UserError(
                self.env._("Enter the reason why the transfer may go on with arrears.")
            )
        # write() refuses it to every user: only this step sets it.
        self.sudo().override_by_id = self.env.user

    def action_done(self):
        """Pass the unit on: holders, credit and bills change at once, or not at all."""
        self.ensure_one()
        self._property_require([SUPERVISOR])
        self._property_step("settled")
        self._property_check_parties()
        if not self.keys_checked:
            raise UserError(
                self.env._("Check keys and cards of the unit, then mark it here.")
            )
        # A billing run may have passed since the settlement.
        self._property_settle_seller()
        self._property_check_arrears()
        self._property_change_holders()
        self._property_pass_credit()
        self._property_bill_buyer()
        self._property_move("done")

    def action_cancel(self):
        """Give up the transfer; what was taken back is billed to the seller again."""
        self.ensure_one()
        self._property_require(SETTLE_GROUPS)
        self._property_step("draft", "settled")
        if self.state == "settled":
            self._property_bill_after_cutoff()
        self._property_move("cancelled")

    # === Steps ===

    def _property_require(self, groups):
        self.check_access("write")
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._("Ask a supervisor to take this step of the transfer.")
            )

    def _property_step(self, *states):
        """Lock the transfer and see that it stands where this step starts."""
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("Somebody else works on this transfer."))
        self.invalidate_recordset(["state"])
        if self.state not in states:
            raise UserError(
                self.env._(
                    "Transfer %(transfer)s has moved on; reload it.",
                    transfer=self.display_name,
                )
            )

    def _property_move(self, state):
        # write() refuses the status to every user: only these steps set it.
        self.sudo().state = state
