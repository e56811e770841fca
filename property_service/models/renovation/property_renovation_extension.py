from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

STEP_FIELDS = {"state", "date_end_before"}


class PropertyRenovationExtension(models.Model):
    """Longer validity of a permit, with approval; the day before it stays on record."""

    _name = "property.renovation.extension"
    _description = "Renovation Permit Extension"
    _inherit = ["property.approval.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    renovation_id = fields.Many2one(
        comodel_name="property.renovation",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    estate_id = fields.Many2one(
        related="renovation_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="renovation_id.company_id", store=True, index=True, precompute=True
    )
    date_end_before = fields.Date(
        string="Valid to so far", readonly=True, copy=False, required=True
    )
    date_end = fields.Date(string="Extend to", required=True)
    reason = fields.Text(required=True)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("review", "Review"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )

    _one_open = models.UniqueIndex(
        "(renovation_id) WHERE state IN ('draft', 'review')",
        "An extension of this permit is under way already.",
    )

    @api.depends("renovation_id", "date_end")
    def _compute_display_name(self):
        for extension in self:
            extension.display_name = self.env._(
                "%(renovation)s, extension to %(day)s",
                renovation=extension.renovation_id.display_name or "",
                day=extension.date_end or "",
            )

    @api.constrains("date_end", "date_end_before")
    def _check_date_end(self):
        for extension in self:
            if extension.date_end <= extension.date_end_before:
                raise ValidationError(
                    self.env._(
                        "The permit is valid to %(day)s already; enter a later day.",
                        day=extension.date_end_before,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        renovations = self.env["property.renovation"]
        rows = []
        for vals in vals_list:
            renovation = renovations.browse(vals.get("renovation_id"))
            renovation._property_check_permit()
            rows.append(
                {
                    **vals,
                    "state": "draft",
                    "date_end_before": renovation.permit_date_end,
                }
            )
        return super().create(rows)

    def write(self, vals):
        if STEP_FIELDS & vals.keys() and not self.env.su:
            raise AccessError(
                self.env._("An extension takes effect by its approval only.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(extension.state != "draft" for extension in self):
            raise UserError(self.env._("Extensions that were submitted stay on file."))

    # === Actions ===

    def action_submit(self):
        self.ensure_one()
        self.check_access("write")
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("Somebody else works on this extension."))
        self.invalidate_recordset(["state"])
        if self.state != "draft":
            raise UserError(self.env._("This extension is submitted already."))
        self.renovation_id._property_check_permit()
        # write() refuses the status to every user: only these steps set it.
        self.sudo().state = "review"
        self.action_request_approval(self.reason)
        return True

    # === Approval ===

    def _property_approval_key(self):
        return "renovation_extension"

    def _property_approval_frozen_fields(self):
        return {"renovation_id", "date_end", "reason"}

    def _property_check_can_request(self):
        """Only by submitting, which checks the permit first."""
        if self.state != "review":
            raise UserError(
                self.env._(
                    "%(extension)s: send it for approval by its button.",
                    extension=self.display_name,
                )
            )
        return super()._property_check_can_request()

    def _property_on_approved(self):
        if self.state != "review":
            return
        self.sudo().state = "approved"  # superuser at approval anyway
        self.renovation_id._property_extend(self.date_end)

    def _property_on_rejected(self):
        self.sudo().state = "rejected"  # superuser at approval anyway

    def _property_on_returned(self):
        self.sudo().state = "draft"  # superuser at approval anyway
