import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

SUPERVISOR = "property_service.property_service_group_supervisor"
# What changes by a request for a swap or cover alone, once the month is published.
FIXED = {
    "roster_id",
    "staff_id",
    "post_id",
    "shift_type_id",
    "date",
    "is_support",
    "planned_staff_id",
    "request_id",
}
# A day as people type it: 2026-11-23, 11/23, 11月23日.
DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?")


class PropertyDutyShift(models.Model):
    """One person's duty: on a day, in a shift, on a post."""

    _name = "property.duty.shift"
    _description = "Planned Shift"
    _inherit = ["property.estate.mixin"]
    _order = "date_start, post_id, staff_id, id"
    _rec_names_search = ["staff_id", "post_id", "shift_type_id"]
    _check_company_auto = True

    roster_id = fields.Many2one(
        comodel_name="property.duty.roster",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    estate_id = fields.Many2one(
        related="roster_id.estate_id",
        store=True,
        readonly=True,
        precompute=True,
        default=None,
    )
    roster_state = fields.Selection(
        related="roster_id.state",
        string="Status of the roster",
        store=True,
        precompute=True,
        index=True,
    )
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="On duty",
        required=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        related="staff_id.user_id", string="Login of the person on duty"
    )
    post_id = fields.Many2one(
        comodel_name="property.duty.post",
        string="Duty post",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('estate_id', '=', estate_id)]",
    )
    shift_type_id = fields.Many2one(
        comodel_name="property.duty.shift.type",
        string="Shift",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('estate_id', '=', estate_id)]",
    )
    date = fields.Date(string="Day of duty", required=True, index=True)
    # Not after the type's hours: a later change of them moves no planned shift.
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
    hours = fields.Float(
        string="Hours on duty",
        compute="_compute_times",
        store=True,
        precompute=True,
        aggregator="sum",
    )
    is_support = fields.Boolean(
        string="Support",
        help="Back-office staff called to the desk in busy periods (DUT-03).",
    )
    planned_staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Planned at first",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    request_id = fields.Many2one(
        comodel_name="property.duty.request",
        string="Changed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    is_mine_to_come = fields.Boolean(compute="_compute_is_mine_to_come")

    # At the end of the statement, so that two people can change places in one.
    _person_once = models.Constraint(
        "EXCLUDE USING gist (staff_id WITH =, tsrange(date_start, date_end) WITH &&)"
        " DEFERRABLE INITIALLY IMMEDIATE",
        "This person is on duty at that time already; choose another person or shift.",
    )
    _day_idx = models.Index("(estate_id, date)")

    # === Computes ===

    @api.depends("date", "shift_type_id")
    def _compute_times(self):
        for shift in self:
            if not shift.date or not shift.shift_type_id:
                shift.date_start = shift.date_end = shift.hours = False
                continue
            begin, end = shift.shift_type_id._property_times(shift.date)
            shift.date_start, shift.date_end = begin, end
            shift.hours = shift.shift_type_id.hours

    @api.depends("staff_id", "date_start", "roster_state")
    @api.depends_context("uid")
    def _compute_is_mine_to_come(self):
        """Shifts for which the user may ask for a change: own ones that lie ahead."""
        now = fields.Datetime.now()
        own = self.env["property.staff"]._property_of_user()
        supervisor = self.env.user.has_group(SUPERVISOR)
        for shift in self:
            shift.is_mine_to_come = (
                shift.roster_state == "published"
                and bool(shift.date_start)
                and shift.date_start > now
                and (supervisor or (bool(own) and shift.staff_id == own))
            )

    @api.depends("date", "shift_type_id", "staff_id", "post_id")
    def _compute_display_name(self):
        for shift in self:
            words = (
                shift.date and shift.date.strftime("%m-%d"),
                shift.shift_type_id.name,
                shift.post_id.name,
                shift.staff_id.name,
            )
            shift.display_name = " ".join(word for word in words if word)

    @api.model
    def _search_display_name(self, operator, value):
        """Also by its day, with which its name begins."""
        domain = super()._search_display_name(operator, value)
        day = self._property_day(value) if operator == "ilike" else None
        return Domain(domain) | Domain("date", "=", day) if day else domain

    @api.model
    def _property_day(self, text):
        """The day that a text names, of this year if it names none."""
        found = DAY.fullmatch(text.strip()) if isinstance(text, str) else None
        if not found:
            return None
        today = fields.Date.context_today(self)
        year, month, day = (
            int(part) if part else today.year for part in found.groups()
        )
        try:
            return today.replace(year=year, month=month, day=day)
        except ValueError:  # no such day
            return None

    # === Constraints ===

    @api.constrains("date", "roster_id")
    def _check_date(self):
        for shift in self:
            if not shift.roster_id._property_has_day(shift.date):
                raise ValidationError(
                    self.env._(
                        "%(shift)s: this day is not in the month of “%(roster)s”.",
                        shift=shift.display_name,
                        roster=shift.roster_id.display_name,
                    )
                )

    @api.constrains("post_id", "shift_type_id", "staff_id", "roster_id")
    def _check_estate(self):
        for shift in self:
            places = shift.post_id.estate_id | shift.shift_type_id.estate_id
            if places != shift.estate_id or (
                shift.staff_id.company_id != shift.company_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(shift)s: person, post and shift must belong to estate"
                        " “%(estate)s”.",
                        shift=shift.display_name,
                        estate=shift.estate_id.name,
                    )
                )

    @api.constrains("post_id", "staff_id", "is_support")
    def _check_eligible(self):
        """Only assistants and administrators man the front desk, and so on (DUT-02)."""
        for shift in self:
            # A cover that a supervisor arranges may come from the back office.
            if (
                shift.is_support
                or shift.request_id
                or shift.post_id._property_takes(shift.staff_id)
            ):
                continue
            raise ValidationError(
                self.env._(
                    "%(staff)s may not be planned on “%(post)s”: that post is for other"
                    " staff. In a busy period plan a support shift.",
                    staff=shift.staff_id.name,
                    post=shift.post_id.name,
                )
            )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {
                    key: value
                    for key, value in vals.items()
                    if key not in ("request_id", "planned_staff_id")
                }
                for vals in vals_list
            ]
        shifts = super().create(vals_list)
        shifts._property_check_may_plan()
        return shifts

    def write(self, vals):
        if FIXED & vals.keys():
            self._property_check_may_plan()
            self._property_check_not_set(vals)
        result = super().write(vals)
        if "roster_id" in vals:
            self._property_check_may_plan()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_may_plan(self):
        self._property_check_may_plan()

    # === Actions ===

    def action_ask_swap(self):
        return self._property_ask("swap")

    def action_ask_absence(self):
        return self._property_ask("absence")

    # === Business methods ===

    def _property_ask(self, kind):
        """A request for this shift, filled in as far as it is known."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Change of a shift"),
            "res_model": "property.duty.request",
            "views": [(False, "form")],
            "context": {"default_shift_id": self.id, "default_kind": kind},
        }

    def _property_check_not_set(self, vals):
        if not self.env.su and {"request_id", "planned_staff_id"} & vals.keys():
            raise UserError(
                self.env._(
                    "Who was planned at first and what changed it follow from the"
                    " request alone."
                )
            )

    def _property_check_may_plan(self):
        """Shifts are planned in a draft; afterwards support alone is added (DUT-03).

        No private arrangement: other changes need an approved request (DUT-08).
        """
        if self.env.su:
            return
        supervisor = self.env.user.has_group(SUPERVISOR)
        for roster, shifts in self.grouped("roster_id").items():
            if roster._property_is_open():
                continue
            if (
                supervisor
                and roster.state == "published"
                and all(shift.is_support for shift in shifts)
            ):
                continue
            raise UserError(
                self.env._(
                    "%(roster)s is in review or published, so its shifts are fixed. Ask"
                    " for a swap or cover; a supervisor adds support shifts.",
                    roster=roster.display_name,
                )
            )

    @api.model
    def _property_of_people(self, staff, start, end):
        """Shifts of people in a span of time, in whatever estate and month."""
        # Who is busy elsewhere counts, also where the planner may not look.
        return self.sudo().search(
            Domain("staff_id", "in", staff.ids)
            & Domain("date_start", "<", end)
            & Domain("date_end", ">", start),
            order="date_start, id",
        )
