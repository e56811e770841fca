from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    property_deposit_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Deposit transfer journal",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('type', '=', 'general')]",
        help="Entries that settle charges from a deposit, forfeit it or pass it on"
        " (押金转账).",
    )
    property_forfeiture_account_id = fields.Many2one(
        comodel_name="account.account",
        string="Forfeited deposits account",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Other income (营业外收入) of forfeited deposits, which bear no VAT.",
    )
    property_deposit_account_ids = fields.One2many(
        comodel_name="property.deposit.account",
        inverse_name="company_id",
        string="Deposit accounts",
    )
