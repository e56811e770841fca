from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..service.property_service_callback_answer import SATISFACTION

KINDS = [
    ("regular", "Household visit"),
    ("key", "Key customer visit"),
    ("research", "Management research visit"),
]
STATES = [
    ("planned", "To be visited"),
    ("done", "Visited"),
    ("not_met", "Nobody met"),
    ("cancelled", "Cancelled"),
]


class PropertyVisit(models.Model):
    """入户走访: what a household thinks, and what becomes of it (VIS-01, VIS-02).

    Filled in on a phone at the door; done, it is evidence.
    """

    _name = "property.visit"
    _description = "Visit"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.file.mixin",
        "property.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Record No.", readonly=True, copy=False)
    kind = fields.Selection(selection=KINDS, required=True, default="regular")
    plan_id = fields.Many2one(
        comodel_name="property.visit.plan",
        string="Visit plan",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="planned",
        index=True,
        copy=False,
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('estate_id', '=?', estate_id)]",
    )
    zone_id = fields.Many2one(
        related="unit_id.zone_id", store=True, index="btree_not_null"
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        index="btree_not_null",
        ondelete="restrict",
    )
    contact_name = fields.Char(
        string="Person met", help="When it was somebody else of the household."
    )
    place = fields.Char(help="Of a research visit on site (VIS-08).")
    date = fields.Date(
        string="Planned for",
        required=True,
        index=True,
        default=lambda self: self.env.user._property_today(),
    )
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="To be visited by",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Visited by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    done_on = fields.Datetime(
        string="Visited on", readonly=True, copy=False, index="btree_not_null"
    )
    attempt_count = fields.Integer(
        string="Attempts", readonly=True, copy=False, aggregator=None
    )
    topic_ids = fields.Many2many(
        comodel_name="property.visit.topic",
        relation="property_visit_topic_rel",
        column1="visit_id",
        column2="topic_id",
        string="Topics",
        domain="['|', ('estate_ids', '=', False), ('estate_ids', 'in', estate_id)]",
    )
    script_text = fields.Text(
        string="Words to say on the topics",
        compute="_compute_script_text",
        help="What is explained about each topic, and how (VIS-03).",
    )
    satisfaction = fields.Selection(selection=SATISFACTION, copy=False)
    satisfaction_level = fields.Integer(
        string="Average satisfaction",
        compute="_compute_satisfaction_level",
        store=True,
        aggregator="avg",
    )
    note = fields.Text(string="What was said")
    opinion_ids = fields.One2many(
        comodel_name="property.visit.opinion", inverse_name="visit_id"
    )
    opinion_count = fields.Integer(
        string="Opinions", compute="_compute_opinion_count", store=True
    )
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_visit_photo_rel",
        column1="visit_id",
        column2="attachment_id",
        string="Photos",
        copy=False,
    )

    # VIS-01: no household twice in the plan of a month.
    _plan_uniq = models.UniqueIndex(
        "(plan_id, unit_id) WHERE plan_id IS NOT NULL",
        "This household is in the plan of the month already.",
    )
    _unit_idx = models.Index("(unit_id, done_on) WHERE state = 'done'")
    _unit_set = models.Constraint(
        "CHECK(unit_id IS NOT NULL OR kind = 'research')",
        "Say which household is visited.",
    )

    # === Computes ===

    @api.depends("topic_ids")
    @api.depends_context("lang")
    def _compute_script_text(self):
        for visit in self:
            visit.script_text = "\n".join(
                f"{topic.name}：{topic.script}"
                for topic in visit.topic_ids
                if topic.script
            )

    @api.depends("satisfaction")
    def _compute_satisfaction_level(self):
        for visit in self:
            visit.satisfaction_level = int(visit.satisfaction or 0)

    @api.depends("opinion_ids")
    def _compute_opinion_count(self):
        for visit in self:
            visit.opinion_count = len(visit.opinion_ids)

    @api.depends("name", "unit_id.code", "place")
    def _compute_display_name(self):
        for visit in self:
            parts = (visit.name, visit.unit_id.code or visit.place)
            visit.display_name = " ".join(part for part in parts if part)

    @api.onchange("unit_id")
    def _onchange_unit_id(self):
        if self.unit_id:
            self.partner_id = self.partner_id or self.unit_id.owner_ids[:1]

    # === Constraints ===

    @api.constrains("estate_id", "unit_id", "plan_id")
    def _check_estate(self):
        for visit in self:
            estates = visit.unit_id.estate_id | visit.plan_id.estate_id
            if estates - visit.estate_id:
                raise ValidationError(
                    self.env._(
                        "%(visit)s: unit and plan must belong to estate “%(estate)s”.",
                        visit=visit.display_name,
                        estate=visit.estate_id.name,
                    )
                )

    @api.constrains("plan_id", "date")
    def _check_month(self):
        for visit in self.filtered("plan_id"):
            if fields.Date.start_of(visit.date, "month") != visit.plan_id.month:
                raise ValidationError(
                    self.env._(
                        "%(visit)s: the day lies outside the month of the plan.",
                        visit=visit.display_name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        if not self.env.su:
            visits.plan_id._property_check_may_plan()
        visits.plan_id._property_check_open()
        sequences = self.env["ir.sequence"]
        for visit, number in sequences._property_numbered(visits, "property.visit"):
            visit.sudo().name = number  # set by the steps alone
        return visits

    def write(self, vals):
        if not self.env.su:
            if self.filtered(lambda visit: visit.state in ("done", "cancelled")):
                raise UserError(
                    self.env._(
                        "A visit that was made stays as recorded; note what comes later"
                        " in its history."
                    )
                )
            if {"plan_id", "unit_id", "estate_id"} & vals.keys() and self.plan_id:
                self.plan_id._property_check_may_plan()
                self.plan_id._property_check_open()
        result = super().write(vals)
        if not self.env.su and vals.get("plan_id"):
            self.plan_id._property_check_may_plan()
            self.plan_id._property_check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_planned(self):
        if self.filtered(lambda visit: visit.state != "planned"):
            raise UserError(self.env._("Visits that were made stay on record."))
        self.plan_id._property_check_open()

    def _property_step_fields(self):
        return {"state", "name", "user_id", "done_on", "attempt_count"}

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "done_on",
            "subject": "unit_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return super()._property_evidence_domain() & Domain("state", "=", "done")

    # === Business methods ===

    def _property_kind_text(self):
        """The kind in words, for paper."""
        self.ensure_one()
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]
