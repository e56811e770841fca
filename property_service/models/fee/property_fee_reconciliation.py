from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import date_utils

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
        "property.evidence.mixin",
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

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "prepared_by_id",
            "time": "prepared_on",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("state", "!=", "draft")

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
