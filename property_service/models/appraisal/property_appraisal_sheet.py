from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyAppraisalSheet(models.Model):
    """绩效考核表: a person's month, from entries and figures (QA-15, QA-05).

    Made for all staff of an estate at once. The supervisor reviews it in person, the
    person acknowledges it; from then on it stays as it is.
    """

    _name = "property.appraisal.sheet"
    _description = "Appraisal Sheet"
    _inherit = [
        "property.step.mixin",
        "property.estate.mixin",
        "property.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "month desc, score desc, id"
    _rec_names_search = ["staff_id"]
    _check_company_auto = True

    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Person appraised",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    post = fields.Selection(related="staff_id.post", store=True)
    month = fields.Date(
        string="Month of the appraisal", required=True, readonly=True, index=True
    )
    period = fields.Char(string="Month appraised", compute="_compute_period")
    state = fields.Selection(
        selection=[
            ("draft", "Being prepared"),
            ("reviewed", "Waits for acknowledgement"),
            ("confirmed", "Sheet settled"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many(
        comodel_name="property.appraisal.sheet.line",
        inverse_name="sheet_id",
        string="Criteria",
        readonly=True,
    )
    base_score = fields.Float(string="Base score", readonly=True, digits=(16, 1))
    points = fields.Float(
        string="Points of the month",
        compute="_compute_score",
        store=True,
        digits=(16, 1),
        aggregator="avg",
    )
    score = fields.Float(
        string="Appraisal score",
        compute="_compute_score",
        store=True,
        digits=(16, 1),
        aggregator="avg",
        help="Base score and points of the confirmed entries (QA-15).",
    )
    open_count = fields.Integer(
        string="Entries to decide", compute="_compute_open_count"
    )
    comment = fields.Text(string="Appraisal by the supervisor")
    counted_on = fields.Datetime(string="Figures as of", readonly=True)
    reviewed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Appraised by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reviewed_on = fields.Datetime(string="Appraised on", readonly=True, copy=False)
    acknowledged_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Acknowledgement registered by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    acknowledged_on = fields.Datetime(
        string="Acknowledged on", readonly=True, copy=False
    )
    acknowledged_how = fields.Selection(
        selection=[
            ("self", "By the person"),
            ("paper", "Signed on paper"),
            ("silence", "No word in time"),
        ],
        string="Acknowledged how",
        readonly=True,
        copy=False,
    )
    objection = fields.Text(string="Words of the person", readonly=True, copy=False)
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _month_uniq = models.UniqueIndex(
        "(staff_id, month)", "This person has an appraisal sheet of this month already."
    )

    # === Computes ===

    @api.depends("base_score", "line_ids.points")
    def _compute_score(self):
        for sheet in self:
            sheet.points = sum(sheet.line_ids.mapped("points"))
            sheet.score = sheet.base_score + sheet.points

    @api.depends("month")
    def _compute_period(self):
        for sheet in self:
            sheet.period = sheet.month and sheet.month.strftime("%Y-%m")

    def _compute_open_count(self):
        for sheet in self:
            # What is still to be decided does not depend on who looks.
            sheet.open_count = len(sheet.sudo()._property_undecided())

    @api.depends("staff_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        own = self.env["property.staff"]._property_of_user()
        for sheet in self:
            sheet.is_mine = bool(own) and sheet.staff_id == own

    @api.depends("staff_id", "month")
    def _compute_display_name(self):
        for sheet in self:
            words = (sheet.staff_id.name, sheet.period)
            sheet.display_name = " ".join(word for word in words if word)

    # === CRUD ===

    def write(self, vals):
        if not self.env.su and "comment" in vals:
            for sheet in self:
                sheet._property_check_draft()
                sheet._property_check_judge()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Appraisal sheets stay on record."))

    # === Hooks ===

    def _property_step_fields(self):
        """All but the supervisor's words follows from entries, figures and steps."""
        return {
            name
            for name, field in self._fields.items()
            if field.store
            and name != "comment"
            and not name.startswith(("message_", "activity_"))
        }

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "reviewed_by_id",
            "time": "reviewed_on",
            "subject": "staff_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("state", "!=", "draft")

    @api.model
    def _property_figures(self, estate, staff, month):
        """Figures beside the score, each area its own, with few queries for all.

        :param staff: all people who are appraised
        :param month: first day of the month
        :return: dict by staff of values of this model's fields, and of what
            ``_property_propose`` needs beside
        """
        return {member: {} for member in staff}

    @api.model
    def _property_propose(self, sheets, figures):
        """Entries that follow from the figures of a month that is over."""

    # === Business methods ===

    @api.model
    def _property_make(self, estate, month, staff=None):
        """Make or count anew the sheets of an estate's staff; same queries for 100.

        :param month: any day of it
        :param staff: some people alone; by default all active staff of the estate
        :return: the sheets of the estate and month
        """
        if not self.env.su and not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Appraisal sheets are made by supervisors."))
        estate.check_access("read")
        month = month.replace(day=1)
        # Figures are the same whoever counts them; the estate is in every search.
        sheets = self.sudo()
        people = staff or sheets.env["property.staff"].search(
            [("estate_ids", "in", estate.ids)]
        )
        people = people.sudo()  # as above
        there = sheets.search([("staff_id", "in", people.ids), ("month", "=", month)])
        base = estate._property_parameter("appraisal.base_score")
        new = sheets.with_context(tracking_disable=True).create(
            [
                {
                    "estate_id": estate.id,
                    "staff_id": member.id,
                    "month": month,
                    "base_score": base,
                }
                for member in people - there.staff_id
            ]
        )
        mine = (there | new).filtered(lambda sheet: sheet.estate_id == estate)
        drafts = mine.filtered(lambda sheet: sheet.state == "draft")
        drafts.lock_for_update(allow_referencing=True)
        drafts._property_count()
        return mine.sudo(False)

    def _property_count(self):
        """Lines and figures of drafts from what is confirmed now (QA-05, QA-15)."""
        for (estate, month), group in self.grouped(
            lambda sheet: (sheet.estate_id, sheet.month)
        ).items():
            sheets = group.sudo()  # as in ``_property_make``
            figures = sheets._property_figures(estate, sheets.staff_id, month)
            today = estate._property_today()
            if today >= month + relativedelta(months=1):
                sheets._property_propose(sheets, figures)
            now = fields.Datetime.now()
            for sheet in sheets:
                values = {
                    name: value
                    for name, value in figures[sheet.staff_id].items()
                    if name in self._fields
                }
                sheet.write({**values, "counted_on": now})
            sheets._property_count_lines(month)

    def _property_count_lines(self, month):
        """One line a criterion, from the entries that count in the month."""
        self.line_ids.unlink()
        sheet_of = {sheet.staff_id: sheet for sheet in self}
        entries = self.env["property.appraisal.entry"]
        rows = {}
        for staff, criterion, is_reward, count, points in entries._read_group(
            [*self._property_counted_domain(self.staff_id, month)],
            ["staff_id", "criterion_id", "is_reward"],
            ["__count", "points:sum"],
        ):
            row = rows.setdefault(
                (staff, criterion),
                {
                    "sheet_id": sheet_of[staff].id,
                    "criterion_id": criterion.id,
                    "sequence": criterion.sequence,
                },
            )
            row["entry_count"] = row.get("entry_count", 0) + count
            row["reward" if is_reward else "deduction"] = points
        self.env["property.appraisal.sheet.line"].create(list(rows.values()))

    @api.model
    def _property_counted_domain(self, staff, month):
        return (
            Domain("staff_id", "in", staff.ids)
            & Domain("month", "=", month)
            & Domain("state", "in", ("confirmed", "reversed"))
        )

    def _property_undecided(self):
        """Entries of the person and month that nobody decided yet."""
        entries = self.env["property.appraisal.entry"]
        if not self.month:
            return entries
        return entries.search(
            Domain("staff_id", "=", self.staff_id.id)
            & Domain("date", ">=", self.month)
            & Domain("date", "<", self.month + relativedelta(months=1))
            & (Domain("state", "=", "proposed") | Domain("is_objected", "=", True))
        )

    def _property_check_draft(self):
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(sheet)s is appraised; return it to change it.",
                    sheet=self.display_name,
                )
            )

    def _property_check_judge(self):
        """Nobody appraises themselves."""
        # Whom it is about does not depend on who may read logins.
        if self.staff_id.sudo().user_id == self.env.user:
            raise AccessError(
                self.env._(
                    "%(sheet)s is about you; another supervisor appraises you.",
                    sheet=self.display_name,
                )
            )
