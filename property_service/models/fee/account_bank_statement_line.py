from datetime import date

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.tools import html2plaintext

from .statement_match import StatementMatch

# More lines make longer locks on the bills, fewer more searches.
CHUNK = 500


class AccountBankStatementLine(models.Model):
    """Lines that name a unit, a bill or a receipt match by themselves.

    OCA's screen keeps the remainder; its own search for bills is switched off for
    journals of ours, since it takes about a second a line.
    """

    _inherit = "account.bank.statement.line"

    property_receipt_id = fields.Many2one(
        comodel_name="property.receipt",
        string="Receipt",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        check_company=True,
    )
    property_unit_ids = fields.Many2many(
        comodel_name="property.unit",
        string="Property units",
        compute="_compute_property_unit_ids",
    )
    property_match_note = fields.Char(
        string="Why not matched", readonly=True, copy=False
    )

    @api.depends("line_ids.property_unit_id", "property_receipt_id")
    def _compute_property_unit_ids(self):
        for line in self:
            line.property_unit_ids = (
                line.line_ids.property_unit_id | line.property_receipt_id.unit_ids
            )

    # === Actions ===

    def action_property_match(self):
        """Match the chosen lines, or all open ones of the journal."""
        lines = self or self.search([("is_reconciled", "=", False)])
        lines._property_match()
        left = lines.filtered(lambda line: not line.is_reconciled)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if len(left) < len(lines) else "warning",
                "message": self.env._(
                    "%(matched)s of %(all)s lines were matched.",
                    matched=len(lines) - len(left),
                    all=len(lines),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_undo_reconciliation(self):
        receipts = self.property_receipt_id.filtered(
            lambda receipt: receipt.state == "posted" and receipt.origin == "statement"
        )
        if receipts:
            raise UserError(
                self.env._(
                    "This line has receipt %(name)s; request the reversal of the"
                    " receipt, which undoes the matching.",
                    name=receipts[0].name,
                )
            )
        self.property_receipt_id = False
        return super().action_undo_reconciliation()

    # === OCA's hooks ===

    def _auto_reconcile(self):
        self._property_match()
        return super()._auto_reconcile()

    def _do_auto_reconcile_invoices(self):
        ours = self.filtered("journal_id.property_collection_method")
        to_do, done = super(
            AccountBankStatementLine, self - ours
        )._do_auto_reconcile_invoices()
        return to_do | ours, done

    # === Business methods ===

    def _property_match(self):
        """Match what names receipt, bill or unit, in sets (FEE-10, FEE-14).

        Lines that are matched already are left alone, so it may run again.

        :return: the lines that were matched now
        """
        lines = self.filtered(
            lambda line: line.amount > 0
            and not line.is_reconciled
            and line.state == "posted"
            and line.journal_id.property_collection_method
            and not line.foreign_currency_id
        )
        matched = self.browse()
        for _company, own in lines.grouped("company_id").items():
            for start in range(0, len(own), CHUNK):
                matched |= own[start : start + CHUNK]._property_match_chunk()
        return matched

    def _property_match_chunk(self):
        self._property_lock()
        matches = StatementMatch(self).compute()
        self._property_leave_signed(matches)
        for match in matches:
            note = not match.is_found and match.reason
            if (match.line.property_match_note or False) != note:
                match.line.property_match_note = note
        found = [match for match in matches if match.is_found]
        if found:
            self._property_book(found)
        return self.browse([match.line.id for match in found])

    def _property_leave_signed(self, matches):
        """A line of a month that is signed off waits until the month is reopened."""
        estates = {
            match: {unit.estate_id.id for unit, *_rest in match.shares}
            for match in matches
        }
        reconciliations = self.env["property.fee.reconciliation"]
        until = reconciliations._property_signed_until(set().union(*estates.values()))
        for match, own in estates.items():
            month = fields.Date.start_of(match.line.date, "month")
            closed = [estate for estate in own if month <= until.get(estate, date.min)]
            if closed:
                match.shares = []
                match.reason = reconciliations._property_signed_text(
                    closed[0], until[closed[0]]
                )

    def _property_lock(self):
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "A colleague is matching the same lines at this moment; try again"
                    " in a minute."
                )
            ) from error
        self.invalidate_recordset(["is_reconciled"])

    def _property_book(self, matches):
        """Replace the suspense entries and reconcile all of them in one plan."""
        bills = self.env["account.move.line"].browse(
            [item.id for match in matches for _u, _p, item, _a in match.shares if item]
        )
        try:
            bills.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "A cashier is taking money for one of these bills; try again in a"
                    " minute."
                )
            ) from error
        # Nobody follows a bill to read that it is paid: the receipt tells it.
        quiet = self.env(context={**self.env.context, "tracking_disable": True})
        entries = self._property_replace_suspense(matches)
        wanted = [item for match in matches for item in match.items]
        # Together, so that all are read at once and not pair by pair.
        together = (entries | bills).ids
        (entries | bills).move_id.line_ids.fetch(["tax_ids"])
        quiet["account.move.line"]._reconcile_plan(
            [
                quiet["account.move.line"]
                .browse((entry.id, item.id))
                .with_prefetch(together)
                for entry, item in zip(entries, wanted, strict=True)
                if item
            ]
        )
        self._property_make_receipts(matches)
        # What follows from it is computed here, still quietly.
        quiet["account.move"].flush_model()

    def _property_replace_suspense(self, matches):
        """The entries of the matches instead of those on the suspense account."""
        moves = self.env["account.move"].browse(
            [match.line.move_id.id for match in matches]
        )
        suspense = self.env["account.move.line"].union(
            *(match.line._seek_for_lines()[1] for match in matches)
        )
        quiet = {
            "check_move_validity": False,
            "skip_invoice_sync": True,
            "skip_readonly_check": True,
            "force_delete": True,
            "tracking_disable": True,
        }
        with moves._check_balanced({"records": moves}):
            suspense.with_context(**quiet).unlink()
            entries = (
                self.env["account.move.line"]
                .with_context(**quiet)
                .create(self._prepare_property_entries(matches))
            )
        return entries.with_env(self.env)

    def _prepare_property_entries(self, matches):
        values = [
            vals
            for match in matches
            for vals in match.line._prepare_property_counterparts(match)
        ]
        # Whether any exists must not depend on who matches.
        models_sudo = self.env["account.analytic.distribution.model"].sudo()
        if not models_sudo.search_count([], limit=1):
            for vals in values:
                vals["analytic_distribution"] = False  # else looked for line by line
        return values

    def _prepare_property_counterparts(self, match):
        """Values of the entries instead of the suspense entry."""
        self.ensure_one()
        base = {
            "move_id": self.move_id.id,
            "name": self.payment_ref,
            "currency_id": self.currency_id.id,
            "date_maturity": self.date,
        }
        if match.payment_item:
            item = match.payment_item
            return [
                {
                    **base,
                    "account_id": item.account_id.id,
                    "partner_id": item.partner_id.id,
                    "balance": -self.amount,
                    "amount_currency": -self.amount,
                }
            ]
        return [
            {
                **base,
                "account_id": (
                    item.account_id
                    if item
                    else payer.with_company(
                        self.company_id
                    ).property_account_receivable_id
                ).id,
                "partner_id": payer.id,
                "balance": -amount,
                "amount_currency": -amount,
                "property_unit_id": unit.id,
            }
            for unit, payer, item, amount in match.shares
        ]

    def _property_make_receipts(self, matches):
        """A receipt for what the bank brought, so that owners can be given one."""
        for match in matches:
            if match.payment_item:
                payment = match.payment_item.move_id.origin_payment_id
                match.line.property_receipt_id = payment.property_receipt_id
        own = [match for match in matches if match.shares]
        if not own:
            return
        # Accountants match for all estates of their company; numbers and states of
        # receipts are nobody's to write.
        receipts = (
            self.env["property.receipt"]
            .sudo()
            .with_context(tracking_disable=True)
            .create(self._prepare_property_receipts(own))
        )
        for match, receipt in zip(own, receipts, strict=True):
            match.line.property_receipt_id = receipt

    def _prepare_property_receipts(self, matches):
        shares = [share for match in matches for share in match.shares]
        items = self.env["account.move.line"].browse(
            [item.id for _unit, _payer, item, _amount in shares if item]
        )
        descriptions = items._property_item_descriptions()
        receipts = self.env["property.receipt"].sudo()  # numbers are nobody's to write
        numbers = receipts._property_numbers(
            matches[0].line.company_id, [match.line.date for match in matches]
        )
        together = [unit.id for unit, *_rest in shares]  # read all units at once
        return [
            {
                **match.line._prepare_property_receipt(
                    [
                        (unit.with_prefetch(together), payer, item, amount)
                        for unit, payer, item, amount in match.shares
                    ],
                    descriptions,
                ),
                "name": number,
            }
            for match, number in zip(matches, numbers, strict=True)
        ]

    def _prepare_property_receipt(self, shares, descriptions):
        self.ensure_one()
        units = self.env["property.unit"].union(*(unit for unit, *_rest in shares))
        return {
            "estate_id": shares[0][0].estate_id.id,
            "state": "posted",
            "origin": "statement",
            "date": self.date,
            "partner_id": (self.partner_id or shares[0][1]).id,
            "cashier_id": self.env.user.id,
            "unit_ids": [fields.Command.set(units.ids)],
            "note": html2plaintext(self.payment_ref or ""),
            "line_ids": [
                fields.Command.create(
                    {
                        "kind": "bill" if item else "credit",
                        "unit_id": unit.id,
                        "partner_id": payer.id,
                        "move_line_id": item.id if item else False,
                        "description": item and descriptions[item.id],
                        "date_due": item and (item.date_maturity or item.date),
                        "residual": amount,
                        "amount": amount,
                    }
                )
                for unit, payer, item, amount in shares
            ],
            "payment_ids": [
                fields.Command.create(
                    {
                        "journal_id": self.journal_id.id,
                        "amount": self.amount,
                        "statement_line_id": self.id,
                        "move_id": self.move_id.id,
                    }
                )
            ],
        }
