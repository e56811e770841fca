from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyRoutineMiss(models.Model):
    """A record of the population that was missed, listed when the period was frozen."""

    _name = "property.routine.miss"
    _description = "Missed in a Routine"
    _inherit = ["property.estate.mixin"]
    _order = "id desc"

    period_id = fields.Many2one(
        comodel_name="property.routine.period",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    routine_id = fields.Many2one(
        related="period_id.routine_id", store=True, index=True, precompute=True
    )
    date_start = fields.Date(related="period_id.date_start", store=True, index=True)
    name = fields.Char(required=True, readonly=True)
    res_model = fields.Char(string="Model of the record", required=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    def write(self, vals):
        if not self.env.su or vals.keys() & {"period_id", "res_model", "res_id"}:
            raise UserError(self.env._("What was missed stays on record."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was missed stays on record."))

    def action_open_record(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).get_formview_action()
