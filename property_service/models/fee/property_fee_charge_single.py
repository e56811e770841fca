from odoo import api, fields, models
from odoo.exceptions import UserError

from .invoice_builder import InvoiceBuilder, bills_of
from .proration import exact, round_to
from .run_compute import RateBook, formula_text

AREAS = ("area", "inner_area")


class SingleBill:
    """What the invoice builder reads of a run: estate and dates, without a run."""

    def __init__(self, env, estate, invoice_date, date_due):
        self.env = env
        self.estate_id = estate
        self.invoice_date = invoice_date
        self.date_due = date_due
        self.id = False


class PropertyFeeCharge(models.Model):
    """Fees of one matter (a renovation, a pass): priced by the same rates, once."""

    _inherit = "property.fee.charge"

    @api.model
    def _property_price(self, items, unit, day, quantities=None):
        """What fee items cost for a unit on a day, by the approved rates (FEE-03).

        :param quantities: dict of item id to a factor, 1 by default
        :return: dict of item id to a dict of ``price``, ``quantity``, ``amount``,
            ``rate_id``, ``formula``, ``basis_text``; items without a rate are missing
        """
        book = RateBook(self.env, unit.estate_id, items)
        priced = {}
        for item in items:
            rows = [
                (price, rate_id)
                for start, end, price, rate_id in book.prices(item, unit.kind)
                if start <= day <= end
            ]
            if not rows:
                continue
            price, rate_id = rows[0]
            quantity = exact((quantities or {}).get(item.id, 1))
            if item.basis in AREAS:
                quantity *= exact(unit[item.basis])
            amount = round_to(price * quantity, exact(item.rounding))
            priced[item.id] = {
                "price": float(price),
                "quantity": float(quantity),
                "amount": float(amount),
                "rate_id": rate_id,
                "formula": formula_text(
                    price,
                    quantity,
                    "m²" if item.basis in AREAS else "",
                    1,
                    0,
                    amount,
                ),
                "basis_text": book.basis.get(rate_id) or item.legal_basis,
            }
        return priced

    @api.model
    def _property_bill_once(self, vals_list, invoice_date=None, date_due=None):
        """Charge and invoice fees of one matter at once, one invoice per payer.

        :param vals_list: dicts with item_id, unit_id, partner_id, date_start,
            date_end, price, quantity, amount and optional rate_id, formula, basis_text
        :return: the posted charges, in the order of the list
        """
        units = self.env["property.unit"].browse([v["unit_id"] for v in vals_list])
        estate = units.estate_id.ensure_one()
        invoice_date = invoice_date or fields.Date.context_today(self)
        if any(vals["amount"] <= 0 for vals in vals_list):
            raise UserError(self.env._("Only amounts above zero can be charged."))
        # Charges and invoices are the engine's: the caller has checked the step.
        env = self.sudo().with_company(estate.company_id).env
        charges = env["property.fee.charge"].create(
            [
                {
                    **vals,
                    "estate_id": estate.id,
                    "company_id": estate.company_id.id,
                    "currency_id": estate.company_id.currency_id.id,
                    "months": 0,
                    "days": 0,
                    "is_single": True,
                }
                for vals in vals_list
            ]
        )
        # Whoever asks for the bill needs no right to open journals and accounts.
        run = SingleBill(env, estate.sudo(), invoice_date, date_due or invoice_date)
        InvoiceBuilder(run).build(bills_of(charges))
        return charges.sudo(self.env.su)
