from odoo import fields, models


class PropertyFeeItem(models.Model):
    """Paid services are booked by a fee item of their own (SRV-40, SRV-44)."""

    _inherit = "property.fee.item"

    kind = fields.Selection(
        selection_add=[("service", "Paid service"), ("other",)],
        ondelete={"service": "set other"},
    )
