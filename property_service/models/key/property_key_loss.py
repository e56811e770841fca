from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

SUPERVISOR = "property_service.property_service_group_supervisor"
STEPS = {
    "state",
    "name",
    "reported_on",
    "reporter_id",
    "owner_told_on",
    "owner_told_by_id",
    "lock_changed_on",
    "lock_changed_by_id",
    "closed_on",
    "closed_by_id",
}
REPORT = {"set_id", "loan_id", "source", "copies", "circumstances", "outcome"}


class PropertyKeyLoss(models.Model):
    """A lost key: reported, decided, the lock changed, new keys."""

    _name = "property.key.loss"
    _description = "Loss of a Key"
    _inherit = [
        "property.estate.mixin",
        "property.approval.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    set_id = fields.Many2one(
        comodel_name="property.key.set",
        string="Key set",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    # The set says where it is kept.
    estate_id = fields.Many2one(
        related="set_id.estate_id",
        store=True,
        readonly=True,
        precompute=True,
        default=None,
    )
    unit_id = fields.Many2one(
        related="set_id.unit_id", store=True, index="btree_not_null", precompute=True
    )
    loan_id = fields.Many2one(
        comodel_name="property.key.loan",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('set_id', '=', set_id), ('state', '=', 'out')]",
        help="The loan during which it was lost.",
    )
    count_id = fields.Many2one(
        comodel_name="property.key.count",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    source = fields.Selection(
        selection=[
            ("cabinet", "In the cabinet"),
            ("borrower", "Lent"),
            ("owner", "With the owner"),
        ],
        string="Was",
        compute="_compute_source",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    copies = fields.Integer(default=1, required=True)
    reported_by = fields.Char(required=True)
    circumstances = fields.Text(required=True, help="When, where and how it was lost.")
    reported_on = fields.Datetime(readonly=True, copy=False)
    reporter_id = fields.Many2one(
        comodel_name="res.users",
        string="Entered by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    outcome = fields.Selection(
        selection=[
            ("new_keys", "Change the lock, new keys"),
            ("retire", "Change the lock, no keys kept any more"),
            ("keep_lock", "Keep the lock"),
        ],
        string="Proposal",
        required=True,
        default="new_keys",
        tracking=True,
        help="Keeping the lock needs the reason in the circumstances.",
    )
    owner_told_note = fields.Char(
        string="Owner told", help="Whom, how, and what was said."
    )
    owner_told_on = fields.Datetime(readonly=True, copy=False)
    owner_told_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Told by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    lock_note = fields.Char(string="Change of lock", help="Who changed it, which lock.")
    lock_changed_on = fields.Datetime(readonly=True, copy=False)
    lock_changed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Confirmed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    new_copies = fields.Integer(string="New copies", default=1)
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Monetary(tracking=True, help="Lock, keys and work.")
    cost_bearer = fields.Selection(
        selection=[
            ("company", "Property company"),
            ("borrower", "Borrower"),
            ("owner", "Owner"),
        ],
        string="Cost borne by",
        default="company",
        tracking=True,
    )
    deduction_id = fields.Many2one(
        comodel_name="property.deposit.deduction",
        string="Deduction from the deposit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=SUPERVISOR,
    )
    state = fields.Selection(
        selection=[
            ("draft", "To report"),
            ("reported", "Reported"),
            ("approved", "Approved"),
            ("lock_changed", "Lock changed"),
            ("closed", "Case closed"),
            ("found", "Found again"),
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
    closed_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Closed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    movement_ids = fields.One2many(
        comodel_name="property.key.movement", inverse_name="loss_id", string="Movements"
    )

    _copies_positive = models.Constraint("CHECK(copies > 0)", "One copy at least.")
    _new_copies_positive = models.Constraint(
        "CHECK(new_copies >= 0)", "The new copies cannot be negative."
    )
    _cost_positive = models.Constraint(
        "CHECK(cost >= 0)", "The cost cannot be negative."
    )

    # === Computes ===

    @api.depends("loan_id")
    def _compute_source(self):
        for loss in self:
            loss.source = "borrower" if loss.loan_id else loss.source or "cabinet"

    # === Constraints ===

    @api.constrains("loan_id", "set_id", "source")
    def _check_loan(self):
        for loss in self:
            if loss.loan_id and loss.loan_id.set_id != loss.set_id:
                raise ValidationError(
                    self.env._("The loan is of another key set; choose its own.")
                )
            if (loss.source == "borrower") != bool(loss.loan_id):
                raise ValidationError(
                    self.env._(
                        "Keys lost while they were lent are reported with their loan,"
                        " others without one."
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # Done by the steps only, whatever the caller or a default_* key says.
        clean = dict.fromkeys(STEPS, False) | {"state": "draft"}
        losses = super().create([{**vals, **clean} for vals in vals_list])
        sequences = self.env["ir.sequence"]
        for loss, number in sequences._property_numbered(losses, "property.key.loss"):
            # Numbers are given on behalf of the desk.
            loss.sudo().name = number
        return losses

    def write(self, vals):
        if not self.env.su:
            if STEPS & set(vals):
                raise UserError(
                    self.env._("The status of a loss follows from its steps.")
                )
            fixed = REPORT - {"outcome", "circumstances"}
            if fixed & set(vals) and self.filtered(lambda loss: loss.state != "draft"):
                raise UserError(
                    self.env._("What was reported is fixed; the copies are booked.")
                )
            if self.filtered(lambda loss: loss.state in ("closed", "found")):
                raise UserError(self.env._("This loss is closed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda loss: loss.state != "draft"):
            raise UserError(self.env._("A reported loss stays in the ledger."))
