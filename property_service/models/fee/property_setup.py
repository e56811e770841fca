from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# company field, code, English name (its translation goes into every language)
ACCOUNTS = [
    ("property_deposit_account_id", "224101", _lt("Deposits held")),
    ("property_collected_account_id", "224111", _lt("Collected for others")),
    ("property_prepayment_account_id", "220301", _lt("Prepaid property fees")),
]
# VAT of the services of a property company: general 6 %, rent, water and heat 9 %,
# goods 13 %, simple rate 3 %; tariffs include it.
TAX_NAMES = {
    6: _lt("VAT 6% included"),
    9: _lt("VAT 9% included"),
    13: _lt("VAT 13% included"),
    3: _lt("VAT 3% included (simple rate)"),
}
DELIVERED_CALENDAR = "Standard 40 hours/week"
TIMEZONE = "Asia/Shanghai"


class PropertySetup(models.AbstractModel):
    """Books and calendar that a property company needs, made in one step.

    Every step looks for what exists first, so that the whole may run as often as
    wanted; the steps run in one transaction, so that it is never half done.
    """

    _name = "property.setup"
    _description = "Set-up of a Property Company"

    @api.model
    def _property_setup_company(self, company, estates=None, with_items=False):
        """Make whatever is missing in the books of a company and its estates.

        :param company: the company to set up
        :param estates: its estates, all of them by default
        :param with_items: also the usual fee items, where the company has none
        """
        company.ensure_one()
        # Charts, journals and taxes need rights that belong to no role of ours; the
        # wizard's own access rows decide who may start this.
        setup = self.sudo().with_company(company).with_context(tracking_disable=True)
        company = company.with_env(setup.env)
        if estates is None:
            domain = [("company_id", "=", company.id)]
            estates = setup.env["property.estate"].search(domain)
        estates = estates.with_env(setup.env)
        if estates.company_id - company:
            raise UserError(self.env._("Choose estates of company %s.", company.name))
        setup._property_setup_chart(company)
        # Loading the chart may have installed it, which makes a new registry.
        setup = setup.env["property.setup"]
        setup._property_setup_accounts(company)
        setup._property_setup_taxes(company)
        setup._property_setup_calendar(company, estates)
        setup._property_setup_journals(company, estates)
        setup._property_setup_statements(company)
        if with_items:
            setup._property_setup_items(company)

    @api.model
    def _property_setup_chart(self, company):
        """Load the Chinese chart of accounts where no books exist yet."""
        if not self._property_needs_chart(company):
            return
        self.env["account.chart.template"].try_loading(
            "cn", company=company, install_demo=False
        )

    @api.model
    def _property_needs_chart(self, company):
        if not company.chart_template:
            return True
        # A database made without a country starts with the generic chart.
        return (
            company.chart_template == "generic_coa"
            and company.country_id.code in (False, "CN")
            and not company.root_id._existing_accounting()
        )

    @api.model
    def _property_setup_accounts(self, company):
        for field, code, name in ACCOUNTS:
            account = company[field] or self._property_find_account(company, code)
            if not account:
                account = self._property_new_account(
                    company, name, code, "liability_current"
                )
            if not account.reconcile:
                account.reconcile = True
            company[field] = account

    @api.model
    def _property_new_account(self, company, name, code, account_type):
        """An account with the given code, or the next free one after it."""
        accounts = self.env["account.account"].with_company(company)
        if self._property_find_account(company, code):
            code = accounts._search_new_account_code(code)
        account = accounts.create(
            {
                "name": str(name),
                "code": code,
                "account_type": account_type,
                "company_ids": [Command.link(company.id)],
            }
        )
        self._property_translate(account, name)
        return account

    @api.model
    def _property_find_account(self, company, code):
        accounts = self.env["account.account"].with_company(company)
        return accounts.search(
            [*accounts._check_company_domain(company), ("code", "=", code)], limit=1
        )

    @api.model
    def _property_tax(self, company, rate):
        """The sale tax of a rate that is included in the price, or empty."""
        return self.env["account.tax"].search(
            [
                *self.env["account.tax"]._check_company_domain(company),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
                ("amount", "=", rate),
                ("price_include_override", "=", "tax_included"),
            ],
            limit=1,
        )

    @api.model
    def _property_tax_rates(self):
        return tuple(TAX_NAMES)

    @api.model
    def _property_setup_taxes(self, company):
        """Sale taxes within the price: the chart brings only those on top of it."""
        for rate in self._property_tax_rates():
            if self._property_tax(company, rate):
                continue
            model = self.env["account.tax"]
            excluded = model.search(
                [
                    *model._check_company_domain(company),
                    ("type_tax_use", "=", "sale"),
                    ("amount_type", "=", "percent"),
                ]
            )
            # The nearest tax of the chart lends its accounts and its group.
            template = excluded.sorted(lambda tax, r=rate: abs(tax.amount - r))[:1]
            if not template:
                raise UserError(
                    self.env._(
                        "The chart of accounts of %(company)s has no sale tax; add one"
                        " with its tax account, then set up again.",
                        company=company.name,
                    )
                )
            tax = template.copy(
                {
                    "name": str(TAX_NAMES[rate]),
                    "amount": rate,
                    "price_include_override": "tax_included",
                    "invoice_label": f"{rate}%",
                    "description": False,
                    "active": True,
                }
            )
            self._property_translate(tax, TAX_NAMES[rate])

    @api.model
    def _property_setup_calendar(self, company, estates):
        """Deadlines count in the time of the place, not in UTC."""
        calendar = company.resource_calendar_id
        if not calendar:
            calendar = self.env["resource.calendar"].create(
                {"name": company.name, "company_id": company.id, "tz": TIMEZONE}
            )
            company.resource_calendar_id = calendar
        if calendar.name == DELIVERED_CALENDAR:
            # Odoo's own first calendar has its name in English alone.
            calendar.name = self.env._("Standard 40 hours/week")
        if calendar.tz in (False, "UTC"):
            calendar.tz = TIMEZONE
        estates.filtered(lambda estate: not estate.calendar_id).calendar_id = calendar

    @api.model
    def _property_translate(self, record, term, field="name"):
        """Give a record made in code its name in every installed language."""
        for code, _name in self.env["res.lang"].get_installed():
            translated = self.with_context(lang=code).env._(term)
            record.with_context(lang=code)[field] = translated
