from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

DENOMINATIONS = (100, 50, 20, 10, 5, 1, 0.5, 0.1)


class PropertyCashClose(models.Model):
    """A cashier's day of one journal: what was counted against what is booked.

    The cashier counts and explains; a second person signs off. After that the day
    takes no more receipts, and what is reversed goes into the first open day.
    """

    _name = "property.cash.close"
    _description = "Day Close"
    _inherit = ["property.estate.mixin", "mail.thread"]
    _order = "date desc, journal_id, id desc"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", store=True)
    journal_ids = fields.Many2many(
        related="estate_id.collection_journal_ids", related_sudo=True
    )
    journal_id = fields.Many2one(
        comodel_name="account.journal",
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('id', 'in', journal_ids)]",
    )
    is_cash = fields.Boolean(compute="_compute_is_cash", store=True)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    cashier_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    count_ids = fields.One2many(
        comodel_name="property.cash.close.count",
        inverse_name="close_id",
        string="Notes and coins",
        default=lambda self: self._default_count_ids(),
    )
    receipt_count = fields.Integer(string="Receipts", compute="_compute_receipt_count")
    amount_opening = fields.Monetary(
        string="At the start",
        compute="_compute_booked",
        store=True,
        help="Booked in the journal's account before this day; cash only.",
    )
    amount_in = fields.Monetary(
        string="Received", compute="_compute_booked", store=True
    )
    amount_out = fields.Monetary(
        string="Given out", compute="_compute_booked", store=True
    )
    amount_booked = fields.Monetary(
        string="Booked", compute="_compute_booked", store=True
    )
    amount_counted = fields.Monetary(
        string="Counted",
        compute="_compute_amount_counted",
        store=True,
        readonly=False,
        help="Cash: sum of the notes and coins. Others: the total of the channel's or"
        " bank's own list for the day.",
    )
    difference = fields.Monetary(compute="_compute_difference", store=True)
    explanation = fields.Char(
        string="Reason of the difference", help="Why counted and booked differ."
    )
    state = fields.Selection(
        selection=[
            ("draft", "Counting"),
            ("counted", "Handed in"),
            ("closed", "Closed"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    closed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Signed off by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    date_closed = fields.Datetime(string="Signed off on", readonly=True, copy=False)
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Entry of the difference",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )

    _day_uniq = models.Constraint(
        "UNIQUE(journal_id, date)", "This journal has a close of that day already."
    )
    _closed_by_other = models.Constraint(
        "CHECK(state != 'closed' OR (closed_by_id != cashier_id"
        " AND closed_by_id IS NOT NULL))",
        "Another person than the cashier signs off the day.",
    )

    # === Defaults and computes ===

    @api.model
    def _default_count_ids(self):
        return [Command.create({"denomination": value}) for value in DENOMINATIONS]

    @api.depends("estate_id")
    def _compute_journal_id(self):
        for close in self:
            # Not every role may open journals.
            if close.journal_id not in close.estate_id.sudo().collection_journal_ids:
                close.journal_id = close.estate_id._property_first_journal()

    @api.depends("journal_id", "date")
    def _compute_name(self):
        for close in self:
            journal = close.journal_id.sudo()  # not every role may open journals
            close.name = f"{journal.name or ''} {close.date or ''}".strip()

    @api.depends("journal_id")
    def _compute_is_cash(self):
        for close in self:
            close.is_cash = close.journal_id.sudo().type == "cash"  # as above

    @api.depends("journal_id", "date")
    def _compute_booked(self):
        for close in self.filtered(lambda c: c.state == "draft"):
            close._property_read_books()

    @api.depends("journal_id", "date")
    def _compute_receipt_count(self):
        for close in self:
            close.receipt_count = self.env["property.receipt"].search_count(
                close._property_receipt_domain()
            )

    @api.depends("count_ids.pieces", "is_cash")
    def _compute_amount_counted(self):
        for close in self:
            if close.is_cash:
                close.amount_counted = sum(close.count_ids.mapped("amount"))

    @api.depends("amount_counted", "amount_booked")
    def _compute_difference(self):
        for close in self:
            close.difference = close.amount_counted - close.amount_booked

    # === Constraints ===

    @api.constrains("date")
    def _check_date(self):
        for close in self:
            if close.date > fields.Date.context_today(close):
                raise ValidationError(
                    self.env._("A day is closed when it is over, not before.")
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.update(state="draft", cashier_id=self.env.user.id)
        return super().create(vals_list)

    def write(self, vals):
        guarded = {"state", "cashier_id", "closed_by_id", "date_closed", "move_id"}
        if not self.env.su:
            closed = self.filtered(lambda close: close.state != "draft")
            if guarded & vals.keys() or (closed and vals.keys() - {"explanation"}):
                raise UserError(
                    self.env._(
                        "The count of a day is changed before it is handed in only;"
                        " press “Count again” first."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        if self.filtered(lambda close: close.state == "closed"):
            raise UserError(self.env._("A closed day stays on record."))

    # === Actions ===

    def action_hand_in(self):
        """The cashier has counted; differences are explained (FEE-10)."""
        for close in self:
            close.check_access("write")
            if close.state != "draft":
                continue
            # The books are the ledger's, not the cashier's to write.
            close.sudo()._property_read_books()
            if not close.currency_id.is_zero(close.difference):
                close._property_require_explanation()
            close.sudo().state = "counted"  # guarded against direct writes
        return True

    def action_count_again(self):
        for close in self:
            close.check_access("write")
            if close.state == "counted":
                close.sudo().state = "draft"  # guarded against direct writes
        return True

    def action_sign_off(self):
        """A second person compares and closes the day; a cash difference is booked."""
        for close in self:
            close.check_access("write")
            if close.state != "counted":
                raise UserError(
                    self.env._("%(name)s is not handed in yet.", name=close.name)
                )
            if close.cashier_id == self.env.user:
                raise UserError(
                    self.env._(
                        "You counted %(name)s; a colleague signs it off.",
                        name=close.name,
                    )
                )
            # Guarded against direct writes; the ledger is read and written for the
            # person who signs, who may be a supervisor without rights on it.
            day = close.sudo()
            booked = day.amount_booked
            day._property_read_books()
            if day.currency_id.compare_amounts(booked, day.amount_booked):
                raise UserError(
                    self.env._(
                        "%(name)s: entries were booked after the count; let the"
                        " cashier count again.",
                        name=close.name,
                    )
                )
            # While the day is still open for its own entry.
            day._property_book_difference()
            day.write(
                {
                    "state": "closed",
                    "closed_by_id": self.env.user.id,
                    "date_closed": fields.Datetime.now(),
                }
            )
        return True

    def action_open_receipts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_receipt_action"
        )
        return {
            **action,
            "domain": list(self._property_receipt_domain()),
            "context": {},
        }

    # === Business methods ===

    def _property_receipt_domain(self):
        self.ensure_one()
        rows = Domain("journal_id", "=", self.journal_id.id)
        return Domain("date", "=", self.date) & Domain("payment_ids", "any", rows)

    def _property_require_explanation(self):
        if not (self.explanation or "").strip():
            raise UserError(
                self.env._(
                    "%(name)s: counted and booked differ by %(difference)s; write the"
                    " reason.",
                    name=self.name,
                    difference=self.currency_id.format(self.difference),
                )
            )

    def _property_read_books(self):
        """Booked amounts of the journal on that day.

        Cash is the balance of the till; other journals compare the day's takings.
        """
        self.ensure_one()
        journal = self.journal_id.sudo()  # read from the ledger for the cashier
        if not journal or not self.date:
            return
        lines = self.env["account.move.line"].sudo()  # as above
        domain = Domain("parent_state", "=", "posted") & Domain(
            "account_id",
            "in",
            (
                journal.default_account_id
                if journal.type == "cash"
                else journal.inbound_payment_method_line_ids.payment_account_id
            ).ids,
        )
        if journal.type != "cash":
            domain &= Domain("journal_id", "=", journal.id)
            domain &= Domain("payment_id", "!=", False)
        self.amount_opening = 0
        if journal.type == "cash":
            before = domain & Domain("date", "<", self.date)
            [(opening,)] = lines._read_group(before, aggregates=["balance:sum"])
            self.amount_opening = opening or 0
        today = domain & Domain("date", "=", self.date)
        # The sign of the balance, since a reversal in red has a negative debit.
        for field, sign in (("amount_in", ">"), ("amount_out", "<")):
            moved = today & Domain("balance", sign, 0)
            [(balance,)] = lines._read_group(moved, aggregates=["balance:sum"])
            self[field] = abs(balance or 0)
        self.amount_booked = self.amount_opening + self.amount_in - self.amount_out

    def _property_book_difference(self):
        """Bring the till's account to what was counted, with the explanation."""
        self.ensure_one()
        journal = self.journal_id
        if not self.is_cash or self.currency_id.is_zero(self.difference):
            return
        surplus = self.difference > 0
        account = journal.profit_account_id if surplus else journal.loss_account_id
        if not account:
            raise UserError(
                self.env._(
                    "Journal %(journal)s has no account for cash differences; enter"
                    " its profit and loss accounts.",
                    journal=journal.name,
                )
            )
        label = self.env._(
            "Cash difference %(date)s: %(explanation)s",
            date=self.date,
            explanation=self.explanation,
        )
        move = self.env["account.move"].create(
            {
                "journal_id": journal.id,
                "date": self.date,
                "ref": label,
                "line_ids": [
                    Command.create(
                        {"name": label, "account_id": target.id, "balance": balance}
                    )
                    for target, balance in (
                        (journal.default_account_id, self.difference),
                        (account, -self.difference),
                    )
                ],
            }
        )
        move._post()
        self.move_id = move

    @api.model
    def _property_last_closed(self, journals):
        """Last closed day per journal.

        :return: dict of journal id to date
        """
        # A closed day binds also those who may not read it.
        rows = self.sudo()._read_group(
            [("journal_id", "in", journals.ids), ("state", "=", "closed")],
            ["journal_id"],
            ["date:max"],
        )
        return {journal.id: date for journal, date in rows}

    @api.model
    def _property_check_open(self, journals, date):
        """Refuse money on a day that is closed."""
        for journal_id, last in self._property_last_closed(journals).items():
            if date <= last:
                raise UserError(
                    self.env._(
                        "Journal %(journal)s is closed up to %(last)s; enter a later"
                        " date.",
                        journal=journals.browse(journal_id).name,
                        last=last,
                    )
                )

    @api.model
    def _property_open_day(self, journal, today):
        """The day on which a reversal is booked: today, or the first open one."""
        last = self._property_last_closed(journal).get(journal.id)
        return max(today, last + timedelta(days=1)) if last else today


class PropertyCashCloseCount(models.Model):
    _name = "property.cash.close.count"
    _description = "Count of Notes and Coins"
    _order = "close_id, denomination desc"

    close_id = fields.Many2one(
        comodel_name="property.cash.close",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="close_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="close_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="close_id.currency_id")
    denomination = fields.Monetary(required=True)
    pieces = fields.Integer()
    amount = fields.Monetary(compute="_compute_amount")

    _pieces_positive = models.Constraint(
        "CHECK(pieces >= 0)", "The number of pieces cannot be negative."
    )
    _denomination_uniq = models.Constraint(
        "UNIQUE(close_id, denomination)", "This denomination is counted already."
    )

    @api.depends("denomination", "pieces")
    def _compute_amount(self):
        for count in self:
            count.amount = count.denomination * count.pieces

    @api.model_create_multi
    def create(self, vals_list):
        counts = super().create(vals_list)
        counts._property_check_draft()
        return counts

    def write(self, vals):
        self._property_check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_in(self):
        self._property_check_draft()

    def _property_check_draft(self):
        if not self.env.su and self.filtered(lambda c: c.close_id.state != "draft"):
            raise UserError(
                self.env._("The count is handed in; press “Count again” first.")
            )
