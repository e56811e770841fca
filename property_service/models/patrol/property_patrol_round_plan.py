from odoo import api, fields, models
from odoo.fields import Domain

BATCH = 200


class PropertyPatrolRound(models.Model):
    """Rounds come up by their schedule; those that nobody walked are missed."""

    _inherit = "property.patrol.round"

    @api.model
    def _cron_patrol(self):
        """Plan ahead, and list what was missed; called by the cron of the model."""
        done, remaining = self._property_follow_clock()
        self.env["ir.cron"]._commit_progress(done, remaining=remaining)

    @api.model
    def _property_follow_clock(self):
        """Rounds that come up and those whose time has passed.

        :return: how many were missed, and how many are left for the next run
        """
        self.env["property.patrol.schedule"]._property_plan_due()
        overdue = self._property_overdue()
        due = self.search(overdue, limit=BATCH)
        due.try_lock_for_update(allow_referencing=True)._property_miss()
        return len(due), self.search_count(overdue) if len(due) == BATCH else 0

    @api.model
    def _property_overdue(self):
        """Open rounds past their time and the grace of their estate."""
        now = fields.Datetime.now()
        domain = Domain.FALSE
        for estate in self.env["property.estate"].search([]):
            grace = estate._property_parameter("patrol.grace_minutes")
            domain |= Domain("estate_id", "=", estate.id) & Domain(
                "date_to", "<=", fields.Datetime.subtract(now, minutes=grace)
            )
        return Domain("state", "in", ("planned", "running")) & domain

    def _property_miss(self):
        """Not walked in time, or not to the end: the supervisor asks why."""
        for patrol in self:
            patrol._property_set(state="missed")
            # Who watches over the route is told, whoever may open it.
            user = patrol.sudo().route_id.supervisor_id.user_id
            if user.active:
                patrol.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user.id,
                    summary=self.env._("Patrol missed"),
                    note=" · ".join(
                        name
                        for name in (patrol.display_name, patrol.staff_id.name)
                        if name
                    ),
                )
