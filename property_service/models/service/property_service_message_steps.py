from odoo import fields, models
from odoo.exceptions import UserError


class PropertyServiceMessage(models.Model):
    """Whose message it is, and how it ends: called back, a request, or dropped."""

    _inherit = "property.service.message"

    # === Actions ===

    def action_returned(self):
        """The caller was reached; what came of it is on record."""
        for message in self:
            message._property_step("open")
            if not (message.outcome or "").strip():
                raise UserError(
                    self.env._(
                        "%(message)s: write down what came of the call.",
                        message=message.display_name,
                    )
                )
            message._property_finish("done")

    def action_no_answer(self):
        """Nobody answered; the call stays to be returned."""
        for message in self:
            message._property_step("open")
            message._property_set(
                attempt_count=message.attempt_count + 1,
                last_attempt_on=fields.Datetime.now(),
            )

    def action_drop(self):
        """The matter is settled without a call; the reason is the outcome."""
        for message in self:
            message._property_step("open")
            if not (message.outcome or "").strip():
                raise UserError(
                    self.env._(
                        "%(message)s: write down why no call is needed.",
                        message=message.display_name,
                    )
                )
            message._property_finish("dropped")

    def action_make_request(self):
        """A request that knows already what the caller has said."""
        self.ensure_one()
        self.env["helpdesk.ticket"]._property_check_desk()
        self.check_access("read")
        context = {
            "default_property_message_id": self.id,
            "default_property_kind": "call_note",
            "default_property_estate_id": self.estate_id.id,
            "default_property_unit_id": self.unit_id.id,
            "default_partner_id": self.partner_id.id,
            "default_partner_name": self.caller_name,
            "default_property_caller_phone": self.phone,
            "default_property_received_on": self.taken_on,
            "default_name": self.content,
            "default_channel_id": self.env.ref(
                "helpdesk_mgmt.helpdesk_ticket_channel_phone"
            ).id,
        }
        view = self.env.ref("property_service.property_request_view_form")
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "views": [(view.id, "form")],
            "context": {key: value for key, value in context.items() if value},
        }

    # === Business methods ===

    def _property_finish(self, state):
        self._property_set(
            state=state,
            called_on=fields.Datetime.now(),
            called_by_id=self.env.uid,
        )
        # The task belongs to the recipient, whoever has called.
        self.sudo().activity_ids.unlink()

    def _property_assign(self):
        """The recipient's task to call back; a former recipient loses it."""
        for message in self:
            # Tasks are given to others here, which the desk may not do by itself.
            task = message.sudo().with_context(lang=message.recipient_id.sudo().lang)
            task.activity_ids.unlink()
            if message.recipient_id and message.state == "open":
                task.activity_schedule(
                    "mail.mail_activity_data_call",
                    date_deadline=fields.Datetime.context_timestamp(
                        message, message.call_by or message.taken_on
                    ).date(),
                    summary=task.env._(
                        "Call back %(caller)s, %(phone)s",
                        caller=message.caller_name,
                        phone=message.phone,
                    ),
                    user_id=message.recipient_id.id,
                )

    def _property_check_open(self):
        for message in self:
            if message.state != "open":
                raise UserError(
                    self.env._(
                        "%(message)s is closed; what was said stays as it is.",
                        message=message.display_name,
                    )
                )
