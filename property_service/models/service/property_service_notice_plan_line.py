from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class PropertyServiceNoticePlanLine(models.Model):
    """One notice of a quarter: what it says, who makes it, when it went up.

    Its words may be written after the manager has decided on it, until it is posted.
    """

    _name = "property.service.notice.plan.line"
    _description = "Notice of a Plan"
    _inherit = ["property.step.mixin"]
    _order = "plan_id, sequence, id"
    _check_company_auto = True

    plan_id = fields.Many2one(
        comodel_name="property.service.notice.plan",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    estate_id = fields.Many2one(
        related="plan_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Topic",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("property_kind", "=", "inquiry")],
    )
    inquiry_count = fields.Integer(
        string="Asked in the quarter before", readonly=True, copy=False
    )
    name = fields.Char(string="Title of the notice", required=True)
    content = fields.Text(string="What it says")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Notice prepared by",
        index="btree_not_null",
        ondelete="set null",
        domain=[("share", "=", False)],
    )
    planned_date = fields.Date(string="Planned for")
    state = fields.Selection(
        selection=[("planned", "To be posted"), ("posted", "On the board")],
        string="Status",
        required=True,
        readonly=True,
        default="planned",
        copy=False,
    )
    posted_on = fields.Datetime(string="Put up on", readonly=True, copy=False)
    posted_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Put up by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # === Constraints ===

    @api.constrains("planned_date", "plan_id")
    def _check_planned_date(self):
        for line in self.filtered("planned_date"):
            if (
                not line.plan_id.date_start
                <= line.planned_date
                <= line.plan_id.date_end
            ):
                raise ValidationError(
                    self.env._(
                        "Notice “%(notice)s” is planned for a day outside the quarter.",
                        notice=line.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            lines.plan_id._property_check_open()
        return lines

    def write(self, vals):
        if not self.env.su:
            self._property_check_not_posted()
            if vals.keys() - {"content"}:
                self.plan_id._property_check_open()
        result = super().write(vals)
        if "plan_id" in vals and not self.env.su:
            self.plan_id._property_check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self._property_check_not_posted()
        if not self.env.su:
            self.plan_id._property_check_open()

    def _property_step_fields(self):
        return {"state", "posted_on", "posted_by_id", "inquiry_count"}

    # === Actions ===

    def action_post(self):
        """The notice hangs on the board."""
        for line in self:
            line._property_step("planned")
            if line.plan_id.state != "decided":
                raise UserError(
                    self.env._(
                        "Notice “%(notice)s”: the manager decides on the plan first.",
                        notice=line.name,
                    )
                )
            line._property_set(
                state="posted",
                posted_on=fields.Datetime.now(),
                posted_by_id=self.env.user.id,
            )
        return True

    # === Business methods ===

    def _property_check_not_posted(self):
        for line in self:
            if line.state == "posted":
                raise UserError(
                    self.env._(
                        "Notice “%(notice)s” was posted and stays as it is.",
                        notice=line.name,
                    )
                )
