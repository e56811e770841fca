from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyStaffNoticeRead(models.Model):
    """One person has read one notice (DUT-45)."""

    _name = "property.staff.notice.read"
    _description = "Read Receipt"
    _inherit = ["property.evidence.mixin"]
    _order = "read_on desc, id desc"
    _rec_name = "user_id"

    notice_id = fields.Many2one(
        comodel_name="property.staff.notice",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="notice_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="notice_id.company_id", store=True, index=True, precompute=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Reader",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    read_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    is_late = fields.Boolean(
        string="Too late", compute="_compute_is_late", store=True, precompute=True
    )

    _once_uniq = models.Constraint(
        "UNIQUE(notice_id, user_id)", "This person has read the notice already."
    )

    @api.depends("read_on")
    def _compute_is_late(self):
        """As it was when it was read; a later change of the limit excuses nobody."""
        for read in self:
            until = read.notice_id.read_until
            read.is_late = bool(until and read.read_on > until)

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("A receipt stays as it was given."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Receipts stay on record."))

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "read_on",
            "subject": "notice_id",
        }
