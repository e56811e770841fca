from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .proration import ONE_DAY, Tariff, exact, months_between, period_of, round_to
from .run_compute import FAR, formula_text


class PropertyFeeCharge(models.Model):
    """Taking back posted charges: a credit note, never a deletion."""

    _inherit = "property.fee.charge"

    def action_take_back(self):
        """Open a reversal of the chosen charges; it needs reason and approval."""
        posted = self.filtered(lambda charge: charge.state == "posted")
        if not posted or len(posted.estate_id) > 1:
            raise UserError(self.env._("Choose posted charges of one estate."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take back charges"),
            "res_model": "property.fee.reversal",
            "view_mode": "form",
            "context": {
                "default_estate_id": posted.estate_id.id,
                "default_charge_ids": posted.ids,
            },
        }

    def _property_reverse(self, reason, from_date=None, date=None):
        """Take back posted charges by credit note; their days can be billed again.

        :param reason: words that stand on the credit note
        :param from_date: take back the days from this one on only, by days
        :param date: date of the credit notes, today by default
        :return: the posted credit notes (entries for opening balances)
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Enter why the charges are taken back."))
        self._property_lock_posted()
        # Charges are the engine's: no role may write them by hand.
        charges_sudo = self.sudo()
        if from_date:
            charges_sudo = charges_sudo._property_split(from_date)
        moves = self.env["account.move"]
        for move, charges in charges_sudo.grouped("move_id").items():
            moves |= charges._property_credit(move.with_env(self.env), reason, date)
        return moves

    def _property_lock_posted(self):
        if self.try_lock_for_update(allow_referencing=True) != self:
            raise UserError(
                self.env._("Somebody else works on these charges; try again.")
            )
        self.invalidate_recordset(["state", "date_end", "amount"])
        for charge in self.filtered(lambda c: c.state != "posted"):
            raise UserError(
                self.env._(
                    "%(charge)s is not posted, so it cannot be taken back.",
                    charge=charge.display_name,
                )
            )

    # === Splitting ===

    def _property_split(self, day):
        """The charges of the days from one day on; earlier days become their own.

        :return: charges that lie wholly on or after the day
        """
        later = self.browse()
        for charge in self:
            if charge.date_start >= day:
                later |= charge
            elif charge.date_end >= day:
                later |= charge._property_split_one(day)
        return later

    def _property_split_one(self, day):
        kept = self._property_amount_before(day)
        days = self.date_start, day - ONE_DAY
        taken = float(exact(self.amount) - kept)
        last = self.date_end
        # First free the days, then put the other part on them.
        self.write(self._property_part_values(*days, float(kept)))
        self.flush_recordset()
        return self.copy(
            {
                **self._property_part_values(day, last, taken),
                "state": self.state,
                "split_from_id": self.id,
                "move_id": self.move_id.id,
                "move_line_id": self.move_line_id.id,
                "run_id": self.run_id.id,
            }
        )

    def _property_amount_before(self, day):
        """Exact part of the amount that belongs to the days before a day.

        Cut as the engine would have cut it at once, so that billing the later days
        to somebody else restores the whole to the cent.
        """
        last = day - ONE_DAY
        tariff, anchor = self._property_tariff()
        if tariff and tariff.amount(anchor, self.date_start, self.date_end) == exact(
            self.amount
        ):
            return tariff.amount(anchor, self.date_start, last)
        share = months_between(self.date_start, last) / months_between(
            self.date_start, self.date_end
        )
        return round_to(exact(self.amount) * share, exact(self.currency_id.rounding))

    def _property_tariff(self):
        """Tariff from what the charge stores, and the first day of its span."""
        assignment, item = self.assignment_id, self.item_id
        if not assignment:
            return None, None
        period = period_of(self.date_start, int(item.period_months))
        anchor = max(period[0], assignment.date_start)
        factor = exact(self.quantity) * (100 - exact(self.discount)) / 100
        months = int(item.period_months) if item.price_per == "period" else 1
        prices = [(anchor, FAR, exact(self.price), self.rate_id.id)]
        return Tariff(prices, factor, months, exact(item.rounding)), anchor

    def _property_part_values(self, first, last, amount):
        months = months_between(first, last)
        item = self.item_id
        per = int(item.period_months) if item.price_per == "period" else 1
        uom = "m²" if self.rate_id and item.basis in ("area", "inner_area") else ""
        return {
            "date_start": first,
            "date_end": last,
            "amount": amount,
            "months": float(months),
            "days": (last - first).days + 1,
            "formula": formula_text(
                self.price, self.quantity, uom, months / per, self.discount, amount
            ),
        }

    # === Ledger ===

    def _property_credit(self, move, reason, date):
        """Credit note over these charges of one invoice, matched with it."""
        date = date or fields.Date.context_today(self)
        prepare = (
            self._property_opening_credit_values
            if move.move_type == "entry"
            else self._property_credit_note_values
        )
        credit = move.env["account.move"].create(prepare(move, reason, date))
        credit.action_post()
        if move.move_type == "entry":
            self._property_match_opening(move, credit)
        self.write(
            {
                "state": "reversed",
                "reversal_move_id": credit.id,
                "reversal_reason": reason,
            }
        )
        return credit

    def _property_credit_note_values(self, move, reason, date):
        return {
            "move_type": "out_refund",
            "partner_id": move.partner_id.id,
            "journal_id": move.journal_id.id,
            "reversed_entry_id": move.id,
            "ref": reason,
            "invoice_date": date,
            "invoice_date_due": date,
            "invoice_payment_term_id": False,
            "property_unit_id": move.property_unit_id.id,
            "invoice_line_ids": [
                Command.create(charge._property_credit_line_values()) for charge in self
            ],
        }

    def _property_credit_line_values(self):
        line = self.move_line_id
        return {
            "product_id": line.product_id.id,
            "name": self._property_label(),
            "quantity": 1,
            "price_unit": self.amount,
            "tax_ids": [Command.set(line.tax_ids.ids)],
            "account_id": line.account_id.id,
        }

    def _property_opening_credit_values(self, move, reason, date):
        offset = move.line_ids.filtered(
            lambda line: line.account_type != "asset_receivable"
        ).account_id[:1]
        lines = []
        for charge in self:
            base = {
                "name": charge._property_label(),
                "partner_id": charge.move_line_id.partner_id.id,
            }
            account = charge.move_line_id.account_id
            lines.append({**base, "account_id": offset.id, "balance": charge.amount})
            lines.append({**base, "account_id": account.id, "balance": -charge.amount})
        return {
            "move_type": "entry",
            "journal_id": move.journal_id.id,
            "partner_id": move.partner_id.id,
            "date": date,
            "ref": reason,
            "property_unit_id": move.property_unit_id.id,
            "line_ids": [Command.create(values) for values in lines],
        }

    def _property_match_opening(self, move, credit):
        receivable = (move | credit).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        )
        debts = receivable & self.move_line_id
        credits = receivable.filtered(lambda line: line.move_id == credit)
        if debts and credits:
            (debts | credits).reconcile()

    # === Opening balances ===

    @api.model
    def _property_create_opening(self, vals_list, date, journal=None, account=None):
        """Take over arrears from the books before go-live.

        Income and tax of these days were booked there: the entry is receivable
        against the account of opening balances.

        :param vals_list: dicts with unit_id, item_id, partner_id, date_start,
            date_end, amount; optional date_due, basis_text
        :param date: accounting date of the entries
        :return: the posted charges, in the order of the list
        """
        units = self.env["property.unit"].browse([v["unit_id"] for v in vals_list])
        rows = []
        for vals, unit in zip(vals_list, units, strict=True):
            start, end = map(
                fields.Date.to_date, (vals["date_start"], vals["date_end"])
            )
            rows.append(
                {
                    **{k: v for k, v in vals.items() if k != "date_due"},
                    "estate_id": unit.estate_id.id,
                    "company_id": unit.company_id.id,
                    "currency_id": unit.company_id.currency_id.id,
                    "months": float(months_between(start, end)),
                    "days": (end - start).days + 1,
                    "quantity": 1,
                    "price": vals["amount"],
                    "formula": f"{vals['amount']:.2f}",
                    "is_opening": True,
                    "state": "posted",
                }
            )
        # Charges are the engine's: no role may write them by hand.
        charges_sudo = self.sudo().create(rows)
        dues = [vals.get("date_due") or vals["date_end"] for vals in vals_list]
        charges_sudo._property_post_opening(dues, date, journal, account)
        return charges_sudo.sudo(False)

    def _property_post_opening(self, dues, date, journal, account):
        """One entry per unit and payer, so that the unit's statement shows it."""
        company = self.company_id.ensure_one()
        journal = journal or self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(company),
                ("type", "=", "general"),
            ],
            limit=1,
        )
        account = account or company.get_unaffected_earnings_account()
        due_of = dict(zip(self, dues, strict=True))
        groups = self.grouped(lambda c: (c.unit_id, c.partner_id))
        moves = (
            self.env["account.move"]
            .with_company(company)
            .with_context(tracking_disable=True, mail_create_nosubscribe=True)
            .create(
                [
                    {
                        "move_type": "entry",
                        "journal_id": journal.id,
                        "date": date,
                        "partner_id": partner.id,
                        "ref": self.env._("Opening balance"),
                        "property_unit_id": unit.id,
                        "line_ids": [
                            Command.create(values)
                            for charge in charges
                            for values in charge._property_opening_lines(
                                due_of[charge], account
                            )
                        ],
                    }
                    for (unit, partner), charges in groups.items()
                ]
            )
        )
        moves._post(soft=False)
        for charges, move in zip(groups.values(), moves, strict=True):
            lines = move.line_ids.filtered("date_maturity").sorted("id")
            for charge, line in zip(charges, lines, strict=True):
                charge.write({"move_id": move.id, "move_line_id": line.id})

    def _property_opening_lines(self, date_due, account):
        partner = self.partner_id.commercial_partner_id
        receivable = self.partner_id.with_company(
            self.company_id
        ).property_account_receivable_id
        base = {"name": self._property_label(), "partner_id": partner.id}
        return [
            {
                **base,
                "account_id": receivable.id,
                "balance": self.amount,
                "date_maturity": date_due,
            },
            {**base, "account_id": account.id, "balance": -self.amount},
        ]
