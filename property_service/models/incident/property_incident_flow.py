from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .property_incident import OPEN

MANAGER = "property_service.property_service_group_manager"


class PropertyIncident(models.Model):
    """From the report until it is under control, with the chain of who is told."""

    _inherit = "property.incident"

    # === Actions ===

    def action_open(self):
        """From the short dialog to the whole incident, with what to do."""
        self.ensure_one()
        return {**self.get_formview_action(), "target": "current"}

    def action_start(self):
        """I am on the spot and handle it."""
        self.ensure_one()
        self._property_step("reported")
        self._property_set(state="handling", handler_id=self.env.uid)
        self._property_log("step", self.env._("Handled on the spot"))
        return True

    def action_record(self):
        """The manager puts it on record; top management is told (EMG-07)."""
        self.ensure_one()
        self._property_step(*OPEN)
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._(
                    "%(incident)s: the centre manager puts it on record.",
                    incident=self.display_name,
                )
            )
        if self.recorded_on:
            raise UserError(
                self.env._("%(incident)s is on record.", incident=self.display_name)
            )
        now = fields.Datetime.now()
        self._property_set(recorded_on=now, recorded_by_id=self.env.uid)
        self._property_log("step", self.env._("Put on record"))
        # The chain is written by the steps alone.
        alerts = self.sudo().alert_ids.filtered(
            lambda alert: alert.state == "pending" and alert.is_on_record
        )
        alerts.due_on = now
        alerts._property_send()
        return True

    def action_close(self):
        """Under control: who was to be told later need not be told any more."""
        self.ensure_one()
        self._property_step(*OPEN)
        if not (self.result or "").strip():
            raise UserError(
                self.env._(
                    "%(incident)s: write down how it was handled.",
                    incident=self.display_name,
                )
            )
        if self.severity == "major" and not self.recorded_on:
            raise UserError(
                self.env._(
                    "%(incident)s is major: the centre manager puts it on record"
                    " first.",
                    incident=self.display_name,
                )
            )
        self._property_end()
        if self._property_needs_analysis():
            self._property_plan_analysis()
        return True

    def action_false_alarm(self):
        """Nothing had happened; it stays on record as such."""
        self.ensure_one()
        self._property_step(*OPEN)
        self._property_end(is_false_alarm=True)
        return True

    def action_open_tickets(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_request_action"
        )
        return {
            **action,
            "path": False,
            "domain": [("property_incident_id", "=", self.id)],
            "context": {
                "property_desk": True,
                "default_property_incident_id": self.id,
                "default_property_estate_id": self.estate_id.id,
                "default_property_unit_id": self.unit_id.id,
            },
        }

    # === Business methods ===

    def _property_on_reported(self):
        """Number, trail and chain; what is due at once goes out in the same breath."""
        self.ensure_one()
        # Set by the steps alone; who reports may not read sequences.
        sequences = self.env["ir.sequence"].sudo().with_company(self.company_id)
        self._property_set(
            name=sequences.next_by_code("property.incident"),
            reported_by_id=self.env.uid,
            reported_on=fields.Datetime.now(),
        )
        self._property_log(
            "step", self.env._("Reported: %(text)s", text=self.phenomenon)
        )
        self._property_link_ticket()
        self._property_plan_alerts()

    def _property_link_ticket(self):
        """The request from which it was reported (CMP-13)."""
        ticket = self.env["helpdesk.ticket"].browse(
            self.env.context.get("property_incident_ticket_id") or []
        )
        if ticket.exists():
            ticket.property_incident_id = self

    def _property_end(self, is_false_alarm=False):
        now = fields.Datetime.now()
        self._property_set(
            state="closed",
            closed_on=now,
            is_false_alarm=is_false_alarm,
            handler_id=self.handler_id.id or self.env.uid,
        )
        # The chain is written by the steps alone.
        self.sudo().alert_ids._property_drop()
        self._property_lock_files("photo_ids")
        self._property_log(
            "step",
            self.env._("False alarm")
            if is_false_alarm
            else self.env._("Under control: %(text)s", text=self.result),
        )

    def _property_log(self, kind, text):
        """A line in the course of events."""
        # Lines of the steps are not for users to write.
        self.env["property.incident.event"].sudo().create(
            [
                {"incident_id": incident.id, "kind": kind, "text": text}
                for incident in self
            ]
        )

    # === The notification chain ===

    def _property_chain(self):
        """Steps of the chain for this type and severity in this estate."""
        types = self.env["property.incident.type"]
        # The chain is for everybody to set off, and for some to read.
        return (
            self.env["property.incident.step"]
            .sudo()
            .search(
                types._property_estate_domain(self.estate_id)
                & Domain("type_id", "in", [False, *self.type_id.ids])
                & Domain("severity", "in", [False, self.severity])
            )
        )

    def _property_plan_alerts(self):
        """Plan whom to tell and when; steps that are planned already stay."""
        # As in _property_chain.
        alerts = self.env["property.incident.alert"].sudo()
        for incident in self.filtered(lambda incident: incident.state in OPEN):
            known = incident.sudo().alert_ids.step_id  # as above
            steps = incident._property_chain() - known
            alerts |= alerts.create(
                [incident._property_alert_row(step) for step in steps]
            )
        due = alerts.filtered(
            lambda alert: alert.due_on and alert.due_on <= fields.Datetime.now()
        )
        due._property_send()
        (alerts - due)._property_wake_cron()

    def _property_alert_row(self, step):
        recorded = step.is_on_record and self.recorded_on
        due = self.reported_on + timedelta(minutes=step.minutes)
        if step.is_on_record and not step.minutes:
            due = False
        return {
            "incident_id": self.id,
            "step_id": step.id,
            "to_text": step.to_text,
            "is_on_record": step.is_on_record,
            "means": step.means,
            "due_on": recorded or due,
        }
