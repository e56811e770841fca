from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OPEN_FOR_LINES = ("draft", "assigned", "accepted", "departed", "arrived")
DESK_LINE = ("draft", "assigned", "accepted", "departed", "arrived", "done")


class PropertyServiceDispatchLine(models.Model):
    """Services and materials of a dispatch order, free or charged (SRV-40, SRV-44)."""

    _name = "property.service.dispatch.line"
    _description = "Line of a Dispatch Order"
    _order = "dispatch_id, sequence, id"
    _check_company_auto = True

    dispatch_id = fields.Many2one(
        comodel_name="property.service.dispatch",
        string="Dispatch order",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    estate_id = fields.Many2one(
        related="dispatch_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="dispatch_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    item_id = fields.Many2one(
        comodel_name="property.service.item",
        string="Service",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty for materials.",
    )
    name = fields.Char(
        string="Service or material",
        required=True,
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    quantity = fields.Float(default=1.0, digits=(12, 2))
    uom = fields.Char(
        string="Unit of measure",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
    )
    price = fields.Monetary(
        help="Of a service: from the price list of the estate. Of a material: entered"
        " by the desk.",
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    charge_ids = fields.One2many(
        comodel_name="property.fee.charge", inverse_name="dispatch_line_id"
    )

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "Enter how many, above zero."
    )
    _price_positive = models.Constraint(
        "CHECK(price >= 0)", "A price is not below zero."
    )

    # === Computes ===

    @api.depends("item_id")
    def _compute_name(self):
        for line in self:
            line.name = line.item_id.name or line.name
            line.uom = line.item_id.uom or line.uom

    @api.depends("quantity", "price", "currency_id")
    def _compute_amount(self):
        for line in self:
            amount = line.quantity * line.price
            currency = line.currency_id
            line.amount = currency.round(amount) if currency else amount

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        technician = self._property_is_technician_only()
        lines = super().create(
            [
                {key: val for key, val in vals.items() if key != "price"}
                if technician
                else vals
                for vals in vals_list
            ]
        )
        lines._property_check_open()
        lines._property_set_prices()
        return lines

    def write(self, vals):
        if not self.env.su:
            if "price" in vals and self._property_is_technician_only():
                raise AccessError(self.env._("Prices are entered by the desk."))
            if "dispatch_id" in vals:
                raise AccessError(self.env._("A line stays with its dispatch order."))
            self._property_check_open()
        result = super().write(vals)
        if {"item_id", "price"} & vals.keys():
            self._property_set_prices()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._property_check_open()

    # === Business methods ===

    def _property_is_technician_only(self):
        return not self.env.su and not self.env.user.has_group(
            "property_service.property_service_group_assistant"
        )

    def _property_check_open(self):
        """What the customer signed for stays; the desk may still set prices."""
        technician = self._property_is_technician_only()
        for line in self:
            states = OPEN_FOR_LINES if technician else DESK_LINE
            # Whether it was billed does not depend on who may see charges.
            billed = line.sudo().charge_ids.filtered(lambda c: c.state == "posted")
            if line.dispatch_id.state not in states or billed:
                raise UserError(
                    self.env._(
                        "Dispatch order %(order)s is done or billed; its services and"
                        " materials stay as they are.",
                        order=line.dispatch_id.name,
                    )
                )

    def _property_set_prices(self):  # pylint: disable=missing-return
        """Services cost what the price list of the estate says (SRV-44)."""
        for line in self.filtered("item_id"):
            price = line.item_id._property_price_of(line.estate_id).price
            if line.price != price:
                # The price list decides, whoever draws up the order.
                super(PropertyServiceDispatchLine, line.sudo()).write({"price": price})

    def _property_charge_values(self, payer):
        """Values of the charge for ``_property_bill_once``."""
        self.ensure_one()
        order = self.dispatch_id
        price = self.item_id and self.item_id._property_price_of(self.estate_id)
        item = (price and price.fee_item_id) or (
            self.estate_id._property_service_fee_item()
        )
        if not item:
            raise UserError(
                self.env._(
                    "Company “%(company)s” has no fee item of kind “Paid service”; an"
                    " accountant adds one under Fees, with account and VAT.",
                    company=self.company_id.name,
                )
            )
        day = fields.Date.context_today(self, order.done_on)
        return {
            "item_id": item.id,
            "unit_id": order.unit_id.id,
            "partner_id": payer.id,
            "date_start": day,
            "date_end": day,
            "price": self.price,
            "quantity": self.quantity,
            "amount": self.amount,
            "formula": f"{self.price:.2f} × {self.quantity:g} = {self.amount:.2f}",
            "basis_text": self.env._(
                "Dispatch order %(order)s: %(name)s", order=order.name, name=self.name
            ),
            "dispatch_line_id": self.id,
        }
