from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class PropertyPatrolSchedule(models.Model):
    """When a route is walked, and by whom (PAT-06: the interval is the estate's)."""

    _name = "property.patrol.schedule"
    _description = "Patrol Schedule"
    _order = "route_id, hour_from, id"
    _rec_name = "route_id"

    route_id = fields.Many2one(
        comodel_name="property.patrol.route",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="route_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="route_id.company_id", store=True, index=True, precompute=True
    )
    period = fields.Selection(
        selection=[("day", "day(s)"), ("week", "week(s)"), ("month", "month(s)")],
        string="Repeats by",
        required=True,
        default="day",
    )
    every = fields.Integer(string="Every so many", required=True, default=1)
    weekday = fields.Selection(selection=WEEKDAYS, string="On weekday", default="0")
    month_day = fields.Integer(
        string="On day of the month",
        default=1,
        help="31 is the last day of a shorter month.",
    )
    workdays_only = fields.Boolean(
        string="Not on days off", help="By the estate's working hours."
    )
    hour_from = fields.Float(string="Earliest", required=True, default=9.0)
    hour_to = fields.Float(
        string="Latest",
        required=True,
        default=11.0,
        help="Before the earliest hour: on the next day, for night rounds.",
    )
    date_start = fields.Date(
        string="Since", required=True, default=fields.Date.context_today
    )
    date_stop = fields.Date(string="Until")
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Patrolled by",
        index="btree_not_null",
        ondelete="set null",
        domain="[('company_id', '=', company_id)]",
        help="Empty: whoever takes it. The published roster comes first.",
    )
    post_id = fields.Many2one(
        comodel_name="property.duty.post",
        string="Duty post",
        index="btree_not_null",
        ondelete="set null",
        domain="[('estate_id', '=', estate_id)]",
        help="Whoever the published roster has on this post at that hour walks.",
    )
    shift_type_id = fields.Many2one(
        comodel_name="property.duty.shift.type",
        string="Shift",
        index="btree_not_null",
        ondelete="set null",
        domain="[('estate_id', '=', estate_id)]",
        help="Narrows the roster to this shift.",
    )
    planned_until = fields.Date(readonly=True, copy=False)

    _every_positive = models.Constraint(
        "CHECK(every BETWEEN 1 AND 366)", "Repeat every 1 to 366 days, weeks or months."
    )
    _month_day_range = models.Constraint(
        "CHECK(month_day BETWEEN 1 AND 31)", "A month has the days 1 to 31."
    )
    _hours_range = models.Constraint(
        "CHECK(hour_from >= 0 AND hour_from < 24 AND hour_to >= 0 AND hour_to <= 24"
        " AND hour_from != hour_to)",
        "Give hours of the day, the latest after the earliest.",
    )

    @api.constrains("staff_id", "route_id")
    def _check_staff(self):
        for schedule in self:
            staff = schedule.staff_id
            if staff and staff.company_id != schedule.company_id:
                raise ValidationError(
                    self.env._(
                        "%(staff)s works for another company than route “%(route)s”.",
                        staff=staff.name,
                        route=schedule.route_id.name,
                    )
                )

    @api.constrains("post_id", "shift_type_id", "route_id")
    def _check_roster(self):
        for schedule in self:
            estates = schedule.post_id.estate_id | schedule.shift_type_id.estate_id
            schedule.estate_id._property_patrol_same(estates, schedule)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        schedules = super().create(
            [{**vals, "planned_until": False} for vals in vals_list]
        )
        schedules._property_plan()
        return schedules

    def write(self, vals):
        if vals.keys() & {"planned_until", "route_id"} and not self.env.su:
            vals = {
                name: value
                for name, value in vals.items()
                if name not in ("planned_until", "route_id")
            }
        result = super().write(vals)
        if vals.keys() - {"planned_until", "staff_id"}:
            self._property_plan_again()
        elif "staff_id" in vals:
            self._property_waiting()._property_assign()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_waiting_rounds(self):
        self._property_waiting().unlink()

    # === Business methods ===

    def _property_is_due(self, day):
        """Whether a round is to be walked on the day."""
        self.ensure_one()
        if day < self.date_start or (self.date_stop and day > self.date_stop):
            return False
        if self.workdays_only and not self.estate_id._property_is_workday(day):
            return False
        if self.period == "day":
            return (day - self.date_start).days % self.every == 0
        if self.period == "week":
            if day.weekday() != int(self.weekday or 0):
                return False
            first = self.date_start - timedelta(days=self.date_start.weekday())
            return (day - first).days // 7 % self.every == 0
        last = fields.Date.end_of(day, "month").day
        months = (day.year - self.date_start.year) * 12
        months += day.month - self.date_start.month
        return day.day == min(self.month_day, last) and months % self.every == 0

    def _property_hours(self, day):
        """Earliest and latest moment of the day's round, in UTC."""
        estate = self.estate_id
        last = day + timedelta(days=int(self.hour_to <= self.hour_from))
        return (
            estate._property_patrol_moment(day, self.hour_from),
            estate._property_patrol_moment(last, self.hour_to),
        )

    def _property_waiting(self):
        """Planned rounds that nobody has started and whose time has not begun."""
        # Rounds are nobody's to write: they follow from their schedule.
        return (
            self.env["property.patrol.round"]
            .sudo()
            .search(
                [
                    ("schedule_id", "in", self.ids),
                    ("state", "=", "planned"),
                    ("date_from", ">", fields.Datetime.now()),
                ]
            )
        )

    @api.model
    def _property_plan_due(self):
        """Schedules that are not planned as far ahead as their estate wishes."""
        now = fields.Datetime.now()
        domain = Domain.FALSE
        for estate in self.env["property.estate"].search([]):
            horizon = fields.Date.add(
                estate._property_local_date(now),
                days=estate._property_parameter("patrol.ahead"),
            )
            domain |= Domain("estate_id", "=", estate.id) & (
                Domain("planned_until", "=", False)
                | Domain("planned_until", "<", horizon)
            )
        schedules = self.search(domain & Domain("route_id.active", "=", True))
        schedules.try_lock_for_update(allow_referencing=True)._property_plan()

    def _property_plan_again(self):
        """The schedule has changed: what lies ahead follows it."""
        self._property_waiting().unlink()
        self.sudo().planned_until = False  # fixed to users
        self._property_plan()

    def _property_plan(self):
        """Rounds from now to as far ahead as the estate plans, each only once."""
        now = fields.Datetime.now()
        rows = []
        for schedule in self.filtered("route_id.active"):
            estate = schedule.estate_id
            today = estate._property_local_date(now)
            horizon = today + timedelta(days=estate._property_parameter("patrol.ahead"))
            start = schedule.planned_until
            day = max(start + timedelta(days=1), today) if start else today
            while day <= horizon:
                if schedule._property_is_due(day):
                    begin, end = schedule._property_hours(day)
                    if end > now:
                        rows.append(schedule._property_round_values(day, begin, end))
                day += timedelta(days=1)
            schedule.sudo().planned_until = horizon  # fixed to users
        rounds = self.env["property.patrol.round"]
        known = set(
            # Rounds of the schedule count, whoever planned them.
            rounds.sudo()
            .search([("schedule_id", "in", self.ids), ("date_to", ">", now)])
            .mapped(lambda patrol: (patrol.schedule_id.id, patrol.date))
        )
        made = rounds._property_make(
            [row for row in rows if (row["schedule_id"], row["date"]) not in known]
        )
        made._property_assign()
        return made

    def _property_round_values(self, day, begin, end):
        return {
            "route_id": self.route_id.id,
            "estate_id": self.estate_id.id,
            "schedule_id": self.id,
            "staff_id": self.staff_id.id,
            "date": day,
            "date_from": begin,
            "date_to": end,
        }
