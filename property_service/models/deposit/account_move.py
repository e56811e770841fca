from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Entries of deposits are taken back on the deposit, by opposite entries."""

    _inherit = "account.move"

    def button_draft(self):
        self._property_refuse_deposit_undo()
        return super().button_draft()

    def button_cancel(self):
        self._property_refuse_deposit_undo()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        # The deposit's own reversal has superuser rights, which no client has.
        if not (self.env.su and self.env.context.get("property_deposit_reversal")):
            self._property_refuse_deposit_undo()
        return super()._reverse_moves(default_values_list, cancel=cancel)

    def _reconcile_reversed_moves(self, reverse_moves, move_reverse_cancel):
        """Deposits match their entries by person themselves; the rest as usual."""
        plain = self.browse()
        plain_reverse = self.browse()
        for move, reverse in zip(self, reverse_moves, strict=True):
            if not move.line_ids.filtered("property_deposit_step"):
                plain |= move
                plain_reverse |= reverse
                continue
            open_lines = (move | reverse).line_ids.filtered(
                lambda line: not line.reconciled
                and not line.property_deposit_step
                and line.account_id.reconcile
            )
            for _key, lines in open_lines.grouped(
                lambda line: (line.account_id, line.currency_id)
            ).items():
                if len(lines) > 1:
                    lines.reconcile()
        super(AccountMove, plain)._reconcile_reversed_moves(
            plain_reverse, move_reverse_cancel
        )
        return reverse_moves

    def _property_refuse_deposit_undo(self, lines=None):
        """Refuse whoever would undo a posted entry of a deposit in the books."""
        lines = (lines or self.line_ids).sudo()  # whoever may open the deposit
        own = lines.filtered(
            lambda line: line.property_deposit_id and line.parent_state == "posted"
        )
        if own:
            raise UserError(
                self.env._(
                    "%(move)s belongs to deposit %(name)s; reverse the receipt,"
                    " deduction, refund or transfer on the deposit instead.",
                    move=own[0].move_id.name,
                    name=own[0].property_deposit_id.display_name,
                )
            )
        bill = (
            self.env["property.deposit.deduction"]
            .sudo()  # whoever may open the deposit
            .search([("invoice_id", "in", self.ids), ("state", "=", "posted")], limit=1)
        )
        if bill:
            raise UserError(
                self.env._(
                    "%(move)s was settled from deposit %(name)s; reverse that deduction"
                    " instead.",
                    move=bill.invoice_id.name,
                    name=bill.deposit_id.display_name,
                )
            )
