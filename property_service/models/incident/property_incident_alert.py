from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .property_incident_step import MEANS


class PropertyIncidentAlert(models.Model):
    """One step of the chain for one incident: whom it tells, when, who has answered.

    Sent and marked as sent in one transaction, so that a cron that is killed and run
    again tells nobody twice.
    """

    _name = "property.incident.alert"
    _description = "Notification of an Incident"
    _order = "due_on, id"
    _rec_name = "incident_id"

    incident_id = fields.Many2one(
        comodel_name="property.incident",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="incident_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="incident_id.company_id", store=True, index=True, precompute=True
    )
    # A step that was taken is archived, not deleted.
    step_id = fields.Many2one(
        comodel_name="property.incident.step",
        string="Step of the chain",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    to_text = fields.Char(string="Is told", readonly=True)
    is_on_record = fields.Boolean(string="When on record", readonly=True)
    means = fields.Selection(
        selection=MEANS,
        string="Means of telling",
        required=True,
        readonly=True,
    )
    due_on = fields.Datetime(
        string="To be told on",
        readonly=True,
        help="Empty: waits until the manager has put the incident on record.",
    )
    state = fields.Selection(
        selection=[
            ("pending", "To come"),
            ("sent", "Told, no answer yet"),
            ("done", "Knows it"),
            ("nobody", "Nobody found"),
            ("dropped", "No longer needed"),
        ],
        required=True,
        readonly=True,
        default="pending",
        index=True,
    )
    user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="property_incident_alert_user_rel",
        column1="alert_id",
        column2="user_id",
        string="Told",
        readonly=True,
    )
    phone = fields.Char(string="Emergency phone", readonly=True)
    sent_on = fields.Datetime(string="Told on", readonly=True)
    confirmed_on = fields.Datetime(string="Known since", readonly=True)
    confirmed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Confirmed by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _once_uniq = models.Constraint(
        "UNIQUE(incident_id, step_id)",
        "This step of the chain is planned already.",
    )
    # The cron's way in: as long as the list of what is to come.
    _pending_idx = models.Index("(due_on, id) WHERE state = 'pending'")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Who was told stays on record."))

    # === Actions ===

    def action_confirm(self):
        """I know it; or the desk has called, and they know (EMG-10)."""
        for alert in self:
            alert.incident_id.check_access("write")
            # Locked and written for whoever has learned of it.
            row = alert.sudo()
            row.lock_for_update(allow_referencing=True)
            row.invalidate_recordset(["state"])
            if row.state != "sent":
                continue
            row.write(
                {
                    "state": "done",
                    "confirmed_on": fields.Datetime.now(),
                    "confirmed_by_id": self.env.uid,
                }
            )
            row.incident_id.with_user(self.env.user)._property_log(
                "told", self.env._("%(who)s knows it", who=row._property_names())
            )
        return True

    # === Business methods ===

    def _property_names(self):
        names = ", ".join(self.user_ids.mapped("name"))
        return f"{self.to_text} ({names})" if names else self.to_text or ""

    def _property_drop(self):
        self.filtered(lambda alert: alert.state == "pending").write(
            {"state": "dropped"}
        )

    def _property_wake_cron(self):
        """Have the cron look when the next step is due, not up to minutes later."""
        cron = self.env.ref(
            "property_service.property_incident_cron", raise_if_not_found=False
        )
        moments = {alert.due_on for alert in self if alert.due_on}
        if cron and moments:
            # Who reports may not write scheduled actions; this one only runs earlier.
            cron.sudo()._trigger(at=moments)

    def _property_send(self):
        """Tell those of the chain whose turn it is."""
        for alert in self.filtered(lambda alert: alert.state == "pending"):
            incident = alert.incident_id
            # The course is written in the language of who has reported.
            alert = alert.with_context(lang=incident.reported_by_id.lang)
            users = alert.step_id._property_users(incident.estate_id)
            alert.write(
                {
                    "state": "sent" if users else "nobody",
                    "user_ids": [fields.Command.set(users.ids)],
                    "sent_on": fields.Datetime.now(),
                    "phone": alert._property_phones(users),
                }
            )
            if users and alert.means != "call":
                alert._property_message(users)
            incident._property_log(
                "told",
                self.env._("Told: %(who)s", who=alert._property_names())
                if users
                else self.env._("Nobody found to tell: %(who)s", who=alert.to_text),
            )

    def _property_phones(self, users):
        staff = self.env["property.staff"].search([("user_id", "in", users.ids)])
        return ", ".join(filter(None, staff.mapped("phone")))

    def _property_message(self, users):
        """In each one's language, by inbox or e-mail as each has chosen, or e-mail.

        Mails are queued: they leave with the transaction that marks the step as sent.
        """
        for user in users:
            alert = self.with_context(
                lang=user.lang, tz=user.tz, mail_notify_force_send=False
            )
            subject, body = alert._property_words()
            if self.means == "email" and user.email:
                self.env["mail.mail"].create(
                    {
                        "subject": subject,
                        "body_html": body,
                        "email_to": user.email_formatted,
                        "auto_delete": False,
                    }
                )
                continue
            alert.incident_id.message_notify(
                partner_ids=user.partner_id.ids, subject=subject, body=body
            )

    def _property_words(self):
        incident = self.incident_id
        severity = dict(incident._fields["severity"]._description_selection(self.env))
        moment = fields.Datetime.context_timestamp(
            incident.with_context(tz=incident.estate_id._property_tz().zone),
            incident.date,
        )
        subject = self.env._(
            "%(severity)s: %(type)s, %(place)s",
            severity=severity[incident.severity],
            type=incident.type_id.name,
            place=incident.unit_id.code or incident.place or incident.estate_id.name,
        )
        lines = [
            (self.env._("Happened at"), moment.strftime("%Y-%m-%d %H:%M")),
            (
                self.env._("Where it happened"),
                " ".join(
                    filter(
                        None,
                        (
                            incident.estate_id.name,
                            incident.building_id.name,
                            incident.unit_id.code,
                            incident.place,
                        ),
                    )
                ),
            ),
            (self.env._("What is to be seen"), incident.phenomenon),
            (self.env._("What is done first"), incident.plan or "-"),
            (self.env._("First informed"), incident.informed_by_id.name or "-"),
        ]
        body = Markup("<br/>").join(Markup("<b>%s</b>: %s") % line for line in lines)
        return subject, body

    # === Cron ===

    @api.model
    def _cron_property_alerts(self, batch=50):
        """Tell whom it is time to tell, batch by batch, each its own transaction."""
        crons = self.env["ir.cron"]
        while alerts := self._property_take_due(batch):
            alerts._property_send()
            if not crons._commit_progress(len(alerts), remaining=int(bool(alerts))):
                return
        crons._commit_progress(remaining=0)

    @api.model
    def _property_take_due(self, batch):
        """The next steps that are due, locked; what another process sends is left."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id
                  FROM property_incident_alert
                 WHERE state = 'pending' AND due_on <= %s
              ORDER BY due_on, id
                 LIMIT %s
                   FOR NO KEY UPDATE SKIP LOCKED
                """,
                fields.Datetime.now(),
                batch,
            )
        )
        alerts = self.browse([row[0] for row in rows])
        alerts.invalidate_recordset()
        return alerts
