from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

STATES = [
    ("planned", "To be walked"),
    ("running", "Being walked"),
    ("done", "Done"),
    ("missed", "Missed"),
    ("cancelled", "Cancelled"),
]


class PropertyPatrolRound(models.Model):
    """One walk along a route: every point looked at, or skipped with a reason.

    Rounds come from their schedule, and move by their steps alone (PAT-01, PAT-02).
    """

    _name = "property.patrol.round"
    _description = "Patrol Round"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Round No.", required=True, readonly=True, copy=False)
    route_id = fields.Many2one(
        comodel_name="property.patrol.route",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(related="route_id.kind", store=True, index=True)
    schedule_id = fields.Many2one(
        comodel_name="property.patrol.schedule",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="planned",
        index=True,
        copy=False,
    )
    date = fields.Date(string="Day", required=True, readonly=True, index=True)
    date_from = fields.Datetime(string="Planned from", required=True, readonly=True)
    date_to = fields.Datetime(string="Planned until", required=True, readonly=True)
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="To be walked by",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Patrolled by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    started_on = fields.Datetime(readonly=True, copy=False)
    done_on = fields.Datetime(string="Finished on", readonly=True, copy=False)
    check_ids = fields.One2many(
        comodel_name="property.patrol.check", inverse_name="round_id"
    )
    finding_ids = fields.One2many(
        comodel_name="property.patrol.finding",
        inverse_name="round_id",
        string="Patrol findings",
    )
    check_count = fields.Integer(
        string="Points", compute="_compute_check_counts", store=True
    )
    open_count = fields.Integer(
        string="Points to go", compute="_compute_check_counts", store=True
    )
    skipped_count = fields.Integer(
        string="Points skipped", compute="_compute_check_counts", store=True
    )
    by_hand_count = fields.Integer(
        string="Points without scan", compute="_compute_check_counts", store=True
    )
    finding_count = fields.Integer(
        string="Findings of the round",
        compute="_compute_finding_count",
        store=True,
    )
    reason = fields.Text(string="Why not walked", readonly=True, copy=False)
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_late", search="_search_is_late"
    )
    is_mine = fields.Boolean(
        string="My rounds", compute="_compute_is_mine", search="_search_is_mine"
    )

    _schedule_uniq = models.UniqueIndex(
        "(schedule_id, date) WHERE schedule_id IS NOT NULL",
        "This round is planned already.",
    )
    _due_idx = models.Index("(date_to) WHERE state IN ('planned', 'running')")

    # === Computes ===

    @api.depends("check_ids.state", "check_ids.arrival")
    def _compute_check_counts(self):
        for patrol in self:
            checks = patrol.check_ids
            patrol.check_count = len(checks)
            patrol.open_count = len(
                checks.filtered(lambda c: c.state in ("open", "arrived"))
            )
            patrol.skipped_count = len(checks.filtered(lambda c: c.state == "skipped"))
            patrol.by_hand_count = len(checks.filtered(lambda c: c.arrival == "hand"))

    @api.depends("finding_ids")
    def _compute_finding_count(self):
        for patrol in self:
            patrol.finding_count = len(patrol.finding_ids)

    @api.depends("state", "date_to")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for patrol in self:
            is_open = patrol.state in ("planned", "running")
            patrol.is_late = is_open and bool(patrol.date_to and patrol.date_to < now)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "in", ("planned", "running")) & Domain(
            "date_to", "<", fields.Datetime.now()
        )
        return late if True in value else ~late

    @api.depends("staff_id", "user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for patrol in self:
            user = patrol.user_id or patrol.staff_id.user_id
            patrol.is_mine = not user or user == self.env.user

    def _search_is_mine(self, operator, value):
        """Mine, and what nobody in particular is to walk."""
        if operator != "in":
            return NotImplemented
        user = self.env.user
        mine = Domain("user_id", "=", user.id) | (
            Domain("user_id", "=", False)
            & (
                Domain("staff_id.user_id", "=", user.id)
                | Domain("staff_id.user_id", "=", False)
            )
        )
        return mine if True in value else ~mine

    @api.depends("name", "route_id.name")
    def _compute_display_name(self):
        for patrol in self:
            parts = (patrol.name, patrol.route_id.name)
            patrol.display_name = " ".join(part for part in parts if part)

    # === CRUD ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_planned(self):
        if not self.env.su or self.filtered(lambda p: p.state != "planned"):
            raise UserError(
                self.env._("Rounds stay on record; cancel them with a reason.")
            )

    def _property_step_fields(self):
        """Everything: a round follows from its schedule and its steps."""
        return {
            *("state", "name", "route_id", "estate_id", "schedule_id", "staff_id"),
            *("date", "date_from", "date_to", "user_id", "started_on", "done_on"),
            *("reason", "check_ids", "finding_ids"),
        }

    @api.model
    def _property_make(self, vals_list):
        """Rounds with their numbers; nobody creates one by hand."""
        if not vals_list:
            return self.browse()
        estates = self.env["property.estate"].browse(
            {vals["estate_id"] for vals in vals_list}
        )
        companies = {estate.id: estate.company_id for estate in estates}
        numbers = self.env["ir.sequence"]._property_draw(
            [companies[vals["estate_id"]] for vals in vals_list],
            "property.patrol.round",
        )
        rounds = self.sudo().create(  # write and create are refused to users
            [
                {**vals, "name": number}
                for vals, number in zip(vals_list, numbers, strict=True)
            ]
        )
        return rounds.sudo(self.env.su)

    # === Actions ===

    def action_report_finding(self):
        """A finding beside the checked items."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Patrol finding"),
            "res_model": "property.patrol.finding",
            "views": [
                (
                    self.env.ref(
                        "property_service.property_patrol_finding_view_form_new"
                    ).id,
                    "form",
                )
            ],
            "target": "new",
            "context": {"default_round_id": self.id},
        }

    def action_print(self):
        """检查和处理措施记录 of the rounds chosen (PAT-05)."""
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_patrol_round_report", self
        )

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "done_on",
            "subject": "route_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return super()._property_evidence_domain() & Domain("state", "=", "done")

    # === Business methods ===

    def _property_state_text(self):
        """The status in words, for paper."""
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state]
