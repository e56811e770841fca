from odoo import fields, models
from odoo.exceptions import UserError

from .property_key_loss import REPORT


class PropertyKeyLoss(models.Model):
    """Reported, decided, the lock changed, the keys renewed: the steps of a loss."""

    _inherit = "property.key.loss"

    # === Actions ===

    def action_report(self):
        """Book the copies as lost; from now on nobody looks for them on the hook."""
        self.check_access("write")
        for loss in self:
            loss._property_step("draft")
            values = {
                "person": loss.reported_by,
                "note": loss.circumstances,
                "loss_id": loss.id,
                "count_id": loss.count_id.id,
            }
            if loss.loan_id:
                loss.loan_id._property_lock_state("out")
                loss.loan_id._property_move(
                    "lose", loss.copies, source="borrower", **values
                )
                loss.loan_id._property_close_if_done()
            else:
                loss.set_id._property_move(
                    "lose", loss.copies, source=loss.source, **values
                )
            loss._property_set_state(
                "reported", "reported_on", "reporter_id", loss.set_id
            )
        return True

    def action_owner_told(self):
        """Record that the owner of the unit knows."""
        self.check_access("write")
        for loss in self:
            if not (loss.owner_told_note or "").strip():
                raise UserError(
                    self.env._(
                        "Enter whom of the owners you told, how, and the answer."
                    )
                )
            # The stamp is the server's.
            loss.sudo().write(
                {
                    "owner_told_on": fields.Datetime.now(),
                    "owner_told_by_id": self.env.uid,
                }
            )
        return True

    def action_lock_changed(self):
        """The lock is changed: what was lost opens nothing any more."""
        self.check_access("write")
        for loss in self:
            loss._property_step("approved")
            loss._property_require_approved()
            if loss.outcome == "keep_lock":
                raise UserError(
                    self.env._("%(loss)s: the lock is kept; close it.", loss=loss.name)
                )
            if not (loss.lock_note or "").strip():
                raise UserError(
                    self.env._(
                        "%(loss)s: enter who changed which lock.", loss=loss.name
                    )
                )
            loss._property_set_state(
                "lock_changed", "lock_changed_on", "lock_changed_by_id"
            )
        return True

    def action_close(self):
        """New keys come into the ledger, or the set goes out of use."""
        self.check_access("write")
        for loss in self:
            kept = loss.outcome == "keep_lock"
            loss._property_step("approved" if kept else "lock_changed")
            loss._property_require_approved()
            if loss.unit_id and not loss.owner_told_on:
                raise UserError(
                    self.env._(
                        "%(loss)s: tell the owner of unit %(unit)s and record it.",
                        loss=loss.name,
                        unit=loss.unit_id.code,
                    )
                )
            loss._property_renew_keys()
            loss._property_set_state("closed", "closed_on", "closed_by_id")
        return True

    def action_found(self):
        """The lost copies turned up before the lock was changed."""
        self.check_access("write")
        for loss in self:
            if loss.state not in ("reported", "approved"):
                raise UserError(
                    self.env._(
                        "%(loss)s: only before the change of lock can keys be found"
                        " again.",
                        loss=loss.name,
                    )
                )
            loss._property_step(loss.state)
            if loss.approval_state == "pending":
                # Whoever asked: there is nothing left to decide.
                loss.sudo().approval_id.action_cancel()
            loss.set_id._property_move("found", loss.copies, loss_id=loss.id)
            loss._property_set_state("found", "closed_on", "closed_by_id")
        return True

    def action_cancel(self):
        self.check_access("write")
        for loss in self:
            loss._property_step("draft")
            loss._property_set_state("cancelled", "closed_on", "closed_by_id")
        return True

    # === Business methods ===

    def _property_step(self, state):
        """Hold the loss, and see that it stands before this step."""
        self.ensure_one()
        if not self.try_lock_for_update():
            raise UserError(
                self.env._(
                    "A colleague is working on %(loss)s at this moment; try again.",
                    loss=self.name,
                )
            )
        self.invalidate_recordset(["state"])
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(loss)s is “%(state)s”, so this step is not open.",
                    loss=self.name,
                    state=labels[self.state],
                )
            )

    def _property_set_state(self, state, time_field, user_field, touched=None):
        """Next state with time and user of the server."""
        # The steps write what users may not.
        self.sudo().write(
            {
                "state": state,
                time_field: fields.Datetime.now(),
                user_field: self.env.uid,
            }
        )
        if touched:
            touched._message_log(
                body=self.env._("Loss reported: %(loss)s", loss=self.name)
            )

    def _property_renew_keys(self):
        """With a new lock no old copy is of use; new ones take their place."""
        self.ensure_one()
        keys = self.set_id
        if self.outcome == "keep_lock":
            keys._property_move("retire", self.copies, source="lost", loss_id=self.id)
            return
        keys._property_retire_all(loss_id=self.id)
        if self.outcome == "new_keys" and self.new_copies:
            kind = "entrust" if keys.needs_undertaking else "register"
            keys._property_move(kind, self.new_copies, loss_id=self.id)

    # === Approval ===

    def _property_approval_key(self):
        return "key_loss"

    def _property_approval_frozen_fields(self):
        return REPORT

    def _property_check_can_request(self):
        if self.state != "reported":
            raise UserError(
                self.env._("%(loss)s: report the loss first.", loss=self.name)
            )
        return super()._property_check_can_request()

    def _property_on_approved(self):
        for loss in self:
            loss._property_step("reported")
            loss.state = "approved"
        return super()._property_on_approved()
