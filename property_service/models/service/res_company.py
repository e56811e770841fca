from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    property_compensation_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Compensations account",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Expense (营业外支出) of compensations to customers, outside VAT.",
    )
