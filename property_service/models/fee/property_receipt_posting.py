from odoo import api, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Command

from ...tools.chinese_amount import chinese_amount


class PropertyReceipt(models.Model):
    _inherit = "property.receipt"

    # === Actions ===

    def action_post(self):
        """Take the money: payments, matching and number in one transaction.

        Pressed twice it does it once: a posted receipt is left as it is.
        """
        for receipt in self:
            receipt._property_post()
        return True

    @api.model
    def property_collect(self, values):
        """Create and post a receipt in one call that may be sent again (FEE-10).

        :param dict values: values of the receipt with the client's own ``token``
        :return: dict with the id and number of the receipt
        """
        receipt = self.search([("token", "=", values.get("token"))])
        if not receipt:
            receipt = self.create(values)
        receipt.action_post()
        return {"id": receipt.id, "name": receipt.name}

    def action_post_and_print(self):
        self.ensure_one()
        self.action_post()
        return self.action_print()

    def action_print(self):
        """The paper receipt; how often it was printed stands on it (FEE-11)."""
        for receipt in self:
            if receipt.state == "draft":
                raise UserError(self.env._("Collect first; then print the receipt."))
            receipt.sudo().print_count += 1  # guarded against direct writes
        report = self.env.ref("property_service.property_receipt_report_action")
        return report.report_action(self)

    def action_reload(self):
        """Load the open items anew, for instance after a colleague took some."""
        for receipt in self.filtered(lambda r: r.state == "draft"):
            receipt.line_ids.filtered(lambda line: line.kind == "bill").unlink()
            receipt._compute_line_ids()
            receipt._property_suggest_amount()
        return True

    # === Business methods ===

    def _property_post(self):
        self.ensure_one()
        self.check_access("write")
        # A cashier collects without rights on the ledger: all that is written below
        # follows from the checked receipt, not from values of the client.
        receipt = self.sudo()
        receipt._property_lock_draft()
        if receipt.state == "posted":
            return
        if receipt.state != "draft":
            raise UserError(
                self.env._("Receipt %(name)s is reversed.", name=receipt.name)
            )
        receipt.payment_ids.filtered(lambda payment: not payment.amount).unlink()
        receipt._property_check_ready()
        receipt._property_lock_items()
        receipt._property_allocate()
        receipt._property_check_lines()
        receipt.name = receipt._property_number(receipt.company_id, receipt.date)
        receipt._property_make_payments()
        receipt.line_ids.filtered(lambda line: not line.amount).unlink()
        receipt.state = "posted"

    def _property_amount_in_capitals(self):
        """The total as receipts must show it: 大写金额 (FEE-11)."""
        self.ensure_one()
        return chinese_amount(self.amount_total)

    def _property_lock_draft(self):
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._("This receipt is being posted already; wait a moment.")
            ) from error
        self.invalidate_recordset()

    def _property_check_ready(self):
        _ = self.env._
        self.payment_ids._property_check_ready()
        if not self.payment_ids:
            raise UserError(_("Enter the amount received."))
        if not self.unit_ids:
            raise UserError(_("Choose the unit that pays."))
        if not self.partner_id:
            raise UserError(
                _(
                    "Unit %(unit)s has no payer; enter who hands over the money.",
                    unit=self.unit_ids[0].code,
                )
            )
        self.env["property.cash.close"]._property_check_open(
            self.payment_ids.journal_id, self.date
        )

    def _property_lock_items(self):
        """Keep colleagues off the bills until this receipt is committed (FEE-10)."""
        items = self.line_ids.move_line_id
        try:
            items.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "A colleague is taking money for the same bills at this moment."
                    " Wait until that receipt is done, then press “Reload”."
                )
            ) from error
        items.invalidate_recordset(["amount_residual", "reconciled", "parent_state"])

    def _property_allocate(self):
        """Spread the money over the items: oldest debt first, or as entered.

        What is left over becomes a credit of the first unit.
        """
        # A form without an estate yet has no company's currency either.
        currency = self.currency_id or self.env.company.currency_id
        rest = sum(self.payment_ids.mapped("amount"))
        chosen = self.line_ids.filtered(
            lambda line: line.is_selected and line.kind != "credit"
        )
        if self.oldest_first:
            (self.line_ids - chosen).amount = 0
            for line in chosen.sorted(lambda line: line._property_settling_key()):
                line.amount = currency.round(max(min(line.wanted, rest), 0))
                rest -= line.amount
        else:
            rest -= sum(chosen.mapped("amount"))
        rest = currency.round(rest)
        if not self._origin or self.state != "draft" or not self.env.su:
            return  # a preview while the cashier types
        self.line_ids.filtered(lambda line: not line.is_selected).unlink()
        self.line_ids.filtered(lambda line: line.kind == "credit").unlink()
        if rest < 0:
            raise UserError(
                self.env._(
                    "The items add up to %(items)s, but %(paid)s was received; correct"
                    " the amounts or tick “Oldest debt first”.",
                    items=currency.format(sum(chosen.mapped("amount"))),
                    paid=currency.format(self.amount_total),
                )
            )
        if rest > 0:
            self.line_ids = [Command.create(self._prepare_credit_line(rest))]

    def _prepare_credit_line(self, amount):
        unit = self.unit_ids[:1]
        return {
            "kind": "credit",
            "unit_id": unit.id,
            "partner_id": (unit.payer_id or self.partner_id).id,
            "amount": amount,
        }

    def _property_check_lines(self):
        for line in self.line_ids.filtered("amount"):
            if line.unit_id not in self.unit_ids:
                raise UserError(
                    self.env._(
                        "Unit %(unit)s is not on this receipt; add it above.",
                        unit=line.unit_id.code,
                    )
                )
            if line.kind == "bill":
                line._property_check_still_open()
            elif not line.partner_id:
                raise UserError(
                    self.env._(
                        "Unit %(unit)s has no payer whose credit this could be; enter"
                        " one on the item.",
                        unit=line.unit_id.code,
                    )
                )
        self._property_check_months_ahead()

    def _property_check_months_ahead(self):
        """No more than so many months are taken ahead."""
        ahead = self.line_ids.filtered(lambda line: line.kind == "prepayment")
        units = ahead.filtered("amount").unit_id
        if not units:
            return
        limit = self.estate_id._property_parameter("fee.prepayment_max_months")
        monthly = units._property_monthly_fees()
        unused = units._property_credit_balances()
        for unit in units:
            lines = ahead.filtered(lambda line, u=unit: line.unit_id == u)
            total = sum(lines.mapped("amount")) + unused.get(unit.id, 0)
            highest = self.currency_id.round(monthly.get(unit.id, 0) * limit)
            if self.currency_id.compare_amounts(total, highest) > 0:
                raise UserError(
                    self.env._(
                        "Unit %(unit)s: %(total)s would be paid ahead, but at most"
                        " %(limit)s months (%(highest)s) may be taken; lower the"
                        " amount.",
                        unit=unit.code,
                        total=self.currency_id.format(total),
                        limit=limit,
                        highest=self.currency_id.format(highest),
                    )
                )

    # === Ledger ===

    def _property_make_payments(self):
        """One payment per way of paying, matched pair by pair as allocated.

        Odoo orders a group of entries by due date and amount; only pairs settle what
        the cashier chose.
        """
        shares = self._property_shares()
        payments = self.env["account.payment"].create(
            [self._prepare_payment(row, shares[row]) for row in self.payment_ids]
        )
        payments.action_post()
        pairs = []
        for row, payment in zip(self.payment_ids, payments, strict=True):
            if payment.move_id.state != "posted":
                raise UserError(
                    self.env._(
                        "Journal %(journal)s made no journal entry; run Configuration"
                        " › Set up books.",
                        journal=row.journal_id.name,
                    )
                )
            row.write({"payment_id": payment.id, "move_id": payment.move_id.id})
            counterparts = payment.move_id.line_ids.sorted("id")[1:]
            for (line, _amount), entry in zip(shares[row], counterparts, strict=True):
                if line.move_line_id:
                    pairs.append(line.move_line_id | entry)
        self.env["account.move.line"]._reconcile_plan(pairs)

    def _property_shares(self):
        """Which part of each item each way of paying settles.

        :return: dict of payment row to list of (line, amount)
        """
        currency = self.currency_id
        items = [
            [line, line.amount]
            for line in self.line_ids.sorted(lambda line: line._property_settling_key())
            if line.amount
        ]
        shares = {}
        for row in self.payment_ids:
            rest, shares[row] = row.amount, []
            while items and not currency.is_zero(rest):
                part = min(rest, items[0][1])
                shares[row].append((items[0][0], part))
                rest = currency.round(rest - part)
                items[0][1] = currency.round(items[0][1] - part)
                if currency.is_zero(items[0][1]):
                    items.pop(0)
        return shares

    def _prepare_payment(self, row, shares):
        method_line = row.journal_id.inbound_payment_method_line_ids[:1]
        units = ", ".join(self.unit_ids.mapped("code"))
        money = {
            "name": f"{self.name} {units}",
            "account_id": method_line.payment_account_id.id,
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": row.amount,
            "balance": row.amount,
            "date_maturity": self.date,
        }
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": self.partner_id.id,
            "amount": row.amount,
            "date": self.date,
            "journal_id": row.journal_id.id,
            "payment_method_line_id": method_line.id,
            "memo": f"{self.name} {units}",
            "payment_reference": row.order_number or self.name,
            "property_receipt_id": self.id,
            "line_ids": [Command.create(money)]
            + [
                Command.create(self._prepare_counterpart(line, amount))
                for line, amount in shares
            ],
        }

    def _prepare_counterpart(self, line, amount):
        partner = line.partner_id.with_company(self.company_id)
        account = line.move_line_id.account_id or partner.property_account_receivable_id
        return {
            "name": f"{line.unit_id.code} {line.description or ''}".strip(),
            "account_id": account.id,
            "partner_id": line.partner_id.id,
            "currency_id": self.currency_id.id,
            "amount_currency": -amount,
            "balance": -amount,
            "date_maturity": self.date,
            "property_unit_id": line.unit_id.id,
        }
