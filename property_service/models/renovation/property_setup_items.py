from odoo import Command, api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# Names by code; both by floor area.
ITEMS = {
    "ZXGL": _lt("Renovation management fee"),
    "ZXLJ": _lt("Renovation waste removal fee"),
}
SEQUENCE = 60
LEGAL_BASIS = _lt("Renovation agreement (110号令 §16)")


class PropertySetup(models.AbstractModel):
    """The usual fees of a renovation, for a company that starts (REN-09)."""

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
            [
                {
                    "code": code,
                    "name": self.env._(name),
                    "basis": "area",
                    "sequence": SEQUENCE + number,
                    "company_id": company.id,
                    "kind": "renovation",
                    "legal_basis": self.env._(LEGAL_BASIS),
                    "tax_ids": [Command.set(tax.ids)],
                }
                for number, (code, name) in enumerate(ITEMS.items())
            ]
        )
