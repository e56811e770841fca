from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..estate.property_unit import UNIT_KINDS

# What a charge was computed from: fixed as soon as one refers to the rate.
FROZEN_FIELDS = {"item_id", "estate_id", "unit_kind", "date_start", "date_end", "price"}


class PropertyFeeRate(models.Model):
    """Price of a fee item in an estate from a day on; never edited once used."""

    _name = "property.fee.rate"
    _description = "Fee Rate"
    _inherit = ["property.estate.mixin", "property.approval.mixin", "mail.thread"]
    _order = "item_id, estate_id, unit_kind, date_start desc, id"
    _check_company_auto = True

    item_id = fields.Many2one(
        comodel_name="property.fee.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    unit_kind = fields.Selection(
        selection=UNIT_KINDS,
        help="Empty: all kinds that have no rate of their own.",
    )
    date_start = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        tracking=True,
    )
    date_end = fields.Date(string="To", tracking=True, copy=False)
    price = fields.Float(digits=(12, 4), required=True, tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Float(
        string="Own cost",
        digits=(12, 4),
        help="What the service costs the company for the same measure. Special"
        " services aim at break-even with a small profit (FEE-05).",
    )
    margin = fields.Float(
        string="Margin (%)", compute="_compute_margin", help="Share of the price."
    )
    document = fields.Char(
        string="Basis document",
        help="Contract, filing or vote that allows this price (FEE-03).",
    )
    legal_basis = fields.Text(
        compute="_compute_legal_basis",
        store=True,
        readonly=False,
        precompute=True,
        help="Text that explains the price to the resident.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    charge_count = fields.Integer(compute="_compute_charge_count")

    _dates_ordered = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "The last day of a rate lies before its first day.",
    )
    _price_positive = models.Constraint(
        "CHECK(price >= 0)", "A rate cannot be negative."
    )
    _approved_once = models.Constraint(
        "EXCLUDE USING gist (item_id WITH =, estate_id WITH =,"
        " (COALESCE(unit_kind, '')) WITH =,"
        " daterange(date_start, date_end, '[]') WITH &&)"
        " WHERE (state = 'approved')",
        "Two approved rates of the same fee item, estate and kind overlap.",
    )

    # === Computes ===

    @api.depends("item_id", "estate_id", "date_start", "price")
    def _compute_display_name(self):
        for rate in self:
            rate.display_name = self.env._(
                "%(item)s, %(estate)s, from %(date)s: %(price)s",
                item=rate.item_id.name or "",
                estate=rate.estate_id.name or "",
                date=rate.date_start or "",
                price=f"{rate.price:.4f}".rstrip("0").rstrip("."),
            )

    @api.depends("item_id")
    def _compute_legal_basis(self):
        for rate in self:
            rate.legal_basis = rate.legal_basis or rate.item_id.legal_basis

    @api.depends("price", "cost")
    def _compute_margin(self):
        for rate in self:
            known = rate.price and rate.cost
            rate.margin = 100 * (1 - rate.cost / rate.price) if known else 0

    def _compute_charge_count(self):
        counts = dict(
            self.env["property.fee.charge"]._read_group(
                [("rate_id", "in", self.ids)], ["rate_id"], ["__count"]
            )
        )
        for rate in self:
            rate.charge_count = counts.get(rate, 0)

    # === Constraints ===

    @api.constrains(
        "item_id", "estate_id", "unit_kind", "date_start", "date_end", "price", "state"
    )
    def _check_caps(self):
        self.filtered(lambda r: r.state == "approved")._property_check_caps()

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # In force by approval only, whatever the caller or a default_* key says.
        return super().create([{**vals, "state": "draft"} for vals in vals_list])

    def write(self, vals):
        if FROZEN_FIELDS & set(vals):
            self._property_refuse_edit(vals)
        if "state" in vals and not self.env.su:
            raise UserError(
                self.env._("A rate comes into force by approval, not by hand.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda r: r.state == "approved"):
            raise UserError(self.env._("Approved rates stay; close them by a new one."))

    # === Actions ===

    def action_cancel(self):
        for rate in self:
            rate._property_require_draft()
            rate.action_cancel_approval()
            # The status is written by the steps only, whoever takes them.
            rate.sudo().state = "cancelled"
        return True

    # === Approval ===

    def _property_approval_key(self):
        return "fee_rate"

    def _property_approval_frozen_fields(self):
        return {
            "item_id",
            "estate_id",
            "unit_kind",
            "date_start",
            "price",
            "document",
            "legal_basis",
        }

    def _property_on_approved(self):
        """The rate comes into force and closes the one before it (FEE-03)."""
        self._property_put_in_force()

    # === Business methods ===

    def _property_require_draft(self):
        for rate in self.filtered(lambda r: r.state != "draft"):
            raise UserError(
                self.env._(
                    "%(rate)s is in force or cancelled already.", rate=rate.display_name
                )
            )

    def _property_put_in_force(self):
        """Approved from here on; set-up calls it for the price book of go-live."""
        for rate in self.sorted("date_start"):
            rate._property_require_draft()
            rate._property_close_previous()
            # The status is written by the steps only, whoever takes them.
            rate.sudo().state = "approved"

    def _property_close_previous(self):
        """The open rate of the same item, estate and kind ends the day before."""
        previous = self.search(
            [
                ("item_id", "=", self.item_id.id),
                ("estate_id", "=", self.estate_id.id),
                ("unit_kind", "=", self.unit_kind),
                ("state", "=", "approved"),
                ("date_start", "<", self.date_start),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", self.date_start),
            ]
        )
        # Closing is the one change that a used rate allows: it restates no charge.
        # The one change that a rate in force allows: it restates no charge.
        previous.sudo().date_end = self.date_start - timedelta(days=1)
        # The days must be free before this rate takes them.
        previous.flush_recordset(["date_end"])

    def _property_check_caps(self):
        for rate in self:
            for cap in rate.item_id.cap_ids:
                cap._property_refuse(rate)

    def _property_refuse_edit(self, vals):
        """Rates in approval and in force stay as they are; used ones for ever."""
        if self.env.su and set(vals) == {"date_end"}:
            return
        for rate in self:
            if rate.state == "draft" and rate.approval_state != "pending":
                continue
            changed = [
                name
                for name in sorted(FROZEN_FIELDS & set(vals))
                if rate._fields[name].convert_to_cache(vals[name], rate)
                != rate._fields[name].convert_to_cache(rate[name], rate)
            ]
            if changed:
                raise ValidationError(
                    self.env._(
                        "%(rate)s is in approval or in force: it can no longer change."
                        " Make a new rate; it closes this one.",
                        rate=rate.display_name,
                    )
                )
