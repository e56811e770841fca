from odoo import api, fields, models
from odoo.exceptions import UserError

# What is written while the plan is carried out.
RESULTS = {"is_done", "result", "actual"}


class PropertyDepartmentPlanLine(models.Model):
    """A measure of a department plan: what, how much, until when, by whom (VIS-07)."""

    _name = "property.department.plan.line"
    _description = "Measure of a Department Plan"
    _order = "plan_id, sequence, date, id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="property.department.plan",
        string="Department plan",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="plan_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What is done", required=True)
    target = fields.Char(
        string="Plan target", help="How much, such as 95 % or 3 events."
    )
    date = fields.Date(string="Until when")
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Who carries it out",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    actual = fields.Char(string="Reached so far")
    result = fields.Text(string="Result or reason")
    is_done = fields.Boolean(string="Carried out")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._property_check_open()
        return lines

    def write(self, vals):
        if not self.env.su:
            self._property_check_open(only_results=not vals.keys() - RESULTS)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_while_open(self):
        self._property_check_open()

    def _property_check_open(self, only_results=False):
        """Measures are planned in a draft; results are written until it is closed."""
        if self.env.su:
            return
        for plan in self.plan_id:
            is_draft = plan.state == "draft" and plan.approval_state != "pending"
            if is_draft or (only_results and plan.state == "approved"):
                continue
            raise UserError(
                self.env._(
                    "%(plan)s is submitted: only results are still written, until it"
                    " is closed.",
                    plan=plan.display_name,
                )
            )
