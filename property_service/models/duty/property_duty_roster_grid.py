from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

WEEK = timedelta(days=7)
MONTHS = 24  # months offered by the grid


class PropertyDutyRoster(models.Model):
    """The month grid: people down, days across; planned by painting and by patterns.

    Its methods are called by the grid; each checks rights and state itself.
    """

    _inherit = "property.duty.roster"

    # === Actions ===

    def action_open_grid(self):
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "property_service_duty_grid",
            "name": self.display_name,
            "params": {"roster_id": self.id},
        }

    def action_copy_last_month(self):
        """Plan as in the month before: each day like the same weekday four weeks ago,
        five where that lies in this month itself.

        :return: number of shifts planned
        """
        self.ensure_one()
        self._property_check_may_paint()
        if self.shift_ids:
            raise UserError(
                self.env._(
                    "%(roster)s has shifts already; clear it before copying.",
                    roster=self.display_name,
                )
            )
        last = self.search(
            [
                ("estate_id", "=", self.estate_id.id),
                ("month", "=", (self.month - timedelta(days=1)).replace(day=1)),
            ]
        )
        by_day = last.shift_ids.filtered(lambda shift: not shift.is_support).grouped(
            "date"
        )
        cells = []
        for day in self._property_days():
            source = day - 4 * WEEK
            if self._property_has_day(source):
                source -= WEEK
            for shift in by_day.get(source, ()):
                # Who was planned, not who stood in for once.
                staff = shift.planned_staff_id or shift.staff_id
                if staff.active and shift.post_id.active and shift.shift_type_id.active:
                    cells.append((staff, day, shift.post_id, shift.shift_type_id))
        if not cells:
            raise UserError(
                self.env._("There is no roster of the month before to copy from.")
            )
        self.staff_ids |= last.staff_ids.filtered("active")
        self._property_plan(cells)
        return len(cells)

    def action_clear(self):
        """Take all shifts out of the draft."""
        self.ensure_one()
        self._property_check_may_paint()
        self.shift_ids.unlink()

    # === What the grid asks for ===

    @api.model
    def property_grid_choices(self):
        """The months that the grid offers, latest first, and the one to begin with.

        :return: dict with ``rosters`` (id and name) and ``roster_id``
        """
        rosters = self.search([], limit=MONTHS)
        drafts = rosters.filtered(lambda roster: roster.state == "draft")
        return {
            "rosters": [{"id": each.id, "name": each.display_name} for each in rosters],
            "roster_id": (drafts or rosters)[:1].id,
            "may_create": self.has_access("create"),
        }

    def property_grid(self):
        """All that the grid shows, in one answer.

        :return: dict with ``days``, ``staff``, ``brushes``, ``cells``, ``coverage``,
            ``findings``, ``patterns`` and what the user may do
        """
        self.ensure_one()
        self.check_access("read")
        days = self._property_days()
        return {
            "id": self.id,
            "name": self.display_name,
            "state": self.state,
            "state_name": self._property_grid_state(),
            "may_plan": self._property_is_open() and self.has_access("write"),
            "may_submit": self._property_is_open()
            and self.has_access("write")
            and bool(self.shift_ids),
            "days": self._property_grid_days(days),
            "staff": self._property_grid_staff(),
            "brushes": self._property_grid_brushes(),
            "cells": self._property_grid_cells(),
            "coverage": self._property_grid_coverage(),
            "findings": list(self._property_findings()),
            "titles": self._property_finding_titles(),
            "patterns": self.env["property.duty.pattern"].search_read(
                [("estate_id", "=", self.estate_id.id)], ["name", "signs"]
            ),
        }

    def property_grid_paint(self, cells, need_id=False):
        """Paint days of people with a shift on a post, or wipe them.

        A peak joins what is planned on the day; any other shift takes its place.

        :param cells: list of [staff id, date]
        :param need_id: the brush, a ``property.duty.need``; False wipes
        """
        self.ensure_one()
        self._property_check_may_paint()
        need = self.env["property.duty.need"].browse(need_id).exists()
        if need_id and need.estate_id != self.estate_id:
            raise UserError(self.env._("Choose a post and shift of this estate."))
        people = self._property_people([staff_id for staff_id, _day in cells])
        wanted = [
            (people[staff_id], fields.Date.to_date(day)) for staff_id, day in cells
        ]
        self._property_wipe(wanted, need.shift_type_id)
        if need:
            self._property_plan(
                [
                    (staff, day, need.post_id, need.shift_type_id)
                    for staff, day in wanted
                ]
            )
        return self.property_grid()

    def property_grid_pattern(self, pattern_id, staff_ids, first_day):
        """Lay a pattern over people from a day to the end of the month.

        Each further person begins some days later in it, as the pattern says.
        """
        self.ensure_one()
        self._property_check_may_paint()
        pattern = self.env["property.duty.pattern"].browse(pattern_id).exists()
        if pattern.estate_id != self.estate_id:
            raise UserError(self.env._("Choose a pattern of this estate."))
        types = pattern._property_shift_types()
        first = fields.Date.to_date(first_day)
        days = [day for day in self._property_days() if day >= first]
        people = self._property_people(staff_ids)
        cells, everything = [], []
        for number, staff in enumerate(people.values()):
            for place, day in enumerate(days):
                everything.append((staff, day))
                shift_type = types[(place + number * pattern.step) % len(types)]
                if shift_type:
                    post = self._property_post_of(staff, shift_type)
                    cells.append((staff, day, post, shift_type))
        self._property_wipe(everything, self.env["property.duty.shift.type"])
        self._property_plan(cells)
        return self.property_grid()

    # === Business methods ===

    def _property_check_may_paint(self):
        self.check_access("write")
        self.env["property.duty.shift"].check_access("create")
        # Two planners at once would each undo what the other painted.
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state", "approval_id", "approval_state"])
        self._property_check_open()

    def _property_people(self, staff_ids):
        """The people by id, in the order given; each is in the roster."""
        staff = self.env["property.staff"].browse(staff_ids) & self.staff_ids
        missing = set(staff_ids) - set(staff.ids)
        if missing:
            raise UserError(
                self.env._("Add the person to the roster first, then plan shifts.")
            )
        return {member.id: member for member in staff}

    def _property_post_of(self, staff, shift_type):
        """The post on which a person has a shift, when a pattern names none."""
        needs = self.env["property.duty.need"].search(
            [("shift_type_id", "=", shift_type.id), ("post_id.active", "=", True)],
            order="sequence, id",
        )
        posts = needs.post_id.sorted("sequence")
        own = posts.filtered(lambda post: post._property_takes(staff))
        if not own:
            raise UserError(
                self.env._(
                    "No post with shift “%(shift)s” takes %(staff)s; add the shift to a"
                    " post or choose other people.",
                    shift=shift_type.name,
                    staff=staff.name,
                )
            )
        return own[0]

    def _property_wipe(self, cells, shift_type):
        """Make room: a peak replaces itself alone, everything else the whole day."""
        wanted = set(cells)
        self.shift_ids.filtered(
            lambda shift: (
                (shift.staff_id, shift.date) in wanted
                and (
                    not (shift_type.is_peak and shift.shift_type_id.is_peak)
                    or shift.shift_type_id == shift_type
                )
            )
        ).unlink()

    def _property_plan(self, cells):
        return self.env["property.duty.shift"].create(
            [
                {
                    "roster_id": self.id,
                    "staff_id": staff.id,
                    "date": day,
                    "post_id": post.id,
                    "shift_type_id": shift_type.id,
                }
                for staff, day, post, shift_type in cells
            ]
        )

    def _property_grid_state(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        if self.state == "draft" and not self._property_is_open():
            return self.env._("In review")
        return states[self.state]

    def _property_grid_days(self, days):
        kind_of = self.env["property.calendar.day"]._property_kind
        weekdays = self._property_weekdays()
        return [
            {
                "date": day.isoformat(),
                "number": day.day,
                "weekday": weekdays[day.weekday()],
                "is_rest": kind_of(day) == "holiday"
                or (day.weekday() > 4 and kind_of(day) != "workday"),
                "is_holiday": kind_of(day) == "holiday",
            }
            for day in days
        ]

    def _property_weekdays(self):
        return [
            self.env._("Mo"),
            self.env._("Tu"),
            self.env._("We"),
            self.env._("Th"),
            self.env._("Fr"),
            self.env._("Sa"),
            self.env._("Su"),
        ]

    def _property_grid_staff(self):
        """People of the roster with their hours, those of other posts behind."""
        hours = dict(
            self.env["property.duty.shift"]._read_group(
                [("roster_id", "=", self.id)], ["staff_id"], ["hours:sum"]
            )
        )
        posts = dict(
            self.env["property.staff"]._fields["post"]._description_selection(self.env)
        )
        staff = self.staff_ids | self.shift_ids.staff_id
        order = list(posts)
        return [
            {
                "id": member.id,
                "name": member.name,
                "post": posts[member.post],
                "hours": hours.get(member, 0.0),
            }
            for member in staff.sorted(
                lambda member: (
                    order.index(member.post),
                    member.sequence,
                    member.name,
                    member.id,
                )
            )
        ]

    def _property_grid_brushes(self):
        posts = self.env["property.duty.post"].search(
            [("estate_id", "=", self.estate_id.id)]
        )
        brushes = {}
        for need in posts.need_ids.filtered("shift_type_id.active"):
            brushes.setdefault(
                (need.post_id, need.shift_type_id),
                {
                    "id": need.id,
                    "post": need.post_id.name,
                    "post_id": need.post_id.id,
                    "name": need.shift_type_id.name,
                    "code": need.shift_type_id.code,
                    "hours": need.shift_type_id._property_hours_text(),
                    "color": need.shift_type_id.color,
                },
            )
        return list(brushes.values())

    def _property_grid_cells(self):
        """Shifts by person and day, as ``{staff id: {date: [shift, …]}}``."""
        cells = defaultdict(lambda: defaultdict(list))
        for shift in self.shift_ids.sorted("date_start"):
            cells[shift.staff_id.id][shift.date.isoformat()].append(
                {
                    "code": shift.shift_type_id.code,
                    "color": shift.shift_type_id.color,
                    "title": f"{shift.post_id.name} {shift.shift_type_id.display_name}",
                    "is_changed": bool(shift.request_id),
                    "is_support": shift.is_support,
                }
            )
        return cells

    def _property_grid_coverage(self):
        """A row for each post and shift: how many are needed, how many planned."""
        rows = {}
        for need, day, count in self._property_coverage():
            row = rows.setdefault(
                need.id,
                {
                    "id": need.id,
                    "name": f"{need.post_id.name} {need.shift_type_id.name}",
                    "days": {},
                },
            )
            row["days"][day.isoformat()] = {"needed": need.minimum, "planned": count}
        return list(rows.values())
