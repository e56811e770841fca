from odoo import Command, api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

NAME = _lt("Paid services")
LEGAL_BASIS = _lt("Price list of special and convenience services")


class PropertySetup(models.AbstractModel):
    """The fee item of paid services, for a company that starts (SRV-44, SRV-51)."""

    _inherit = "property.setup"

    @api.model
    def _property_setup_items(self, company):
        items = super()._property_setup_items(company)
        if not items:
            return items
        # As for the other items: the wizard's access rows decide who may start this.
        setup = self.sudo().with_company(company)
        tax = self._property_tax(company, 6)
        return items | setup.env["property.fee.item"].create(
            {
                "code": "TYFW",
                "name": self.env._(NAME),
                "basis": "quantity",
                "sequence": 70,
                "company_id": company.id,
                "kind": "service",
                "billing_time": "arrears",
                "legal_basis": self.env._(LEGAL_BASIS),
                "tax_ids": [Command.set(tax.ids)],
            }
        )
