from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .property_duty_request import SUPERVISOR


class PropertyDutyRequest(models.Model):
    """How a request goes: handed in, agreed to, decided, and put into the roster."""

    _inherit = "property.duty.request"

    # === Actions ===

    def action_submit(self):
        """Ask for the change; the colleague agrees before anybody decides."""
        self._property_step("draft")
        self._property_check_own()
        self._property_check_limits()
        needs_consent = self.kind == "swap" and self.estate_id._property_parameter(
            "duty.swap_both_consent"
        )
        self._property_set(
            state="consent" if needs_consent else "approval",
            submitted_on=fields.Datetime.now(),
        )
        if needs_consent:
            self._property_ask_colleague()
        else:
            self.action_request_approval(self.reason)

    def action_consent(self):
        """The colleague agrees; for one without a login a supervisor notes it."""
        self._property_step("consent")
        self._property_check_colleague()
        self._property_check_limits()
        self._property_set(
            state="approval",
            consent_on=fields.Datetime.now(),
            consent_by_id=self.env.uid,
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
        return self.action_request_approval(self.reason)

    def action_decline(self):
        """The colleague does not agree: that is the end of it."""
        self._property_step("consent")
        self._property_check_colleague()
        self._property_set(
            state="refused",
            refusal=self.env._("%(person)s did not agree.", person=self.env.user.name),
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def action_take_back(self):
        self._property_step("draft", "consent", "approval")
        self._property_check_own()
        self._property_withdraw_approval(self.env._("taken back"))
        self._property_set(state="cancelled")
        self.activity_unlink(["mail.mail_activity_data_todo"])

    # === Business methods ===

    def _property_check_arranger(self):
        if self.state not in ("draft", "approval"):
            raise UserError(
                self.env._("%(request)s is decided.", request=self.display_name)
            )
        if not self.env.su and not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._(
                    "Who stands in is arranged by a supervisor, never among colleagues."
                )
            )

    def _property_check_colleague(self):
        if not self.may_consent:
            raise AccessError(
                self.env._(
                    "%(request)s: consent is %(person)s’s to give.",
                    request=self.display_name,
                    person=self.counter_staff_id.name,
                )
            )

    def _property_ask_colleague(self):
        # Logins of colleagues are not for every role to read.
        user = self.sudo().counter_staff_id.user_id
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Agree to a swap of shifts"),
                user_id=user.id,
            )

    def _property_apply(self):
        """The approved change reaches the roster, if it still holds (DUT-34).

        Runs with the rights of the approval.
        """
        shifts = self.shift_id | self.counter_shift_id
        shifts.lock_for_update(allow_referencing=True)
        shifts.invalidate_recordset(["staff_id", "request_id"])
        if not self.counter_staff_id:
            raise UserError(
                self.env._(
                    "%(request)s: name who stands in, then approve.",
                    request=self.display_name,
                )
            )
        self._property_check_limits(with_notice=False)
        for shift in shifts:
            taker = self.counter_staff_id if shift == self.shift_id else self.staff_id
            shift.write(
                {
                    "planned_staff_id": (shift.planned_staff_id or shift.staff_id).id,
                    "request_id": self.id,
                    "staff_id": taker.id,
                }
            )
        # In one statement, since two people may change places at the same hours.
        shifts.flush_recordset()
        self._property_set(state="done")
        self._property_tell_parties()

    def _property_tell_parties(self):
        # Logins of colleagues are not for every role to read.
        users = (self.sudo().staff_id | self.sudo().counter_staff_id).user_id
        self.message_post(
            body=self.env._("%(request)s is in force.", request=self.display_name),
            partner_ids=users.partner_id.ids,
        )
