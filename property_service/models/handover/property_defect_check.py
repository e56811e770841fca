from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.context import without_defaults


class PropertyDefectCheck(models.Model):
    """A re-inspection of a repair: who looked, when, and whether it is good."""

    _name = "property.defect.check"
    _description = "Re-inspection of a Repair"
    _order = "date desc, id desc"
    _rec_name = "defect_id"
    _check_company_auto = True

    defect_id = fields.Many2one(
        comodel_name="property.defect",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    unit_id = fields.Many2one(related="defect_id.unit_id", store=True, index=True)
    estate_id = fields.Many2one(
        related="defect_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="defect_id.company_id", store=True, index=True, precompute=True
    )
    date = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Inspected by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    result = fields.Selection(
        selection=[("pass", "Pass"), ("fail", "Fail")], required=True, readonly=True
    )
    note = fields.Text(readonly=True)
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_defect_check_photo_rel",
        column1="check_id",
        column2="attachment_id",
        string="Photos",
        readonly=True,
        copy=False,
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Re-inspections are entered on the outstanding work.")
            )
        return super(PropertyDefectCheck, without_defaults(self)).create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A re-inspection is evidence and stays."))
        return super().write(vals)
