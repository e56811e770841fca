from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

STEPS = {"state", "name", "done_on", "done_by_id"}


class PropertyKeyIssue(models.Model):
    """Keys and items that the owner receives or gives back, signed (KEY-04).

    钥匙及物品领取 at move-in, their return at move-out; made by the handover or at the
    desk. Lines with a key set move its copies.
    """

    _name = "property.key.issue"
    _description = "Issue or Return of Keys"
    _inherit = ["property.estate.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    kind = fields.Selection(
        selection=[
            ("issue", "Issued to the owner"),
            ("take_back", "Taken back from the owner"),
        ],
        required=True,
        default="issue",
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit", required=True, index=True, ondelete="restrict"
    )
    # The unit says where it lies.
    estate_id = fields.Many2one(
        related="unit_id.estate_id",
        store=True,
        readonly=True,
        precompute=True,
        default=None,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Owner",
        required=True,
        index=True,
        ondelete="restrict",
    )
    receiver = fields.Char(
        compute="_compute_receiver",
        store=True,
        readonly=False,
        precompute=True,
        help="Who takes or gives the keys, when not the owner in person.",
    )
    signature = fields.Binary(attachment=True, copy=False)
    res_model = fields.Char(string="Made by", readonly=True, copy=False)
    res_id = fields.Many2oneReference(
        model_field="res_model", readonly=True, copy=False, index="btree_not_null"
    )
    line_ids = fields.One2many(
        comodel_name="property.key.issue.line",
        inverse_name="issue_id",
        string="Items issued",
    )
    state = fields.Selection(
        selection=[("draft", "To sign"), ("done", "Done"), ("cancelled", "Cancelled")],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    done_on = fields.Datetime(readonly=True, copy=False)
    done_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Done by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    note = fields.Text()

    @api.depends("partner_id")
    def _compute_receiver(self):
        for issue in self:
            issue.receiver = issue.receiver or issue.partner_id.name

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # Done by the steps only, whatever the caller or a default_* key says.
        clean = dict.fromkeys(STEPS, False) | {"state": "draft"}
        issues = super().create([{**vals, **clean} for vals in vals_list])
        sequences = self.env["ir.sequence"]
        for issue, number in sequences._property_numbered(issues, "property.key.issue"):
            # Numbers are given on behalf of the desk.
            issue.sudo().name = number
        return issues

    def write(self, vals):
        if not self.env.su:
            if STEPS & set(vals):
                raise UserError(
                    self.env._("The status of an issue of keys follows from its steps.")
                )
            if self.filtered(lambda issue: issue.state != "draft"):
                raise UserError(self.env._("The signed list of keys is fixed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda issue: issue.state != "draft"):
            raise UserError(self.env._("The signed list of keys is fixed."))

    # === Actions ===

    def action_done(self):
        """The owner has signed: the copies move."""
        self.check_access("write")
        for issue in self:
            issue._property_check_draft()
            issue._property_check_signed()
            for line in issue.line_ids.filtered("set_id"):
                line.set_id._property_move(
                    issue.kind,
                    line.copies,
                    issue_id=issue.id,
                    person=issue.receiver,
                    note=line.note or False,
                )
            issue._property_lock_signature()
            # The steps write what users may not.
            issue.sudo().write(
                {
                    "state": "done",
                    "done_on": fields.Datetime.now(),
                    "done_by_id": self.env.uid,
                }
            )
        return True

    def action_cancel(self):
        self.check_access("write")
        for issue in self:
            issue._property_check_draft()
            # As above.
            issue.sudo().state = "cancelled"
        return True

    def _property_lock_signature(self):
        """The receiver's signature is evidence."""
        self.ensure_one()
        # Files of a field are hidden from users.
        files = self.env["ir.attachment"].sudo()
        domain = [
            ("res_model", "=", self._name),
            ("res_id", "=", self.id),
            ("res_field", "=", "signature"),
        ]
        files.search(domain)._property_lock()

    def _property_check_draft(self):
        self.ensure_one()
        if not self.try_lock_for_update():
            raise UserError(
                self.env._(
                    "A colleague is working on %(issue)s at this moment; try again.",
                    issue=self.name,
                )
            )
        self.invalidate_recordset(["state"])
        if self.state != "draft":
            raise UserError(
                self.env._("%(issue)s is done or cancelled already.", issue=self.name)
            )

    def _property_check_signed(self):
        if not self.line_ids:
            raise ValidationError(
                self.env._("%(issue)s: enter the keys and items.", issue=self.name)
            )
        if not self.signature or not (self.receiver or "").strip():
            raise ValidationError(
                self.env._(
                    "%(issue)s: name and signature of the person at the desk are"
                    " missing.",
                    issue=self.name,
                )
            )


class PropertyKeyIssueLine(models.Model):
    """A key set, or another item such as a card, and how many of it."""

    _name = "property.key.issue.line"
    _description = "Issued Key or Item"
    _order = "issue_id, id"
    _check_company_auto = True

    issue_id = fields.Many2one(
        comodel_name="property.key.issue", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        related="issue_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="issue_id.company_id", store=True, index=True, precompute=True
    )
    set_id = fields.Many2one(
        comodel_name="property.key.set",
        string="Key set",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty for items that are no keys of the ledger, such as cards.",
    )
    name = fields.Char(
        string="Item",
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    copies = fields.Integer(default=1, required=True)
    note = fields.Char()

    _copies_positive = models.Constraint(
        "CHECK(copies > 0)", "One key or item at least."
    )

    @api.depends("set_id")
    def _compute_name(self):
        for line in self:
            line.name = line.name or line.set_id.name

    @api.constrains("set_id", "issue_id")
    def _check_set(self):
        for line in self:
            if line.set_id and line.set_id.unit_id != line.issue_id.unit_id:
                raise ValidationError(
                    self.env._(
                        "%(keys)s opens another unit than %(unit)s.",
                        keys=line.set_id.name,
                        unit=line.issue_id.unit_id.code,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._property_check_open()
        return lines

    def write(self, vals):
        self._property_check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self._property_check_open()

    def _property_check_open(self):
        if any(line.issue_id.state != "draft" for line in self):
            raise UserError(self.env._("The signed list of keys is fixed."))
