from odoo import api, fields, models
from odoo.exceptions import UserError

SERVICE_KINDS = [
    ("included", "Included in the service fee"),
    ("special", "Special service, paid"),
    ("convenience", "Convenience service"),
    ("errand", "Entrusted errand"),
]


class PropertyServiceItem(models.Model):
    """What the service centre does for a household, and what it costs (SRV-51).

    特约、便民、委托代办服务 (SRV-43, 44, 52); each estate sets its own prices.
    """

    _name = "property.service.item"
    _description = "Service Item"
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(selection=SERVICE_KINDS, required=True, default="special")
    uom = fields.Char(
        string="Unit of measure", translate=True, help="Piece, hour, visit."
    )
    skill_id = fields.Many2one(
        comodel_name="property.staff.skill",
        string="Skill needed",
        index="btree_not_null",
        ondelete="restrict",
        help="Technicians with this skill are proposed.",
    )
    price_ids = fields.One2many(
        comodel_name="property.service.price", inverse_name="item_id", string="Prices"
    )
    note = fields.Text(
        string="What it includes",
        translate=True,
        help="Shown to the customer before the order.",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")

    # === Business methods ===

    def _property_price_of(self, estate):
        """The line of the price list of an estate, or empty (SRV-44).

        :return: ``property.service.price``
        """
        self.ensure_one()
        # What a service costs is public, whoever asks.
        prices = self.env["property.service.price"].sudo()
        return prices.search(
            [("item_id", "=", self.id), ("estate_id", "=", estate.id)], limit=1
        )


class PropertyServicePrice(models.Model):
    """Price of a service in an estate, with the account and tax it is booked by."""

    _name = "property.service.price"
    _description = "Price of a Service"
    _inherit = ["property.estate.mixin"]
    _order = "estate_id, item_id"
    _rec_name = "item_id"
    _check_company_auto = True

    item_id = fields.Many2one(
        comodel_name="property.service.item",
        string="Service",
        required=True,
        index=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    price = fields.Monetary(help="Zero: free, or not offered at a price yet.")
    fee_item_id = fields.Many2one(
        comodel_name="property.fee.item",
        string="Fee item",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        compute="_compute_fee_item_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('kind', '=', 'service'), ('company_id', '=', company_id)]",
        help="Gives product, income account and VAT of the invoice line.",
    )
    product_id = fields.Many2one(related="fee_item_id.product_id")

    _estate_once = models.Constraint(
        "UNIQUE(item_id, estate_id)", "This estate has a price for the service already."
    )
    _price_positive = models.Constraint(
        "CHECK(price >= 0)", "A price is not below zero."
    )

    @api.depends("estate_id")
    def _compute_fee_item_id(self):
        for price in self:
            if not price.fee_item_id:
                price.fee_item_id = price.estate_id._property_service_fee_item()

    # === CRUD ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # Used or not does not depend on who may see the orders.
        lines = self.env["property.service.dispatch.line"].sudo()
        for price in self:
            if lines.search_count(
                [
                    ("item_id", "=", price.item_id.id),
                    ("estate_id", "=", price.estate_id.id),
                ],
                limit=1,
            ):
                raise UserError(
                    self.env._(
                        "“%(item)s” was ordered already; set another price instead.",
                        item=price.item_id.name,
                    )
                )
