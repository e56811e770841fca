from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_compare

from ..estate.property_unit import UNIT_KINDS


class PropertyFeeCap(models.Model):
    """Government ceiling of a fee: no rate may exceed it (FEE-04)."""

    _name = "property.fee.cap"
    _description = "Government Cap"
    _order = "item_id, date_start desc, id"
    _check_company_auto = True

    item_id = fields.Many2one(
        comodel_name="property.fee.item", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="item_id.company_id", store=True, index=True, precompute=True
    )
    estate_id = fields.Many2one(
        comodel_name="property.estate",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: every estate.",
    )
    unit_kind = fields.Selection(selection=UNIT_KINDS, help="Empty: every kind.")
    date_start = fields.Date(string="From", required=True)
    date_end = fields.Date(string="To", help="Last day; empty while it is in force.")
    price = fields.Float(string="Highest price", digits=(12, 4), required=True)
    document = fields.Char(required=True, help="Number of the price document.")

    _dates_ordered = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "The last day of a cap lies before its first day.",
    )
    _price_positive = models.Constraint(
        "CHECK(price > 0)", "The highest price of a cap is above zero."
    )

    @api.constrains(
        "item_id", "estate_id", "unit_kind", "date_start", "date_end", "price"
    )
    def _check_rates(self):
        """A new cap may not stand below an approved rate that is still in force."""
        self.env["property.fee.rate"].search(
            [("item_id", "in", self.item_id.ids), ("state", "=", "approved")]
        )._property_check_caps()

    def _property_refuse(self, rate):
        """Raise when the rate lies above this cap on some common day."""
        self.ensure_one()
        if self.estate_id and self.estate_id != rate.estate_id:
            return
        if self.unit_kind and rate.unit_kind and self.unit_kind != rate.unit_kind:
            return
        if self.date_end and self.date_end < rate.date_start:
            return
        if rate.date_end and rate.date_end < self.date_start:
            return
        if float_compare(rate.price, self.price, precision_digits=4) > 0:
            raise ValidationError(
                self.env._(
                    "Rate of %(item)s from %(date)s: %(price)s lies above the"
                    " government's highest price of %(cap)s (%(document)s); lower the"
                    " rate or end it before the cap.",
                    item=rate.item_id.name,
                    date=rate.date_start,
                    price=rate.price,
                    cap=self.price,
                    document=self.document,
                )
            )
