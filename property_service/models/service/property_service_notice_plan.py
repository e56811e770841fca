from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

MANAGER = "property_service.property_service_group_manager"


class PropertyServiceNoticePlan(models.Model):
    """宣传栏: what the notice board shows in a quarter (SRV-15).

    The manager decides it from what was asked about in the quarter before.
    """

    _name = "property.service.notice.plan"
    _description = "Notice-Board Plan"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.evidence.mixin",
        "mail.thread",
    ]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    date_start = fields.Date(
        string="From",
        required=True,
        index=True,
        default=lambda self: self._default_date_start(),
        help="First day of the quarter.",
    )
    date_end = fields.Date(
        string="To", compute="_compute_date_end", store=True, precompute=True
    )
    summary_id = fields.Many2one(
        comodel_name="property.service.inquiry.summary",
        string="Follows from the summary",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    state = fields.Selection(
        selection=[("draft", "Proposed"), ("decided", "Decided")],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many(
        comodel_name="property.service.notice.plan.line",
        inverse_name="plan_id",
        string="Notices on the board",
    )
    note = fields.Text(string="Why these topics")
    decided_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Decided by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    counts_on = fields.Date(
        string="Counts for the day",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Day of the decision, the first of the quarter at the earliest.",
    )
    posted_count = fields.Integer(
        string="Put up", compute="_compute_posted", store=True
    )
    notice_count = fields.Integer(
        string="Number of notices", compute="_compute_posted", store=True
    )

    _once = models.UniqueIndex(
        "(estate_id, date_start)", "There is a plan of this quarter already."
    )

    # === Defaults and computes ===

    def _default_date_start(self):
        """The next quarter."""
        today = self.env.user._property_today()
        start = self.env["property.service.inquiry.summary"]._property_first_day(today)
        return start + relativedelta(months=3)

    @api.depends("date_start")
    def _compute_date_end(self):
        for plan in self:
            plan.date_end = plan.date_start and plan.date_start + relativedelta(
                months=3, days=-1
            )

    @api.depends("line_ids.posted_on")
    def _compute_posted(self):
        for plan in self:
            plan.notice_count = len(plan.line_ids)
            plan.posted_count = len(plan.line_ids.filtered("posted_on"))

    @api.depends("estate_id", "date_start")
    def _compute_display_name(self):
        for plan in self:
            day = plan.date_start
            period = f"{day.year} Q{(day.month + 2) // 3}" if day else ""
            plan.display_name = f"{plan.estate_id.name} · {period}"

    @api.constrains("date_start")
    def _check_quarter(self):
        for plan in self:
            if plan.date_start.day != 1 or plan.date_start.month % 3 != 1:
                raise ValidationError(
                    self.env._("A plan begins on the first day of a quarter.")
                )

    # === CRUD ===

    def write(self, vals):
        if {"estate_id", "date_start", "note"} & vals.keys() and not self.env.su:
            self._property_check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if any(plan.state == "decided" for plan in self):
            raise UserError(self.env._("A plan that was decided stays on record."))

    def _property_step_fields(self):
        return {"state", "summary_id", "decided_on", "decided_by_id", "counts_on"}

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "decided_by_id",
            "time": "counts_on",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("state", "=", "decided")

    # === Actions ===

    def action_decide(self):
        """The manager decides what the notice board shows (SRV-15)."""
        for plan in self:
            plan._property_step("draft")
            if not self.env.user.has_group(MANAGER):
                raise AccessError(
                    self.env._("The manager decides on the notice board (SRV-15).")
                )
            if not plan.line_ids:
                raise UserError(
                    self.env._("%(plan)s: enter a notice.", plan=plan.display_name)
                )
            now = fields.Datetime.now()
            plan._property_set(
                state="decided",
                decided_on=now,
                decided_by_id=self.env.user.id,
                counts_on=max(
                    plan.estate_id._property_local_date(now), plan.date_start
                ),
            )
        return True

    def action_print(self):
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_service_notice_plan_report", self
        )

    # === Business methods ===

    @api.model
    def _property_of_summary(self, summary):
        """The plan of the quarter after a summary, made once with its first topics."""
        start = summary.date_start + relativedelta(months=3)
        domain = [
            ("estate_id", "=", summary.estate_id.id),
            ("date_start", "=", start),
        ]
        plan = self.search(domain, limit=1)
        if plan:
            return plan
        self.check_access("create")
        number = summary.estate_id._property_parameter("service.notice_topics")
        topics = summary.line_ids.filtered("category_id")[:number]
        # The link to the summary follows from the button; the right is checked above.
        plan = self.sudo().create(
            {
                "estate_id": summary.estate_id.id,
                "date_start": start,
                "summary_id": summary.id,
                "line_ids": [
                    Command.create(
                        {
                            "sequence": line.sequence,
                            "category_id": line.category_id.id,
                            "name": line.name,
                            "inquiry_count": line.inquiry_count,
                        }
                    )
                    for line in topics
                ],
            }
        )
        return plan.sudo(False)

    def _property_check_open(self):
        """After the decision only the manager changes a plan."""
        for plan in self:
            if plan.state == "decided" and not self.env.user.has_group(MANAGER):
                raise UserError(
                    self.env._(
                        "%(plan)s is decided; the manager alone changes it.",
                        plan=plan.display_name,
                    )
                )
