from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

KINDS = [
    ("pre_shift", "Pre-shift meeting"),
    ("post_shift", "Post-shift meeting"),
    ("team", "Team meeting"),
    ("department", "Department meeting"),
    ("other", "Other meeting"),
]
SHIFT_KINDS = ("pre_shift", "post_shift")
REPORT_KINDS = ("department",)


class PropertyMeeting(models.Model):
    """会议记录: who met, what was conveyed, who does what until when (MTG-01 to -05).

    A meeting before or after a shift takes two clicks (MTG-03, EMG-01); held, it is
    evidence.
    """

    _name = "property.meeting"
    _description = "Meeting"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    kind = fields.Selection(
        selection=KINDS, string="Kind of meeting", required=True, default="team"
    )
    subject = fields.Char(string="About")
    date = fields.Datetime(
        string="Met at", required=True, default=fields.Datetime.now, index=True
    )
    place = fields.Char(string="Meeting place")
    chair_id = fields.Many2one(
        comodel_name="property.staff",
        string="Chair",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["property.staff"]._property_of_user(),
    )
    attendee_ids = fields.Many2many(
        comodel_name="property.staff",
        relation="property_meeting_staff_rel",
        column1="meeting_id",
        column2="staff_id",
        string="Attendees",
        compute="_compute_attendee_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    standards = fields.Text(
        string="Standards conveyed",
        help="What was explained, asked and practised (EMG-01, MTG-03).",
    )
    minutes = fields.Html(string="Minutes of the meeting")
    state = fields.Selection(
        selection=[("draft", "Being written"), ("held", "Minutes closed")],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    recorded_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Minutes kept by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    held_on = fields.Datetime(string="Minutes closed on", readonly=True, copy=False)
    item_ids = fields.One2many(
        comodel_name="property.meeting.item",
        inverse_name="meeting_id",
        string="Agreed actions",
    )
    report_ids = fields.One2many(
        comodel_name="property.meeting.report",
        inverse_name="meeting_id",
        string="Reports of the week",
    )
    open_item_count = fields.Integer(
        string="Actions still open", compute="_compute_open_item_count"
    )

    # === Computes ===

    @api.depends("kind", "date", "estate_id")
    def _compute_attendee_ids(self):
        """Before and after a shift, those who are on duty then."""
        for meeting in self:
            if meeting.state == "held" or meeting.attendee_ids:
                continue
            if meeting.kind in SHIFT_KINDS:
                meeting.attendee_ids = meeting._property_on_duty()

    def _compute_open_item_count(self):
        counts = dict(
            self.env["property.meeting.item"]._read_group(
                [("meeting_id", "in", self.ids), ("state", "=", "open")],
                ["meeting_id"],
                ["__count"],
            )
        )
        for meeting in self:
            meeting.open_item_count = counts.get(meeting._origin, 0)

    @api.depends("kind", "subject", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for meeting in self:
            words = [kinds.get(meeting.kind), meeting._property_day(), meeting.subject]
            meeting.display_name = " ".join(word for word in words if word)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        meetings = super().create(vals_list)
        meetings._property_set(recorded_by_id=self.env.uid)
        meetings._property_add_reports()
        return meetings

    def write(self, vals):
        if not self.env.su and self.filtered(lambda meeting: meeting.state == "held"):
            raise UserError(
                self.env._(
                    "The minutes are closed and stay as they are; write what comes"
                    " later into those of the next meeting."
                )
            )
        result = super().write(vals)
        if {"attendee_ids", "kind"} & vals.keys():
            self._property_add_reports()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        if self.filtered(lambda meeting: meeting.state == "held"):
            raise UserError(self.env._("Minutes stay on record."))

    def _property_step_fields(self):
        return {"state", "recorded_by_id", "held_on"}

    # === Actions ===

    def action_held(self):
        """Close the minutes; who agreed to do something is reminded."""
        for meeting in self:
            meeting._property_step("draft")
            meeting._property_check_complete()
            meeting._property_set(
                state="held",
                held_on=fields.Datetime.now(),
                recorded_by_id=self.env.uid,
            )
            meeting.item_ids._property_remind()
        return True

    def action_print(self):
        self.check_access("read")
        # The list of printouts is not the desk's to read.
        report = self.env.ref("property_service.property_meeting_report").sudo()
        return report.report_action(self, config=False)

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "recorded_by_id",
            "time": "date",
        }

    @api.model
    def _property_evidence_domain(self):
        return super()._property_evidence_domain() & Domain("state", "=", "held")

    # === Business methods ===

    def _property_on_duty(self):
        """Who begins or ends a shift around the time of the meeting."""
        self.ensure_one()
        if not self.date or not self.estate_id:
            return self.env["property.staff"]
        hour = timedelta(hours=1)
        name = "date_start" if self.kind == "pre_shift" else "date_end"
        # Who works together is no secret among them.
        shifts = self.env["property.duty.shift"].sudo()
        found = shifts.search(
            [
                ("estate_id", "=", self.estate_id.id),
                ("roster_state", "=", "published"),
                (name, ">=", self.date - hour),
                (name, "<=", self.date + hour),
            ]
        )
        return found.staff_id.sudo(False)

    def _property_add_reports(self):
        """A line for each attendee of the department's meeting (MTG-04, MTG-05)."""
        for meeting in self.filtered(
            lambda m: m.kind in REPORT_KINDS and m.state == "draft"
        ):
            missing = meeting.attendee_ids - meeting.report_ids.staff_id
            # Beside the minutes, which whoever writes them may change.
            meeting.sudo().report_ids = [
                Command.create({"staff_id": staff.id}) for staff in missing
            ]

    def _property_check_complete(self):
        if not self.attendee_ids:
            raise UserError(
                self.env._("%(meeting)s: say who was there.", meeting=self.display_name)
            )
        if self.kind in SHIFT_KINDS:
            return
        if not self.minutes and not (self.standards or "").strip():
            raise UserError(
                self.env._("%(meeting)s: write the minutes.", meeting=self.display_name)
            )

    def _property_day(self):
        return self.estate_id._property_clock(self.date)

    def _property_kind_text(self):
        """The kind in words, for paper."""
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]
