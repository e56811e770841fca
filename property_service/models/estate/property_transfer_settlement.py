from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class PropertyTransfer(models.Model):
    """The money of a transfer: everything through billing's own methods.

    The steps have checked the user's right; what they write into the books, desk and
    supervisor could not write by hand, hence the superuser in this file.
    """

    _inherit = "property.transfer"

    move_ids = fields.Many2many(
        comodel_name="account.move",
        relation="property_transfer_move_rel",
        column1="transfer_id",
        column2="move_id",
        string="Documents",
        readonly=True,
        copy=False,
        help="Bills, credit notes and entries that this transfer has made.",
    )
    reversed_until = fields.Date(
        readonly=True,
        copy=False,
        help="Last day that had been billed to the seller and was taken back.",
    )
    amount_arrears = fields.Monetary(
        string="Seller owes", compute="_compute_amounts", compute_sudo=True
    )
    amount_credit = fields.Monetary(
        string="Seller's unused credit", compute="_compute_amounts", compute_sudo=True
    )

    @api.depends("unit_id", "seller_ids", "state", "move_ids")
    def _compute_amounts(self):
        for transfer in self:
            items, credits = transfer._property_seller_items()
            transfer.amount_arrears = sum(items.mapped("amount_residual"))
            transfer.amount_credit = -sum(credits.mapped("amount_residual"))

    def _property_seller_items(self):
        """Open debts and credits of the sellers on the unit."""
        sellers = self.seller_ids.commercial_partner_id
        # Desk staff settle a transfer without rights on the ledger.
        unit = self.unit_id.sudo()

        def of_seller(line):
            return line.partner_id.commercial_partner_id in sellers

        return (
            unit._property_open_items().filtered(of_seller),
            unit._property_open_credits().filtered(of_seller),
        )

    # === Settling the seller ===

    def _property_settle_seller(self):
        """Charges of the seller end with the cut-off day, to the cent and the day."""
        # Charges and entries are the engine's; who may settle was checked before.
        self = self.sudo().with_company(self.company_id)
        self._property_take_back()
        months = self.estate_id._property_parameter("fee.catch_up_months")
        first = self.cutoff_date.replace(day=1) - relativedelta(months=months)
        self._property_bill_days(first, self.cutoff_date)
        items, _credits = self._property_seller_items()
        items.move_id._property_apply_credits()
        self.invalidate_recordset(["amount_arrears", "amount_credit"])

    def _property_take_back(self):
        """Reverse what the seller was billed for days after the cut-off day."""
        charges = self.env["property.fee.charge"].search(
            Domain("unit_id", "=", self.unit_id.id)
            & Domain("state", "=", "posted")
            & Domain("date_end", ">", self.cutoff_date)
            & Domain("partner_id", "in", self._property_seller_partners().ids)
        )
        if not charges:
            return
        last = max(charges.mapped("date_end"))
        reason = self.env._("Ownership transfer %(name)s", name=self.name)
        # A day after the cut-off on which the books are open; today as a rule.
        notes = charges._property_reverse(reason, from_date=self._property_first_day)
        self.move_ids = [Command.link(note.id) for note in notes]
        self.reversed_until = max(last, self.reversed_until or last)

    def _property_seller_partners(self):
        return self.seller_ids | self.seller_ids.commercial_partner_id

    def _property_bill_days(self, first, last):
        """Bill these days of the unit through billing; charged days stay."""
        if first > last:
            return
        assigned = self.env["property.fee.assignment"].search_count(
            [("unit_id", "=", self.unit_id.id)], limit=1
        )
        if not assigned:
            return
        run = self.env["property.fee.charge"]._property_bill(self.unit_id, first, last)
        self.move_ids = [Command.link(move.id) for move in run.charge_ids.move_id]

    def _property_check_arrears(self):
        """The seller's arrears stop the transfer unless a supervisor overrides."""
        if self.override_by_id:
            return
        self.invalidate_recordset(["amount_arrears"])
        if self.currency_id.compare_amounts(self.amount_arrears, 0) > 0:
            raise UserError(
                self.env._(
                    "The seller owes %(amount).2f on unit %(unit)s; collect it, or let"
                    " a supervisor allow the transfer with a reason.",
                    amount=self.amount_arrears,
                    unit=self.unit_id.code,
                )
            )

    # === Passing on to the buyer ===

    def _property_pass_credit(self):
        """Move the seller's unused credit to the buyer who pays, where agreed."""
        # Entries are written for desk staff; who may was checked before.
        self = self.sudo().with_company(self.company_id)
        _items, credits = self._property_seller_items()
        if not credits:
            return
        if self.prepayment == "refund":
            self._message_log(
                body=self.env._(
                    "%(amount).2f remain with the seller, for refund.",
                    amount=-sum(credits.mapped("amount_residual")),
                )
            )
            return
        buyer = self._property_paying_buyer()
        entry = self.env["account.move"].create(
            self._property_credit_entry_values(credits, buyer)
        )
        entry.action_post()
        debits = entry.line_ids.filtered(lambda line: line.balance > 0)
        self.env["account.move.line"]._reconcile_plan(
            [credit | debit for credit, debit in zip(credits, debits, strict=True)]
        )
        self.move_ids = [Command.link(entry.id)]

    def _property_paying_buyer(self):
        """Who pays for the unit from the first day of the buyers."""
        day = self._property_first_day
        payer = self.unit_id._property_payers(day).get(self.unit_id.id)
        buyers = self.line_ids.partner_id
        if payer in buyers:
            return payer
        # A tenant pays the fees: the credit still belongs to the owners.
        return self.line_ids.sorted(lambda line: (-line.share, line.id))[0].partner_id

    def _property_credit_entry_values(self, credits, buyer):
        """One debit for each credit of the seller, credits of the buyer against."""
        label = self.env._("Credit passed on, transfer %(name)s", name=self.name)
        common = {"name": label, "property_unit_id": self.unit_id.id}
        lines = []
        for credit in credits:
            amount = -credit.amount_residual
            lines += [
                {
                    **common,
                    "partner_id": credit.partner_id.id,
                    "account_id": credit.account_id.id,
                    "debit": amount,
                },
                {
                    **common,
                    "partner_id": buyer.id,
                    "account_id": credit.account_id.id,
                    "credit": amount,
                },
            ]
        journal = self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(self.company_id),
                ("type", "=", "general"),
            ],
            limit=1,
        )
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "date": fields.Date.context_today(self),
            "ref": label,
            "property_unit_id": self.unit_id.id,
            "line_ids": [Command.create(values) for values in lines],
        }

    def _property_bill_buyer(self):
        """Bill the buyer the days taken back, and settle them from the credit."""
        # Charges and entries are the engine's; who may was checked before.
        self = self.sudo().with_company(self.company_id)
        assignments = self.env["property.fee.assignment"].search(
            Domain("unit_id", "=", self.unit_id.id)
            & Domain("payer_id", "in", self.seller_ids.ids)
        )
        # A payer entered for one fee would keep on billing the seller.
        assignments.write({"payer_id": False})
        self._property_bill_after_cutoff()

    def _property_bill_after_cutoff(self):
        """Bill the days that were taken back to whoever holds the unit now."""
        # As above; also called when a transfer is cancelled.
        self = self.sudo().with_company(self.company_id)
        if self.reversed_until:
            self._property_bill_days(self._property_first_day, self.reversed_until)
        self.unit_id._property_open_items().move_id._property_apply_credits()
