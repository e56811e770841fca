from odoo import Command, api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

SUPPLIER_PRICES = _lt(
    "Prices of the supplier; collected for it, no surcharge (物业管理条例 §44)"
)
# Parking and rent are leases of property; what is passed on to a supplier bears no tax
# of the company.
ITEMS = [
    {
        "code": "WYF",
        "name": _lt("Property service fee"),
        "kind": "property_fee",
        "basis": "area",
        "rate": 6,
        "legal_basis": _lt("Property service contract"),
    },
    {
        "code": "TCF",
        "name": _lt("Parking fee"),
        "kind": "parking",
        "basis": "unit",
        "rate": 9,
        "legal_basis": _lt("Parking space agreement"),
    },
    {
        "code": "ZJ",
        "name": _lt("Rent"),
        "kind": "rent",
        "basis": "area",
        "rate": 9,
        "legal_basis": _lt("Lease contract"),
    },
    {
        "code": "SF",
        "name": _lt("Water fee"),
        "kind": "utility",
        "basis": "quantity",
        "legal_basis": SUPPLIER_PRICES,
    },
    {
        "code": "DF",
        "name": _lt("Electricity fee"),
        "kind": "utility",
        "basis": "quantity",
        "legal_basis": SUPPLIER_PRICES,
    },
]


class PropertySetup(models.AbstractModel):
    _inherit = "property.setup"

    @api.model
    def _property_has_items(self, company):
        """Archived ones count: a manager has decided about them."""
        # Items of estates that the caller does not see count, too.
        items = self.env["property.fee.item"].sudo().with_context(active_test=False)
        return bool(items.search_count([("company_id", "=", company.id)], limit=1))

    @api.model
    def _property_setup_items(self, company):
        """The usual fee items of a company that has none, as its own data (FEE-01).

        :return: the new items; none where the company has some
        """
        company.ensure_one()
        items = self.env["property.fee.item"]
        if self._property_has_items(company):
            return items
        # As for the books: the wizard's access rows decide who may start this.
        setup = self.sudo().with_company(company)
        return setup.env["property.fee.item"].create(
            [setup._prepare_item(company, **item) for item in ITEMS]
        )

    @api.model
    def _prepare_item(self, company, name, kind, legal_basis, rate=None, **item):
        collected = kind == "utility"
        tax = self._property_tax(company, rate) if rate else self.env["account.tax"]
        return {
            **item,
            "company_id": company.id,
            "name": self.env._(name),
            "kind": kind,
            "legal_basis": self.env._(legal_basis),
            # Meters are read when the month is over.
            "billing_time": "arrears" if collected else "advance",
            "account_id": collected and company.property_collected_account_id.id,
            "tax_ids": [Command.set(tax.ids)],
        }
