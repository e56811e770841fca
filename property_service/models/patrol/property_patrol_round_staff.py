from odoo import api, fields, models
from odoo.fields import Domain


class PropertyPatrolRound(models.Model):
    """Who walks a round: by the published roster, else by its schedule (PAT-06)."""

    _inherit = "property.patrol.round"

    @api.model
    def _property_follow_roster(self, estates):
        """The roster has changed: rounds that nobody has started yet follow it."""
        # Rounds are nobody's to write; whoever planned them, they follow.
        self.sudo().search(
            Domain("estate_id", "in", estates.ids)
            & Domain("state", "=", "planned")
            & Domain("date_to", ">", fields.Datetime.now())
            & (
                Domain("schedule_id.post_id", "!=", False)
                | Domain("schedule_id.shift_type_id", "!=", False)
            )
        )._property_assign()

    def _property_assign(self):
        """Name the person of each scheduled round, with one query for all of them."""
        # Who is named must not depend on who plans or on which months one may read.
        rounds = self.sudo().filtered("schedule_id")
        shifts = rounds._property_published_shifts()
        for patrol in rounds:
            schedule = patrol.schedule_id
            shift = patrol._property_shift_of(shifts)
            staff = shift.staff_id if shift else schedule.staff_id
            if patrol.staff_id != staff:
                patrol.staff_id = staff

    def _property_published_shifts(self):
        """Shifts of the published rosters while these rounds are to be walked."""
        shifts = self.env["property.duty.shift"]
        by_roster = self.filtered(
            lambda patrol: (
                patrol.schedule_id.post_id or patrol.schedule_id.shift_type_id
            )
        )
        if not by_roster:
            return shifts
        return shifts.search(
            Domain("estate_id", "in", by_roster.estate_id.ids)
            & Domain("roster_state", "=", "published")
            & Domain("date_start", "<", max(by_roster.mapped("date_to")))
            & Domain("date_end", ">", min(by_roster.mapped("date_from"))),
            order="is_support, date_start, id",
        )

    def _property_shift_of(self, shifts):
        """The shift of the schedule's post in which this round begins, or the next."""
        self.ensure_one()
        post = self.schedule_id.post_id
        shift_type = self.schedule_id.shift_type_id
        if not post and not shift_type:
            return shifts.browse()
        fitting = shifts.filtered(
            lambda shift: (
                shift.estate_id == self.estate_id
                and (not post or shift.post_id == post)
                and (not shift_type or shift.shift_type_id == shift_type)
                and shift.date_start < self.date_to
                and shift.date_end > self.date_from
            )
        )
        at_start = fitting.filtered(lambda shift: shift.date_start <= self.date_from)
        return (at_start or fitting)[:1]
