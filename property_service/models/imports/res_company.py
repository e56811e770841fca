from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    property_opening_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Opening balances account",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Equity against which opening arrears and prepayments are booked; its"
        " balance ties to the control totals of the imports.",
    )
