from odoo import models


class PropertyFeeCharge(models.Model):
    _inherit = "property.fee.charge"

    def _property_short_text(self):
        """The fees of one bill with their days, as receipts and notices name them."""
        parts = []
        for item, charges in self.grouped("item_id").items():
            first = min(charges.mapped("date_start"))
            last = max(charges.mapped("date_end"))
            parts.append(f"{item.name} {first} – {last}")
        return "; ".join(parts)
