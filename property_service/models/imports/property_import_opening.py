from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate, float_round

from .bulk import QUIET
from .link_opening import link_opening

_lt = LazyTranslate(__name__)
ACCOUNT_CODE = "310495"
ACCOUNT_NAME = _lt("Opening balances of property fees")
REVERSE_GROUP = "account.group_account_manager"


class PropertyImport(models.Model):
    """Opening balances: what a company brings along when it goes live mid-year."""

    _inherit = "property.import"

    currency_id = fields.Many2one(related="company_id.currency_id")
    total_arrears = fields.Monetary(
        string="Arrears in the workbook", readonly=True, copy=False
    )
    total_prepayment = fields.Monetary(
        string="Prepayments in the workbook", readonly=True, copy=False
    )
    total_history = fields.Monetary(
        string="Paid before go-live",
        readonly=True,
        copy=False,
        help="Periods that are paid; they have no effect on the ledger and keep the"
        " run from billing them again.",
    )
    ledger_arrears = fields.Monetary(
        string="Arrears in the ledger", compute="_compute_ledger"
    )
    ledger_prepayment = fields.Monetary(
        string="Prepayments in the ledger", compute="_compute_ledger"
    )
    charge_ids = fields.One2many(
        comodel_name="property.fee.charge", inverse_name="import_id"
    )
    move_ids = fields.One2many(
        comodel_name="account.move", inverse_name="property_import_id"
    )
    reversal_reason = fields.Char(readonly=True, copy=False)

    def _compute_ledger(self):
        """What the entries of the import say on the receivable accounts."""
        totals = {record.id: [0.0, 0.0] for record in self}
        # The totals belong to the import, which its readers may see.
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [
                    ("move_id.property_import_id", "in", self.ids),
                    ("parent_state", "=", "posted"),
                    ("account_id.account_type", "=", "asset_receivable"),
                ],
                ["move_id"],
                ["balance:sum"],
            )
        )
        for move, balance in groups:
            totals[move.property_import_id.id][balance < 0] += balance
        for record in self:
            debit, credit = totals[record.id]
            if record.state == "reversed":
                debit, credit = debit + credit, 0.0
            record.ledger_arrears = debit
            record.ledger_prepayment = -credit

    # === Actions ===

    def action_open_moves(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Entries of %(number)s", number=self.number),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("property_import_id", "=", self.id)],
        }

    def action_reverse(self, reason):
        """Take a whole opening import back, entry by entry; nothing is deleted."""
        self.ensure_one()
        if not self.env.user.has_group(REVERSE_GROUP):
            raise UserError(
                self.env._("Opening balances are reversed by a chief accountant.")
            )
        if self.kind != "opening":
            raise UserError(
                self.env._("Only opening balances are reversed; correct units by hand.")
            )
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Enter why the import is reversed."))
        self._lock_in("applied")
        # Charges and entries are the engine's; the right to take the import back
        # was checked above.
        record_sudo = self.sudo()
        record_sudo._property_refuse_settled()
        charges = record_sudo.charge_ids.filtered(lambda c: c.state == "posted")
        billed = charges.filtered("move_id")
        reversals = billed._property_reverse(reason) if billed else billed.move_id
        (charges - billed).write({"state": "reversed", "reversal_reason": reason})
        prepayments = record_sudo.move_ids - billed.move_id
        if prepayments:
            reversals |= prepayments._reverse_moves(
                [{"ref": reason, "date": fields.Date.context_today(self)}]
                * len(prepayments),
                cancel=True,
            )
        reversals.property_import_id = self.id
        record_sudo.write({"state": "reversed", "reversal_reason": reason})

    def _property_refuse_settled(self):
        """What was paid or used up since must be undone first."""
        lines = self.move_ids.line_ids.filtered(
            lambda line: line.matched_debit_ids or line.matched_credit_ids
        )
        if lines:
            raise UserError(
                self.env._(
                    "Unit %(unit)s: the balance of %(amount)s has been paid or used"
                    " meanwhile; undo that payment first.",
                    unit=lines[0].property_unit_id.code,
                    amount=self.currency_id.format(abs(lines[0].balance)),
                )
            )

    # === Linking ===

    def _property_link_opening(self, book, index):
        if self.kind != "opening":
            return
        link_opening(book, index)
        self._property_split_history(book)
        totals = {
            "total_arrears": sum(e.values["amount"] for e in book.arrears),
            "total_prepayment": sum(e.values["amount"] for e in book.prepayments),
            "total_history": sum(e.values["paid"] for e in book.histories),
        }
        totals["total_arrears"] += sum(e.values["open"] for e in book.histories)
        digits = self.currency_id.rounding
        self.write(
            {
                name: float_round(total, precision_rounding=digits)
                for name, total in totals.items()
            }
        )

    def _property_split_history(self, book):
        """What was due and not paid in the history is in arrears."""
        for entity in book.histories:
            values = entity.values
            values["open"] = float_round(
                values["due"] - values["paid"],
                precision_rounding=self.currency_id.rounding,
            )

    # === Applying ===

    def _property_apply_opening(self, book, index, tally, number):
        if self.kind != "opening":
            return
        account = self._property_opening_account()
        open_rows = [e for e in book.histories if e.values["open"] > 0]
        paid_rows = [e for e in book.histories if e.values["open"] <= 0]
        charges = self._property_open_arrears([*book.arrears, *open_rows], account)
        charges |= self._property_open_history(paid_rows)
        moves = self._property_open_prepayments(book.prepayments, account)
        moves |= charges.move_id
        moves.property_import_id = self.id
        charges.import_id = self.id
        tally.add(charges, created=len(charges))
        tally.add(moves, created=len(moves))
        self._property_check_totals()

    def _property_open_arrears(self, entities, account):
        charges = self.env["property.fee.charge"]
        if not entities:
            return charges
        opened = charges._property_create_opening(
            [
                {
                    **self._property_charge_values(entity),
                    "amount": entity.values.get("amount") or entity.values["open"],
                    "date_due": entity.values.get("date_due"),
                }
                for entity in entities
            ],
            self.date_default,
            account=account,
        )
        # Charges are the engine's: it hands them back without the right to write.
        return opened.sudo()

    def _property_open_history(self, entities):
        """Paid periods: charges without an entry, for the books before go-live."""
        company = self.company_id
        return self.env["property.fee.charge"].create(
            [
                {
                    **self._property_charge_values(entity),
                    "amount": entity.values["paid"],
                    "price": entity.values["paid"],
                    "quantity": 1,
                    "estate_id": self.estate_id.id,
                    "company_id": company.id,
                    "currency_id": company.currency_id.id,
                    "state": "posted",
                    "is_opening": True,
                }
                for entity in entities
            ]
        )

    def _property_charge_values(self, entity):
        values = entity.values
        return {
            "unit_id": values["unit_record"].id,
            "item_id": values["item"].id,
            "partner_id": values["payer"].id,
            "date_start": values["date_start"],
            "date_end": values["date_end"],
            "basis_text": self._property_basis(values),
        }

    def _property_basis(self, values):
        """What the old books say about the charge."""
        parts = []
        if values.get("paid"):
            parts.append(
                self.env._(
                    "Due %(due).2f, paid %(paid).2f on %(day)s",
                    due=values["due"],
                    paid=values["paid"],
                    day=values.get("date_paid") or "?",
                )
            )
        if values.get("cashier"):
            parts.append(self.env._("Cashier: %(name)s", name=values["cashier"]))
        parts.append(values.get("note"))
        return "\n".join(part for part in parts if part) or False

    def _property_open_prepayments(self, entities, account):
        """Open credits on the receivable, which receipts and runs use up."""
        journal = self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(self.company_id),
                ("type", "=", "general"),
            ],
            limit=1,
        )
        moves = (
            self.env["account.move"]
            .with_company(self.company_id)
            .with_context(**QUIET)
            .create(
                [
                    self._prepare_prepayment(entity.values, journal, account)
                    for entity in entities
                ]
            )
        )
        moves._post(soft=False)
        return moves

    def _prepare_prepayment(self, values, journal, account):
        payer = values["payer"].with_company(self.company_id)
        partner = payer.commercial_partner_id
        name = self.env._("Prepaid before go-live")
        if values.get("date"):
            name = f"{name}, {values['date']}"
        line = {"name": name, "partner_id": partner.id}
        return {
            "move_type": "entry",
            "journal_id": journal.id,
            "date": self.date_default,
            "partner_id": payer.id,
            "ref": values.get("note") or name,
            "property_unit_id": values["unit_record"].id,
            "line_ids": [
                Command.create(
                    {
                        **line,
                        "account_id": payer.property_account_receivable_id.id,
                        "balance": -values["amount"],
                        "date_maturity": values.get("date") or self.date_default,
                    }
                ),
                Command.create(
                    {**line, "account_id": account.id, "balance": values["amount"]}
                ),
            ],
        }

    def _property_check_totals(self):
        """The ledger says what the workbook says, or nothing is booked (FEE-14)."""
        self.env.flush_all()
        self.invalidate_recordset(["ledger_arrears", "ledger_prepayment"])
        currency = self.currency_id
        for ledger, total in (
            (self.ledger_arrears, self.total_arrears),
            (self.ledger_prepayment, self.total_prepayment),
        ):
            if currency.compare_amounts(ledger, total):
                raise UserError(
                    self.env._(
                        "The entries come to %(ledger)s, the workbook to %(total)s.",
                        ledger=currency.format(ledger),
                        total=currency.format(total),
                    )
                )

    def _property_opening_account(self):
        """Equity account of opening balances, made on first use."""
        company = self.company_id
        if not company.chart_template:
            raise UserError(
                self.env._(
                    "%(company)s has no chart of accounts; run the set-up first.",
                    company=company.name,
                )
            )
        if not company.property_opening_account_id:
            setup = self.env["property.setup"].with_company(company)
            company.property_opening_account_id = setup._property_new_account(
                company, ACCOUNT_NAME, ACCOUNT_CODE, "equity"
            )
        return company.property_opening_account_id
