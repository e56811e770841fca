from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# method, journal type, prefix of the code, one per estate, name
JOURNALS = [
    ("cash", "cash", "XJ", True, _lt("Cash box")),
    ("transfer", "bank", "YH", False, _lt("Bank account")),
    ("wechat", "bank", "WX", False, _lt("WeChat Pay")),
    ("alipay", "bank", "ZFB", False, _lt("Alipay")),
    ("card", "bank", "POS", False, _lt("Card terminal")),
]
CLEARING = {
    "wechat": _lt("WeChat Pay awaiting settlement"),
    "alipay": _lt("Alipay awaiting settlement"),
    "card": _lt("Card payments awaiting settlement"),
}


class PropertySetup(models.AbstractModel):
    _inherit = "property.setup"

    @api.model
    def _property_setup_journals(self, company, estates):
        """Sale journal and collection journals of each estate (FEE-10)."""
        for estate in estates:
            if not estate.sale_journal_id:
                estate.sale_journal_id = self._property_sale_journal(estate)
            for method, journal_type, prefix, own, name in JOURNALS:
                if estate._property_collection_journal(method):
                    continue
                journal = self.env["account.journal"]
                if not own:
                    journal = self._property_company_journal(company, method)
                if not journal:
                    journal = self._property_new_journal(
                        company, method, journal_type, prefix, name, own and estate
                    )
                estate.collection_journal_ids += journal
        journals = self._property_money_journals(company)
        for journal in journals:
            self._property_setup_payment_accounts(company, journal)
        # A cash account that takes part in matching throws paid payments back to "in
        # process" whenever a bill or a deposit is used up in part.
        cash_accounts = journals.default_account_id.filtered("reconcile")
        for account in cash_accounts - self._property_matched_accounts(cash_accounts):
            account.reconcile = False

    @api.model
    def _property_money_journals(self, company):
        return self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(company),
                ("type", "in", ("cash", "bank", "credit")),
            ]
        )

    @api.model
    def _property_matched_accounts(self, accounts):
        """Accounts whose entries are matched already: Odoo refuses to change them."""
        return accounts.filtered(
            lambda account: self.env["account.move.line"].search_count(
                [
                    ("account_id", "=", account.id),
                    "|",
                    ("matched_debit_ids", "!=", False),
                    ("matched_credit_ids", "!=", False),
                ],
                limit=1,
            )
        )

    @api.model
    def _property_company_journal(self, company, method):
        """The journal of a method that the company has already.

        The chart's own bank journal serves for transfers.
        """
        model = self.env["account.journal"]
        domain = [*model._check_company_domain(company)]
        journal = model.search(
            [*domain, ("property_collection_method", "=", method)], limit=1
        )
        if journal or method != "transfer":
            return journal
        journal = model.search(
            [
                *domain,
                ("type", "=", "bank"),
                ("property_collection_method", "=", False),
            ],
            limit=1,
        )
        journal.property_collection_method = method
        return journal

    @api.model
    def _property_new_journal(
        self, company, method, journal_type, prefix, name, estate
    ):
        vals = {
            "name": str(name),
            "code": self._property_free_journal_code(company, prefix),
            "type": journal_type,
            "company_id": company.id,
            "property_collection_method": method,
        }
        if method in CLEARING:
            # Money with a channel is 其他货币资金, not a bank balance.
            account = self._property_new_account(company, name, "101221", "asset_cash")
            vals["default_account_id"] = account.id
        journal = self.env["account.journal"].create(vals)
        self._property_name_for_estate(journal, name, estate)
        self._property_name_for_estate(journal.default_account_id, name, estate)
        return journal

    @api.model
    def _property_sale_journal(self, estate):
        company = estate.company_id
        name = _lt("Property fees")
        journal = self.env["account.journal"].create(
            {
                "name": str(name),
                "code": self._property_free_journal_code(company, "WY"),
                "type": "sale",
                "company_id": company.id,
                "default_account_id": company.income_account_id.id,
                "refund_sequence": True,
            }
        )
        self._property_name_for_estate(journal, name, estate)
        return journal

    @api.model
    def _property_free_journal_code(self, company, prefix):
        model = self.env["account.journal"].with_context(active_test=False)
        taken = set(
            model.search([*model._check_company_domain(company)]).mapped("code")
        )
        numbers = range(1, 10 ** (5 - len(prefix)))
        return next(f"{prefix}{n}" for n in numbers if f"{prefix}{n}" not in taken)

    @api.model
    def _property_name_for_estate(self, record, term, estate):
        for code, _name in self.env["res.lang"].get_installed():
            name = self.with_context(lang=code).env._(term)
            if estate:
                name = f"{name} {estate.name}"
            record.with_context(lang=code).name = name

    @api.model
    def _property_setup_payment_accounts(self, company, journal):
        """Every payment method gets the account that its entry needs.

        Cash goes straight to the cash account; transfers wait on the outstanding
        account for the bank's statement; each channel has a clearing account of its
        own that the channel's settlement empties.
        """
        for line in journal._property_lines_without_account():
            line.payment_account_id = self._property_payment_account(
                company, journal, line.payment_type
            )

    @api.model
    def _property_payment_account(self, company, journal, payment_type):
        method = journal.property_collection_method
        if journal.type == "cash":
            return journal.default_account_id
        if payment_type == "inbound" and method in CLEARING:
            return self._property_clearing_account(company, journal)
        payment = self.env["account.payment"].new(
            {"company_id": company.id, "journal_id": journal.id}
        )
        return payment._get_outstanding_account(payment_type)

    @api.model
    def _property_clearing_account(self, company, journal):
        term = CLEARING[journal.property_collection_method]
        account = self._property_new_account(company, term, "101211", "asset_current")
        account.reconcile = True
        return account
