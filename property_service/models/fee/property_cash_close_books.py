from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class PropertyCashClose(models.Model):
    """What the books say of a day, and the entry of what was counted otherwise."""

    _inherit = "property.cash.close"

    def _property_read_books(self):
        """Booked amounts of the journal on that day.

        Cash is the balance of the till; other journals compare the day's takings.
        """
        self.ensure_one()
        journal = self.journal_id.sudo()  # read from the ledger for the cashier
        if not journal or not self.date:
            return
        lines = self.env["account.move.line"].sudo()  # as above
        domain = Domain("parent_state", "=", "posted") & Domain(
            "account_id",
            "in",
            (
                journal.default_account_id
                if journal.type == "cash"
                else journal.inbound_payment_method_line_ids.payment_account_id
            ).ids,
        )
        if journal.type != "cash":
            domain &= Domain("journal_id", "=", journal.id)
            domain &= Domain("payment_id", "!=", False)
        self.amount_opening = 0
        if journal.type == "cash":
            before = domain & Domain("date", "<", self.date)
            [(opening,)] = lines._read_group(before, aggregates=["balance:sum"])
            self.amount_opening = opening or 0
        today = domain & Domain("date", "=", self.date)
        # The sign of the balance, since a reversal in red has a negative debit.
        for field, sign in (("amount_in", ">"), ("amount_out", "<")):
            moved = today & Domain("balance", sign, 0)
            [(balance,)] = lines._read_group(moved, aggregates=["balance:sum"])
            self[field] = abs(balance or 0)
        self.amount_booked = self.amount_opening + self.amount_in - self.amount_out

    def _property_book_difference(self):
        """Bring the till's account to what was counted, with the explanation."""
        self.ensure_one()
        journal = self.journal_id
        if not self.is_cash or self.currency_id.is_zero(self.difference):
            return
        surplus = self.difference > 0
        account = journal.profit_account_id if surplus else journal.loss_account_id
        if not account:
            raise UserError(
                self.env._(
                    "Journal %(journal)s has no account for cash differences; enter"
                    " its profit and loss accounts.",
                    journal=journal.name,
                )
            )
        label = self.env._(
            "Cash difference %(date)s: %(explanation)s",
            date=self.date,
            explanation=self.explanation,
        )
        move = self.env["account.move"].create(
            {
                "journal_id": journal.id,
                "date": self.date,
                "ref": label,
                "line_ids": [
                    Command.create(
                        {"name": label, "account_id": target.id, "balance": balance}
                    )
                    for target, balance in (
                        (journal.default_account_id, self.difference),
                        (account, -self.difference),
                    )
                ],
            }
        )
        move._post()
        self.move_id = move
