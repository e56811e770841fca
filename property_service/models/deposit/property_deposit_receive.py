from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.chinese_amount import chinese_amount
from ..fee.property_receipt_payment import CHANNELS

RECEIVE_GROUPS = (
    "property_service.property_service_group_cashier",
    "account.group_account_invoice",
)
REVERSE_GROUPS = ("account.group_account_user",)


class PropertyDeposit(models.Model):
    """Taking the money: 押金收据, and taking that back (REN-22)."""

    _inherit = "property.deposit"

    # === Actions ===

    def action_receive(self):
        """Take the deposits; pressed twice it is done once."""
        for deposit in self:
            deposit._property_receive(deposit.journal_id, deposit.date)
        return True

    def action_receive_and_print(self):
        self.ensure_one()
        self.action_receive()
        return self.action_print()

    def action_print(self):
        """The paper receipt; how often it was printed stands on it."""
        self.check_access("read")
        for deposit in self:
            if not deposit.name:
                raise UserError(self.env._("Receive the deposit first; then print."))
            deposit.sudo().print_count += 1  # guarded against direct writes
        report = self.env.ref("property_service.property_deposit_receipt_action")
        return report.report_action(self)

    def action_open_reversal(self):
        """Ask for the reason before taking the receipt back."""
        self.ensure_one()
        return self.env["property.deposit.reversal.wizard"]._property_open(self)

    # === Business methods ===

    def _property_require_group(self, groups, what):
        if self.env.su:
            return
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._(
                    "%(user)s may not do this: %(what)s.",
                    user=self.env.user.name,
                    what=what,
                )
            )

    def _property_receive(self, journal, date=None, order_number=None):
        """Book the receipt: a payment straight to the liability.

        :param journal: one of the estate's collection journals
        :param date: today by default
        """
        self.ensure_one()
        self.check_access("read")
        self._property_require_group(
            RECEIVE_GROUPS, self.env._("a cashier or an accountant takes deposits")
        )
        # A cashier collects without rights on the ledger; all that is written below
        # follows from the checked deposit.
        deposit = self.sudo()
        deposit._property_lock()
        if deposit.state in ("held", "partly_used", "settled"):
            return
        if deposit.state != "draft":
            raise UserError(
                self.env._(
                    "Deposit %(name)s is closed; take a new one.",
                    name=deposit.display_name,
                )
            )
        date = date or fields.Date.context_today(self)
        values = {"journal_id": journal.id, "date": date}
        if order_number:
            values["order_number"] = order_number
        deposit.write(values)
        deposit._property_check_receivable()
        deposit.write(
            {
                "name": self._property_number(deposit.company_id, date),
                "account_id": deposit.kind_id._property_account(deposit.company_id).id,
                "date_received": date,
                "received_by_id": self.env.user.id,
            }
        )
        label = f"{deposit.name} {deposit.unit_id.code} {deposit.kind_id.name}"
        deposit._property_pay(
            "inbound",
            deposit.amount,
            journal,
            date,
            label,
            deposit.order_number or deposit.name,
        )
        deposit._property_tell_origin()

    def _property_check_receivable(self):
        self.ensure_one()
        journal = self.journal_id
        if journal not in self.estate_id.collection_journal_ids:
            raise UserError(
                self.env._(
                    "Journal %(journal)s does not collect for %(estate)s; choose one of"
                    " the estate's collection journals.",
                    journal=journal.name or "—",
                    estate=self.estate_id.name,
                )
            )
        if self.date > fields.Date.context_today(self):
            raise UserError(
                self.env._("A deposit is received on the day it is paid, not before.")
            )
        self._property_check_payer(self.partner_id)
        self._property_check_cap()
        self._property_check_order_number()
        self._property_check_day(self.company_id, journal, self.date)

    def _property_check_order_number(self):
        """One payment of a channel is one receipt; the index guards the race."""
        method = self.journal_id.property_collection_method
        if method in CHANNELS and not self.order_number:
            raise UserError(
                self.env._(
                    "%(journal)s: enter the order number from the payment or from the"
                    " terminal's slip.",
                    journal=self.journal_id.name,
                )
            )
        if not self.order_number:
            return
        rows = self.env["property.receipt.payment"].search(
            [
                ("journal_id", "=", self.journal_id.id),
                ("order_number", "=", self.order_number),
                ("move_id", "!=", False),
                ("is_reversed", "=", False),
            ],
            limit=1,
        )
        other = self.search(
            [
                ("id", "!=", self.id),
                ("journal_id", "=", self.journal_id.id),
                ("order_number", "=", self.order_number),
                ("state", "not in", ("draft", "reversed", "cancelled")),
            ],
            limit=1,
        )
        if rows or other:
            raise UserError(
                self.env._(
                    "Order number %(number)s is on receipt %(receipt)s already.",
                    number=self.order_number,
                    receipt=rows.receipt_id.name or other.name,
                )
            )

    def _property_amount_in_capitals(self):
        """The amount as receipts must show it: 大写金额."""
        self.ensure_one()
        return chinese_amount(self.amount)

    def _property_first_payer(self):
        """Who handed the money over, whoever holds the deposit now."""
        self.ensure_one()
        return self._property_receipt_payment().partner_id or self.partner_id

    def _property_receipt_payment(self):
        """The payment with which it was taken."""
        # Who paid is shown without the right to open payments.
        return self.sudo().payment_ids.filtered(
            lambda payment: payment.payment_type == "inbound"
        )[-1:]

    def _property_reverse_receipt(self, reason):
        """Take back a receipt of which nothing was used, by another person."""
        self.ensure_one()
        self.check_access("read")
        self._property_require_group(
            REVERSE_GROUPS, self.env._("an accountant reverses deposit receipts")
        )
        # The right was checked above; state and entries are nobody's to write.
        deposit = self.sudo()
        deposit._property_lock()
        deposit._property_check_receipt_reversible(reason)
        payment = deposit._property_receipt_payment()
        if payment.reconciled_statement_line_ids:
            raise UserError(
                self.env._(
                    "Deposit %(name)s: the payment is matched with the bank's"
                    " statement; undo that matching first.",
                    name=deposit.name,
                )
            )
        deposit.write(
            {"reversed_by_id": self.env.user.id, "reversal_reason": reason.strip()}
        )
        deposit._property_reverse_move(
            payment.move_id, reason, fields.Date.context_today(self)
        )
        payment.state = "canceled"
        deposit._property_tell_origin()

    def _property_check_receipt_reversible(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Write why the receipt is wrong."))
        live = ("draft", "posted")
        steps = [self.deduction_ids, self.refund_ids, self.transfer_ids]
        if self.state != "held" or any(
            step.state in live for rows in steps for step in rows
        ):
            raise UserError(
                self.env._(
                    "Deposit %(name)s is used or in use; reverse or cancel its"
                    " deductions, refunds and transfers first.",
                    name=self.display_name,
                )
            )
        if self.received_by_id == self.env.user:
            raise UserError(
                self.env._(
                    "You received deposit %(name)s; a colleague reverses the receipt.",
                    name=self.display_name,
                )
            )

    def _property_tell_origin(self):
        """The record that it secures may go on, such as the renovation's permit."""
        for deposit in self:
            origin = deposit._property_origin()
            if origin is not None:
                origin._property_on_deposit_changed(deposit)
