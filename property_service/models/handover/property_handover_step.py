from odoo import api, fields, models
from odoo.exceptions import AccessError


class PropertyHandoverStep(models.Model):
    """One step of a case: done or not, by whom and when (MVI-05)."""

    _name = "property.handover.step"
    _description = "Step of a Handover Case"
    _order = "handover_id, sequence, id"
    _rec_name = "type_id"
    _check_company_auto = True

    handover_id = fields.Many2one(
        comodel_name="property.handover", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        related="handover_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True, precompute=True
    )
    type_id = fields.Many2one(
        comodel_name="property.handover.step.type",
        string="Step",
        required=True,
        index=True,
        ondelete="restrict",
    )
    code = fields.Char(related="type_id.code")
    sequence = fields.Integer()
    state = fields.Selection(
        selection=[("waiting", "To do"), ("done", "Done")],
        string="Status",
        required=True,
        default="waiting",
        index=True,
    )
    done_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Done by",
        index="btree_not_null",
        ondelete="restrict",
    )
    done_on = fields.Datetime()
    note = fields.Char()

    _type_once = models.Constraint(
        "UNIQUE(handover_id, type_id)", "The case has this step already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._property_refuse_by_hand()
        return super().create(vals_list)

    def write(self, vals):
        self._property_refuse_by_hand()
        return super().write(vals)

    def _property_refuse_by_hand(self):
        """Who did a step and when is stamped by the server, never typed (MVI-21)."""
        if not self.env.su:
            raise AccessError(
                self.env._("Steps of a handover are done by its buttons.")
            )

    def action_do(self):
        """Do this step; the case checks that it may be done now."""
        self.ensure_one()
        return self.handover_id._property_do_step(self)
