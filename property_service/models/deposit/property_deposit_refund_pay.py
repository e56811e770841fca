from odoo import fields, models
from odoo.exceptions import UserError

CASHIER = "property_service.property_service_group_cashier"
ACCOUNTANT = "account.group_account_invoice"


class PropertyDepositRefund(models.Model):
    """Money goes back: what must be so before, and who pays it (REN-22)."""

    _inherit = "property.deposit.refund"

    # === Business methods ===

    def _property_check_refundable(self):
        """The origin lets go, the ledger holds the amount, the payee is known."""
        self.ensure_one()
        if self.state != "draft":
            raise UserError(
                self.env._("%(name)s is closed already.", name=self.display_name)
            )
        self._property_check_same_payer()
        self._property_check_gate()
        self._property_check_amount()
        self._property_check_journal()

    def _property_check_gate(self):
        origin = self.sudo().deposit_id._property_origin()  # whoever may open it
        if origin is not None:
            origin._property_deposit_refund_gate(self.deposit_id)

    def _property_check_journal(self):
        journal = self.journal_id.sudo()  # read for cashiers
        estate = self.estate_id.sudo()
        if journal not in estate.collection_journal_ids:
            raise UserError(
                self.env._(
                    "Journal %(journal)s does not belong to %(estate)s; choose its cash"
                    " box or bank account.",
                    journal=journal.name or "—",
                    estate=estate.name,
                )
            )
        if journal.type != "cash" and not (self.payee_account or "").strip():
            raise UserError(
                self.env._(
                    "%(name)s: enter the account of %(payee)s, or pay in cash.",
                    name=self.display_name,
                    payee=self.payee_name,
                )
            )

    def _property_pay(self):
        """The money leaves: only when approved, and never by who asked or decided."""
        self.ensure_one()
        deposit = self.deposit_id
        cash = self.journal_id.sudo().type == "cash"  # read for cashiers
        deposit._property_require_group(
            (ACCOUNTANT, CASHIER) if cash else (ACCOUNTANT,),
            self.env._("accountants pay refunds, cashiers those in cash"),
        )
        refund = self._property_start()
        refund._property_require_approved()
        refund._property_require_third_person(self.env.user)
        if refund.requested_by_id == self.env.user:
            raise UserError(
                self.env._(
                    "You asked for %(name)s; another person pays it.",
                    name=refund.display_name,
                )
            )
        refund._property_check_refundable()
        refund._property_check_receipt_back()
        deposit = refund.deposit_id
        deposit._property_check_day(deposit.company_id, refund.journal_id, refund.date)
        payment = deposit._property_pay(
            "outbound",
            refund.amount,
            refund.journal_id,
            refund.date,
            self.env._("Refund %(name)s", name=deposit.display_name),
            refund.payment_reference,
        )
        refund._property_done(payment.move_id, payment_id=payment.id)

    def _property_check_receipt_back(self):
        if not self.receipt_returned and not (self.note or "").strip():
            raise UserError(
                self.env._(
                    "%(name)s: take the deposit receipt back and tick it, or note how"
                    " it was lost.",
                    name=self.display_name,
                )
            )

    def _property_reverse_entries(self, reason):
        if self.payment_id.reconciled_statement_line_ids:
            raise UserError(
                self.env._(
                    "%(name)s: the payment is matched with the bank's statement; undo"
                    " that matching first.",
                    name=self.display_name,
                )
            )
        today = fields.Date.context_today(self)
        self.deposit_id._property_reverse_move(self.move_id, reason, today)
        self.payment_id.state = "canceled"
