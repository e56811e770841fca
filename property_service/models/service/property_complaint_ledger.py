from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

ACCOUNTANT = "account.group_account_invoice"
CASHIER = "property_service.property_service_group_cashier"
REVERSER = "account.group_account_user"


class PropertyComplaintCompensation(models.Model):
    """What a compensation is in the books: a credit note, and a payment of it."""

    _inherit = "property.complaint.compensation"

    # === Actions ===

    def action_post(self):
        """Book what was approved; pressed twice it is done once (CMP-48)."""
        for row in self:
            row._property_post()
        return True

    def action_view_entries(self):
        """Credit note, payment and opposite entries, for who reads the books."""
        self.ensure_one()
        moves = self.move_id | self.payment_id.move_id | self.reversal_move_ids
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_journal_line"
        )
        action["domain"] = [("id", "in", moves.ids)]
        action["context"] = {}
        return action

    # === Booking ===

    def _property_post(self):
        self.ensure_one()
        # Journals are not for every role to read.
        cash = self.kind == "payment" and self.journal_id.sudo().type == "cash"
        self._property_require_group(ACCOUNTANT, *([CASHIER] if cash else []))
        self._property_step("draft")
        self._property_require_approved()
        self._property_require_third_person()
        if self.requested_by_id == self.env.user:
            raise UserError(
                self.env._(
                    "You asked for %(name)s; another person books it.",
                    name=self.display_name,
                )
            )
        self._property_check_payable()
        # The right is checked above; entries and their day are the ledger's.
        row = self.sudo().with_company(self.company_id)
        journals = row._property_sale_journal() | row.journal_id
        for journal in journals:
            row.env["property.deposit"]._property_check_day(
                row.company_id, journal, row.date
            )
        move = row._property_credit_note()
        row._property_set(
            state="posted",
            move_id=move.id,
            posted_by_id=self.env.user.id,
            posted_on=fields.Datetime.now(),
        )
        if row.kind == "payment":
            row._property_pay_out(move)
        else:
            # As every credit of a unit: the oldest bills first.
            unit = row.unit_id
            unit._property_open_items().move_id._property_apply_credits()

    def _property_sale_journal(self):
        journal = self.estate_id.sale_journal_id
        if not journal:
            raise UserError(
                self.env._(
                    "%(estate)s has no billing journal; run Configuration › Set up"
                    " books.",
                    estate=self.estate_id.name,
                )
            )
        return journal

    def _property_credit_note(self):
        """The credit note of the unit, posted."""
        move = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.partner_id.id,
                "journal_id": self._property_sale_journal().id,
                "ref": self.env._("Compensation %(number)s", number=self.number),
                "invoice_date": self.date,
                "date": self.date,
                "invoice_date_due": self.date,
                "invoice_payment_term_id": False,
                "property_unit_id": self.unit_id.id,
                "property_compensation_id": self.id,
                "invoice_line_ids": [Command.create(self._property_credit_values())],
            }
        )
        move.action_post()
        return move

    def _property_credit_values(self):
        item = self.item_id
        name = self.env._("Compensation %(number)s", number=self.number)
        if item:
            return {
                "name": f"{name} {item.name}",
                "product_id": item.product_id.id,
                "quantity": 1,
                "price_unit": self.amount,
                "account_id": item._property_account().id,
                "tax_ids": [Command.set(item.tax_ids.ids)],
            }
        return {
            "name": name,
            "quantity": 1,
            "price_unit": self.amount,
            "account_id": self._property_expense_account().id,
            "tax_ids": [Command.clear()],
        }

    def _property_expense_account(self):
        account = self.company_id.property_compensation_account_id
        if not account:
            raise UserError(
                self.env._(
                    "%(company)s has no account for compensations; run Configuration ›"
                    " Set up books.",
                    company=self.company_id.name,
                )
            )
        return account

    def _property_pay_out(self, move):
        """The payment of the credit note, matched with it."""
        methods = self.journal_id.outbound_payment_method_line_ids
        method = methods.filtered("payment_account_id")[:1]
        if not method:
            raise UserError(
                self.env._(
                    "Journal %(journal)s: a payment method has no account, so its"
                    " entry would be lost. Run Configuration › Set up books.",
                    journal=self.journal_id.name,
                )
            )
        owed = self._property_receivable(move)
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": self.partner_id.id,
                "amount": self.amount,
                "date": self.date,
                "journal_id": self.journal_id.id,
                "payment_method_line_id": method.id,
                "destination_account_id": owed.account_id.id,
                "memo": move.ref,
                "payment_reference": self.number,
                "property_compensation_id": self.id,
            }
        )
        payment.action_post()
        payment.move_id.property_unit_id = self.unit_id
        paid = self._property_receivable(payment.move_id)
        (owed | paid).reconcile()
        self._property_set(payment_id=payment.id)

    def _property_receivable(self, move):
        return move.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )

    # === Taking back ===

    def _property_reverse(self, reason):
        """Take a booked compensation back by opposite entries, done by another person.

        :param str reason: stands on the entries
        :raise AccessError: no accountant
        :raise UserError: not booked, no reason, booked by the same person
        """
        self.ensure_one()
        self._property_require_group(REVERSER)
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Write why it is taken back."))
        self._property_step("posted")
        if self.posted_by_id == self.env.user:
            raise UserError(
                self.env._(
                    "You booked %(name)s; a colleague takes it back.",
                    name=self.display_name,
                )
            )
        # The right is checked above; entries are the ledger's.
        row = self.sudo().with_company(self.company_id)
        if row.payment_id.reconciled_statement_line_ids:
            raise UserError(
                self.env._(
                    "%(name)s: the payment is matched with the bank's statement; undo"
                    " that matching first.",
                    name=row.display_name,
                )
            )
        # First the state: entries of a booked compensation refuse to be reversed.
        row._property_set(
            state="reversed",
            reversed_by_id=self.env.user.id,
            reversal_reason=reason,
        )
        moves = row.move_id | row.payment_id.move_id
        for move in moves:
            opposite = row._property_reverse_move(move, reason)
            row._property_set(reversal_move_ids=[Command.link(opposite.id)])
        row.payment_id.state = "canceled"

    def _property_reverse_move(self, move, reason):
        """The opposite entry on the first open day, matched with the entry."""
        today = fields.Date.context_today(self)
        day = self.env["property.deposit"]._property_first_open_day(
            self.company_id, move.journal_id, today
        )
        values = {
            "date": day,
            "invoice_date": day if move.is_invoice() else False,
            "ref": self.env._(
                "Reversal of %(name)s: %(reason)s", name=move.name, reason=reason
            ),
            "property_compensation_id": self.id,
        }
        return move._reverse_moves([values], cancel=True)

    # === Checks ===

    def _property_require_group(self, *groups):
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(
                self.env._(
                    "%(name)s is booked and taken back by accounting; cashiers pay"
                    " out cash only.",
                    name=self.display_name,
                )
            )
