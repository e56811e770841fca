from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class PropertyAppraisalAssessment(models.Model):
    """考核记录: a test of standards, a drill or a skill (GOV-04, QA-22).

    Evidence of control point G1: staff know what is asked of them.
    """

    _name = "property.appraisal.assessment"
    _description = "Staff Assessment"
    _inherit = [
        "property.step.mixin",
        "property.estate.mixin",
        "property.evidence.mixin",
        "mail.thread",
    ]
    _order = "date desc, id desc"
    _rec_name = "subject"
    _check_company_auto = True

    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Person assessed",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date = fields.Date(
        string="Assessed on",
        required=True,
        index=True,
        default=lambda self: self.env.user._property_today(),
    )
    kind = fields.Selection(
        selection=[
            ("standard", "Knowledge of the standards"),
            ("simulation", "Simulation or drill"),
            ("skill", "Skill"),
            ("typing", "Typing"),
        ],
        string="What is assessed",
        required=True,
        default="standard",
    )
    subject = fields.Char(string="Subject assessed", required=True)
    result = fields.Float(
        string="Result reached",
        required=True,
        digits=(16, 1),
        help="Points of 100; for typing, characters a minute (QA-22).",
    )
    pass_mark = fields.Float(
        compute="_compute_pass_mark",
        store=True,
        precompute=True,
        digits=(16, 1),
        help="From the settings (QA-22: 80 characters a minute).",
    )
    is_passed = fields.Boolean(
        string="Passed", compute="_compute_is_passed", store=True, precompute=True
    )
    note = fields.Text(string="What to practise")
    state = fields.Selection(
        selection=[("draft", "Being filled in"), ("done", "On record")],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Assessor",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    control_point_id = fields.Many2one(
        comodel_name="property.control.point",
        readonly=True,
        default=lambda self: self._default_control_point_id(),
        index="btree_not_null",
        ondelete="restrict",
    )

    _result_positive = models.Constraint(
        "CHECK(result >= 0)", "A result is not less than 0."
    )

    def _default_control_point_id(self):
        return self.env.ref("property_service.property_control_point_g1", False)

    @api.depends("kind", "estate_id")
    def _compute_pass_mark(self):
        for record in self:
            code = "typing_speed" if record.kind == "typing" else "assessment_pass"
            if record.estate_id:
                record.pass_mark = record.estate_id._property_parameter(
                    f"appraisal.{code}"
                )

    @api.depends("result", "pass_mark")
    def _compute_is_passed(self):
        for record in self:
            record.is_passed = record.result >= record.pass_mark

    # === CRUD ===

    def write(self, vals):
        if not self.env.su:
            for record in self:
                record._property_check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for record in self:
            record._property_check_draft()

    # === Hooks ===

    def _property_step_fields(self):
        return {"state", "user_id", "control_point_id"}

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "date",
            "subject": "staff_id",
            "control_point": "control_point_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("state", "=", "done")

    # === Actions ===

    def action_done(self):
        """Put it on record; the appraisal knows of it (GOV-04)."""
        for record in self:
            record._property_step("draft")
            # Nobody assesses themselves, whoever may read logins.
            if record.staff_id.sudo().user_id == self.env.user:
                raise AccessError(
                    self.env._(
                        "%(record)s is about you; somebody else assesses you.",
                        record=record.display_name,
                    )
                )
            record._property_set(state="done", user_id=self.env.uid)
            record._property_follow_up()

    def _property_follow_up(self):
        if self.kind == "typing":
            # The speed is what was measured, whoever keeps the staff list.
            self.staff_id.sudo().typing_speed = int(self.result)
        good = self.estate_id._property_parameter("appraisal.assessment_good")
        kind = "assessment_failed"
        if self.is_passed:
            if self.kind == "typing" or self.result < good:
                return
            kind = "assessment_passed"
        self.env["property.appraisal.entry"]._property_add(
            self.staff_id,
            self.date,
            kind,
            self,
            reason=self.env._(
                "%(subject)s: %(result)s (pass mark %(mark)s)",
                subject=self.subject,
                result=self.result,
                mark=self.pass_mark,
            ),
        )

    def _property_check_draft(self):
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(record)s is on record; assess again instead.",
                    record=self.display_name,
                )
            )
