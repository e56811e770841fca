from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command


class PropertyDeposit(models.Model):
    """Entries of deposits: one pool of ledger lines per deposit on its account.

    Money in is a credit, money out a debit; after each step the open ones of both
    sides are matched with each other and with nothing else. Taking a step back adds
    its reversal to the pool; nothing is unmatched or deleted. The steps have checked
    the user's right; what they write into the books, the desk could not write by hand,
    hence the superuser in this file.
    """

    _inherit = "property.deposit"

    # === Actions ===

    def action_open_entries(self):
        """The deposit's entries in the books, for who may read them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_account_moves_all"
        )
        return {
            **action,
            "domain": [("property_deposit_id", "=", self.id)],
            "context": {"create": False},
        }

    # === Business methods ===

    def _property_lock(self):
        """Wait for nobody: two people at one deposit would pay it twice."""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "A colleague works on deposit %(name)s at this moment; try again in"
                    " a minute.",
                    name=", ".join(self.mapped("display_name")),
                )
            ) from error
        self.invalidate_recordset()

    def _property_pool(self):
        """All posted entries of the deposit on its account."""
        self.ensure_one()
        # The desk sees what is held without rights on the ledger.
        return self.sudo().line_ids.filtered(
            lambda line: line.property_deposit_step and line.parent_state == "posted"
        )

    def _property_require_held(self, amount):
        """Refuse to take more than the ledger holds (REN-22).

        Called with the lock, so that the residual is the last word.
        """
        self.ensure_one()
        held = -sum(self._property_pool().mapped("amount_residual"))
        if self.currency_id.compare_amounts(amount, held) > 0:
            raise UserError(
                self.env._(
                    "Deposit %(name)s holds %(held)s; %(amount)s cannot be taken from"
                    " it.",
                    name=self.display_name,
                    held=self.currency_id.format(held),
                    amount=self.currency_id.format(amount),
                )
            )

    def _property_match_pool(self):
        """Match what is open on both sides, within the deposit and its holder."""
        for deposit in self:
            lines = deposit._property_pool().filtered(lambda line: not line.reconciled)
            for _partner, own in lines.grouped("partner_id").items():
                signs = {line.amount_residual > 0 for line in own}
                if len(signs) > 1:
                    # The steps before checked who may; the ledger is not the desk's.
                    self.env["account.move.line"].sudo()._reconcile_plan([own])

    @api.model
    def _property_number(self, company, date):
        """Next number of deposit receipts of the company and year, without gaps."""
        sequences = self.env["ir.sequence"].sudo()  # numbers are nobody's to write
        sequence = sequences.search(
            [("code", "=", "property.deposit"), ("company_id", "=", company.id)],
            limit=1,
        )
        if not sequence:
            sequence = sequences.create(
                {
                    "name": self.env._("Deposits %(company)s", company=company.name),
                    "code": "property.deposit",
                    "company_id": company.id,
                    "implementation": "no_gap",
                    "prefix": "YJ%(range_year)s-",
                    "padding": 6,
                    "use_date_range": True,
                }
            )
        return sequence.next_by_id(sequence_date=date)

    # === Days ===

    @api.model
    def _property_check_day(self, company, journal, date):
        """Refuse a day of a closed month or a closed till, with the remedy.

        Odoo would move the entry to another day without a word.
        """
        # Locks and journals hold for those who may not open them.
        company, journal = company.sudo(), journal.sudo()
        locks = company._get_violated_lock_dates(date, False, journal)
        if locks:
            raise UserError(
                self.env._(
                    "%(date)s lies in a closed period: %(locks)s. Enter a later day, or"
                    " ask the accountants to open it.",
                    date=date,
                    locks=company._format_lock_dates(locks),
                )
            )
        if journal.type in ("cash", "bank", "credit"):
            self.env["property.cash.close"]._property_check_open(journal, date)

    @api.model
    def _property_first_open_day(self, company, journal, date):
        """The day, or the first one after it on which journal and books are open."""
        # As in _property_check_day.
        company = company.sudo()
        if journal.type in ("cash", "bank", "credit"):
            date = self.env["property.cash.close"]._property_open_day(journal, date)
        # As above.
        locks = company._get_violated_lock_dates(date, False, journal.sudo())
        if locks:
            date = fields.Date.add(max(day for day, _field in locks), days=1)
        return date

    # === Entries ===

    def _prepare_deposit_line(self, step, balance, name, partner=None, date=None):
        """Values of an entry on the deposit's account; a credit is below zero."""
        self.ensure_one()
        return {
            "name": name,
            "account_id": self.account_id.id,
            "partner_id": (partner or self.partner_id).id,
            "currency_id": self.currency_id.id,
            "amount_currency": balance,
            "balance": balance,
            "date_maturity": date,
            "property_unit_id": self.unit_id.id,
            "property_deposit_id": self.id,
            "property_deposit_step": step,
        }

    def _property_pay(self, payment_type, amount, journal, date, memo, reference=None):
        """Money in or out of a journal straight against the liability.

        Never an invoice, so that it nets with no fee and is no income.

        :return: the posted ``account.payment``
        """
        self.ensure_one()
        # The step before checked who may; payments are the ledger's.
        deposit = self.sudo().with_company(self.company_id)
        inbound = payment_type == "inbound"
        # As above.
        journal = journal.sudo()
        methods = (
            journal.inbound_payment_method_line_ids
            if inbound
            else journal.outbound_payment_method_line_ids
        )
        method_line = methods.filtered("payment_account_id")[:1]
        if not method_line:
            raise UserError(
                self.env._(
                    "Journal %(journal)s: a payment method has no account, so its"
                    " entry would be lost. Run Configuration › Set up books.",
                    journal=journal.name,
                )
            )
        balance = amount if inbound else -amount
        money = {
            "name": memo,
            "account_id": method_line.payment_account_id.id,
            "partner_id": deposit.partner_id.id,
            "currency_id": deposit.currency_id.id,
            "amount_currency": balance,
            "balance": balance,
            "date_maturity": date,
        }
        step = "receive" if inbound else "refund"
        payment = deposit.env["account.payment"].create(
            {
                "payment_type": payment_type,
                "partner_type": "customer",
                "partner_id": deposit.partner_id.id,
                "amount": amount,
                "date": date,
                "journal_id": journal.id,
                "payment_method_line_id": method_line.id,
                "memo": memo,
                "payment_reference": reference or deposit.name,
                "property_deposit_id": deposit.id,
                "line_ids": [
                    Command.create(money),
                    Command.create(
                        deposit._prepare_deposit_line(step, -balance, memo, date=date)
                    ),
                ],
            }
        )
        payment.action_post()
        if payment.move_id.state != "posted" or payment.move_id.date != date:
            raise UserError(
                self.env._(
                    "Journal %(journal)s made no entry on %(date)s; look at its set-up"
                    " and at the lock dates.",
                    journal=journal.name,
                    date=date,
                )
            )
        deposit._property_match_pool()
        return payment

    def _property_enter(self, lines, date, ref):
        """An entry of the deposit transfer journal (押金转账), posted and matched."""
        self.ensure_one()
        # The step before checked who may; entries are the ledger's.
        deposit = self.sudo().with_company(self.company_id)
        move = deposit.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": deposit._property_transfer_journal().id,
                "date": date,
                "ref": ref,
                "line_ids": [Command.create(values) for values in lines],
            }
        )
        move._post(soft=False)
        deposit._property_match_pool()
        return move

    def _property_transfer_journal(self):
        # Not every role may open journals.
        journal = self.company_id.sudo().property_deposit_journal_id
        if not journal:
            raise UserError(
                self.env._(
                    "%(company)s has no journal for deposit transfers; run"
                    " Configuration › Set up books.",
                    company=self.company_id.name,
                )
            )
        return journal

    def _property_reverse_move(self, move, reason, today):
        """The opposite entry on the first open day; the deposit's own lines keep step.

        :return: the posted reversal
        """
        self.ensure_one()
        # The step before checked who may; entries are the ledger's.
        move = move.sudo().with_company(self.company_id)
        day = self._property_first_open_day(self.company_id, move.journal_id, today)
        reversal = move.with_context(property_deposit_reversal=self.id)._reverse_moves(
            [
                {
                    "date": day,
                    "ref": self.env._(
                        "Reversal of %(name)s: %(reason)s",
                        name=move.name,
                        reason=reason,
                    ),
                }
            ],
            # Nothing is unmatched; the reversal goes into the deposit's pool.
            cancel=False,
        )
        lines = zip(
            move.line_ids.sorted("id"), reversal.line_ids.sorted("id"), strict=True
        )
        for line, opposite in lines:
            opposite.write(
                {
                    "property_unit_id": line.property_unit_id.id,
                    "property_deposit_id": line.property_deposit_id.id,
                    "property_deposit_step": line.property_deposit_step,
                }
            )
        reversal._post(soft=False)
        self._property_match_pool()
        return reversal
