from odoo import Command, api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# Words of the bank, and the name of the rule that books such a line as finance cost.
BANK_CHARGES = "手续费"
INTEREST = "利息"
RULES = {BANK_CHARGES: _lt("Bank charges"), INTEREST: _lt("Bank interest")}


class PropertySetup(models.AbstractModel):
    _inherit = "property.setup"

    @api.model
    def _property_setup_statements(self, company):
        """Layout of the bank's file, and rules for what is no owner's money."""
        journals = self._property_money_journals(company).filtered(
            lambda journal: journal.property_collection_method == "transfer"
        )
        layout = self.env.ref(
            "property_service.sheet_mapping_debit_credit", raise_if_not_found=False
        )
        for journal in journals:
            if not journal.default_sheet_mapping_id:
                journal.default_sheet_mapping_id = layout
        account = self._property_finance_account(company)
        for word, name in RULES.items():
            if account and not self._property_reconcile_model(company, word):
                rule = self.env["account.reconcile.model"].create(
                    {
                        "name": str(name),
                        "company_id": company.id,
                        "trigger": "auto_reconcile",
                        "match_journal_ids": [Command.set(journals.ids)],
                        "match_label": "contains",
                        "match_label_param": word,
                        "line_ids": [
                            Command.create(
                                {
                                    "account_id": account.id,
                                    "amount_type": "percentage",
                                    "amount_string": "100",
                                }
                            )
                        ],
                    }
                )
                self._property_translate(rule, name)

    @api.model
    def _property_reconcile_model(self, company, word):
        return self.env["account.reconcile.model"].search(
            [
                ("company_id", "=", company.id),
                ("match_label", "=", "contains"),
                ("match_label_param", "=", word),
            ],
            limit=1,
        )

    @api.model
    def _property_finance_account(self, company):
        """Account of finance costs (财务费用), also of interest received."""
        codes = ("5603", "6603", "560300", "660300")
        accounts = self.env["account.account"].with_company(company)
        found = accounts.search(
            [*accounts._check_company_domain(company), ("code", "in", codes)], limit=1
        )
        return found or company.default_cash_difference_expense_account_id
