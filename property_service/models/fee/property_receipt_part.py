from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyReceiptPart(models.AbstractModel):
    """Rows of a receipt: they change with a draft only (FEE-10)."""

    _name = "property.receipt.part"
    _description = "Part of a Receipt"

    receipt_id = fields.Many2one(
        comodel_name="property.receipt", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        related="receipt_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="receipt_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="receipt_id.currency_id")

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._property_check_draft()
        return parts

    def write(self, vals):
        self._property_check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        self._property_check_draft()

    def _property_check_draft(self):
        if not self.env.su and self.filtered(lambda p: p.receipt_id.state != "draft"):
            raise UserError(
                self.env._("A posted receipt is not changed; request its reversal.")
            )
