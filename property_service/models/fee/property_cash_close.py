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

    # === Business methods ===

    def _property_receipt_domain(self):
        self.ensure_one()
        rows = Domain("journal_id", "=", self.journal_id.id)
        return Domain("date", "=", self.date) & Domain("payment_ids", "any", rows)

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
