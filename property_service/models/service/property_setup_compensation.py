from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

NAME = _lt("Compensations to customers")
# 营业外支出 of the charts: small enterprises, large enterprises.
CODES = ("571100", "5711", "671100", "6711")


class PropertySetup(models.AbstractModel):
    """The account of compensations, for a company that starts (CMP-48)."""

    _inherit = "property.setup"

    @api.model
    def _property_setup_accounts(self, company):
        result = super()._property_setup_accounts(company)
        if not company.property_compensation_account_id:
            company.property_compensation_account_id = self._property_other_expense(
                company
            )
        return result

    @api.model
    def _property_other_expense(self, company):
        """Non-operating expense of the chart, else an account of our own."""
        accounts = self.env["account.account"].with_company(company)
        found = accounts.search(
            [*accounts._check_company_domain(company), ("code", "in", CODES)], limit=1
        )
        if found.internal_group == "expense":
            return found
        return self._property_new_account(company, NAME, "571101", "expense")

    @api.model
    def _property_checks_of_company(self, company):
        return super()._property_checks_of_company(company) + [
            (
                self.env._("Account of compensations"),
                bool(company.property_compensation_account_id),
                self.env._("Press “Set up”."),
            ),
        ]
