from odoo import fields, models
from odoo.exceptions import UserError


class PropertyReceipt(models.Model):
    """A wrong receipt is taken back by entries of the day on which that happens."""

    _inherit = "property.receipt"

    # === Actions ===

    def action_request_reversal(self):
        """Ask for the reason, then for the second person's approval."""
        self.ensure_one()
        self._property_check_reversible()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reverse receipt %(name)s", name=self.name),
            "res_model": "property.receipt.reversal.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_receipt_id": self.id},
        }

    def action_request_approval(self, reason=""):
        for receipt in self:
            receipt._property_check_reversible()
        if not str(reason or "").strip():
            raise UserError(self.env._("Write why the receipt is wrong."))
        return super().action_request_approval(reason)

    # === Approval ===

    def _property_approval_key(self):
        return "receipt_reversal"

    def _property_approval_frozen_fields(self):
        return {
            "line_ids",
            "payment_ids",
            "unit_ids",
            "partner_id",
            "date",
            "estate_id",
        }

    def _property_approval_excluded_users(self):
        return self.cashier_id

    def _property_on_approved(self):
        for receipt in self:
            receipt._property_reverse(receipt._property_approval().reason)
        return super()._property_on_approved()

    # === Business methods ===

    def _property_check_reversible(self):
        self.ensure_one()
        if self.state != "posted":
            raise UserError(
                self.env._(
                    "Only a posted receipt can be reversed; %(name)s is not.",
                    name=self.display_name,
                )
            )

    def _property_reverse(self, reason):
        """Reverse all entries of the receipt; its bills are open again (FEE-10).

        Runs when the approval takes effect, with superuser rights; the entries are
        dated on the first open day of their journal, never on a closed one.
        """
        self.ensure_one()
        self.lock_for_update()
        self.invalidate_recordset(["state"])
        self._property_check_reversible()
        today = fields.Date.context_today(self)
        # First the state: entries of a posted receipt refuse to be reversed.
        self.write(
            {
                "state": "reversed",
                "reversed_by_id": self.env.user.id,
                "reversal_date": today,
                "reversal_reason": reason,
            }
        )
        for row in self.payment_ids:
            row._property_reverse(reason, today)


class PropertyReceiptPayment(models.Model):
    _inherit = "property.receipt.payment"

    def _property_reverse(self, reason, today):
        self.ensure_one()
        if self.statement_line_id:
            # The money stays in the bank's statement; only its matching is undone.
            self.statement_line_id.action_undo_reconciliation()
        else:
            self._property_reverse_entry(reason, today)
        self.is_reversed = True

    def _property_reverse_entry(self, reason, today):
        if self.payment_id.reconciled_statement_line_ids:
            raise UserError(
                self.env._(
                    "Receipt %(name)s: the payment is matched with the bank's"
                    " statement; undo that matching first.",
                    name=self.receipt_id.name,
                )
            )
        day = self.env["property.cash.close"]._property_open_day(self.journal_id, today)
        self.move_id._reverse_moves(
            [
                {
                    "date": day,
                    "ref": self.env._(
                        "Reversal of %(name)s: %(reason)s",
                        name=self.receipt_id.name,
                        reason=reason,
                    ),
                }
            ],
            cancel=True,
        )
        self.payment_id.state = "canceled"
