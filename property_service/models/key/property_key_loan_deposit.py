from odoo import models
from odoo.exceptions import UserError


class PropertyKeyLoan(models.Model):
    """A deposit for a key: asked at the desk, kept until the key is back."""

    _inherit = "property.key.loan"

    # === Actions ===

    def action_ask_deposit(self):
        """A deposit that waits at the cashier, once for each loan."""
        self.ensure_one()
        self.check_access("write")
        self._property_lock_state("draft")
        if not self._property_deposits():
            self._property_check_deposit()
            self.env["property.deposit"]._property_open(
                "key", self.unit_id, self.partner_id, self.deposit_asked, origin=self
            )
        return self.action_open_deposits()

    # === Hooks ===

    def _property_deposit_payers(self):
        return self.partner_id

    def _property_deposit_refund_gate(self, deposit):
        """Refund only when every copy is accounted for, and a loss is settled."""
        if self.state == "out":
            raise UserError(
                self.env._(
                    "%(loan)s: the deposit is returned when the key is back.",
                    loan=self.display_name,
                )
            )
        losses = self.loss_ids.filtered(
            lambda loss: loss.state in ("draft", "reported", "approved", "lock_changed")
        )
        if losses:
            raise UserError(
                self.env._(
                    "%(loan)s: the loss %(loss)s is not closed yet.",
                    loan=self.display_name,
                    loss=losses[0].name,
                )
            )

    # === Business methods ===

    def _property_check_deposit(self):
        if self.currency_id.compare_amounts(self.deposit_asked, 0) <= 0:
            raise UserError(self.env._("Enter how much deposit is asked for."))
        if not self.unit_id or not self.partner_id:
            raise UserError(
                self.env._(
                    "A deposit names the unit and the contact who pays it; choose the"
                    " borrower's contact."
                )
            )

    def _property_deposit_received(self):
        """Whether the cashier has what was asked for."""
        asked = self.currency_id.compare_amounts(self.deposit_asked, 0) > 0
        # What was received is a fact for whoever lends the key.
        received = sum(self._property_deposits().sudo().mapped("amount_received"))
        return not asked or (
            self.currency_id.compare_amounts(received, self.deposit_asked) >= 0
        )
