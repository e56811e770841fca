from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

STATES = [
    ("planned", "To be walked"),
    ("running", "Being walked"),
    ("done", "Done"),
    ("missed", "Missed"),
    ("cancelled", "Cancelled"),
]
SUPERVISOR = "property_service.property_service_group_supervisor"
MANAGER = "property_service.property_service_group_manager"


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
        # Numbers are one company's; who starts a round may not read sequences.
        sequence = self.env["ir.sequence"].sudo()
        companies = {estate.id: estate.company_id for estate in estates}
        rounds = self.sudo().create(  # write and create are refused to users
            [
                {
                    **vals,
                    "name": sequence.with_company(
                        companies[vals["estate_id"]]
                    ).next_by_code("property.patrol.round"),
                }
                for vals in vals_list
            ]
        )
        return rounds.sudo(self.env.su)

    # === Actions ===

    def action_start(self):
        """Begin: the points with what is to be checked there, as of now."""
        self.ensure_one()
        self._property_step("planned")
        self._property_check_kind()
        now = fields.Datetime.now()
        early = self.estate_id._property_parameter("patrol.early_minutes")
        if now < fields.Datetime.subtract(self.date_from, minutes=early):
            raise UserError(
                self.env._(
                    "%(patrol)s is planned for later; it can be started %(early)s"
                    " minutes before its time.",
                    patrol=self.display_name,
                    early=early,
                )
            )
        self._property_set(state="running", user_id=self.env.uid, started_on=now)
        self._property_make_checks()
        return True

    def action_walk(self):
        """Start, or go on with, the round: one tap from the list of today."""
        self.ensure_one()
        if self.state == "planned":
            self.action_start()
        return self.get_formview_action()

    def action_scan(self, text):
        """The label of a point was scanned: arrive there.

        :param str text: content of the label
        :return: action that opens the point
        """
        self.ensure_one()
        check = self._property_check_of(text)
        if check.state == "open":
            check._property_arrive("scan")
        return check._property_open()

    def action_done(self):
        """The round is complete; from now on it is evidence."""
        self.ensure_one()
        self._property_step("running")
        self._property_check_walker()
        waiting = self.check_ids.filtered(lambda c: c.state in ("open", "arrived"))
        if waiting:
            raise UserError(
                self.env._(
                    "%(patrol)s: still to do: %(points)s. A point that cannot be"
                    " looked at is skipped with a reason.",
                    patrol=self.display_name,
                    points=", ".join(waiting.mapped("point_id.name")),
                )
            )
        self._property_set(state="done", done_on=fields.Datetime.now())
        self._property_reminders_done()
        return True

    def action_cancel(self):
        """Ask for the reason."""
        return self._property_ask("cancel")

    def action_explain(self):
        """Ask why a round was missed."""
        return self._property_ask("explain")

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

    def _property_clock_text(self, moment):
        """A moment as the clock of the estate shows it, whoever prints."""
        zone = str(self.estate_id._property_tz())
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        return local.strftime("%H:%M")

    def _property_ask(self, purpose):
        self.ensure_one()
        return self.env["property.patrol.reason.wizard"]._property_open(
            purpose, round_id=self.id
        )

    def _property_make_checks(self):
        """The route's points, each with its items; what is retired is left out."""
        stops = self.route_id.stop_ids.filtered("point_id.active")
        if not stops:
            raise UserError(
                self.env._(
                    "Route “%(route)s” has no points yet; add them first.",
                    route=self.route_id.name,
                )
            )
        # Points of a round are made by its start alone.
        checks = (
            self.env["property.patrol.check"]
            .sudo()
            .create(
                [
                    {
                        "round_id": self.id,
                        "point_id": stop.point_id.id,
                        "sequence": number,
                    }
                    for number, stop in enumerate(stops, 1)
                ]
            )
        )
        for template, group in checks.grouped("point_id").items():
            started = template.template_id._property_start(group, name=template.name)
            group.checklist_id = started

    def _property_check_kind(self):
        """A quality inspection is the project manager's own (PAT-10).

        :raise UserError: for everybody below
        """
        if self.kind == "quality" and not self.env.user.has_group(MANAGER):
            raise UserError(
                self.env._(
                    "%(patrol)s is a quality inspection, which a manager makes in"
                    " person.",
                    patrol=self.display_name,
                )
            )

    def _property_check_walker(self):
        """Only who walks the round fills it in: it is that person's evidence.

        :raise AccessError: for everybody else
        """
        self.ensure_one()
        if not self.env.su and self.user_id != self.env.user:
            raise AccessError(
                self.env._(
                    "%(patrol)s is walked by %(user)s, who alone fills it in.",
                    patrol=self.display_name,
                    user=self.user_id.name or "",
                )
            )

    @api.model
    def _property_under_way(self, text):
        """The user's round that passes the point with this label."""
        point = self.env["property.patrol.point"]._property_of_label(text)
        return self.search(
            [
                ("state", "=", "running"),
                ("user_id", "=", self.env.uid),
                ("check_ids.point_id", "in", point.ids),
            ],
            order="started_on desc",
            limit=1,
        )

    def _property_check_of(self, text):
        """The round's point with this label.

        :raise UserError: unknown label, or a point of another route
        """
        point = self.env["property.patrol.point"]._property_of_label(text)
        check = self.check_ids.filtered(lambda c: c.point_id == point)
        if not point or not check:
            raise UserError(
                self.env._(
                    "%(patrol)s: the label scanned belongs to no point of this route.",
                    patrol=self.display_name,
                )
            )
        return check

    def _property_cancel(self, reason):
        """A planned round that will not be walked, with the reason."""
        self.ensure_one()
        self._property_check_supervisor()
        self._property_step("planned")
        self._property_set(state="cancelled", reason=reason)
        self._property_reminders_done()

    def _property_explain(self, reason):
        """Why a round was missed; said once."""
        self.ensure_one()
        self._property_step("missed")
        if self.reason:
            raise UserError(
                self.env._(
                    "%(patrol)s: the reason stays as it was given.",
                    patrol=self.display_name,
                )
            )
        self._property_set(reason=reason)
        self._property_reminders_done()

    def _property_check_supervisor(self):
        if not self.env.su and not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Rounds are cancelled by a supervisor."))

    def _property_reminders_done(self):
        # The activities of others are among them.
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
