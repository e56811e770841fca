from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .property_service_dispatch import ENDED

ON_THE_WAY = ("assigned", "accepted", "departed")


class PropertyServiceDispatch(models.Model):
    """Steps of a dispatch order; each is taken once, by who may take it (SRV-36)."""

    _inherit = "property.service.dispatch"

    # === Actions of the desk ===

    def action_assign(self):
        """Send the order to its technician."""
        self.ensure_one()
        self._property_check_desk()
        self._property_step("draft")
        self._property_check_ticket()
        if not self.technician_id:
            raise UserError(
                self.env._(
                    "Dispatch order %(order)s: choose the technician.", order=self.name
                )
            )
        self._property_set(state="assigned", assigned_on=fields.Datetime.now())
        self._property_notify_technician()
        self._property_ticket()._property_on_dispatched()

    def action_reassign(self):
        """Take the order back to give it to somebody else; the trail keeps both."""
        self.ensure_one()
        self._property_check_desk()
        self._property_step(*ON_THE_WAY)
        self._property_take_back(self.env._("Taken back by the desk."))

    def action_open_cancel(self):
        return self._property_open_wizard("cancel", self.env._("Cancel the order"))

    def action_open_check(self):
        return self._property_open_wizard("check", self.env._("Check the work"))

    def action_open_rework(self):
        return self._property_open_wizard("rework", self.env._("Send back for rework"))

    # === Actions of the technician ===

    def action_accept(self):
        """The technician takes the order."""
        self.ensure_one()
        self._property_step("assigned")
        self._property_check_own()
        self._property_set(state="accepted", accepted_on=fields.Datetime.now())

    def action_open_refuse(self):
        return self._property_open_wizard("refuse", self.env._("Give the order back"))

    def action_depart(self):
        self.ensure_one()
        self._property_step("assigned", "accepted")
        self._property_check_own()
        now = fields.Datetime.now()
        self._property_set(
            state="departed", accepted_on=self.accepted_on or now, departed_on=now
        )

    def action_arrive(self):
        """On site (SRV-54): the server's time counts, earlier taps may be left out."""
        self.ensure_one()
        self._property_step(*ON_THE_WAY)
        self._property_check_own()
        now = fields.Datetime.now()
        self._property_set(
            state="arrived", accepted_on=self.accepted_on or now, arrived_on=now
        )
        self._property_ticket()._property_follow_arrival()
        return self.action_open_work() if not self._property_is_desk() else True

    def action_open_work(self):
        """The technician's form, where result and signature are entered."""
        self.ensure_one()
        view = self.env.ref(
            "property_service.property_service_dispatch_view_form_technician"
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(view.id, "form")],
            "name": self.name,
        }

    def action_finish(self):
        """The work is done; in a home the customer has confirmed it (SRV-39)."""
        self.ensure_one()
        self._property_step("arrived")
        self._property_check_own()
        self._property_check_work()
        now = fields.Datetime.now()
        confirmed = self.confirm_name and self.confirm_signature
        self._property_set(
            state="done", done_on=now, confirmed_on=now if confirmed else False
        )
        self._property_lock_evidence()

    # === Business methods ===

    def _property_refuse(self, reason):
        """The technician cannot do it; the desk finds somebody else."""
        self._property_step(*ON_THE_WAY)
        self._property_check_own()
        self._property_take_back(self._property_reason(reason))

    def _property_cancel(self, reason):
        reason = self._property_reason(reason)
        self._property_check_desk()
        self._property_step("draft", *ON_THE_WAY, "arrived")
        self._property_set(state="cancelled", cancel_reason=reason)
        self._message_log(body=self.env._("Cancelled: %(reason)s", reason=reason))

    def _property_check(self, result):
        """The desk accepts the work; its papers go to the archive (SRV-42, ARC-15)."""
        self._property_check_desk()
        self._property_step("done")
        # Who did the work does not accept it.
        if self.env.user == self.user_id:
            raise UserError(
                self.env._(
                    "Dispatch order %(order)s is checked by somebody else than who did"
                    " the work.",
                    order=self.name,
                )
            )
        self._property_set(
            state="closed",
            closed_on=fields.Datetime.now(),
            checked_by_id=self.env.user.id,
            check_result=self._property_reason(result),
        )
        self._property_file_papers()

    def _property_rework(self, reason):
        """The work is not what the customer wanted: the technician goes again."""
        reason = self._property_reason(reason)
        self._property_check_desk()
        self._property_step("done")
        if self._property_live_charges():
            raise UserError(
                self.env._(
                    "Dispatch order %(order)s is billed; take back the charge first.",
                    order=self.name,
                )
            )
        self._property_set_signature_aside()
        self._property_set(
            state="assigned",
            assigned_on=fields.Datetime.now(),
            accepted_on=False,
            departed_on=False,
            arrived_on=False,
            done_on=False,
            confirmed_on=False,
            confirm_signature=False,
            rework_count=self.rework_count + 1,
        )
        self._message_log(
            body=self.env._("Sent back for rework: %(reason)s", reason=reason)
        )
        self._property_notify_technician()

    def _property_take_back(self, reason):
        technician = self.technician_id.name
        self._property_set(
            state="draft",
            technician_id=False,
            assigned_on=False,
            accepted_on=False,
            departed_on=False,
        )
        # The technician has lost the order just now, the trail is kept all the same.
        self.sudo()._message_log(
            body=self.env._(
                "%(technician)s no longer has the order: %(reason)s",
                technician=technician or "",
                reason=reason,
            )
        )

    def _property_ticket(self):
        # A technician moves the request by the order without opening it.
        return self.ticket_id.sudo()

    def _property_notify_technician(self):
        """A line in the technician's inbox; staff without a login is called up."""
        if self.user_id:
            self.message_notify(
                partner_ids=self.user_id.partner_id.ids,
                subject=self.env._("Dispatch order %(order)s", order=self.name),
                body=self.env._(
                    "%(place)s, %(when)s",
                    place=self.place or "",
                    when=self.estate_id._property_clock(self.appointment),
                ),
            )

    def _property_lock_evidence(self):
        """Photos and signature become evidence; nobody exchanges them later."""
        # Files of an order belong to it, whoever has taken them.
        (self.sudo().photo_ids | self._property_signature_file())._property_lock()

    def _property_signature_file(self):
        # The file behind the field is found by nobody's right but the order's.
        files = self.env["ir.attachment"].sudo()
        return files.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("res_field", "=", "confirm_signature"),
            ]
        )

    def _property_set_signature_aside(self):
        """The signature under work that is done again stays as a file of the order."""
        file = self._property_signature_file()
        if file:
            name = self.env._(
                "Signature of %(name)s on %(date)s.png",
                name=self.confirm_name or "",
                date=self.estate_id._property_local_date(self.done_on),
            )
            file.copy({"name": name, "res_field": False})._property_lock()
            file._property_unlock()

    # === Checks ===

    def _property_check_desk(self):
        if not self._property_is_desk():
            raise AccessError(self.env._("This step is taken by the desk."))

    def _property_check_own(self):
        """The technician of the order, or the desk for staff without a telephone."""
        if self.env.su or self.env.user == self.user_id or self._property_is_desk():
            return
        raise AccessError(self.env._("This order is another technician's."))

    def _property_check_work(self):
        missing = []
        if not (self.result or "").strip():
            missing.append(self.env._("what was done"))
        if self.is_in_home and not (self.confirm_name or "").strip():
            missing.append(self.env._("the name of the customer who confirms"))
        if self.is_in_home and not self.confirm_signature:
            missing.append(self.env._("the customer's signature"))
        if missing:
            raise UserError(
                self.env._(
                    "Dispatch order %(order)s is not done yet; enter %(missing)s.",
                    order=self.name,
                    missing=", ".join(missing),
                )
            )

    def _property_reason(self, reason):
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Write down the reason or result."))
        return reason

    def _property_open_wizard(self, step, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "property.service.dispatch.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_dispatch_id": self.id, "default_step": step},
        }

    def _property_is_open(self):
        return self.filtered(lambda order: order.state not in ENDED)
