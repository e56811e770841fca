from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

HANDOVER_KINDS = [("move_in", "Move-in"), ("move_out", "Move-out")]
# What makes the six steps of moving in what the source says they are (MVI-05).
FIXED = {"code", "kind", "sequence", "active", "estate_ids"}


class PropertyHandoverStepType(models.Model):
    """A step of moving in or out, with what must be in order before it is done.

    Moving in has six steps in a fixed order (MVI-05). For moving out the sources name
    no steps, so that a manager may add, reorder and archive them (MVO-01).
    """

    _name = "property.handover.step.type"
    _description = "Step of a Handover"
    _order = "kind, sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    kind = fields.Selection(
        selection=HANDOVER_KINDS, required=True, default="move_out", index=True
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Char(translate=True, help="What to do, shown at the step.")
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_handover_step_type_estate_rel",
        column1="type_id",
        column2="estate_id",
        string="Estates",
        help="Empty: every estate.",
    )
    check_documents = fields.Boolean(
        string="Documents of the step",
        help="The documents that the list asks for at this step are there.",
    )
    check_payments = fields.Boolean(
        string="Payments",
        help="Maintenance fund and other payments of the case are paid.",
    )
    check_arrears = fields.Boolean(
        string="Fees cleared", help="The unit has no open bill of these people."
    )
    check_inspection = fields.Boolean(
        string="Inspection", help="The unit has been inspected together."
    )
    check_items = fields.Boolean(
        string="Keys and items",
        help="Moving in: signed for. Moving out: given back or accounted for.",
    )
    check_deposits = fields.Boolean(
        string="Deposits", help="The deposits of these people are settled."
    )
    is_delivered = fields.Boolean(readonly=True, help="Comes with the product.")

    _code_uniq = models.Constraint(
        "UNIQUE(code, kind)", "Another step has this code already."
    )

    @api.constrains("kind", "is_delivered")
    def _check_move_in(self):
        for step_type in self:
            if step_type.kind == "move_in" and not step_type.is_delivered:
                raise ValidationError(
                    self.env._("Moving in has six steps; steps are added to moving out")
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{**vals, "is_delivered": False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        fixed = FIXED & set(vals)
        if not self.env.su and fixed and "move_in" in self.mapped("kind"):
            raise UserError(
                self.env._(
                    "The six steps of moving in stand in a fixed order (MVI-05); name"
                    " and checks can be changed."
                )
            )
        if not self.env.su and "is_delivered" in vals:
            vals = {key: value for key, value in vals.items() if key != "is_delivered"}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_delivered(self):
        if any(step_type.is_delivered for step_type in self):
            raise UserError(
                self.env._("Delivered steps stay; archive what you do not use.")
            )

    @api.model
    def _property_for(self, kind, estate):
        """The steps of a case in an estate, in order."""
        # The steps must not depend on who starts the case.
        return (
            self.sudo()
            .search([("kind", "=", kind)])
            .filtered(lambda t: not t.estate_ids or estate in t.estate_ids)
        )
