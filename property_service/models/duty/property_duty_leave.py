from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

ADMINISTRATOR = "property_service.property_service_group_administrator"


class PropertyDutyLeave(models.Model):
    """离岗: leaving the post for a while (DUT-28, DUT-46, DUT-47).

    Asked for, approved, and a stand-in on the post before anybody goes; who is found
    away without that is absent without leave (DUT-04, DUT-55).
    """

    _name = "property.duty.leave"
    _description = "Leave of the Post"
    _inherit = [
        "property.step.mixin",
        "property.approval.mixin",
        "property.estate.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    log_id = fields.Many2one(
        comodel_name="property.duty.log",
        string="Duty log",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('state', '=', 'on_duty')]",
    )
    estate_id = fields.Many2one(
        related="log_id.estate_id",
        store=True,
        readonly=True,
        precompute=True,
        default=None,
    )
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Leaves the post",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["property.staff"]._property_of_user(),
    )
    reason = fields.Char(string="Why away from the post", required=True, tracking=True)
    stand_in_id = fields.Many2one(
        comodel_name="property.staff",
        string="Stand-in on the post",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('company_id', '=', company_id), ('id', '!=', staff_id)]",
    )
    minutes = fields.Integer(
        string="Minutes away",
        required=True,
        default=lambda self: self._default_minutes(),
    )
    state = fields.Selection(
        selection=[
            ("draft", "Being filled in"),
            ("asked", "Waits for approval"),
            ("approved", "May leave"),
            ("away", "Away from the post"),
            ("back", "Back on the post"),
            ("refused", "Refused"),
            ("cancelled", "Withdrawn"),
            ("found", "Away without leave"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    left_on = fields.Datetime(string="Left the post on", readonly=True, copy=False)
    due_on = fields.Datetime(string="Due back on", readonly=True, copy=False)
    back_on = fields.Datetime(string="Came back on", readonly=True, copy=False)
    over_minutes = fields.Integer(
        string="Minutes over time", readonly=True, copy=False, aggregator="sum"
    )
    is_over_time = fields.Boolean(
        string="Over time", compute="_compute_is_over_time", search="_search_over_time"
    )
    found_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Found away by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _one_away = models.UniqueIndex(
        "(staff_id) WHERE state IN ('asked', 'approved', 'away')",
        "This person has asked for leave of the post already.",
    )
    _minutes_positive = models.Constraint(
        "CHECK(minutes > 0)", "Say for how many minutes the post is left."
    )

    def _default_minutes(self):
        """As long as the estate allows at most (DUT-47)."""
        estate = self.env["property.estate"]._property_only_estate()
        return estate._property_parameter("duty.leave_minutes") if estate else 30

    # === Computes ===

    @api.depends("state", "due_on", "over_minutes")
    def _compute_is_over_time(self):
        now = fields.Datetime.now()
        for leave in self:
            leave.is_over_time = leave.over_minutes > 0 or (
                leave.state == "away" and leave.due_on < now
            )

    def _search_over_time(self, operator, value):
        if operator != "in":
            return NotImplemented
        over = Domain("over_minutes", ">", 0) | (
            Domain("state", "=", "away") & Domain("due_on", "<", fields.Datetime.now())
        )
        return over if True in value else ~over

    @api.depends("staff_id", "log_id")
    def _compute_display_name(self):
        for leave in self:
            name = leave.staff_id.name or ""
            leave.display_name = f"{name} {leave.log_id.display_name or ''}".strip()

    # === Constraints ===

    @api.constrains("log_id", "staff_id", "stand_in_id")
    def _check_people(self):
        for leave in self:
            if leave.staff_id not in leave.log_id.staff_ids:
                raise ValidationError(
                    self.env._(
                        "%(staff)s is not on duty in %(log)s.",
                        staff=leave.staff_id.name,
                        log=leave.log_id.display_name,
                    )
                )
            if leave.stand_in_id == leave.staff_id:
                raise ValidationError(
                    self.env._("Another person than the one who leaves stands in.")
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._property_check_own()
        return leaves

    def write(self, vals):
        if not self.env.su:
            frame = {"log_id", "staff_id", "reason", "stand_in_id", "minutes"}
            if frame & vals.keys():
                self._property_check_own()
                if self.filtered(lambda leave: leave.state != "draft"):
                    raise UserError(
                        self.env._("The leave is asked for; take it back and ask anew.")
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda leave: leave.state != "draft"):
            raise UserError(self.env._("A leave of the post stays on record."))

    # === Hooks ===

    def _property_step_fields(self):
        return {
            *("state", "left_on", "due_on", "back_on", "over_minutes"),
            "found_by_id",
        }

    def _property_approval_key(self):
        return "duty_leave"

    def _property_approval_frozen_fields(self):
        return {"log_id", "staff_id", "reason", "stand_in_id", "minutes"}

    def _property_approval_excluded_users(self):
        # Nobody lets himself go, whoever may read logins.
        return (self.sudo().staff_id | self.sudo().stand_in_id).user_id

    def _property_on_approved(self):
        self._property_set(state="approved")

    def _property_on_rejected(self):
        self._property_set(state="refused")

    def _property_on_returned(self):
        self._property_set(state="draft")

    # === Actions ===

    def action_ask(self):
        """Ask the manager; who stands in is named before (DUT-28)."""
        self._property_step("draft")
        self._property_check_own()
        self._property_check_stand_in()
        most = self.estate_id._property_parameter("duty.leave_minutes")
        if self.minutes > most:
            raise UserError(
                self.env._(
                    "A post is left for %(most)s minutes at most; for longer ask for an"
                    " absence with cover.",
                    most=most,
                )
            )
        self._property_set(state="asked")
        self.action_request_approval(self.reason)

    def action_leave(self):
        """Approved and relieved: the post may be left."""
        self._property_step("approved")
        self._property_require_approved()
        self._property_check_stand_in()
        now = fields.Datetime.now()
        self._property_set(
            state="away", left_on=now, due_on=now + timedelta(minutes=self.minutes)
        )

    def action_back(self):
        """Back on the post; what was over the time is kept (DUT-47)."""
        self._property_step("away")
        now = fields.Datetime.now()
        over = max(0, int((now - self.due_on).total_seconds() // 60))
        self._property_set(state="back", back_on=now, over_minutes=over)
        if over:
            self._property_appraise(
                "leave_over_time",
                self.env._(
                    "Came back to the post %(over)s minutes over time.", over=over
                ),
            )

    def action_take_back(self):
        self._property_step("draft", "asked", "approved")
        self._property_check_own()
        self._property_withdraw_approval(self.env._("taken back"))
        self._property_set(state="cancelled")

    def action_found(self):
        """擅自离岗: somebody was away without leave (DUT-04, DUT-28, DUT-55)."""
        self._property_step("draft")
        if not self.env.su and not self.env.user.has_group(ADMINISTRATOR):
            raise AccessError(
                self.env._("An administrator or above notes who is away without leave.")
            )
        self._property_set(
            state="found", found_by_id=self.env.uid, left_on=fields.Datetime.now()
        )
        self._property_appraise(
            "absent_without_leave",
            self.env._(
                "Away from the post without leave: %(reason)s", reason=self.reason
            ),
        )

    # === Business methods ===

    def _property_check_own(self):
        """People ask for themselves; an administrator enters others."""
        if self.env.su or self.env.user.has_group(ADMINISTRATOR):
            return
        own = self.env["property.staff"]._property_of_user()
        if self.filtered(lambda leave: leave.staff_id != own):
            raise AccessError(
                self.env._("Ask for leave of your own post; others ask for theirs.")
            )

    def _property_check_stand_in(self):
        """有人替班后方可离开: somebody free stands on the post (DUT-28)."""
        if not self.stand_in_id:
            raise UserError(
                self.env._("Name who stands in on the post; it is never left alone.")
            )
        now = fields.Datetime.now()
        until = now + timedelta(minutes=self.minutes)
        busy = self.env["property.duty.shift"]._property_of_people(
            self.stand_in_id, now, until
        )
        # Where somebody is planned counts, whoever may see that post.
        elsewhere = busy.filtered(lambda shift: shift.post_id != self.log_id.post_id)
        if elsewhere or self.stand_in_id._property_leaves(now, until):
            raise UserError(
                self.env._(
                    "%(staff)s is on another post or on leave; choose somebody else.",
                    staff=self.stand_in_id.name,
                )
            )

    def _property_appraise(self, kind, reason):
        self.log_id._property_appraise(self.staff_id, kind, reason, source=self)
