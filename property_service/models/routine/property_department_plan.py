from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import date_utils

KINDS = [
    ("fee", "Fee collection"),
    ("visit", "Visits"),
    ("activity", "Community activities"),
    ("other", "Other work"),
]


class PropertyDepartmentPlan(models.Model):
    """部门计划: what the department does in a month about one subject (VIS-07, GOV-12).

    Made by the supervisor, approved before it is carried out, its results written line
    by line.
    """

    _name = "property.department.plan"
    _description = "Department Plan"
    _inherit = [
        "property.month.mixin",
        "property.estate.mixin",
        "property.step.mixin",
        "property.approval.mixin",
        "property.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "month desc, kind, id desc"
    _check_company_auto = True

    kind = fields.Selection(
        selection=KINDS, string="Plan for", required=True, default="fee", index=True
    )
    month = fields.Date(
        required=True,
        index=True,
        default=lambda self: self._default_month(),
        help="Any day of the month; the first one is kept.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Planned by",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("closed", "Closed"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    aim = fields.Text(string="Aim of the month")
    line_ids = fields.One2many(
        comodel_name="property.department.plan.line",
        inverse_name="plan_id",
        string="Measures",
        copy=True,
    )
    line_count = fields.Integer(
        string="Measures planned", compute="_compute_line_count", store=True
    )
    done_count = fields.Integer(
        string="Measures carried out", compute="_compute_line_count", store=True
    )
    summary = fields.Text(string="What came of the plan")
    submitted_on = fields.Datetime(string="Submitted on", readonly=True, copy=False)
    closed_on = fields.Datetime(string="Closed on", readonly=True, copy=False)

    _month_uniq = models.Constraint(
        "UNIQUE(estate_id, month, kind)",
        "This estate has a plan of this kind for the month already.",
    )

    # === Defaults and computes ===

    @api.model
    def _default_month(self):
        """The coming month: plans are made before it starts."""
        today = self.env.user._property_today()
        return fields.Date.add(date_utils.start_of(today, "month"), months=1)

    @api.depends("line_ids.is_done")
    def _compute_line_count(self):
        for plan in self:
            plan.line_count = len(plan.line_ids)
            plan.done_count = len(plan.line_ids.filtered("is_done"))

    @api.depends("month", "kind", "estate_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for plan in self:
            month = plan.month and plan.month.strftime("%Y-%m")
            plan.display_name = " ".join(
                filter(None, (plan.estate_id.name, month, labels.get(plan.kind)))
            )

    # === CRUD ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda plan: plan.state != "draft"):
            raise UserError(self.env._("Plans that were approved stay on record."))

    # === Hooks ===

    def _property_step_fields(self):
        return {"state", "user_id", "submitted_on", "closed_on"}

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "submitted_on",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("submitted_on", "!=", False)

    def _property_approval_key(self):
        return "department_plan"

    def _property_approval_frozen_fields(self):
        return {"estate_id", "month", "kind", "aim"}

    def _property_on_approved(self):
        self._property_set(state="approved")

    # === Actions ===

    def action_request_approval(self, reason=""):
        """Submit the plan (VIS-07).

        :raise UserError: nothing is planned, or it is submitted already
        """
        self.check_access("write")
        for plan in self:
            plan._property_step("draft")
            if not plan.line_ids:
                raise UserError(
                    self.env._(
                        "%(plan)s: put in what is to be done first.",
                        plan=plan.display_name,
                    )
                )
            plan._property_set(
                user_id=self.env.uid,
                submitted_on=plan.submitted_on or fields.Datetime.now(),
            )
        return super().action_request_approval(reason)

    def action_close(self):
        """The month is over: the results are written and stay as they are."""
        for plan in self:
            plan._property_step("approved")
            open_ones = plan.line_ids.filtered(
                lambda line: not line.is_done and not (line.result or "").strip()
            )
            if open_ones:
                raise UserError(
                    self.env._(
                        "%(plan)s: write for “%(line)s” what came of it.",
                        plan=plan.display_name,
                        line=open_ones[0].name,
                    )
                )
            plan._property_set(state="closed", closed_on=fields.Datetime.now())
        return True
