from calendar import monthrange
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

SUPERVISOR = "property_service.property_service_group_supervisor"
LIVE = ("consent", "approval", "done")
REACH = timedelta(days=10)


class PropertyDutyRequest(models.Model):
    """The limits of swaps and absence; each number is a setting (DUT-08, 31 to 38)."""

    _inherit = "property.duty.request"

    def _property_check_limits(self, with_notice=True):
        """Refuse the change, naming all that stands against it at once.

        :raise UserError: some limit of the estate is not kept
        """
        self.ensure_one()
        # Numbers of swaps and shifts of colleagues count whoever asks.
        request = self.sudo()
        faults = list(request._property_state_faults())
        if not faults:
            if with_notice:
                faults += request._property_notice_faults()
            faults += request._property_day_faults()
            if request.kind == "swap":
                faults += request._property_month_faults()
            for staff, given, taken in request._property_moves():
                faults += request._property_move_faults(staff, given, taken)
        if faults:
            raise UserError(
                self.env._(
                    "%(request)s cannot go on:\n%(faults)s",
                    request=self.display_name,
                    faults="\n".join(f"• {fault}" for fault in faults),
                )
            )

    # === What would change ===

    def _property_both(self):
        return self.shift_id | self.counter_shift_id

    def _property_moves(self):
        """Who takes which shift, and which one is given for it.

        :return: list of (taker, shift given or empty, shift taken)
        """
        moves = []
        if self.counter_staff_id:
            moves.append((self.counter_staff_id, self.counter_shift_id, self.shift_id))
        if self.counter_shift_id:
            moves.append((self.staff_id, self.shift_id, self.counter_shift_id))
        return moves

    # === Limits ===

    def _property_state_faults(self):
        """The shifts are still to come, and still as they were when it was written."""
        if self.kind == "swap" and not self.counter_shift_id:
            yield self.env._("choose the shift taken in return")
        for shift, staff in (
            (self.shift_id, self.staff_id),
            (self.counter_shift_id, self.counter_staff_id),
        ):
            if not shift:
                continue
            if shift.roster_state != "published" or (
                shift.date_start <= fields.Datetime.now()
            ):
                yield self.env._(
                    "%(shift)s is not published or has begun", shift=shift.display_name
                )
            if shift.staff_id != staff:
                yield self.env._(
                    "%(shift)s is no longer of %(staff)s; write a new request",
                    shift=shift.display_name,
                    staff=staff.name,
                )
        if self._property_rivals():
            yield self.env._("another request changes one of these shifts")

    def _property_rivals(self):
        shifts = self._property_both().ids
        return self.search_count(
            Domain("id", "!=", self.id)
            & Domain("state", "in", ("consent", "approval"))
            & (
                Domain("shift_id", "in", shifts)
                | Domain("counter_shift_id", "in", shifts)
            ),
            limit=1,
        )

    def _property_notice_faults(self):
        """Asked for a day ahead (DUT-08, 41); a supervisor arranges at any time."""
        if self.env.user.has_group(SUPERVISOR):
            return []
        code = f"duty.{self.kind}_notice_days"
        days = self.estate_id._property_parameter(code)
        today = self.shift_id.roster_id._property_local_day(fields.Datetime.now())
        return [
            self.env._(
                "%(shift)s: to be asked for %(days)s days ahead; tell a supervisor",
                shift=shift.display_name,
                days=days,
            )
            for shift in self._property_both()
            if (shift.date - today).days < days
        ]

    def _property_day_faults(self):
        """No swap or leave on public holidays (DUT-38), no leave on swapped shifts
        (DUT-37)."""
        value = self.estate_id._property_parameter
        kind_of = self.env["property.calendar.day"]._property_kind
        faults = []
        if not value("duty.swap_on_holiday"):
            faults += [
                self.env._("%(shift)s is on a public holiday", shift=shift.display_name)
                for shift in self._property_both()
                if kind_of(shift.date) == "holiday"
            ]
        if (
            self.kind == "absence"
            and self._property_is_swapped(self.shift_id)
            and not value("duty.leave_on_swapped")
        ):
            faults.append(
                self.env._(
                    "%(shift)s was swapped, so there is no leave from it",
                    shift=self.shift_id.display_name,
                )
            )
        return faults

    def _property_month_faults(self):
        """So many swaps a person and month, whoever asked for them (DUT-31, 33)."""
        limit = self.estate_id._property_parameter("duty.swap_month_limit")
        day = self.shift_id.date
        last = monthrange(day.year, day.month)[1]
        month = Domain("date", ">=", day.replace(day=1)) & Domain(
            "date", "<=", day.replace(day=last)
        )
        faults = []
        for staff in self.staff_id | self.counter_staff_id:
            count = self.search_count(
                month
                & Domain("id", "!=", self.id)
                & Domain("kind", "=", "swap")
                & Domain("state", "in", LIVE)
                & (
                    Domain("staff_id", "=", staff.id)
                    | Domain("counter_staff_id", "=", staff.id)
                )
            )
            if count >= limit:
                faults.append(
                    self.env._(
                        "%(staff)s has %(count)s swaps in this month; %(limit)s are"
                        " allowed",
                        staff=staff.name,
                        count=count,
                        limit=limit,
                    )
                )
        return faults

    def _property_move_faults(self, staff, given, taken):
        """What stands against one person's taking one shift."""
        shifts = self.env["property.duty.shift"]._property_of_people(
            staff, taken.date_start - REACH, taken.date_end + REACH
        )
        value = self.estate_id._property_parameter
        words = {"staff": staff.name, "shift": taken.display_name}
        if self.kind == "swap" and not taken.post_id._property_takes(staff):
            yield self.env._("%(staff)s may not be on the post of %(shift)s", **words)
        if staff._property_leaves(taken.date_start, taken.date_end):
            yield self.env._("%(staff)s is on leave during %(shift)s", **words)
        fault = self._property_gap_of(taken, shifts - given - taken)
        if fault == "overlap":
            yield self.env._("%(staff)s is on duty already during %(shift)s", **words)
        elif fault == "back_to_back" and not value("duty.swap_back_to_back"):
            yield self.env._(
                "%(staff)s would have back-to-back shifts with %(shift)s", **words
            )
        if (
            self.kind == "swap"
            and not value("duty.swap_consecutive")
            and self._property_is_consecutive(staff, given, taken)
        ):
            yield self.env._(
                "%(staff)s would have consecutive swaps with %(shift)s", **words
            )

    def _property_gap_of(self, taken, shifts):
        """Worst fault of a shift beside the others of a person."""
        faults = set()
        for shift in shifts:
            if shift.date_start < taken.date_end and shift.date_end > taken.date_start:
                return "overlap"
            before, after = (taken + shift).sorted("date_start")
            faults.add(
                self.estate_id._property_duty_gap_fault(
                    before.date_end,
                    after.date_start,
                    before.date,
                    after.date,
                    before.shift_type_id.is_peak and after.shift_type_id.is_peak,
                )
            )
        return "back_to_back" if "back_to_back" in faults else None

    def _property_is_swapped(self, shift):
        return shift.request_id.kind == "swap"

    def _property_is_consecutive(self, staff, given, taken):
        """Whether a person's duty before or after these is swapped as well, or one of
        them was swapped before (DUT-33)."""
        around = self._property_both()
        start = min(around.mapped("date_start")) - REACH
        end = max(around.mapped("date_end")) + REACH
        trail = self.env["property.duty.shift"].search(
            Domain("date_start", ">=", start)
            & Domain("date_end", "<=", end)
            & (
                Domain("staff_id", "=", staff.id)
                | Domain("planned_staff_id", "=", staff.id)
            )
        )
        trail = (trail | given | taken).sorted("date_start")
        for shift in given | taken:
            place = trail.ids.index(shift.id)
            near = trail[max(place - 1, 0) : place + 2]
            if any(self._property_is_swapped(each) for each in near):
                return True
        return False
