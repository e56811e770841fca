from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyTransferLine(models.Model):
    """A buyer and the share that he takes."""

    _name = "property.transfer.line"
    _description = "Buyer"
    _order = "transfer_id, id"
    _rec_name = "partner_id"

    transfer_id = fields.Many2one(
        comodel_name="property.transfer",
        string="Ownership Transfer",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="transfer_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="transfer_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Buyer",
        required=True,
        index=True,
        ondelete="restrict",
    )
    phone = fields.Char(related="partner_id.phone")
    share = fields.Float(string="Share (%)", digits=(5, 2), default=100.0)
    is_payer = fields.Boolean(
        string="Pays the fees",
        help="Without a mark the buyer with the largest share pays.",
    )

    _buyer_once = models.Constraint(
        "UNIQUE(transfer_id, partner_id)", "This buyer is entered already."
    )
    _share_range = models.Constraint(
        "CHECK(share >= 0 AND share <= 100)", "A share lies between 0 and 100 %."
    )
    _payer_once = models.UniqueIndex(
        "(transfer_id) WHERE is_payer", "One buyer pays the fees."
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._property_check_open()
        return lines

    def write(self, vals):
        self._property_check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._property_check_open()

    def _property_check_open(self):
        if any(line.transfer_id.state in ("done", "cancelled") for line in self):
            raise UserError(self.env._("The transfer is closed."))
