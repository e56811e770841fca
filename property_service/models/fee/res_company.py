from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    property_deposit_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Deposits account",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Liability that holds renovation and other deposits, so that they are"
        " never income (REN-22).",
    )
    property_prepayment_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Prepayments account",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Liability to which open prepayments are moved for the balance sheet.",
    )
    property_collected_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Collected for others account",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Liability for water, electricity and other money that belongs to"
        " somebody else; it is not income.",
    )
