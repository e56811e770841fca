from odoo import fields, models


class PropertyFeeCharge(models.Model):
    """Charges of a paid service come from the line of its dispatch order (SRV-40)."""

    _inherit = "property.fee.charge"

    dispatch_line_id = fields.Many2one(
        comodel_name="property.service.dispatch.line",
        string="Line of the dispatch order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _dispatch_line_once = models.UniqueIndex(
        "(dispatch_line_id) WHERE state IN ('draft', 'posted')",
        "This line of the dispatch order is billed already.",
    )

    def _property_label(self):
        self.ensure_one()
        line = self.dispatch_line_id
        if not line:
            return super()._property_label()
        return f"{line.name} {line.dispatch_id.name}"
