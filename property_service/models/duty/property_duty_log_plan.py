from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL

ADMINISTRATOR = "property_service.property_service_group_administrator"
AHEAD = timedelta(hours=24)
# An appraisal is written for what has happened lately, not for history.
BEHIND = timedelta(days=3)


class PropertyDutyLog(models.Model):
    """Logs follow from the published roster, and tell who did not come."""

    _inherit = "property.duty.log"

    # === Actions ===

    @api.model
    def action_my_shift(self):
        """My shift: the log or handover to work on now, in one press (DUT-50)."""
        self.check_access("read")
        log = self._property_of_me()
        if not log and self.env.user.has_group(ADMINISTRATOR):
            # Who leads and has no shift looks at the one on duty.
            log = self.search([("state", "=", "on_duty")], order="date_start", limit=1)
        if not log:
            return self._property_open_by_hand()
        if log.state == "planned" and log._property_before():
            return log.action_handover()
        if log.state == "planned":
            log._property_make_preshift()
        return log.get_formview_action()

    # === Business methods ===

    @api.model
    def _property_of_me(self):
        """The user's log: on duty now, else the one that begins soon."""
        own = self.env["property.staff"]._property_of_user()
        if not own:
            return self.browse()
        mine = Domain("staff_ids", "in", own.ids)
        running = self.search(
            mine & Domain("state", "=", "on_duty"), order="date_start", limit=1
        )
        if running:
            return running
        now = fields.Datetime.now()
        shifts = self.env["property.duty.shift"]._property_of_people(
            own, now, now + AHEAD / 2
        )
        for post in shifts.post_id.filtered("keeps_log"):
            # The roster opens logs for whoever is on duty.
            self.sudo()._property_open_planned(post, now - AHEAD, now + AHEAD / 2)
        return self.search(
            mine
            & Domain("state", "=", "planned")
            & Domain("date_end", ">", now)
            & Domain("date_start", "<", now + AHEAD / 2),
            order="date_start",
            limit=1,
        )

    @api.model
    def _property_open_by_hand(self):
        """No roster: a log with the user on duty, of which post and shift is chosen."""
        own = self.env["property.staff"]._property_of_user()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("My shift"),
            "res_model": self._name,
            "views": [(False, "form")],
            "context": {
                "default_staff_ids": [Command.set(own.ids)],
                **self._property_likely_shift(),
            },
        }

    @api.model
    def _property_likely_shift(self):
        """The only post with a log, and its shift at this hour."""
        posts = self.env["property.duty.post"].search([("keeps_log", "=", True)])
        if len(posts) != 1:
            return {}
        now = fields.Datetime.now()
        today = fields.Date.context_today(self)
        running = [
            shift_type.id
            for shift_type in posts.need_ids.shift_type_id
            for begin, end in [shift_type._property_times(today)]
            if begin <= now < end
        ]
        return {
            "default_post_id": posts.id,
            "default_shift_type_id": running[0] if running else False,
        }

    @api.model
    def _property_open_planned(self, posts, since, until):
        """Logs for the published shifts of posts that begin in a span of time.

        Two callers at once make one log: the second finds what the first has made.
        """
        shifts = self.env["property.duty.shift"].search(
            Domain("post_id", "in", posts.filtered("keeps_log").ids)
            & Domain("roster_state", "=", "published")
            & Domain("date_start", ">=", since)
            & Domain("date_start", "<", until),
            order="date_start, id",
        )
        keys = {}
        for shift in shifts:
            key = (shift.post_id, shift.shift_type_id, shift.date)
            keys[key] = keys.get(key, self.env["property.duty.shift"]) | shift
        if not keys:
            return
        self._property_lock_posts(posts)
        days = {date for _post, _type, date in keys}
        known = self.search(
            Domain("post_id", "in", posts.ids) & Domain("date", "in", list(days))
        )
        found = {(log.post_id, log.shift_type_id, log.date): log for log in known}
        for key, planned in keys.items():
            log = found.get(key)
            staff = planned.staff_id
            if log is None:
                post, shift_type, date = key
                self.create(
                    {
                        "post_id": post.id,
                        "shift_type_id": shift_type.id,
                        "date": date,
                        "staff_ids": [Command.set(staff.ids)],
                    }
                )
            elif log.state == "planned" and not log.is_by_hand:
                # Swaps and cover change who is on duty until it begins.
                if log.staff_ids != staff:
                    log.staff_ids = staff

    @api.model
    def _property_lock_posts(self, posts):
        self.env.cr.execute(
            SQL(
                "SELECT 1 FROM property_duty_post WHERE id IN %s ORDER BY id"
                " FOR NO KEY UPDATE",
                tuple(posts.ids) or (0,),
            )
        )

    @api.model
    def _cron_follow_roster(self):
        """Open the logs to come, and note whose shift has passed without them."""
        now = fields.Datetime.now()
        posts = self.env["property.duty.post"].search([("keeps_log", "=", True)])
        if posts:
            self._property_open_planned(posts, now - timedelta(hours=1), now + AHEAD)
        missed = self.search(
            Domain("state", "=", "planned")
            & Domain("is_by_hand", "=", False)
            & Domain("date_end", "<", now)
            & Domain("date_end", ">", now - BEHIND)
        )
        for log in missed:
            log._property_miss()

    def _property_miss(self):
        """不接班: nobody of the shift has taken over (DUT-09)."""
        self._property_step("planned")
        self._property_set(state="missed")
        for supervisor in self.estate_id._property_supervisors():
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Nobody came for this shift"),
                user_id=supervisor.id,
            )
        reason = self.env._("%(log)s was not taken over.", log=self.display_name)
        swaps = self._property_swaps()
        both = swaps.staff_id | swaps.counter_staff_id
        for staff in self.staff_ids:
            self._property_appraise(staff, "missed_shift", reason)
        # 交待不清造成误班、空班: both are assessed (DUT-32, DUT-36).
        for staff in both:
            self._property_appraise(staff, "unclear_swap", reason)

    def _property_swaps(self):
        """Swaps by which the people of this shift came to it."""
        shifts = self.env["property.duty.shift"].search(
            [
                ("post_id", "=", self.post_id.id),
                ("shift_type_id", "=", self.shift_type_id.id),
                ("date", "=", self.date),
                ("roster_state", "=", "published"),
            ]
        )
        return shifts.request_id.filtered(lambda request: request.kind == "swap")

    def _property_appraise(self, staff, kind, reason, source=None):
        """An occasion for the appraisal of staff; what it costs is set there."""
        # Occasions follow from what happened, not from who may appraise.
        self.env["property.appraisal.entry"].sudo()._property_add(
            staff, self.date, kind, source or self, reason=reason
        )
