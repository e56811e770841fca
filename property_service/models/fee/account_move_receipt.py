from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Entries of receipts and of closed days stay as they are (FEE-10)."""

    _inherit = "account.move"

    def _post(self, soft=True):
        self._property_check_day_open()
        return super()._post(soft=soft)

    def button_draft(self):
        self._property_refuse_receipt_undo()
        return super().button_draft()

    def button_cancel(self):
        self._property_refuse_receipt_undo()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._property_refuse_receipt_undo()
        return super()._reverse_moves(default_values_list, cancel=cancel)

    def _property_check_day_open(self):
        """A till that was counted and signed off takes no more entries of that day.

        Statements of a bank arrive later and are no takings: they pass.
        """
        takings = self.filtered(
            lambda move: move.journal_id.property_collection_method
            and (move.journal_id.type == "cash" or move.origin_payment_id)
        )
        for (journal, date), _moves in takings.grouped(
            lambda move: (move.journal_id, move.date)
        ).items():
            self.env["property.cash.close"]._property_check_open(journal, date)

    def _property_refuse_receipt_undo(self):
        # Whoever works on the entry may not see the receipt's estate.
        receipt = self.sudo().origin_payment_id.property_receipt_id.filtered(
            lambda receipt: receipt.state == "posted"
        )[:1]
        if receipt:
            raise UserError(
                self.env._(
                    "This entry belongs to receipt %(name)s; request the reversal of"
                    " the receipt instead.",
                    name=receipt.name,
                )
            )
