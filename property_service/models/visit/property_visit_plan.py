from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

LIVED_IN = ("vacant", "renovating", "occupied", "leased")
# Households, not their cars.
KINDS = ("home", "shop", "office")
BASES = [
    ("handed_over", "Units handed over"),
    ("occupied", "Units lived in or leased"),
    ("all", "All units"),
]


class PropertyVisitPlan(models.Model):
    """月度走访计划: which households are visited in a month, and by whom (VIS-01).

    No household twice, and at least the share that the estate asks for; approved
    before it starts.
    """

    _name = "property.visit.plan"
    _description = "Monthly Visit Plan"
    _inherit = [
        "property.month.mixin",
        "property.estate.mixin",
        "property.step.mixin",
        "property.approval.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "month desc, id desc"
    _check_company_auto = True

    month = fields.Date(
        required=True,
        index=True,
        default=lambda self: self._default_month(),
        help="Any day of the month.",
    )
    base = fields.Selection(
        selection=BASES,
        string="Share of",
        required=True,
        default="handed_over",
        help="The source does not say 8 % of what (VIS-01).",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("closed", "Month closed"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    visit_ids = fields.One2many(
        comodel_name="property.visit", inverse_name="plan_id", copy=False
    )
    population_count = fields.Integer(
        string="Households", readonly=True, copy=False, aggregator="sum"
    )
    planned_count = fields.Integer(
        string="Households planned", compute="_compute_counts", store=True
    )
    visited_count = fields.Integer(
        string="Households visited", compute="_compute_counts", store=True
    )
    not_met_count = fields.Integer(
        string="Households not met", compute="_compute_counts", store=True
    )
    planned_share = fields.Float(
        string="Share planned (%)",
        digits=(16, 2),
        compute="_compute_shares",
        store=True,
        aggregator="avg",
    )
    visited_share = fields.Float(
        string="Share visited (%)",
        digits=(16, 2),
        compute="_compute_shares",
        store=True,
        aggregator="avg",
    )
    minimum_share = fields.Float(
        string="Share asked for (%)", compute="_compute_minimum_share"
    )
    below_reason = fields.Text(
        string="Why fewer", help="Where the estate allows a smaller share."
    )
    focus = fields.Text(
        string="Focus of the month", help="Subjects that every visit touches (VIS-07)."
    )
    summary = fields.Text(
        string="Summary of the month", help="Printed in the monthly visit report."
    )
    closed_on = fields.Datetime(readonly=True, copy=False)

    _month_uniq = models.Constraint(
        "UNIQUE(estate_id, month)", "This estate has a visit plan of the month already."
    )

    # === Defaults and computes ===

    @api.model
    def _default_month(self):
        """The coming month: plans are made before it starts."""
        today = self.env.user._property_today()
        return fields.Date.add(fields.Date.start_of(today, "month"), months=1)

    @api.depends("visit_ids.state")
    def _compute_counts(self):
        groups = self.env["property.visit"]._read_group(
            [("plan_id", "in", self.ids), ("state", "!=", "cancelled")],
            ["plan_id", "state"],
            ["__count"],
        )
        counts = {}
        for plan, state, number in groups:
            counts.setdefault(plan.id, {})[state] = number
        for plan in self:
            numbers = counts.get(plan.id, {})
            plan.planned_count = sum(numbers.values())
            plan.visited_count = numbers.get("done", 0)
            plan.not_met_count = numbers.get("not_met", 0)

    @api.depends("planned_count", "visited_count", "population_count")
    def _compute_shares(self):
        for plan in self:
            whole = plan.population_count
            plan.planned_share = 100 * plan.planned_count / whole if whole else 0.0
            plan.visited_share = 100 * plan.visited_count / whole if whole else 0.0

    @api.depends("estate_id")
    def _compute_minimum_share(self):
        for plan in self:
            plan.minimum_share = (
                plan.estate_id._property_parameter("visit.minimum_share")
                if plan.estate_id
                else 0.0
            )

    @api.depends("month", "estate_id.name")
    def _compute_display_name(self):
        for plan in self:
            month = plan.month and plan.month.strftime("%Y-%m")
            plan.display_name = " ".join(filter(None, (plan.estate_id.name, month)))

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        plans = super().create(vals_list)
        plans._property_measure()
        return plans

    def write(self, vals):
        result = super().write(vals)
        if {"base", "estate_id"} & vals.keys():
            self._property_measure()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda plan: plan.state != "draft"):
            raise UserError(self.env._("Plans that were approved stay on record."))

    def _property_step_fields(self):
        return {"state", "population_count", "closed_on"}

    # === Approval ===

    def _property_approval_key(self):
        return "visit_plan"

    def _property_approval_frozen_fields(self):
        return {"month", "estate_id", "base", "below_reason", "visit_ids"}

    def _property_on_approved(self):
        self._property_set(state="approved")

    def action_request_approval(self, reason=""):
        """Submit the plan for review (VIS-01).

        :raise UserError: nothing planned, or too few households
        """
        self.check_access("write")
        for plan in self:
            plan._property_step("draft")
            plan._property_measure()
            plan._property_check_share()
        return super().action_request_approval(reason)

    # === Actions ===

    def action_close(self):
        """The month is over: who was not visited stays on record as not met."""
        self.ensure_one()
        self._property_step("approved")
        if fields.Date.end_of(self.month, "month") > self.env.user._property_today():
            raise UserError(
                self.env._(
                    "%(plan)s: the month is not over yet.", plan=self.display_name
                )
            )
        waiting = self.visit_ids.filtered(lambda visit: visit.state == "planned")
        waiting._property_set(state="not_met")
        self._property_set(state="closed", closed_on=fields.Datetime.now())
        return True

    def action_open_visits(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_visit_action"
            ),
            "path": False,
            "domain": [("plan_id", "=", self.id)],
            "context": {
                "default_plan_id": self.id,
                "default_estate_id": self.estate_id.id,
            },
        }

    # === Business methods ===

    def _property_population(self):
        """The households of which the share is taken."""
        self.ensure_one()
        domain = Domain("estate_id", "=", self.estate_id.id) & Domain(
            "kind", "in", KINDS
        )
        if self.base == "handed_over":
            domain &= Domain("state", "in", LIVED_IN)
        elif self.base == "occupied":
            domain &= Domain("state", "in", ("occupied", "leased"))
        return domain

    def _property_measure(self):
        """Count the households; from the approval on the number stays."""
        for plan in self.filtered(lambda plan: plan.state == "draft"):
            units = self.env["property.unit"].search_count(plan._property_population())
            plan._property_set(population_count=units)

    def _property_check_share(self):
        """VIS-01: the visited share is at least 8 %, or what the estate sets.

        :raise UserError: too few, and the estate allows none or nobody says why
        """
        self.ensure_one()
        if not self.planned_count:
            raise UserError(
                self.env._("%(plan)s: plan some visits first.", plan=self.display_name)
            )
        # Compared in households: what is shown in percent is rounded.
        needed = self.minimum_share * self.population_count / 100
        if self.planned_count >= needed:
            return
        rule = self.estate_id._property_parameter("visit.share_rule")
        if rule == "reason" and (self.below_reason or "").strip():
            return
        raise UserError(
            self.env._(
                "%(plan)s: %(planned)s of %(whole)s households are planned, which is"
                " %(share).2f %%; at least %(minimum)s %% are asked for.",
                plan=self.display_name,
                planned=self.planned_count,
                whole=self.population_count,
                share=self.planned_share,
                minimum=self.minimum_share,
            )
        )

    def _property_check_may_plan(self):
        """Plans are made by the supervisor (VIS-07).

        :raise AccessError: for who may not write them
        """
        if self:
            self.check_access("write")

    def _property_check_open(self):
        """Visits are put in and taken out before the plan is submitted.

        :raise UserError: it is in approval or approved
        """
        for plan in self:
            if plan.state != "draft" or plan.approval_state == "pending":
                raise UserError(
                    self.env._(
                        "%(plan)s is submitted; visits beyond it are recorded without"
                        " a plan.",
                        plan=plan.display_name,
                    )
                )
