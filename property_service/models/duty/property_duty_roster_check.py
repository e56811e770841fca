from collections import defaultdict
from datetime import timedelta

from odoo import models

SHOWN = 5  # findings named in a message; the grid shows all
REACH = 8  # days looked at before and after the month
# Kinds of findings that a supervisor may let pass with a reason.
OVERRIDABLE = {
    "hole": True,
    "minimum": True,
    "back_to_back": False,
    "rest": True,
    "leave": False,
    "holiday": True,
}


class PropertyDutyRoster(models.Model):
    """What stands against a roster, before it is submitted (DUT-30, 33, 51, 54)."""

    _inherit = "property.duty.roster"

    # === Hooks ===

    def _property_gate_step(self):
        return "submit" if self._property_is_open() and self.shift_ids else None

    def _property_gates(self, step):
        if step != "submit":
            return []
        found = defaultdict(list)
        for finding in self._property_findings():
            found[finding["code"]].append(finding["message"])
        titles = self._property_finding_titles()
        return [
            (
                code,
                not found[code],
                self._property_gate_message(titles[code], found[code]),
                OVERRIDABLE[code],
            )
            for code in titles
        ]

    # === Business methods ===

    def _property_finding_titles(self):
        return {
            "hole": self.env._("Nobody on duty"),
            "minimum": self.env._("Too few people"),
            "back_to_back": self.env._("Back-to-back shifts"),
            "rest": self.env._("Too little rest"),
            "leave": self.env._("On duty during leave"),
            "holiday": self.env._("Public holiday without a manager"),
        }

    def _property_gate_message(self, title, messages):
        if not messages:
            return self.env._("%(check)s: none", check=title)
        more = len(messages) - SHOWN
        return self.env._(
            "%(check)s: %(count)s (%(which)s%(more)s)",
            check=title,
            count=len(messages),
            which="; ".join(messages[:SHOWN]),
            more="; …" if more > 0 else "",
        )

    def _property_findings(self):
        """All that stands against the roster.

        :return: list of dicts with ``code``, ``date``, ``staff_id``, ``need_id`` and
            ``message``; the ids are False where they say nothing
        """
        self.ensure_one()
        return [
            *self._property_need_findings(),
            *self._property_people_findings(),
            *self._property_leave_findings(),
            *self._property_holiday_findings(),
        ]

    def _property_finding(self, code, day, message, staff=None, need=None):
        return {
            "code": code,
            "date": day,
            "message": f"{day.strftime('%m-%d')} {message}",
            "staff_id": staff.id if staff else False,
            "need_id": need.id if need else False,
        }

    def _property_coverage(self):
        """Who is needed and who is planned.

        :return: list of (need, day, number of people planned)
        """
        self.ensure_one()
        posts = self.env["property.duty.post"].search(
            [("estate_id", "=", self.estate_id.id)]
        )
        planned = defaultdict(int)
        for shift in self.shift_ids:
            planned[shift.date, shift.post_id, shift.shift_type_id] += 1
        kind_of = self.env["property.calendar.day"]._property_kind
        return [
            (need, day, planned[day, need.post_id, need.shift_type_id])
            for need in posts.need_ids
            if need.shift_type_id.active
            for day in self._property_days()
            if need._property_is_needed(day, kind_of(day))
        ]

    def _property_need_findings(self):
        """Holes, and fewer people than the post needs (DUT-54)."""
        for need, day, count in self._property_coverage():
            if count >= need.minimum:
                continue
            words = f"{need.post_id.name} {need.shift_type_id.name}"
            if count:
                words += f" {count}/{need.minimum}"
            yield self._property_finding(
                "minimum" if count else "hole", day, words, need=need
            )

    def _property_people_findings(self):
        """Back-to-back duty and too little rest of each person (DUT-33)."""
        days = self._property_days()
        shifts = self.env["property.duty.shift"]._property_of_people(
            self.shift_ids.staff_id,
            self._property_moment(days[0] - timedelta(days=REACH)),
            self._property_moment(days[-1] + timedelta(days=REACH)),
        )
        for staff, own in shifts.grouped("staff_id").items():
            yield from self._property_gap_findings(staff, own)
            yield from self._property_row_findings(staff, own)

    def _property_gap_findings(self, staff, shifts):
        for before, after in zip(shifts, shifts[1:], strict=False):
            if self not in (before.roster_id, after.roster_id):
                continue
            code = self.estate_id._property_duty_gap_fault(
                before.date_end,
                after.date_start,
                before.date,
                after.date,
                before.shift_type_id.is_peak and after.shift_type_id.is_peak,
            )
            if code:
                day = after.date if after.roster_id == self else before.date
                words = (
                    f"{staff.name} {before.shift_type_id.name} →"
                    f" {after.shift_type_id.name}"
                )
                yield self._property_finding(code, day, words, staff=staff)

    def _property_row_findings(self, staff, shifts):
        """One day of rest a week at least: no longer rows of days on duty."""
        most = self.estate_id._property_parameter("duty.max_days_in_row")
        worked = sorted({shift.date for shift in shifts})
        row = []
        for day in worked:
            row = [*row, day] if row and day - row[-1] == timedelta(days=1) else [day]
            if len(row) == most + 1 and self._property_touches(row):
                last = max(day for day in row if self._property_has_day(day))
                words = self.env._(
                    "%(staff)s: more than %(days)s days in a row",
                    staff=staff.name,
                    days=most,
                )
                yield self._property_finding("rest", last, words, staff=staff)

    def _property_touches(self, days):
        return any(self._property_has_day(day) for day in days)

    def _property_leave_findings(self):
        """Nobody is planned during leave."""
        shifts = self.shift_ids
        if not shifts:
            return
        of_staff = shifts.grouped("staff_id")
        for staff, begin, end in shifts.staff_id._property_leaves(
            min(shifts.mapped("date_start")), max(shifts.mapped("date_end"))
        ):
            for shift in of_staff[staff]:
                if shift.date_start < end and shift.date_end > begin:
                    words = f"{staff.name} {shift.shift_type_id.name}"
                    yield self._property_finding(
                        "leave", shift.date, words, staff=staff
                    )

    def _property_holiday_findings(self):
        """A manager of middle grade or above on each public holiday (DUT-30)."""
        grade = self.estate_id._property_parameter("duty.holiday_grade")
        covered = {
            shift.date
            for shift in self.shift_ids
            if shift.staff_id._property_is_of_grade(grade)
        }
        kind_of = self.env["property.calendar.day"]._property_kind
        for day in self._property_days():
            if kind_of(day) == "holiday" and day not in covered:
                # Names of holidays are for everybody.
                yield self._property_finding(
                    "holiday", day, self.env._("no manager on duty")
                )
