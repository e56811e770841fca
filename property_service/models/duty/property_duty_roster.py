from calendar import monthrange
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import date_utils

SUPERVISOR = "property_service.property_service_group_supervisor"
MANAGER = "property_service.property_service_group_manager"
CENTRE_POSTS = (
    "assistant",
    "front_desk",
    "administrator",
    "supervisor",
    "manager",
    "project_manager",
    "image",
    "guard",
    "command",
)


class PropertyDutyRoster(models.Model):
    """排班表: who is on duty in a month (DUT-01).

    Drafted by an administrator before the 25th, reviewed by the supervisor, reported
    to the manager and published: from then on staff see it and only requests change it.
    """

    _name = "property.duty.roster"
    _description = "Duty Roster"
    _inherit = [
        "property.month.mixin",
        "property.step.mixin",
        "property.gate.mixin",
        "property.approval.mixin",
        "property.estate.mixin",
        "property.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "month desc, estate_id, id"
    _check_company_auto = True

    name = fields.Char(string="Roster", compute="_compute_name", store=True)
    month = fields.Date(
        string="Month of duty",
        required=True,
        default=lambda self: self._default_month(),
        index=True,
        tracking=True,
        help="Any day of the month; the first one is kept.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "In planning"),
            ("reviewed", "Reviewed"),
            ("published", "Published"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    staff_ids = fields.Many2many(
        comodel_name="property.staff",
        relation="property_duty_roster_staff_rel",
        column1="roster_id",
        column2="staff_id",
        string="People in the roster",
        compute="_compute_staff_ids",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id)]",
    )
    shift_ids = fields.One2many(
        comodel_name="property.duty.shift", inverse_name="roster_id", copy=False
    )
    shift_count = fields.Integer(
        string="Shifts planned", compute="_compute_shift_count"
    )
    due_date = fields.Date(
        string="To be drafted before", compute="_compute_due_date", store=True
    )
    submitted_on = fields.Datetime(
        string="Submitted for review on", readonly=True, copy=False
    )
    submitted_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Drafted by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reviewed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Reviewed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reviewed_on = fields.Datetime(string="Reviewed on", readonly=True, copy=False)
    published_on = fields.Datetime(string="Published on", readonly=True, copy=False)
    is_late = fields.Boolean(
        string="Drafted late", compute="_compute_is_late", store=True
    )
    note = fields.Text(string="Remarks on the roster")

    _month_uniq = models.Constraint(
        "UNIQUE(estate_id, month)", "This estate has a roster for this month already."
    )

    # === Defaults ===

    def _default_month(self):
        """The next month, which is the one to be drafted now."""
        today = fields.Date.context_today(self)
        return date_utils.start_of(today, "month") + date_utils.relativedelta(months=1)

    # === Computes ===

    @api.depends("month", "estate_id.name")
    def _compute_name(self):
        for roster in self:
            month = roster.month.strftime("%Y-%m") if roster.month else ""
            roster.name = f"{roster.estate_id.name or ''} {month}".strip()

    @api.depends("estate_id")
    def _compute_staff_ids(self):
        for roster in self:
            if roster.shift_ids or not roster.estate_id:
                roster.staff_ids = roster.staff_ids
                continue
            roster.staff_ids = self.env["property.staff"].search(
                [
                    ("estate_ids", "in", roster.estate_id.ids),
                    ("post", "in", CENTRE_POSTS),
                ]
            )

    @api.depends("shift_ids")
    def _compute_shift_count(self):
        counts = dict(
            self.env["property.duty.shift"]._read_group(
                [("roster_id", "in", self.ids)], ["roster_id"], ["__count"]
            )
        )
        for roster in self:
            roster.shift_count = counts.get(roster._origin, 0)

    @api.depends("month", "estate_id")
    def _compute_due_date(self):
        for roster in self:
            if not roster.month or not roster.estate_id:
                roster.due_date = False
                continue
            before = roster.month.replace(day=1) - timedelta(days=1)
            day = roster.estate_id._property_parameter("duty.roster_day")
            roster.due_date = before.replace(day=min(day, before.day))

    @api.depends("submitted_on", "due_date")
    def _compute_is_late(self):
        """Drafted BEFORE the 25th: on that day it is late (DUT-01)."""
        for roster in self:
            roster.is_late = bool(
                roster.submitted_on
                and roster.due_date
                and roster._property_local_day(roster.submitted_on) >= roster.due_date
            )

    # === Constraints ===

    @api.constrains("month", "estate_id")
    def _check_shifts(self):
        for roster in self:
            if roster.shift_ids.filtered(
                lambda shift, roster=roster: (
                    not roster._property_has_day(shift.date)
                    or shift.post_id.estate_id != roster.estate_id
                )
            ):
                raise ValidationError(
                    self.env._(
                        "%(roster)s: shifts are planned already, so month and estate"
                        " stay; make a roster of its own for another month.",
                        roster=roster.display_name,
                    )
                )

    # === CRUD ===

    def write(self, vals):
        if {"staff_ids", "month", "estate_id"} & vals.keys() and not self.env.su:
            self._property_check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for roster in self:
            if roster.state != "draft":
                raise UserError(
                    self.env._(
                        "%(roster)s was reviewed; rosters that counted stay on record.",
                        roster=roster.display_name,
                    )
                )

    # === Hooks ===

    def _property_step_fields(self):
        return {
            "state",
            "submitted_on",
            "submitted_by_id",
            "reviewed_on",
            "reviewed_by_id",
            "published_on",
        }

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "submitted_by_id",
            "time": "submitted_on",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("submitted_on", "!=", False)

    def _property_approval_key(self):
        return "duty_roster"

    def _property_approval_frozen_fields(self):
        return {"estate_id", "month", "staff_ids"}

    def _property_on_approved(self):
        """审核: the supervisor's review ends the planning (DUT-01)."""
        self._property_set(
            state="reviewed",
            reviewed_on=fields.Datetime.now(),
            reviewed_by_id=self.env.uid,
        )

    # === Actions ===

    def action_submit(self):
        """Hand the draft in for review, if nothing stands against it (DUT-01)."""
        self._property_step("draft")
        if not self.shift_ids:
            raise UserError(
                self.env._(
                    "%(roster)s is empty; plan the shifts first.",
                    roster=self.display_name,
                )
            )
        self._property_check_gates("submit")
        self._property_set(
            submitted_on=self.submitted_on or fields.Datetime.now(),
            submitted_by_id=self.env.uid,
        )
        return self.action_request_approval(self.note or "")

    def action_publish(self):
        """Report the reviewed roster to the manager and show it to all (DUT-01)."""
        self._property_check_supervisor()
        self._property_step("reviewed")
        self._property_require_approved()
        self._property_set(state="published", published_on=fields.Datetime.now())
        managers = self._property_managers()
        self.message_post(
            body=self.env._(
                "%(roster)s is reviewed and published; reported to the manager.",
                roster=self.display_name,
            ),
            partner_ids=managers.partner_id.ids,
        )

    def action_reopen(self):
        """Back to planning before anybody has seen it."""
        self._property_check_supervisor()
        self._property_step("reviewed")
        # Asked for anew afterwards: what was approved is going to change.
        self.sudo().write({"approval_id": False, "state": "draft"})

    # === Business methods ===

    def _property_check_supervisor(self):
        if not self.env.su and not self.env.user.has_group(SUPERVISOR):
            raise UserError(
                self.env._("Rosters are published by a supervisor or manager.")
            )

    def _property_is_open(self):
        """Whether shifts may be planned: a draft that is not in review."""
        self.ensure_one()
        # Whether it waits for its review must not depend on who reads it.
        return self.state == "draft" and self.sudo().approval_state != "pending"

    def _property_check_open(self):
        for roster in self:
            if not roster._property_is_open():
                raise UserError(
                    self.env._(
                        "%(roster)s is in review or published and cannot be planned"
                        " any more.",
                        roster=roster.display_name,
                    )
                )

    def _property_days(self):
        self.ensure_one()
        first = self.month.replace(day=1)
        return [
            first + timedelta(days=number)
            for number in range(monthrange(first.year, first.month)[1])
        ]

    def _property_has_day(self, day):
        self.ensure_one()
        return (day.year, day.month) == (self.month.year, self.month.month)

    def _property_local_day(self, moment):
        """The day of a moment where the estate stands."""
        zone = self.estate_id._property_tz()
        return pytz.utc.localize(moment).astimezone(zone).date()

    def _property_moment(self, day):
        """Midnight at the beginning of a day in the estate, naive UTC."""
        zone = self.estate_id._property_tz()
        midnight = zone.localize(datetime.combine(day, time.min))
        return midnight.astimezone(pytz.utc).replace(tzinfo=None)

    def _property_managers(self):
        """Managers of the estate, to whom the roster is reported."""
        # Who leads the centre must not depend on who may read all users.
        return self.estate_id.sudo().user_ids.filtered(
            lambda user: user.has_group(MANAGER)
        )
