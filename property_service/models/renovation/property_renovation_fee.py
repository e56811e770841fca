from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STEP_FIELDS = {"charge_id", "rate_id", "price", "amount", "formula", "basis_text"}


class PropertyRenovationFee(models.Model):
    """A line of the renovation fee list (REN-09), priced by the approved rates."""

    _name = "property.renovation.fee"
    _description = "Renovation Fee"
    _order = "renovation_id, sequence, id"
    _check_company_auto = True

    renovation_id = fields.Many2one(
        comodel_name="property.renovation",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    estate_id = fields.Many2one(
        related="renovation_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="renovation_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    item_id = fields.Many2one(
        comodel_name="property.fee.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('kind', '=', 'renovation')]",
    )
    basis = fields.Selection(related="item_id.basis")
    factor = fields.Float(
        string="Quantity",
        digits=(12, 2),
        default=1.0,
        help="Times, pieces or months; area and price come from unit and rate.",
    )
    rate_id = fields.Many2one(
        comodel_name="property.fee.rate",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    price = fields.Float(digits=(12, 4), readonly=True, aggregator=None)
    formula = fields.Char(readonly=True)
    basis_text = fields.Text(string="Basis of the price", readonly=True)
    amount = fields.Monetary(readonly=True)
    charge_id = fields.Many2one(
        comodel_name="property.fee.charge",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_billed = fields.Boolean(string="Already billed", compute="_compute_is_billed")

    _item_once = models.UniqueIndex(
        "(renovation_id, item_id)",
        "This fee stands on the list already; enter a number instead.",
    )

    @api.depends("charge_id")
    def _compute_is_billed(self):
        for fee in self:
            fee.is_billed = bool(fee.charge_id)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        fees = super().create(
            [
                {key: value for key, value in vals.items() if key not in STEP_FIELDS}
                for vals in vals_list
            ]
        )
        fees._property_check_open()
        fees._property_price()
        return fees

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if STEP_FIELDS & vals.keys():
            raise AccessError(
                self.env._("Prices of renovation fees come from the approved rates.")
            )
        self._property_check_open()
        result = super().write(vals)
        if {"item_id", "factor"} & vals.keys():
            self._property_price()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_billed(self):
        self._property_check_open()

    # === Business methods ===

    def _property_check_open(self):
        for fee in self:
            if fee.charge_id or fee.renovation_id.state not in (
                "draft",
                "documents",
                "review",
                "agreement",
                "payment",
            ):
                raise UserError(
                    self.env._(
                        "%(fee)s of %(renovation)s is billed or past that step.",
                        fee=fee.item_id.name,
                        renovation=fee.renovation_id.display_name,
                    )
                )

    def _property_price(self):
        """Price by the estate's approved rate of today; without one it is refused."""
        today = fields.Date.context_today(self)
        charges = self.env["property.fee.charge"]
        for renovation, fees in self.grouped("renovation_id").items():
            priced = charges._property_price(
                fees.item_id,
                renovation.unit_id,
                today,
                {fee.item_id.id: fee.factor for fee in fees},
            )
            for fee in fees:
                values = priced.get(fee.item_id.id)
                if not values:
                    raise UserError(
                        self.env._(
                            "%(item)s has no approved rate for %(unit)s today; an"
                            " accountant enters one under Fees.",
                            item=fee.item_id.name,
                            unit=renovation.unit_id.display_name,
                        )
                    )
                values.pop("quantity")
                # Prices come from the rates only, whoever draws up the list.
                fee.sudo().write(values)

    def _property_charge_values(self):
        """Values of the charge: what the list says, on the days of the renovation."""
        self.ensure_one()
        renovation = self.renovation_id
        today = fields.Date.context_today(self)
        start = renovation.date_start or today
        quantity = self.amount / self.price if self.price else 1
        return {
            "item_id": self.item_id.id,
            "unit_id": renovation.unit_id.id,
            "partner_id": renovation.applicant_id.id,
            "date_start": start,
            "date_end": max(renovation.date_end or start, start),
            "rate_id": self.rate_id.id,
            "price": self.price,
            "quantity": quantity,
            "amount": self.amount,
            "formula": self.formula,
            "basis_text": self.basis_text,
        }
