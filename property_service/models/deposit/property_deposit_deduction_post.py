from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

POST_GROUPS = ("account.group_account_invoice",)


class PropertyDepositDeduction(models.Model):
    """Booking it: a bill settled from the deposit, or other income (REN-22)."""

    _inherit = "property.deposit.deduction"

    # === Business methods ===

    def _property_post(self):
        """Book it: a bill settled from the deposit, or other income."""
        self.ensure_one()
        self.deposit_id._property_require_group(
            POST_GROUPS, self.env._("an accountant books deductions")
        )
        deduction = self._property_start()
        deduction._property_require_approved()
        deduction._property_check_complete()
        deduction._property_check_amount()
        deposit = deduction.deposit_id
        journal = deposit._property_transfer_journal()
        deposit._property_check_day(deposit.company_id, journal, deduction.date)
        label = f"{deposit.name} {deduction.reason}"
        if deduction.mode == "charge":
            move = deduction._property_settle_invoice(label)
        else:
            move = deduction._property_forfeit(label)
        deduction._property_done(move)

    def _property_settle_invoice(self, label):
        """Bill the charge with its VAT and settle the bill from the deposit."""
        deposit = self.deposit_id
        invoice = self._property_make_invoice(label)
        receivable = invoice.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        if deposit.currency_id.compare_amounts(invoice.amount_total, self.amount):
            raise UserError(
                self.env._(
                    "The bill would be %(total)s instead of %(amount)s; choose a VAT"
                    " rate that is included in the amount.",
                    total=deposit.currency_id.format(invoice.amount_total),
                    amount=deposit.currency_id.format(self.amount),
                )
            )
        move = deposit._property_enter(
            [
                deposit._prepare_deposit_line("deduct", self.amount, label),
                {
                    "name": label,
                    "account_id": receivable.account_id.id,
                    "partner_id": receivable.partner_id.id,
                    "balance": -self.amount,
                    "property_unit_id": deposit.unit_id.id,
                    "property_deposit_id": deposit.id,
                },
            ],
            self.date,
            label,
        )
        settled = move.line_ids.filtered(
            lambda line: line.account_id == receivable.account_id
        )
        self.env["account.move.line"]._reconcile_plan([receivable | settled])
        self.invoice_id = invoice
        return move

    def _property_make_invoice(self, label):
        deposit = self.deposit_id
        journal = deposit.estate_id.sale_journal_id
        deposit._property_check_day(deposit.company_id, journal, self.date)
        account = (
            self.product_id.product_tmpl_id.with_company(
                deposit.company_id
            ).get_product_accounts()["income"]
            or journal.default_account_id
        )
        line = {
            "name": label,
            "product_id": self.product_id.id,
            "quantity": 1,
            "price_unit": self.amount,
            "tax_ids": [Command.set(self.tax_ids.ids)],
        }
        if account:
            line["account_id"] = account.id
        invoice = (
            self.env["account.move"]
            .with_company(deposit.company_id)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": deposit.partner_id.id,
                    "journal_id": journal.id,
                    "invoice_date": self.date,
                    "invoice_date_due": self.date,
                    "property_unit_id": deposit.unit_id.id,
                    "ref": label,
                    "invoice_line_ids": [Command.create(line)],
                }
            )
        )
        invoice._post(soft=False)
        return invoice

    def _property_forfeit(self, label):
        """Other income without VAT (违约金): no supply was made for it."""
        deposit = self.deposit_id
        account = deposit.company_id.property_forfeiture_account_id
        if not account:
            raise UserError(
                self.env._(
                    "%(company)s has no account for forfeited deposits; run"
                    " Configuration › Set up books.",
                    company=deposit.company_id.name,
                )
            )
        return deposit._property_enter(
            [
                deposit._prepare_deposit_line("forfeit", self.amount, label),
                {
                    "name": label,
                    "account_id": account.id,
                    "partner_id": deposit.partner_id.id,
                    "balance": -self.amount,
                    "property_unit_id": deposit.unit_id.id,
                },
            ],
            self.date,
            label,
        )

    def _property_reverse_entries(self, reason):
        """The deposit is held again; a bill is credited, its settlement taken back."""
        deposit = self.deposit_id
        today = fields.Date.context_today(self)
        reversal = deposit._property_reverse_move(self.move_id, reason, today)
        if self.invoice_id:
            self._property_credit_invoice(reversal, reason, today)

    def _property_credit_invoice(self, reversal, reason, today):
        deposit = self.deposit_id
        invoice = self.invoice_id
        day = deposit._property_first_open_day(
            deposit.company_id, invoice.journal_id, today
        )
        note = invoice.with_context(
            property_deposit_reversal=deposit.id
        )._reverse_moves(
            [{"invoice_date": day, "date": day, "ref": reason}], cancel=False
        )
        note.property_unit_id = deposit.unit_id
        note._post(soft=False)
        lines = (note | reversal).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        )
        self.env["account.move.line"]._reconcile_plan([lines])
