from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Who borrowed what, why and until when: fixed once the key is out.
FIXED = {
    "set_id",
    "copies",
    "holder_kind",
    "staff_id",
    "partner_id",
    "holder_name",
    "holder_phone",
    "id_seen",
    "reason_id",
    "reason_note",
    "due_on",
    "owner_contact_id",
    "owner_contact_note",
    "deposit_asked",
}
STEPS = {
    "state",
    "name",
    "lent_on",
    "lent_by_id",
    "returned_on",
    "is_late",
    "copies_returned",
    "copies_lost",
    "next_alert_on",
    "owner_contact_on",
    "owner_contact_by_id",
}


class PropertyKeyLoan(models.Model):
    """A key set in somebody's hands: from the request to the return (KEY-01, KEY-02).

    The holder stays the holder: a key is never lent on, only brought back.
    """

    _name = "property.key.loan"
    _description = "Key Loan"
    _inherit = [
        "property.estate.mixin",
        "property.approval.mixin",
        "property.gate.mixin",
        "property.deposit.origin.mixin",
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
        tracking=True,
    )
    # The set says where it is kept.
    estate_id = fields.Many2one(
        related="set_id.estate_id",
        store=True,
        readonly=True,
        precompute=True,
        default=None,
    )
    company_id = fields.Many2one(
        related="set_id.company_id", store=True, index=True, precompute=True
    )
    unit_id = fields.Many2one(
        related="set_id.unit_id", store=True, index="btree_not_null", precompute=True
    )
    custody_class_id = fields.Many2one(related="set_id.custody_class_id")
    copies = fields.Integer(default=1, required=True)
    copies_returned = fields.Integer(string="Brought back", readonly=True, copy=False)
    copies_lost = fields.Integer(string="Lost", readonly=True, copy=False)
    copies_open = fields.Integer(string="Still out", compute="_compute_copies_open")
    holder_kind = fields.Selection(
        selection=[
            ("staff", "Own staff"),
            ("contractor", "Contractor"),
            ("owner", "Owner or tenant"),
            ("other", "Somebody else"),
        ],
        string="Borrower is",
        required=True,
        default="staff",
    )
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Member of staff",
        index="btree_not_null",
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="restrict",
    )
    holder_name = fields.Char(
        string="Borrower",
        compute="_compute_holder",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    holder_phone = fields.Char(
        string="Phone",
        compute="_compute_holder",
        store=True,
        readonly=False,
        precompute=True,
    )
    id_seen = fields.Boolean(
        string="Identity document seen",
        help="Looked at, never copied: no scan of it is kept.",
    )
    is_outsider = fields.Boolean(compute="_compute_rules")
    is_own_key = fields.Boolean(compute="_compute_rules")
    needs_approval = fields.Boolean(compute="_compute_rules")
    needs_owner_contact = fields.Boolean(compute="_compute_rules")
    reason_id = fields.Many2one(
        comodel_name="property.key.reason",
        string="Borrowed for",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["property.key.reason"].search([], limit=1),
    )
    reason_note = fields.Char(string="Details")
    due_on = fields.Datetime(
        string="Back by",
        compute="_compute_due_on",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
        tracking=True,
    )
    owner_contact_id = fields.Many2one(
        comodel_name="res.partner",
        string="Owner spoken to",
        index="btree_not_null",
        ondelete="restrict",
    )
    owner_contact_note = fields.Char(
        string="How, and what was said", help="By phone: agrees, wants to be told."
    )
    owner_contact_on = fields.Datetime(string="Contact at", readonly=True, copy=False)
    owner_contact_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Contact by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Asked for"),
            ("out", "Lent"),
            ("returned", "Brought back"),
            ("lost", "Lost"),
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
    lent_on = fields.Datetime(readonly=True, copy=False, index=True)
    lent_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Lent by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    returned_on = fields.Datetime(readonly=True, copy=False)
    is_late = fields.Boolean(string="Came back late", readonly=True, copy=False)
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    next_alert_on = fields.Datetime(readonly=True, copy=False, index="btree_not_null")
    movement_ids = fields.One2many(
        comodel_name="property.key.movement", inverse_name="loan_id", string="Movements"
    )
    loss_ids = fields.One2many(
        comodel_name="property.key.loss", inverse_name="loan_id", string="Losses"
    )
    instruction_banner = fields.Html(
        related="unit_id.instruction_banner", string="Standing instructions"
    )
    deposit_asked = fields.Monetary(
        string="Deposit asked for",
        help="The cashier takes it before the key is lent; 0: none.",
    )
    note = fields.Text()

    _copies_positive = models.Constraint("CHECK(copies > 0)", "Lend one copy at least.")

    # === Computes ===

    @api.depends("copies", "copies_returned", "copies_lost")
    def _compute_copies_open(self):
        for loan in self:
            loan.copies_open = loan.copies - loan.copies_returned - loan.copies_lost

    @api.depends("staff_id", "partner_id")
    def _compute_holder(self):
        for loan in self:
            person = loan.partner_id
            loan.holder_name = (
                loan.staff_id.name or person.display_name or loan.holder_name
            )
            loan.holder_phone = person.phone or loan.holder_phone

    @api.depends("set_id")
    def _compute_due_on(self):
        for loan in self:
            if loan.state == "draft":
                loan.due_on = loan._property_default_due()

    @api.depends("state", "due_on")
    def _compute_is_overdue(self):
        now = fields.Datetime.now()
        for loan in self:
            loan.is_overdue = loan.state == "out" and loan.due_on < now

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "out") & Domain(
            "due_on", "<", fields.Datetime.now()
        )
        return late if True in value else ~late

    @api.depends("name", "set_id", "holder_name")
    def _compute_display_name(self):
        for loan in self:
            parts = [loan.name, loan.set_id.display_name, loan.holder_name]
            loan.display_name = " ".join(part for part in parts if part)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # Done by the steps only, whatever the caller or a default_* key says.
        clean = dict.fromkeys(STEPS, False)
        clean |= {"state": "draft", "copies_returned": 0, "copies_lost": 0}
        loans = super().create([{**vals, **clean} for vals in vals_list])
        sequences = self.env["ir.sequence"]
        for loan, number in sequences._property_numbered(loans, "property.key.loan"):
            # Numbers are given, and the contact is stamped, by the server.
            loan.sudo().name = number
        loans._property_stamp_contact()
        return loans

    def write(self, vals):
        if not self.env.su:
            if STEPS & set(vals):
                raise UserError(
                    self.env._("The status of a loan follows from its steps.")
                )
            if FIXED & set(vals) and self.filtered(lambda loan: loan.state != "draft"):
                raise UserError(
                    self.env._(
                        "The key is lent, so borrower, copies and return are fixed; it"
                        " is never lent on. Take it back and lend it anew."
                    )
                )
        result = super().write(vals)
        if {"owner_contact_id", "owner_contact_note"} & set(vals):
            self._property_stamp_contact()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda loan: loan.state != "draft"):
            raise UserError(self.env._("A loan stays in the ledger."))

    def _property_stamp_contact(self):
        """When the contact with the owner was entered, and by whom."""
        for loan in self:
            stamp = bool(loan.owner_contact_id and loan.owner_contact_note)
            # The stamp is the server's, not the user's to write.
            loan.sudo().write(
                {
                    "owner_contact_on": stamp and fields.Datetime.now(),
                    "owner_contact_by_id": stamp and self.env.uid,
                }
            )
