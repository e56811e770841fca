from odoo import api, fields, models
from odoo.fields import Domain

TODO = "mail.mail_activity_data_todo"


class PropertyStaffNotice(models.Model):
    """Who has not read in time is reminded, and the supervisor told (DUT-45)."""

    _name = "property.staff.notice"
    _inherit = ["property.staff.notice", "mail.thread", "mail.activity.mixin"]

    reminded_on = fields.Datetime(
        string="Readers reminded on", readonly=True, copy=False
    )

    _due_idx = models.Index(
        "(read_until) WHERE state = 'published' AND reminded_on IS NULL"
    )

    # === CRUD ===

    def write(self, vals):
        result = super().write(vals)
        if "read_until" in vals:
            # A new limit is reminded of anew.
            self._property_set(reminded_on=False)
        return result

    def _property_step_fields(self):
        return super()._property_step_fields() | {"reminded_on"}

    # === Actions ===

    def action_read(self):
        result = super().action_read()
        self._property_settle(self.env.uid)
        return result

    def action_withdraw(self):
        result = super().action_withdraw()
        self._property_settle()
        return result

    # === Business methods ===

    @api.model
    def _cron_remind_readers(self, limit=200):
        """Touches only what has become due; once a limit."""
        domain = (
            Domain("state", "=", "published")
            & Domain("reminded_on", "=", False)
            & Domain("read_until", "<", fields.Datetime.now())
            & (
                Domain("date_end", "=", False)
                | Domain("date_end", ">=", self.env.user._property_today())
            )
        )
        due = self.search(domain, limit=limit)
        due.try_lock_for_update(allow_referencing=True)._property_remind()
        self.env["ir.cron"]._commit_progress(len(due), remaining=int(len(due) == limit))

    def _property_remind(self):
        """To-dos for those who have still to read it, and for who answers for them."""
        for notice in self:
            late = notice.unread_user_ids
            for user in late:
                notice._property_todo(user, self.env._("Notice not read in time"))
            told = notice.published_by_id
            if notice.estate_id:
                told = notice.estate_id._property_supervisors()
            for user in told - late if late else ():
                notice._property_todo(
                    user,
                    self.env._("Not everybody has read the notice"),
                    ", ".join(late.mapped("name")),
                )
        self._property_set(reminded_on=fields.Datetime.now())

    def _property_todo(self, user, summary, note=""):
        self.activity_schedule(
            TODO,
            date_deadline=self.estate_id._property_local_date(self.read_until),
            summary=summary,
            user_id=user.id,
            note=note,
        )

    def _property_settle(self, user_id=None):
        """The to-do goes with its reason."""
        # Readers may not write the notice that reminds them.
        self.sudo().activity_unlink([TODO], user_id=user_id)
