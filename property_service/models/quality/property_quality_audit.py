from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

MANAGER = "property_service.property_service_group_manager"
POPULATION = (
    '[("state", "=", "done"), ("called_on", ">=", "period_start"),'
    ' ("called_on", "<=", "period_end")]'
)


class PropertyQualityAudit(models.Model):
    """品质管理部每季度对回访工作的抽查、考核 (QA-31).

    Written by head office alone: managers who answer for all estates. The centre and
    the auditors read it.
    """

    _name = "property.quality.audit"
    _description = "Audit of Callbacks"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.evidence.mixin",
        "mail.thread",
    ]
    _order = "date_start desc, id desc"

    name = fields.Char(string="Number", readonly=True, copy=False)
    date_start = fields.Date(
        string="From", required=True, default=lambda self: self._default_dates()[0]
    )
    date_end = fields.Date(
        string="To", required=True, default=lambda self: self._default_dates()[1]
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Audited by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
    )
    departments = fields.Char(
        string="Departments of head office",
        default=lambda self: self.env._("Quality management, operations"),
    )
    percent = fields.Float(
        string="Share drawn (%)", readonly=True, copy=False, aggregator=None
    )
    sample_id = fields.Many2one(
        comodel_name="property.sample",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    line_ids = fields.One2many(
        comodel_name="property.quality.audit.line", inverse_name="audit_id"
    )
    line_count = fields.Integer(
        string="Callbacks drawn", compute="_compute_counts", store=True
    )
    scored_count = fields.Integer(
        string="Callbacks audited", compute="_compute_counts", store=True
    )
    failed_count = fields.Integer(
        string="Callbacks not in order", compute="_compute_counts", store=True
    )
    score = fields.Float(
        string="Points reached (%)",
        compute="_compute_counts",
        store=True,
        digits=(5, 1),
        aggregator="avg",
    )
    conclusion = fields.Text(string="Conclusion of the audit")
    demand = fields.Text(string="Demands for improvement")
    state = fields.Selection(
        selection=[
            ("draft", "To be drawn"),
            ("running", "Under way"),
            ("done", "Done"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
    )
    done_on = fields.Datetime(readonly=True, copy=False)

    _period_uniq = models.Constraint(
        "UNIQUE(estate_id, date_start)",
        "The callbacks of this estate and quarter are audited already.",
    )
    _dates_in_order = models.Constraint(
        "CHECK(date_end >= date_start)", "The period ends before it begins."
    )

    def _default_dates(self):
        """The quarter before this one, which is complete."""
        first = fields.Date.start_of(self.env.user._property_today(), "quarter")
        return fields.Date.subtract(first, months=3), fields.Date.subtract(
            first, days=1
        )

    # === Computes ===

    @api.depends("line_ids.score", "line_ids.is_scored")
    def _compute_counts(self):
        for audit in self:
            scored = audit.line_ids.filtered("is_scored")
            audit.line_count = len(audit.line_ids)
            audit.scored_count = len(scored)
            audit.failed_count = len(scored.filtered(lambda line: line.score < 100))
            audit.score = sum(scored.mapped("score")) / (len(scored) or 1)

    @api.depends("name", "estate_id.name", "date_start")
    def _compute_display_name(self):
        for audit in self:
            parts = (audit.name, audit.estate_id.name)
            audit.display_name = " ".join(part for part in parts if part)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        self._property_check_head_office()
        audits = super().create(vals_list)
        sequences = self.env["ir.sequence"]
        code = "property.quality.audit"
        for audit, number in sequences._property_numbered(audits, code):
            audit._property_set(
                name=number,
                percent=audit.estate_id._property_parameter("quality.audit_percent"),
            )
        return audits

    def write(self, vals):
        self._property_check_head_office()
        if not self.env.su and any(audit.state == "done" for audit in self):
            raise UserError(self.env._("An audit that is done stays as it is."))
        if not self.env.su and vals.keys() & {"date_start", "date_end"}:
            if any(audit.state != "draft" for audit in self):
                raise UserError(self.env._("The sample of the audit is drawn already."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        self._property_check_head_office()
        if any(audit.state != "draft" for audit in self):
            raise UserError(self.env._("An audit that was drawn stays on record."))

    def _property_step_fields(self):
        fixed = {"state", "name", "user_id", "percent", "sample_id", "done_on"}
        return fixed | ({"estate_id", "line_ids"} if self else {"line_ids"})

    # === Actions ===

    def action_draw(self):
        """Draw callbacks of the quarter, the same for anybody who draws again."""
        self._property_check_head_office()
        for audit in self:
            audit._property_step("draft")
            # Who audits may; the sample follows from the audit.
            sample = (
                self.env["property.sample"]
                .sudo()
                .create(
                    {
                        "name": audit.display_name,
                        "code": "quality.callback_audit",
                        "estate_id": audit.estate_id.id,
                        "population_model": "property.service.callback",
                        "population_domain": POPULATION,
                        "measure": "ratio",
                        "amount": audit.percent,
                        "date_start": audit.date_start,
                        "date_end": audit.date_end,
                        "control_point_id": self.env.ref(
                            "property_service.property_control_point_g4"
                        ).id,
                    }
                )
            )
            sample._property_draw()
            audit._property_set(
                state="running",
                sample_id=sample.id,
                user_id=self.env.uid,
                line_ids=[
                    Command.create(
                        {"sample_line_id": line.id, "callback_id": line.res_id}
                    )
                    for line in sample.line_ids
                ],
            )
        return True

    def action_done(self):
        """Every callback that was drawn is scored, and there is a conclusion."""
        self._property_check_head_office()
        for audit in self:
            audit._property_step("running")
            if audit.scored_count < audit.line_count or not audit.conclusion:
                raise UserError(
                    self.env._(
                        "%(audit)s: score every callback and write the conclusion"
                        " first.",
                        audit=audit.display_name,
                    )
                )
            audit._property_set(state="done", done_on=fields.Datetime.now())
            # Verdicts follow from the scores; the right to give them is checked above.
            audit.sudo().line_ids._property_give_verdicts()
        return True

    def action_print(self):
        """回访工作抽查考核表 (QA-31)."""
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_quality_audit_report", self
        )

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "done_on",
        }

    @api.model
    def _property_evidence_domain(self):
        return super()._property_evidence_domain() & Domain("state", "=", "done")

    # === Business methods ===

    def _property_check_head_office(self):
        """The centre does not audit itself (QA-26, QA-31).

        :raise AccessError: for whom does not answer for all estates
        """
        user = self.env.user
        if self.env.su or (user.has_group(MANAGER) and user.property_all_estates):
            return
        raise AccessError(
            self.env._(
                "Head office audits the callbacks: a manager with all estates. The"
                " centre reads the result."
            )
        )
