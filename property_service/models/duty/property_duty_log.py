from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

ADMINISTRATOR = "property_service.property_service_group_administrator"
STATES = [
    ("planned", "To begin"),
    ("on_duty", "Now on duty"),
    ("handed_over", "Shift handed over"),
    ("closed", "Closed without relief"),
    ("missed", "Nobody came"),
]
# Of these nothing more is written: they are the record.
ENDED = ("handed_over", "closed", "missed")


class PropertyDutyLog(models.Model):
    """客户服务中心值班记录表: what happened on a post in one shift (DUT-05, DUT-50).

    It begins when both shifts have signed the handover (DUT-23) and ends when the next
    has taken over (DUT-10). For staff inside the centre alone (DUT-06).
    """

    _name = "property.duty.log"
    _description = "Duty Log"
    _inherit = [
        "property.step.mixin",
        "property.checklist.document.mixin",
        "property.estate.mixin",
        "property.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_start desc, post_id, id desc"
    _rec_names_search = ["name", "post_id"]
    _check_company_auto = True

    name = fields.Char(
        string="Log No.", readonly=True, copy=False, default="/", index="trigram"
    )
    post_id = fields.Many2one(
        comodel_name="property.duty.post",
        string="Duty post",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    # The post says where it stands.
    estate_id = fields.Many2one(
        related="post_id.estate_id",
        store=True,
        readonly=True,
        precompute=True,
        default=None,
    )
    shift_type_id = fields.Many2one(
        comodel_name="property.duty.shift.type",
        string="Shift",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('estate_id', '=', estate_id)]",
    )
    date = fields.Date(
        string="Day of duty",
        required=True,
        default=fields.Date.context_today,
        index=True,
    )
    # Not after the type's hours: a later change of them moves no log.
    date_start = fields.Datetime(
        string="Duty begins",
        compute="_compute_times",
        store=True,
        precompute=True,
        index=True,
    )
    date_end = fields.Datetime(
        string="Duty ends", compute="_compute_times", store=True, precompute=True
    )
    is_late = fields.Boolean(related="shift_type_id.is_late")
    staff_ids = fields.Many2many(
        comodel_name="property.staff",
        relation="property_duty_log_staff_rel",
        column1="log_id",
        column2="staff_id",
        string="People on duty",
        domain="[('company_id', '=', company_id)]",
    )
    is_by_hand = fields.Boolean(
        string="Without a roster", readonly=True, help="Opened by hand, not planned."
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    begun_on = fields.Datetime(string="On duty since", readonly=True, copy=False)
    ended_on = fields.Datetime(string="On duty until", readonly=True, copy=False)
    preshift_checklist_id = fields.Many2one(
        comodel_name="property.checklist",
        string="Pre-shift list",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    entry_ids = fields.One2many(
        comodel_name="property.duty.log.entry",
        inverse_name="log_id",
        string="Entries",
        copy=False,
    )
    carried_entry_ids = fields.One2many(
        comodel_name="property.duty.log.entry",
        inverse_name="carried_log_id",
        string="Open matters",
        domain=[("state", "=", "pending")],
        copy=False,
        help="Of this shift and of those before it, until they are done.",
    )
    entry_count = fields.Integer(string="Entries made", compute="_compute_counts")
    pending_count = fields.Integer(string="Still open", compute="_compute_counts")
    major_count = fields.Integer(string="Major matters", compute="_compute_counts")
    handover_in_id = fields.Many2one(
        comodel_name="property.duty.handover",
        string="Taken over by",
        compute="_compute_handovers",
    )
    handover_out_id = fields.Many2one(
        comodel_name="property.duty.handover",
        string="Handed over by",
        compute="_compute_handovers",
    )
    has_before = fields.Boolean(compute="_compute_handovers")
    leave_ids = fields.One2many(
        comodel_name="property.duty.leave",
        inverse_name="log_id",
        string="Leaves of the post",
    )
    read_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Log read by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    read_on = fields.Datetime(string="Log read on", readonly=True, copy=False)
    read_note = fields.Char(string="Supervisor's remark", copy=False)
    is_mine = fields.Boolean(string="My duty", compute="_compute_is_mine")
    may_write = fields.Boolean(compute="_compute_is_mine")

    _shift_uniq = models.Constraint(
        "UNIQUE(post_id, shift_type_id, date)",
        "This post has a log for this shift and day already.",
    )
    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This log number is taken already."
    )
    _open_idx = models.Index("(post_id, date_start) WHERE state = 'on_duty'")
    _unread_idx = models.Index(
        "(estate_id, date) WHERE read_on IS NULL AND state IN ('handed_over', 'closed')"
    )

    # === Computes ===

    @api.depends("date", "shift_type_id")
    def _compute_times(self):
        for log in self:
            if log.date and log.shift_type_id:
                times = log.shift_type_id._property_times(log.date)
                log.date_start, log.date_end = times
            else:
                log.date_start = log.date_end = False

    @api.depends("entry_ids.state", "carried_entry_ids", "entry_ids.is_major")
    def _compute_counts(self):
        entries = self.env["property.duty.log.entry"]
        made, major = {}, {}
        for log, is_major, number in entries._read_group(
            [("log_id", "in", self.ids)], ["log_id", "is_major"], ["__count"]
        ):
            made[log.id] = made.get(log.id, 0) + number
            major[log.id] = number if is_major else major.get(log.id, 0)
        pending = dict(
            entries._read_group(
                [("carried_log_id", "in", self.ids), ("state", "=", "pending")],
                ["carried_log_id"],
                ["__count"],
            )
        )
        for log in self:
            log.entry_count = made.get(log._origin.id, 0)
            log.major_count = major.get(log._origin.id, 0)
            log.pending_count = pending.get(log._origin, 0)

    def _compute_handovers(self):
        handovers = self.env["property.duty.handover"]
        rows = handovers.search(
            Domain("log_in_id", "in", self.ids) | Domain("log_out_id", "in", self.ids)
        )
        taken, given = rows.grouped("log_in_id"), rows.grouped("log_out_id")
        for log in self:
            log.handover_in_id = taken.get(log._origin, handovers)[:1]
            log.handover_out_id = given.get(log._origin, handovers)[:1]
            log.has_before = log.state == "planned" and bool(log._property_before())

    @api.depends("staff_ids", "state")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        own = self.env["property.staff"]._property_of_user()
        leads = self.env.user.has_group(ADMINISTRATOR)
        for log in self:
            log.is_mine = bool(own) and own in log.staff_ids
            log.may_write = log.state == "on_duty" and (log.is_mine or leads)

    @api.depends("date", "shift_type_id", "post_id")
    def _compute_display_name(self):
        for log in self:
            words = (
                log.date and log.date.strftime("%m-%d"),
                log.shift_type_id.name,
                log.post_id.name,
            )
            log.display_name = " ".join(word for word in words if word)

    # === Constraints ===

    @api.constrains("post_id", "shift_type_id")
    def _check_estate(self):
        for log in self:
            if log.shift_type_id.estate_id != log.estate_id:
                raise ValidationError(
                    self.env._(
                        "%(log)s: take a shift of estate “%(estate)s”.",
                        log=log.display_name,
                        estate=log.estate_id.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        logs = super().create(vals_list)
        sequences = self.env["ir.sequence"]
        for log, number in sequences._property_numbered(logs, "property.duty.log"):
            log._property_set(name=number)
        if not self.env.su:
            logs._property_check_opened_by_hand()
        return logs

    def write(self, vals):
        if not self.env.su:
            self._property_check_change(vals.keys())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        for log in self:
            if log.state != "planned" or log.entry_ids:
                raise UserError(
                    self.env._(
                        "%(log)s has begun and stays on record.", log=log.display_name
                    )
                )

    # === Hooks ===

    def _property_step_fields(self):
        return {
            *("name", "state", "begun_on", "ended_on", "is_by_hand"),
            *("preshift_checklist_id", "read_by_id", "read_on"),
        }

    @api.model
    def _property_evidence_fields(self):
        """The supervisor's daily reading is what counts (DUT-07)."""
        return {
            **super()._property_evidence_fields(),
            "person": "read_by_id",
            "time": "read_on",
            "subject": "post_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("read_on", "!=", False)

    def _property_checklist_may_edit(self, checklist):
        self.ensure_one()
        return self.state == "planned" and self.has_access("write")
