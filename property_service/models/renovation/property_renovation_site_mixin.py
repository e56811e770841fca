from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# With a permit and not yet accepted: work may go on.
SITE_STATES = ("permitted", "in_progress", "acceptance")


class PropertyRenovationSiteMixin(models.AbstractModel):
    """What happens on the site of one renovation, with photos and a next deadline.

    Photos are the record's own files, locked where a step makes them evidence. A
    deadline that passes alerts one level after the other: the area's supervisor, then
    the project manager.
    """

    _name = "property.renovation.site.mixin"
    _description = "Record of a Renovation Site"
    _inherit = [
        "property.step.mixin",
        "property.file.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]

    renovation_id = fields.Many2one(
        comodel_name="property.renovation",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    unit_id = fields.Many2one(
        related="renovation_id.unit_id", store=True, index=True, precompute=True
    )
    estate_id = fields.Many2one(
        related="renovation_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="renovation_id.company_id", store=True, index=True, precompute=True
    )
    agent_id = fields.Many2one(related="renovation_id.agent_id")
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment", string="Photos", copy=False
    )
    next_due = fields.Datetime(string="Next deadline", readonly=True, copy=False)
    alert_on = fields.Datetime(readonly=True, copy=False, index="btree_not_null")
    alert_level = fields.Integer(
        string="Alerts", readonly=True, copy=False, aggregator=None
    )
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_late", search="_search_is_late"
    )

    # === Computes ===

    @api.depends("next_due")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for record in self:
            record.is_late = bool(record.next_due and record.next_due < now)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("next_due", "<", fields.Datetime.now())
        return late if True in value else ~late | Domain("next_due", "=", False)

    # === Hooks ===

    def _property_step_fields(self):
        return {"state", "next_due", "alert_on", "alert_level"}

    def _property_alert_text(self):
        """What the person alerted has to know."""
        return self.display_name

    def _property_on_due(self):
        """Called when the deadline has passed.

        :return: True when the record has seen to everything by itself
        """
        return False

    def _property_alert_hours(self):
        """Hours until the next level is alerted too."""
        return self.estate_id._property_parameter("renovation.alert_hours")

    # === Business methods ===

    def _property_check_site(self):
        """Entries are made while the renovation has its permit.

        :raise UserError: before the permit or after the acceptance
        """
        for renovation in self.renovation_id:
            if renovation.state not in SITE_STATES:
                raise UserError(
                    self.env._(
                        "Renovation %(renovation)s has no permit in force; nothing is"
                        " recorded on its site.",
                        renovation=renovation.display_name,
                    )
                )

    def _property_number(self, code):
        """Give each record its number; books give it, whoever opens the record."""
        for record, number in self.env["ir.sequence"]._property_numbered(self, code):
            record.sudo().name = number  # set by the steps alone

    # === Deadlines ===

    def _property_set_due(self, due):
        """The next deadline, or none; the alerts begin anew."""
        self._property_set(next_due=due, alert_on=due, alert_level=0)

    def _property_superiors(self):
        """Users to alert, one level after the other (SLA-01)."""
        self.ensure_one()
        renovation = self.renovation_id.sudo()  # posts of colleagues
        users = [
            renovation.zone_id.supervisor_id.user_id,
            renovation.estate_id.manager_id.user_id,
        ]
        return [user for user in users if user.active] or [
            user for user in renovation.agent_id.user_id if user.active
        ]

    def _property_alert(self):
        """Tell the next superior that a deadline has passed."""
        for record in self:
            if record._property_on_due():
                continue
            superiors, level = record._property_superiors(), record.alert_level
            if superiors:
                user = superiors[min(level, len(superiors) - 1)]
                record._property_remind(user, self.env._("Deadline passed"))
            wait = timedelta(hours=record._property_alert_hours())
            again = level + 1 < len(superiors)
            record._property_set(
                alert_level=level + 1,
                alert_on=again and fields.Datetime.now() + wait,
            )

    def _property_remind(self, user, summary):
        """An activity of a user, which goes with the next step."""
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=summary,
                note=self._property_alert_text(),
            )

    def _property_reminders_done(self):
        """The step is taken: nobody needs to be reminded of it."""
        # The activities of others are among them.
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    @api.model
    def _property_alert_due(self, limit=200):
        """Alert what is due and nothing else; called by the cron of the model."""
        due = [("alert_on", "<=", fields.Datetime.now())]
        records = self.search(due, limit=limit)
        records.try_lock_for_update(allow_referencing=True)._property_alert()
        remaining = self.search_count(due) if len(records) == limit else 0
        return len(records), remaining
