from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyCashCloseCount(models.Model):
    _name = "property.cash.close.count"
    _description = "Count of Notes and Coins"
    _order = "close_id, denomination desc"

    close_id = fields.Many2one(
        comodel_name="property.cash.close",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="close_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="close_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="close_id.currency_id")
    denomination = fields.Monetary(required=True)
    pieces = fields.Integer()
    amount = fields.Monetary(compute="_compute_amount")

    _pieces_positive = models.Constraint(
        "CHECK(pieces >= 0)", "The number of pieces cannot be negative."
    )
    _denomination_uniq = models.Constraint(
        "UNIQUE(close_id, denomination)", "This denomination is counted already."
    )

    @api.depends("denomination", "pieces")
    def _compute_amount(self):
        for count in self:
            count.amount = count.denomination * count.pieces

    @api.model_create_multi
    def create(self, vals_list):
        counts = super().create(vals_list)
        counts._property_check_draft()
        return counts

    def write(self, vals):
        self._property_check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_in(self):
        self._property_check_draft()

    def _property_check_draft(self):
        if not self.env.su and self.filtered(lambda c: c.close_id.state != "draft"):
            raise UserError(
                self.env._("The count is handed in; press “Count again” first.")
            )
