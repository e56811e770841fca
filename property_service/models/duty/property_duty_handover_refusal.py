from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyDutyHandoverRefusal(models.Model):
    """四不接: a takeover that was refused, and why. Only ever added to (DUT-24)."""

    _name = "property.duty.handover.refusal"
    _description = "Refused Takeover"
    _order = "id desc"
    _check_company_auto = True

    handover_id = fields.Many2one(
        comodel_name="property.duty.handover",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    estate_id = fields.Many2one(
        related="handover_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True, precompute=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Takeover refused by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    out_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Had been signed by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date = fields.Datetime(string="Takeover refused on", required=True, readonly=True)
    failed = fields.Text(
        string="Checks that failed", readonly=True, help="As the list named them then."
    )
    reason = fields.Text(string="Why it was refused", required=True, readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(
                self.env._("A takeover is refused with the button of the handover.")
            )
        return super().create(vals_list)

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("A refusal stays on record as it is."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A refusal stays on record."))
