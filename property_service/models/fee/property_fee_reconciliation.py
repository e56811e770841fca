from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import date_utils

SIGNERS = (
    "property_service.property_service_group_manager",
    "account.group_account_manager",
)
AMOUNTS = (
    "amount_opening",
    "amount_billed",
    "amount_received",
    "amount_other",
    "amount_closing",
)


class PropertyFeeReconciliation(models.Model):
    """月度对账: the books of an estate's month, checked and signed off (FEE-14).

    An accountant computes it, explains what does not agree and submits it; another
    person signs. Its figures stay as they were signed; what is booked into the month
    later on is shown beside them.
    """

    _name = "property.fee.reconciliation"
    _description = "Monthly Fee Reconciliation"
    _inherit = [
        "property.month.mixin",
        "property.estate.mixin",
        "property.step.mixin",
        "mail.thread",
    ]
    _order = "month desc, estate_id, id desc"
    _check_company_auto = True

    month = fields.Date(
        string="Month reconciled",
        required=True,
        index=True,
        default=lambda self: self._default_month(),
        help="Any day of the month; the first one is kept.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("prepared", "To sign off"),
            ("signed", "Signed off"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many(
        comodel_name="property.fee.reconciliation.line",
        inverse_name="reconciliation_id",
        string="Buildings",
        readonly=True,
    )
    check_ids = fields.One2many(
        comodel_name="property.fee.reconciliation.check",
        inverse_name="reconciliation_id",
        string="Points checked",
    )
    amount_opening = fields.Monetary(
        string="Open at the start",
        compute="_compute_amounts",
        store=True,
        help="Receivable of the units at the end of the month before, by the ledger.",
    )
    amount_billed = fields.Monetary(
        string="Billed in the month",
        compute="_compute_amounts",
        store=True,
        help="Bills and opening balances of the month, tax included.",
    )
    amount_received = fields.Monetary(
        string="Received",
        compute="_compute_amounts",
        store=True,
        help="Receipts and matched lines of the bank less what was reversed.",
    )
    amount_other = fields.Monetary(
        string="Other movements",
        compute="_compute_amounts",
        store=True,
        help="Credit notes, settled from deposits, written off and other entries, with"
        " their sign.",
    )
    amount_closing = fields.Monetary(
        string="Open at the end",
        compute="_compute_amounts",
        store=True,
        help="Open at the start + billed - received + other movements.",
    )
    issue_count = fields.Integer(
        string="Points that differ", compute="_compute_issue_count", store=True
    )
    computed_on = fields.Datetime(string="Computed on", readonly=True, copy=False)
    prepared_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Submitted for sign-off by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    prepared_on = fields.Datetime(
        string="Submitted for sign-off on", readonly=True, copy=False
    )
    signed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Signed off by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    signed_on = fields.Datetime(string="Signed off on", readonly=True, copy=False)
    reopen_reason = fields.Char(
        string="Reason for reopening",
        copy=False,
        help="Why a month that was signed off is opened again.",
    )
    was_signed = fields.Boolean(string="Signed off before", readonly=True, copy=False)
    is_changed = fields.Boolean(
        string="Changed since sign-off", compute="_compute_changes"
    )
    amount_changed = fields.Monetary(
        string="Change of what is open",
        compute="_compute_changes",
        help="What is open at the end of the month by the ledger now, less what was"
        " signed.",
    )
    change_note = fields.Text(string="What changed", compute="_compute_changes")

    _month_uniq = models.Constraint(
        "UNIQUE(estate_id, month)",
        "This estate has a reconciliation of the month already.",
    )
    _signed_by_other = models.Constraint(
        "CHECK(state != 'signed' OR (signed_by_id != prepared_by_id"
        " AND signed_by_id IS NOT NULL AND prepared_by_id IS NOT NULL))",
        "Another person than the one who submitted the month signs it off.",
    )

    # === Defaults and computes ===

    @api.model
    def _default_month(self):
        """The month that is over."""
        today = self.env.user._property_today()
        return fields.Date.subtract(date_utils.start_of(today, "month"), months=1)

    @api.depends("month", "estate_id.name")
    def _compute_display_name(self):
        for record in self:
            month = record.month and record.month.strftime("%Y-%m")
            record.display_name = " ".join(filter(None, (record.estate_id.name, month)))

    @api.depends(*(f"line_ids.{name}" for name in AMOUNTS))
    def _compute_amounts(self):
        for record in self:
            for name in AMOUNTS:
                record[name] = sum(record.line_ids.mapped(name))

    @api.depends("check_ids.is_ok")
    def _compute_issue_count(self):
        for record in self:
            record.issue_count = len(record.check_ids.filtered(lambda c: not c.is_ok))

    @api.depends("state", *AMOUNTS)
    def _compute_changes(self):
        signed = self.filtered(lambda record: record.state == "signed")
        # The figures belong to the document; not all who read it read the ledger.
        now = signed.sudo()._property_building_figures()
        for record in self:
            changes = record._property_compare(now[record]) if record in signed else []
            record.is_changed = bool(changes)
            record.change_note = "\n".join(changes)
            record.amount_changed = 0.0
            if changes:
                closing = sum(row["amount_closing"] for row in now[record].values())
                record.amount_changed = closing - record.amount_closing

    # === CRUD ===

    def write(self, vals):
        if not self.env.su and {"estate_id", "month"} & vals.keys():
            computed = self.filtered(lambda r: r.computed_on or r.state != "draft")
            if computed:
                raise UserError(
                    self.env._(
                        "%(document)s is computed; make a new one for another month.",
                        document=computed[0].display_name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        for record in self:
            if record.state != "draft" or record.was_signed:
                raise UserError(
                    self.env._(
                        "%(document)s stays on record.", document=record.display_name
                    )
                )

    # === Actions ===

    def action_compute(self):
        """Read the figures and the points to check from the books (FEE-14)."""
        for record in self:
            record._property_step("draft")
            # Lines and findings are the ledger's, nobody's to write.
            record.sudo()._property_keep_figures()
        return True

    def action_submit(self):
        """The accountant stands for the figures; what differs is explained."""
        for record in self:
            if not self.env.user.has_group("account.group_account_user"):
                raise AccessError(
                    self.env._("An accountant submits the month for sign-off.")
                )
            record._property_step("draft")
            if date_utils.end_of(record.month, "month") >= (
                self.env.user._property_today()
            ):
                raise UserError(
                    self.env._(
                        "%(document)s: the month is not over yet.",
                        document=record.display_name,
                    )
                )
            record.sudo()._property_keep_figures()  # as in action_compute
            record._property_require_explanations()
            record._property_set(
                state="prepared",
                prepared_by_id=self.env.uid,
                prepared_on=fields.Datetime.now(),
            )
        return True

    def action_sign_off(self):
        """A second person signs what the books say just now; then figures stay."""
        for record in self:
            record._property_require_signer()
            record._property_step("prepared")
            if record.prepared_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "You submitted %(document)s; a colleague signs it off.",
                        document=record.display_name,
                    )
                )
            # Read for the person who signs, who may be without rights on the ledger.
            if record.sudo()._property_is_outdated():
                raise UserError(
                    self.env._(
                        "%(document)s: the books changed since it was submitted; set it"
                        " back to draft and let the accountant compute it again.",
                        document=record.display_name,
                    )
                )
            record._property_require_explanations()
            record._property_set(
                state="signed",
                signed_by_id=self.env.uid,
                signed_on=fields.Datetime.now(),
                was_signed=True,
            )
        return True

    def action_back(self):
        for record in self:
            record._property_step("prepared")
            record._property_set(state="draft", prepared_by_id=False, prepared_on=False)
        return True

    def action_reopen(self):
        """A manager opens a signed month again; reason and figures go into the log."""
        for record in self:
            record._property_require_signer()
            record._property_step("signed")
            reason = (record.reopen_reason or "").strip()
            if not reason:
                raise UserError(
                    self.env._(
                        "%(document)s: write why it is opened again first.",
                        document=record.display_name,
                    )
                )
            record.message_post(body=record._property_reopening_text(reason))
            record.reopen_reason = False
            record._property_set(
                state="draft",
                prepared_by_id=False,
                prepared_on=False,
                signed_by_id=False,
                signed_on=False,
            )
        return True

    # === Business methods ===

    def _property_step_fields(self):
        return super()._property_step_fields() | {
            "computed_on",
            "line_ids",
            "prepared_by_id",
            "prepared_on",
            "signed_by_id",
            "signed_on",
            "was_signed",
        }

    def _property_require_signer(self):
        if not any(self.env.user.has_group(group) for group in SIGNERS):
            raise AccessError(
                self.env._(
                    "A manager or the chief accountant signs months off and opens them"
                    " again."
                )
            )

    def _property_require_explanations(self):
        for check in self.check_ids:
            if not check.is_ok and not (check.explanation or "").strip():
                raise UserError(
                    self.env._(
                        "%(document)s: “%(check)s” differs; write the explanation"
                        " first.",
                        document=self.display_name,
                        check=check.display_name,
                    )
                )

    def _property_reopening_text(self, reason):
        """What was signed, so that it can be read after the month is computed anew."""
        figures = ", ".join(
            f"{self._fields[name]._description_string(self.env)}"
            f" {self.currency_id.format(self[name])}"
            for name in AMOUNTS
        )
        return self.env._(
            "Opened again: %(reason)s. Signed off by %(user)s on %(date)s were:"
            " %(figures)s",
            reason=reason,
            user=self.signed_by_id.name,
            date=fields.Date.context_today(self, self.signed_on),
            figures=figures,
        )
