from odoo import api, fields, models
from odoo.fields import Domain


class PropertyQualityNonconformity(models.Model):
    """What is past its deadline goes up to the supervisor."""

    _inherit = "property.quality.nonconformity"

    @api.model
    def _cron_alert_overdue(self, limit=500):
        """Touches only what has become overdue; told once a deadline."""
        domain = Domain("is_overdue", "=", True) & Domain("alerted_on", "=", False)
        overdue = self.search(domain, limit=limit)
        overdue.try_lock_for_update(allow_referencing=True)._property_alert()
        self.env["ir.cron"]._commit_progress(
            len(overdue), remaining=int(len(overdue) == limit)
        )

    def _property_alert(self):
        for row in self:
            owner = row.owner_id.user_id
            for user in owner | row.estate_id._property_supervisors():
                row.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=row.deadline,
                    summary=self.env._("Non-conformity past its deadline"),
                    user_id=user.id,
                    note=row.finding,
                )
        self._property_set(alerted_on=fields.Datetime.now())
