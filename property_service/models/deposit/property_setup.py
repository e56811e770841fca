from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# kind, code of its account below 2241 其他应付款, name of the account
KIND_ACCOUNTS = [
    ("renovation", None, None),
    ("pass", "224102", _lt("Pass deposits held")),
    ("key", "224103", _lt("Key deposits held")),
    ("other", "224109", _lt("Other deposits held")),
]
TRANSFERS = _lt("Deposit transfers")
FORFEITED = _lt("Forfeited deposits")


class PropertySetup(models.AbstractModel):
    """Books of deposits: an account per kind, the journal 押金转账, other income."""

    _inherit = "property.setup"

    @api.model
    def _property_setup_accounts(self, company):
        result = super()._property_setup_accounts(company)
        self._property_setup_deposits(company)
        return result

    @api.model
    def _property_setup_deposits(self, company):
        """Whatever is missing; a kind's account that somebody chose stays."""
        for code, account_code, name in KIND_ACCOUNTS:
            kind = self.env["property.deposit.kind"].search([("code", "=", code)])
            if not kind or kind.account_ids.filtered(
                lambda row: row.company_id == company
            ):
                continue
            # Renovations keep the account that companies had before kinds had theirs.
            account = company.property_deposit_account_id
            if account_code:
                account = self._property_find_account(company, account_code)
                if account.account_type != "liability_current":
                    account = self._property_new_account(
                        company, name, account_code, "liability_current"
                    )
                account.reconcile = True
            self.env["property.deposit.account"].create(
                {
                    "kind_id": kind.id,
                    "company_id": company.id,
                    "account_id": account.id,
                }
            )
        if not company.property_deposit_journal_id:
            company.property_deposit_journal_id = self._property_deposit_journal(
                company
            )
        if not company.property_forfeiture_account_id:
            company.property_forfeiture_account_id = self._property_other_income(
                company
            )

    @api.model
    def _property_deposit_journal(self, company):
        journal = self.env["account.journal"].create(
            {
                "name": str(TRANSFERS),
                "code": self._property_free_journal_code(company, "YJ"),
                "type": "general",
                "company_id": company.id,
                "show_on_dashboard": False,
            }
        )
        self._property_translate(journal, TRANSFERS)
        return journal

    @api.model
    def _property_other_income(self, company):
        """Non-operating income (营业外收入) of the chart, else one of our own."""
        accounts = self.env["account.account"].with_company(company)
        domain = [*accounts._check_company_domain(company)]
        codes = ("530100", "5301", "630100", "6301")
        found = accounts.search([*domain, ("code", "in", codes)], limit=1)
        if found.internal_group == "income":
            return found
        found = accounts.search(
            [*domain, ("account_type", "=", "income_other")], limit=1
        )
        return found or self._property_new_account(
            company, FORFEITED, "530101", "income_other"
        )

    @api.model
    def _property_checks_of_company(self, company):
        kinds = self.env["property.deposit.kind"].search([])
        with_account = company.property_deposit_account_ids.kind_id
        run = self.env._("Press “Set up”.")
        return super()._property_checks_of_company(company) + [
            (
                self.env._("Account of each kind of deposit"),
                not kinds - with_account,
                run,
            ),
            (
                self.env._("Journal of deposit transfers"),
                bool(company.property_deposit_journal_id),
                run,
            ),
            (
                self.env._("Account of forfeited deposits"),
                bool(company.property_forfeiture_account_id),
                run,
            ),
        ]
