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
    """A lost key: reported, decided, the lock changed, new keys (domain.md 2.3)."""

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
            ("draft", "Report"),
            ("reported", "Reported"),
            ("approved", "Approved"),
            ("lock_changed", "Lock changed"),
            ("closed", "Closed"),
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
        for loss in losses:
            # Numbers are given on behalf of the desk.
            loss.sudo().name = (
                self.env["ir.sequence"]
                .with_company(loss.company_id)
                .next_by_code("property.key.loss")
            )
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

    # === Actions ===

    def action_report(self):
        """Book the copies as lost; from now on nobody looks for them on the hook."""
        self.check_access("write")
        for loss in self:
            loss._property_step("draft")
            values = {
                "person": loss.reported_by,
                "note": loss.circumstances,
                "loss_id": loss.id,
                "count_id": loss.count_id.id,
            }
            if loss.loan_id:
                loss.loan_id._property_lock_state("out")
                loss.loan_id._property_move(
                    "lose", loss.copies, source="borrower", **values
                )
                loss.loan_id._property_close_if_done()
            else:
                loss.set_id._property_move(
                    "lose", loss.copies, source=loss.source, **values
                )
            loss._property_set_state(
                "reported", "reported_on", "reporter_id", loss.set_id
            )
        return True

    def action_owner_told(self):
        """Record that the owner of the unit knows."""
        self.check_access("write")
        for loss in self:
            if not (loss.owner_told_note or "").strip():
                raise UserError(
                    self.env._(
                        "Enter whom of the owners you told, how, and the answer."
                    )
                )
            # The stamp is the server's.
            loss.sudo().write(
                {
                    "owner_told_on": fields.Datetime.now(),
                    "owner_told_by_id": self.env.uid,
                }
            )
        return True

    def action_lock_changed(self):
        """The lock is changed: what was lost opens nothing any more."""
        self.check_access("write")
        for loss in self:
            loss._property_step("approved")
            loss._property_require_approved()
            if loss.outcome == "keep_lock":
                raise UserError(
                    self.env._("%(loss)s: the lock is kept; close it.", loss=loss.name)
                )
            if not (loss.lock_note or "").strip():
                raise UserError(
                    self.env._(
                        "%(loss)s: enter who changed which lock.", loss=loss.name
                    )
                )
            loss._property_set_state(
                "lock_changed", "lock_changed_on", "lock_changed_by_id"
            )
        return True

    def action_close(self):
        """New keys come into the ledger, or the set goes out of use."""
        self.check_access("write")
        for loss in self:
            kept = loss.outcome == "keep_lock"
            loss._property_step("approved" if kept else "lock_changed")
            loss._property_require_approved()
            if loss.unit_id and not loss.owner_told_on:
                raise UserError(
                    self.env._(
                        "%(loss)s: tell the owner of unit %(unit)s and record it.",
                        loss=loss.name,
                        unit=loss.unit_id.code,
                    )
                )
            loss._property_renew_keys()
            loss._property_set_state("closed", "closed_on", "closed_by_id")
        return True

    def action_found(self):
        """The lost copies turned up before the lock was changed."""
        self.check_access("write")
        for loss in self:
            if loss.state not in ("reported", "approved"):
                raise UserError(
                    self.env._(
                        "%(loss)s: only before the change of lock can keys be found"
                        " again.",
                        loss=loss.name,
                    )
                )
            loss._property_step(loss.state)
            if loss.approval_state == "pending":
                # Whoever asked: there is nothing left to decide.
                loss.sudo().approval_id.action_cancel()
            loss.set_id._property_move("found", loss.copies, loss_id=loss.id)
            loss._property_set_state("found", "closed_on", "closed_by_id")
        return True

    def action_cancel(self):
        self.check_access("write")
        for loss in self:
            loss._property_step("draft")
            loss._property_set_state("cancelled", "closed_on", "closed_by_id")
        return True

    # === Business methods ===

    def _property_step(self, state):
        """Hold the loss, and see that it stands before this step."""
        self.ensure_one()
        if not self.try_lock_for_update():
            raise UserError(
                self.env._(
                    "A colleague is working on %(loss)s at this moment; try again.",
                    loss=self.name,
                )
            )
        self.invalidate_recordset(["state"])
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(loss)s is “%(state)s”, so this step is not open.",
                    loss=self.name,
                    state=labels[self.state],
                )
            )

    def _property_set_state(self, state, time_field, user_field, touched=None):
        """Next state with time and user of the server."""
        # The steps write what users may not.
        self.sudo().write(
            {
                "state": state,
                time_field: fields.Datetime.now(),
                user_field: self.env.uid,
            }
        )
        if touched:
            touched._message_log(
                body=self.env._("Loss reported: %(loss)s", loss=self.name)
            )

    def _property_renew_keys(self):
        """With a new lock no old copy is of use; new ones take their place."""
        self.ensure_one()
        keys = self.set_id
        if self.outcome == "keep_lock":
            keys._property_move("retire", self.copies, source="lost", loss_id=self.id)
            return
        keys._property_retire_all(loss_id=self.id)
        if self.outcome == "new_keys" and self.new_copies:
            kind = "entrust" if keys.needs_undertaking else "register"
            keys._property_move(kind, self.new_copies, loss_id=self.id)

    # === Approval ===

    def _property_approval_key(self):
        return "key_loss"

    def _property_approval_frozen_fields(self):
        return REPORT

    def _property_check_can_request(self):
        if self.state != "reported":
            raise UserError(
                self.env._("%(loss)s: report the loss first.", loss=self.name)
            )
        return super()._property_check_can_request()

    def _property_on_approved(self):
        for loss in self:
            loss._property_step("reported")
            loss.state = "approved"
        return super()._property_on_approved()
