from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

SIGNED_FIELDS = {
    "unit_id",
    "estate_id",
    "partner_id",
    "signature",
    "signed_by",
    "signed_on",
    "attachment_ids",
    "purpose",
}


class PropertyKeyUndertaking(models.Model):
    """单元钥匙托管承诺书: the owner leaves keys with the service centre (KEY-03).

    Signed on the screen, or on paper whose scan is attached; from then on it is fixed.
    """

    _name = "property.key.undertaking"
    _description = "Key Entrustment Undertaking"
    _inherit = ["property.estate.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    # The unit says where it lies.
    estate_id = fields.Many2one(
        compute="_compute_estate_id",
        store=True,
        readonly=True,
        precompute=True,
        default=None,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Owner",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    purpose = fields.Text(
        help="What the keys may be used for, such as repairs in the owner's absence."
    )
    set_ids = fields.One2many(
        comodel_name="property.key.set",
        inverse_name="undertaking_id",
        string="Key sets",
        readonly=True,
    )
    state = fields.Selection(
        selection=[
            ("draft", "To sign"),
            ("signed", "Signed"),
            ("ended", "Ended"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    signature = fields.Binary(attachment=True, copy=False)
    signed_by = fields.Char(copy=False)
    signed_on = fields.Datetime(readonly=True, copy=False)
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_key_undertaking_attachment_rel",
        column1="undertaking_id",
        column2="attachment_id",
        string="Signed paper",
        copy=False,
    )
    ended_on = fields.Datetime(readonly=True, copy=False)

    # === Computes ===

    @api.depends("unit_id")
    def _compute_estate_id(self):
        for undertaking in self:
            undertaking.estate_id = undertaking.unit_id.estate_id

    @api.depends("unit_id")
    def _compute_partner_id(self):
        for undertaking in self:
            owners = undertaking.unit_id.owner_ids
            if undertaking.partner_id not in owners:
                undertaking.partner_id = owners[:1]

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        fixed = {"state": "draft", "signed_on": False, "ended_on": False}
        undertakings = super().create([{**vals, **fixed} for vals in vals_list])
        sequences = self.env["ir.sequence"]
        code = "property.key.undertaking"
        for undertaking, number in sequences._property_numbered(undertakings, code):
            # Numbers are given on behalf of the desk.
            undertaking.sudo().name = number
        return undertakings

    def write(self, vals):
        if not self.env.su:
            if {"state", "ended_on", "signed_on", "name"} & set(vals):
                raise UserError(
                    self.env._("The status of an undertaking follows from its steps.")
                )
            if SIGNED_FIELDS & set(vals) and self.filtered(
                lambda one: one.state != "draft"
            ):
                raise UserError(
                    self.env._(
                        "A signed undertaking is fixed; end it and have a new one"
                        " signed."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda one: one.state != "draft"):
            raise UserError(self.env._("Signed undertakings stay on record."))

    # === Actions ===

    def action_sign(self):
        """Fix the document: the owner's signature, or the signed paper, is there."""
        self.check_access("write")
        for undertaking in self:
            undertaking._property_check_can_sign()
            undertaking._property_lock_evidence()
            waiting = undertaking._property_listed_sets() - undertaking.set_ids
            waiting.write({"undertaking_id": undertaking.id})
            # The status is written by the steps only, whoever takes them.
            undertaking.sudo().write(
                {"state": "signed", "signed_on": fields.Datetime.now()}
            )
        return True

    def action_end(self):
        """The owner takes the keys back or sells: the undertaking ends."""
        self.check_access("write")
        for undertaking in self:
            if undertaking.state != "signed":
                raise UserError(
                    self.env._(
                        "Undertaking %(name)s is not signed, so it cannot end.",
                        name=undertaking.name,
                    )
                )
            # The status is written by the steps only, whoever takes them.
            undertaking.sudo().write(
                {"state": "ended", "ended_on": fields.Datetime.now()}
            )
        return True

    # === Business methods ===

    def _property_check_can_sign(self):
        self.ensure_one()
        if self.state != "draft":
            raise UserError(
                self.env._("Undertaking %(name)s is signed already.", name=self.name)
            )
        if not self.attachment_ids and not (self.signature and self.signed_by):
            raise ValidationError(
                self.env._(
                    "Undertaking %(name)s: let the owner sign on the screen and enter"
                    " the name, or attach the signed paper.",
                    name=self.name,
                )
            )
        if self.partner_id not in self.unit_id.owner_ids:
            raise ValidationError(
                self.env._(
                    "Undertaking %(name)s: %(partner)s is not an owner of unit"
                    " %(unit)s today.",
                    name=self.name,
                    partner=self.partner_id.name,
                    unit=self.unit_id.code,
                )
            )

    def _property_document_body(self):
        """The wording of the paper with this owner's and unit's data."""
        self.ensure_one()
        estate = self.estate_id
        text = self.env["property.document.text"]._property_text(
            "key_undertaking", estate
        )
        return text._property_body(
            {
                # The company's name is printed for whoever may print the paper.
                "company": estate.company_id.sudo().name,
                "estate": estate.name,
                "unit": self.unit_id.code,
                "owner": self.partner_id.name,
                "purpose": self.purpose,
            }
        )

    def _property_listed_sets(self):
        """Sets under this undertaking; before it is signed, those that wait for it."""
        self.ensure_one()
        waiting = self.env["property.key.set"]
        if self.state == "draft":
            waiting = waiting.search(
                [
                    ("unit_id", "=", self.unit_id.id),
                    ("custody_class_id.needs_undertaking", "=", True),
                    ("undertaking_id", "=", False),
                ]
            )
        return self.set_ids | waiting

    def _property_lock_evidence(self):
        """What was signed stays as it is: the scan and the signature."""
        self.ensure_one()
        # Files of a field are hidden from users.
        files = self.env["ir.attachment"].sudo()
        signatures = files.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("res_field", "=", "signature"),
            ]
        )
        # The files are the undertaking's own, whoever files it.
        (signatures | self.attachment_ids.sudo())._property_lock()

    def _property_holds(self):
        """Signed, not ended, and by somebody who still owns the unit."""
        # Whether it holds must not depend on who lends the key.
        undertaking = self.sudo()
        return bool(
            undertaking
            and undertaking.state == "signed"
            and undertaking.partner_id in undertaking.unit_id.owner_ids
        )
