from collections import defaultdict
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

FIGURES = (
    "shift_planned",
    "shift_worked",
    "shift_missed",
    "shift_leave",
    "shift_changed",
    "late_count",
    "late_minutes",
    "early_count",
)


class PropertyStaff(models.Model):
    """Attendance of people against their planned shifts (QA-16).

    Checked in and out where they do so; who has no attendance in the period is judged
    by the shifts taken over on the duty log.
    """

    _inherit = "property.staff"

    def _property_attendance(self, estate, first, last):
        """What people worked of their published shifts, with few queries for all.

        :param estate: whose settings count
        :param date first: first day
        :param date last: last day
        :return: dict by staff of figures, ``hours_worked``, ``attendance_basis`` and
            ``faults``, a list of (shift, kind) that were missed or begun late
        """
        # Days and hours are the same whoever counts them; people are given.
        staff = self.sudo()
        shifts = staff.env["property.duty.shift"].search(
            Domain("staff_id", "in", staff.ids)
            & Domain("roster_state", "=", "published")
            & Domain("date", ">=", first)
            & Domain("date", "<=", last),
            order="date_start, id",
        )
        since = estate._property_midnight(first - timedelta(days=1))
        until = max(
            [estate._property_midnight(last), *shifts.mapped("date_end")],
        )
        stays = staff._property_stays(since, until)
        logs = staff._property_logs(first, last)
        leaves = defaultdict(list)
        for member, start, end in staff._property_leaves(since, until):
            leaves[member.id].append((start, end))
        grace = timedelta(
            minutes=estate._property_parameter("appraisal.late_grace_minutes")
        )
        of_staff = shifts.grouped("staff_id")
        result = {}
        for member in staff:
            basis = _basis(stays[member.id], logs[member.id])
            spans = (
                stays[member.id]
                if basis == "attendance"
                else [
                    span
                    for span in logs[member.id].values()
                    if span[0] and basis == "handover"
                ]
            )
            figures = {**dict.fromkeys(FIGURES, 0), "attendance_basis": basis}
            figures["hours_worked"] = _hours(spans)
            figures["faults"] = []
            for shift in of_staff.get(member, shifts.browse()):
                shift._property_judge(
                    figures,
                    stays[member.id],
                    logs[member.id],
                    leaves[member.id],
                    grace,
                )
            result[member] = figures
        return result

    def _property_stays(self, since, until):
        """Attendance as (in, out) by staff id; who is still there has no end."""
        staff_of = {member.employee_id: member.id for member in self}
        rows = self.env["hr.attendance"].search(
            [
                ("employee_id", "in", [employee.id for employee in staff_of]),
                ("check_in", "<", until),
                "|",
                ("check_out", "=", False),
                ("check_out", ">", since),
            ],
            order="check_in",
        )
        stays = defaultdict(list)
        for row in rows:
            stays[staff_of[row.employee_id]].append((row.check_in, row.check_out))
        return stays

    def _property_logs(self, first, last):
        """Shifts on the duty log: (begun, ended) by staff id and shift."""
        logs = self.env["property.duty.log"].search(
            [
                ("staff_ids", "in", self.ids),
                ("date", ">=", first),
                ("date", "<=", last),
                ("state", "!=", "planned"),
            ]
        )
        found = defaultdict(dict)
        for log in logs:
            key = (log.post_id.id, log.shift_type_id.id, log.date)
            for member in log.staff_ids:
                found[member.id][key] = (log.begun_on, log.ended_on)
        return found


class PropertyDutyShift(models.Model):
    _inherit = "property.duty.shift"

    def _property_judge(self, figures, stays, logs, leaves, grace):
        """Add what became of one planned shift to a person's figures."""
        self.ensure_one()
        figures["shift_planned"] += 1
        figures["shift_changed"] += bool(self.request_id)
        if self.date_end > fields.Datetime.now():
            return
        spans = stays
        if figures["attendance_basis"] == "handover":
            key = (self.post_id.id, self.shift_type_id.id, self.date)
            if key not in logs and not self.post_id.keeps_log:
                return  # nothing is known of posts without a log
            spans = [logs[key]] if logs.get(key, (None,))[0] else []
        elif figures["attendance_basis"] == "none":
            return
        present = [
            (begin, end)
            for begin, end in spans
            if begin < self.date_end and (not end or end > self.date_start)
        ]
        if not present:
            self._property_judge_absence(figures, leaves)
            return
        figures["shift_worked"] += 1
        late = present[0][0] - self.date_start
        if late > grace:
            figures["late_count"] += 1
            figures["late_minutes"] += int(late.total_seconds() // 60)
            figures["faults"].append((self, "late_handover"))
        left = present[-1][1]
        if left and self.date_end - left > grace:
            figures["early_count"] += 1

    def _property_judge_absence(self, figures, leaves):
        if any(
            start < self.date_end and end > self.date_start for start, end in leaves
        ):
            figures["shift_leave"] += 1
            return
        figures["shift_missed"] += 1
        figures["faults"].append((self, "missed_shift"))


def _basis(stays, logs):
    """What shows that somebody was there."""
    if stays:
        return "attendance"
    return "handover" if logs else "none"


def _hours(spans):
    return sum(
        (end - begin).total_seconds() / 3600 for begin, end in spans if begin and end
    )
