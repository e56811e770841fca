import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command


class PropertyReceipt(models.Model):
    """Money taken from one person for units of one estate (收据, FEE-10, FEE-11).

    A draft is a proposal without any effect. Posting makes one ``account.payment``
    per way of paying and matches it against the chosen bills exactly as chosen. A
    posted receipt is never changed or deleted: a second person reverses it.
    """

    _name = "property.receipt"
    _description = "Receipt"
    _inherit = ["property.estate.mixin", "property.approval.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Receipt number", readonly=True, copy=False, index="trigram"
    )
    token = fields.Char(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self._default_token(),
        help="Made by the client with the receipt: the same receipt sent twice is"
        " taken once.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("posted", "Posted"),
            ("reversed", "Reversed"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    origin = fields.Selection(
        selection=[
            ("counter", "Service centre"),
            ("home", "At the owner's home"),
            ("statement", "Bank statement"),
        ],
        required=True,
        default="counter",
        help="Where the money was taken (FEE-21).",
    )
    place = fields.Selection(
        selection=[("counter", "Service centre"), ("home", "At the owner's home")],
        compute="_compute_place",
        inverse="_inverse_place",
        help="Where the money is taken (FEE-21).",
    )
    date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        copy=False,
        index=True,
    )
    unit_ids = fields.Many2many(
        comodel_name="property.unit",
        relation="property_receipt_unit_rel",
        column1="receipt_id",
        column2="unit_id",
        string="Units",
        check_company=True,
        domain="[('estate_id', '=?', estate_id)]",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Received from",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        index=True,
        ondelete="restrict",
    )
    cashier_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        copy=False,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    oldest_first = fields.Boolean(
        string="Oldest debt first",
        default=True,
        help="The money goes to the ticked items in the order of their due dates."
        " Without it, the amount of each item is what you enter.",
    )
    line_ids = fields.One2many(
        comodel_name="property.receipt.line",
        inverse_name="receipt_id",
        string="Items",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        copy=False,
    )
    payment_ids = fields.One2many(
        comodel_name="property.receipt.payment",
        inverse_name="receipt_id",
        string="Ways of paying",
        copy=False,
    )
    note = fields.Char()
    amount_open = fields.Monetary(
        string="Open", compute="_compute_amounts", help="Open on these units."
    )
    amount_selected = fields.Monetary(string="To pay", compute="_compute_amounts")
    amount_total = fields.Monetary(
        string="Received", compute="_compute_amount_total", store=True
    )
    amount_credit = fields.Monetary(
        string="Stays as credit",
        compute="_compute_amounts",
        help="Paid beyond the items; the next bills of the unit use it up.",
    )
    amount_change = fields.Monetary(string="Change", compute="_compute_amount_change")
    print_count = fields.Integer(string="Printed", readonly=True, copy=False)
    reversed_by_id = fields.Many2one(
        comodel_name="res.users",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    reversal_date = fields.Date(readonly=True, copy=False)
    reversal_reason = fields.Char(readonly=True, copy=False)

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name IS NOT NULL",
        "This receipt number is taken already.",
    )
    _token_uniq = models.Constraint(
        "UNIQUE(token)", "This receipt was taken already; look for it in the list."
    )
    _posted_has_number = models.Constraint(
        "CHECK(state = 'draft' OR name IS NOT NULL)", "A posted receipt has a number."
    )
    _reversed_by_other = models.Constraint(
        "CHECK(state != 'reversed' OR (reversed_by_id != cashier_id"
        " AND reversed_by_id IS NOT NULL))",
        "Another person than the cashier reverses a receipt.",
    )

    # === Defaults and computes ===

    @api.model
    def _default_token(self):
        return str(uuid.uuid4())

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if "payment_ids" in fields_list and "payment_ids" not in values:
            estate = self.env["property.estate"].browse(values.get("estate_id"))
            journal = estate._property_first_journal()
            if journal:
                values["payment_ids"] = [Command.create({"journal_id": journal.id})]
        return values

    @api.depends("origin")
    def _compute_place(self):
        for receipt in self:
            receipt.place = receipt.origin if receipt.origin != "statement" else False

    def _inverse_place(self):
        for receipt in self.filtered("place"):
            receipt.origin = receipt.place

    @api.depends("unit_ids")
    def _compute_partner_id(self):
        """Who pays for the first unit today, unless somebody else came."""
        for receipt in self:
            if not receipt.partner_id:
                receipt.partner_id = receipt.unit_ids[:1]._origin.payer_id

    @api.depends("unit_ids")
    def _compute_line_ids(self):
        """All open items of the units, oldest first; prepayments entered stay."""
        for receipt in self:
            if receipt.state != "draft":
                continue
            units = receipt.unit_ids._origin
            lines = receipt.line_ids
            known = lines.move_line_id
            gone = lines.filtered(lambda line, u=units: line.unit_id._origin not in u)
            # Cashiers have no rights on the ledger; they reach the units above.
            items = units.sudo()._property_open_items() - known
            receipt.line_ids = [Command.unlink(line.id) for line in gone] + [
                Command.create(values)
                for values in self.env["property.receipt.line"]._prepare_lines(items)
            ]

    @api.depends("line_ids.amount", "line_ids.is_selected", "line_ids.residual")
    @api.depends("payment_ids.amount")
    def _compute_amounts(self):
        for receipt in self:
            chosen = receipt.line_ids.filtered("is_selected")
            bills = receipt.line_ids.filtered(lambda line: line.kind == "bill")
            receipt.amount_open = sum(bills.mapped("residual"))
            receipt.amount_selected = sum(chosen.mapped("wanted"))
            paid = sum(receipt.payment_ids.mapped("amount"))
            receipt.amount_credit = max(paid - sum(chosen.mapped("amount")), 0)

    @api.depends("payment_ids.amount")
    def _compute_amount_total(self):
        for receipt in self:
            receipt.amount_total = sum(receipt.payment_ids.mapped("amount"))

    @api.depends("payment_ids.amount_change")
    def _compute_amount_change(self):
        for receipt in self:
            receipt.amount_change = sum(receipt.payment_ids.mapped("amount_change"))

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for receipt in self:
            receipt.display_name = receipt.name or self.env._("Draft receipt")

    # === Constraints ===

    @api.constrains("unit_ids", "estate_id")
    def _check_units_estate(self):
        for receipt in self:
            wrong = receipt.unit_ids.filtered(
                lambda unit, r=receipt: unit.estate_id != r.estate_id
            )
            if wrong:
                raise ValidationError(
                    self.env._(
                        "Unit %(unit)s is not in estate %(estate)s; take its money on a"
                        " receipt of its own.",
                        unit=wrong[0].code,
                        estate=receipt.estate_id.name,
                    )
                )

    # === Onchange: what the cashier sees while typing; posting computes it again ===

    @api.onchange("unit_ids")
    def _onchange_unit_ids(self):
        journal = self.estate_id._property_first_journal()
        if journal and not self.payment_ids:
            self.payment_ids = [Command.create({"journal_id": journal.id})]
        self._property_suggest_amount()

    @api.onchange("line_ids", "oldest_first")
    def _onchange_line_ids(self):
        self._property_suggest_amount()

    @api.onchange("payment_ids")
    def _onchange_payment_ids(self):
        if self.oldest_first:
            self._property_allocate()

    def _property_suggest_amount(self):
        """With one way of paying, its amount is the total of the ticked items."""
        if self.oldest_first:
            for line in self.line_ids:
                line.amount = line.wanted
        if len(self.payment_ids) == 1:
            chosen = self.line_ids.filtered("is_selected")
            self.payment_ids.amount = sum(chosen.mapped("amount"))

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.update(self._property_fixed_values(vals))
        return super().create(vals_list)

    def _property_fixed_values(self, vals):
        """What no client decides: the ledger's state and who sits at the till."""
        if self.env.su:
            return {}
        if vals.get("origin") == "statement":
            raise UserError(
                self.env._("Receipts of the bank's lines are made by matching them.")
            )
        fixed = {"state": "draft", "name": False, "print_count": 0}
        return {**fixed, "cashier_id": self.env.user.id}

    def write(self, vals):
        frozen = self.filtered(lambda receipt: receipt.state != "draft")
        if not self.env.su and (
            {"state", "name", "print_count", "cashier_id", "token"} & vals.keys()
            or (frozen and vals.keys() - {"note", "message_follower_ids"})
        ):
            raise UserError(
                self.env._(
                    "A posted receipt is not changed. Request its reversal and write a"
                    " new one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        for receipt in self:
            if receipt.state != "draft":
                raise UserError(
                    self.env._(
                        "Receipt %(name)s is posted; it is reversed, not deleted.",
                        name=receipt.name,
                    )
                )
