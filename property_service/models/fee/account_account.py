from odoo import api, models


class AccountAccount(models.Model):
    _inherit = "account.account"

    @api.model
    def _property_receivable_ids(self):
        """Accounts of customers, for queries on the ledger by ``= ANY``.

        By a join on the accounts the planner takes their entries for few, and loops.
        """
        # Which they are is no figure of the ledger.
        return self.sudo().search([("account_type", "=", "asset_receivable")]).ids
