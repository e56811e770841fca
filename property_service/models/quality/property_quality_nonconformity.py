from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .property_quality_violation import SEVERITIES

ADMINISTRATOR = "property_service.property_service_group_administrator"
STATES = [
    ("draft", "Waits for confirmation"),
    ("open", "To be corrected"),
    ("corrected", "To be re-checked"),
    ("done", "Closed after re-check"),
    ("dropped", "Given up"),
]
# What whoever corrects writes down; the rest is the checkers'.
CORRECTIONS = {"cause", "correction", "prevention", "photo_ids"}
# What the appraisal rests upon, settled when it is confirmed.
FINDING = {"finding", "staff_id", "severity", "violation_id", "estate_id", "found_on"}


class PropertyQualityNonconformity(models.Model):
    """不合格项: what a check found wrong, and how it is put right (QA-05, QA-12).

    Confirmed, it counts in the appraisal of who is responsible; corrected, somebody
    else re-checks it, and where that fails it stands open again.
    """

    _name = "property.quality.nonconformity"
    _description = "Non-conformity"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.file.mixin",
        "property.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "found_on desc, id desc"
    _rec_names_search = ["name", "finding"]
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False)
    finding = fields.Text(string="What does not conform", required=True)
    found_on = fields.Datetime(
        string="Found out on", required=True, default=fields.Datetime.now, index=True
    )
    found_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Found out by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
    )
    # Where it comes from
    check_id = fields.Many2one(
        comodel_name="property.quality.check",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    line_id = fields.Many2one(
        comodel_name="property.checklist.line",
        string="Checked item",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    sample_line_id = fields.Many2one(
        comodel_name="property.sample.line",
        string="Record of a sample",
        index="btree_not_null",
        ondelete="restrict",
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('property_estate_id', '=', estate_id)]",
        help="The complaint, or the opinion of a visit, that it comes from (VIS-02).",
    )
    control_point_id = fields.Many2one(
        comodel_name="property.control.point",
        compute="_compute_of_check",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    post_id = fields.Many2one(
        comodel_name="property.duty.post",
        string="Duty post",
        compute="_compute_of_check",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('estate_id', '=', estate_id)]",
    )
    place = fields.Char(string="Place checked")
    # Whose it is, and how grave
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Responsible staff",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    violation_id = fields.Many2one(
        comodel_name="property.quality.violation",
        string="Violation of conduct",
        index="btree_not_null",
        ondelete="restrict",
    )
    severity = fields.Selection(
        selection=SEVERITIES,
        string="How grave",
        compute="_compute_severity",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    # How it is put right
    owner_id = fields.Many2one(
        comodel_name="property.staff",
        string="To be corrected by",
        compute="_compute_owner_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    deadline = fields.Date(index=True)
    cause = fields.Text(string="Analysis of causes")
    correction = fields.Text(string="Measures of correction")
    prevention = fields.Text(string="Measures of prevention")
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_quality_nonconformity_photo_rel",
        column1="nonconformity_id",
        column2="attachment_id",
        string="Photos",
        copy=False,
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Confirmed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    corrected_on = fields.Datetime(string="Corrected on", readonly=True, copy=False)
    corrected_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Corrected by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    recheck_note = fields.Text(string="Finding of the re-check", copy=False)
    rechecked_on = fields.Datetime(string="Re-checked on", readonly=True, copy=False)
    rechecked_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Re-checked by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reopen_count = fields.Integer(
        string="Failed re-checks", readonly=True, copy=False, aggregator="sum"
    )
    dropped_reason = fields.Text(string="Why dropped", copy=False)
    dropped_on = fields.Datetime(string="Dropped on", readonly=True, copy=False)
    dropped_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Dropped by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    published_on = fields.Datetime(
        string="Published on", readonly=True, copy=False, help="QA-12."
    )
    alerted_on = fields.Datetime(string="Overdue told on", readonly=True, copy=False)
    is_overdue = fields.Boolean(
        string="Past the deadline",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
    )
    improvement_ids = fields.One2many(
        comodel_name="property.quality.improvement", inverse_name="nonconformity_id"
    )

    _line_uniq = models.UniqueIndex(
        "(line_id) WHERE line_id IS NOT NULL",
        "This item has its non-conformity already.",
    )
    _due_idx = models.Index("(deadline) WHERE state = 'open'")

    # === Computes ===

    @api.depends("check_id")
    def _compute_of_check(self):
        for row in self:
            check = row.check_id
            row.control_point_id = check.control_point_id or row.control_point_id
            row.post_id = check.post_id or row.post_id

    @api.depends("violation_id")
    def _compute_severity(self):
        for row in self:
            usual = row.severity or "major"
            row.severity = row.violation_id.severity or usual

    @api.depends("staff_id")
    def _compute_owner_id(self):
        for row in self:
            row.owner_id = row.owner_id or row.staff_id

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        today = self.env.user._property_today()
        for row in self:
            row.is_overdue = (
                row.state == "open" and bool(row.deadline) and row.deadline < today
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain("state", "=", "open") & Domain(
            "deadline", "<", self.env.user._property_today()
        )
        return overdue if True in value else ~overdue

    @api.depends("name", "finding")
    def _compute_display_name(self):
        for row in self:
            first = (row.finding or "").strip().splitlines()[:1]
            parts = (row.name, *(line[:60] for line in first))
            row.display_name = " ".join(part for part in parts if part)

    # === Constraints ===

    @api.constrains("estate_id", "check_id", "post_id", "ticket_id", "sample_line_id")
    def _check_estate(self):
        for row in self:
            estates = row.check_id.estate_id | row.post_id.estate_id
            estates |= row.ticket_id.property_estate_id | row.sample_line_id.estate_id
            row.estate_id._property_patrol_same(estates, row)

    @api.constrains("deadline", "found_on")
    def _check_deadline(self):
        for row in self:
            found_on = row.estate_id._property_local_date(row.found_on)
            if row.deadline and row.deadline < found_on:
                raise ValidationError(
                    self.env._(
                        "%(row)s: the deadline lies before the day it was found.",
                        row=row.display_name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        sequences = self.env["ir.sequence"]
        code = "property.quality.nonconformity"
        for row, number in sequences._property_numbered(rows, code):
            row._property_set(
                name=number,
                deadline=row.deadline or row._property_usual_deadline(),
            )
        return rows

    def write(self, vals):
        if not self.env.su:
            self._property_check_write(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Non-conformities stay on record; drop them with a reason.")
        )

    def _property_step_fields(self):
        fixed = {"state", "name", "found_by_id", "line_id", "confirmed_on"}
        fixed |= {"confirmed_by_id", "corrected_on", "corrected_by_id", "rechecked_on"}
        fixed |= {"rechecked_by_id", "reopen_count", "published_on", "alerted_on"}
        fixed |= {"dropped_on", "dropped_by_id"}
        if self:
            fixed |= {"check_id", "sample_line_id"}
        return fixed

    def _property_check_write(self, vals):
        """Who corrects writes of his correction alone; the finding stays as confirmed.

        :raise AccessError: not this user's to write
        :raise UserError: the finding is confirmed, or all is closed
        """
        names = vals.keys() & set(self._fields)
        names -= {"message_follower_ids", "activity_ids", "message_ids"}
        if names - CORRECTIONS and not self.env.user.has_group(ADMINISTRATOR):
            raise AccessError(
                self.env._(
                    "Write down the cause and the measures; the rest is for who checks."
                )
            )
        for row in self:
            # Why it is withdrawn is written before, even where it is closed.
            open_names = {"dropped_reason"} if row.state == "done" else set()
            if row.state in ("done", "dropped") and names - open_names:
                raise UserError(self.env._("%(row)s is closed.", row=row.display_name))
            if row.state != "draft" and names & FINDING:
                raise UserError(
                    self.env._(
                        "%(row)s is confirmed: what was found, by whom and how grave"
                        " stays as it is.",
                        row=row.display_name,
                    )
                )

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "rechecked_by_id",
            "time": "rechecked_on",
            "control_point": "control_point_id",
        }

    @api.model
    def _property_evidence_domain(self):
        """Re-checked: that is the proof that it was followed up."""
        return super()._property_evidence_domain() & Domain("state", "=", "done")

    # === Business methods ===

    def _property_usual_deadline(self):
        self.ensure_one()
        days = self.estate_id._property_parameter(
            f"quality.deadline_days_{self.severity}"
        )
        today = self.env.user._property_today()
        return self.estate_id._property_add_working_days(today, days)
