from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

# What stands fast once somebody confirmed it.
WORDS = {"estate_id", "staff_id", "date", "rule_id", "points", "reason"}


class PropertyAppraisalEntry(models.Model):
    """考核记录: one thing that speaks for or against a person (QA-05, QA-11).

    Proposed by a feeder or a supervisor, confirmed by a supervisor who is not the
    person. It is never deleted: an opposite entry takes it back.
    """

    _name = "property.appraisal.entry"
    _description = "Appraisal Entry"
    _inherit = [
        "property.step.mixin",
        "property.estate.mixin",
        "property.evidence.mixin",
        "mail.thread",
    ]
    _order = "date desc, id desc"
    _rec_names_search = ["staff_id", "rule_id", "reason"]
    _check_company_auto = True

    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Person appraised",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    date = fields.Date(
        string="Happened on",
        required=True,
        index=True,
        default=lambda self: self.env.user._property_today(),
    )
    rule_id = fields.Many2one(
        comodel_name="property.appraisal.rule",
        string="What counts",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="['|', ('estate_ids', '=', False), ('estate_ids', 'in', estate_id)]",
        tracking=True,
    )
    kind = fields.Char(
        string="Rule code", related="rule_id.code", store=True, precompute=True
    )
    criterion_id = fields.Many2one(
        related="rule_id.criterion_id", store=True, precompute=True, index=True
    )
    points = fields.Float(
        string="Appraisal points",
        compute="_compute_points",
        store=True,
        readonly=False,
        precompute=True,
        digits=(16, 1),
        tracking=True,
        help="More than 0 is a reward, less than 0 a deduction.",
    )
    reason = fields.Text(string="What happened", required=True)
    res_model = fields.Char(string="Model of the source", readonly=True, copy=False)
    res_id = fields.Many2oneReference(
        string="Number of the source",
        model_field="res_model",
        readonly=True,
        copy=False,
    )
    source_name = fields.Char(string="Source record", readonly=True, copy=False)
    state = fields.Selection(
        selection=[
            ("proposed", "Proposed"),
            ("confirmed", "Confirmed"),
            ("reversed", "Entry taken back"),
            ("dropped", "Not upheld"),
        ],
        string="Status",
        required=True,
        default="proposed",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    month = fields.Date(
        string="Counts in month",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The month in which it happened; the next open one where the sheet of"
        " that month was confirmed before.",
    )
    decided_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Entry decided by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    decided_on = fields.Datetime(string="Entry decided on", readonly=True, copy=False)
    reverses_id = fields.Many2one(
        comodel_name="property.appraisal.entry",
        string="Takes back",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    objection = fields.Text(string="Objection of the person", readonly=True, copy=False)
    objected_on = fields.Datetime(string="Objected on", readonly=True, copy=False)
    answer = fields.Text(string="Answer to the objection", readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Answered by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_objected = fields.Boolean(
        string="Objection to answer",
        compute="_compute_is_objected",
        store=True,
        index=True,
    )
    is_reward = fields.Boolean(
        string="Reward",
        compute="_compute_is_reward",
        store=True,
        precompute=True,
        help="A deduction that was taken back counts with the deductions.",
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")

    # One thing counts once for one person, whoever reports it and how often.
    _source_uniq = models.UniqueIndex(
        "(res_model, res_id, staff_id, kind)"
        " WHERE res_model IS NOT NULL AND reverses_id IS NULL",
        "This is on record for this person already.",
    )
    _reversal_uniq = models.UniqueIndex(
        "(reverses_id) WHERE reverses_id IS NOT NULL",
        "This entry is taken back already.",
    )
    _sheet_idx = models.Index(
        "(staff_id, month) WHERE state IN ('confirmed', 'reversed')"
    )

    # === Computes ===

    @api.depends("rule_id")
    def _compute_points(self):
        for entry in self:
            entry.points = entry.rule_id.points

    @api.depends("points", "reverses_id")
    def _compute_is_reward(self):
        for entry in self:
            entry.is_reward = (entry.points > 0) != bool(entry.reverses_id)

    @api.depends("objection", "answer")
    def _compute_is_objected(self):
        for entry in self:
            entry.is_objected = bool(entry.objection and not entry.answer)

    @api.depends("staff_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        own = self.env["property.staff"]._property_of_user()
        for entry in self:
            entry.is_mine = bool(own) and entry.staff_id == own

    @api.depends("staff_id", "rule_id", "date")
    def _compute_display_name(self):
        for entry in self:
            words = (entry.date, entry.staff_id.name, entry.rule_id.name)
            entry.display_name = " ".join(str(word) for word in words if word)

    # === Constraints ===

    @api.constrains("points", "rule_id")
    def _check_points(self):
        """A deduction is no reward; only taking back turns the sign."""
        for entry in self:
            if not entry.reverses_id and entry.points * entry.rule_id.points < 0:
                raise ValidationError(
                    self.env._(
                        "%(entry)s: “%(rule)s” gives %(points)s; use points of the"
                        " same sign.",
                        entry=entry.display_name,
                        rule=entry.rule_id.name,
                        points=entry.rule_id.points,
                    )
                )

    # === CRUD ===

    def write(self, vals):
        if not self.env.su and WORDS & vals.keys():
            for entry in self:
                entry._property_check_proposed()
                entry._property_check_judge()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Appraisal entries stay on record; drop or take it back.")
        )

    # === Hooks ===

    def _property_step_fields(self):
        return {
            "state",
            "month",
            "res_model",
            "res_id",
            "source_name",
            "decided_by_id",
            "decided_on",
            "reverses_id",
            "objection",
            "objected_on",
            "answer",
            "answered_by_id",
        }

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "decided_by_id",
            "time": "decided_on",
            "subject": "staff_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return super()._property_evidence_domain() & Domain(
            "state", "in", ("confirmed", "reversed")
        )

    def _property_on_confirmed(self):
        """The ladder of sanctions may propose a measure (QA-13, SLA-20, C13)."""
        self.env["property.discipline.case"]._property_raise(self)

    # === Actions ===

    def action_confirm(self):
        """It counts from here on; nobody confirms what is about themselves."""
        for entry in self:
            entry._property_step("proposed")
            entry._property_check_judge()
            entry._property_check_answered()
            entry._property_decide("confirmed")
            entry._property_on_confirmed()

    def action_drop(self):
        """It is not upheld, and stays on record as such."""
        for entry in self:
            entry._property_step("proposed")
            entry._property_check_judge()
            entry._property_decide("dropped")

    def action_open_source(self):
        self.ensure_one()
        source = self._property_source()
        if not source:
            raise UserError(
                self.env._("%(entry)s has no source.", entry=self.display_name)
            )
        source.check_access("read")
        return source.get_formview_action()

    # === Business methods ===

    def _property_source(self):
        """The record that proves it, or None (it may be gone)."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    def _property_decide(self, state):
        self._property_set(
            state=state,
            month=self._property_open_month() if state == "confirmed" else False,
            decided_by_id=self.env.uid,
            decided_on=fields.Datetime.now(),
        )

    def _property_check_proposed(self):
        if self.state != "proposed":
            raise UserError(
                self.env._(
                    "%(entry)s is decided; take it back and add a new one.",
                    entry=self.display_name,
                )
            )

    def _property_check_judge(self):
        """Nobody judges themselves."""
        # Whom it is about does not depend on who may read logins.
        if self.staff_id.sudo().user_id == self.env.user:
            raise AccessError(
                self.env._(
                    "%(entry)s is about you; another supervisor decides.",
                    entry=self.display_name,
                )
            )

    def _property_check_answered(self):
        if self.is_objected:
            raise UserError(
                self.env._(
                    "%(entry)s: answer the objection first.", entry=self.display_name
                )
            )
