from odoo import api, models

from .property_setup_statements import BANK_CHARGES


class PropertySetup(models.AbstractModel):
    _inherit = "property.setup"

    @api.model
    def _property_setup_checks(self, company, estates=None):
        """What a company needs before it may bill and collect, with the remedy.

        :return: list of (subject, is in order, remedy) in reading order
        """
        # Journals and accounts are read for users who may not open them.
        setup = self.sudo().with_company(company)
        company = company.with_env(setup.env)
        if estates is None:
            domain = [("company_id", "=", company.id)]
            estates = setup.env["property.estate"].search(domain)
        estates = estates.with_env(setup.env)
        checks = setup._property_checks_of_company(company)
        for estate in estates:
            checks += setup._property_checks_of_estate(estate)
        for journal in setup._property_money_journals(company):
            checks += setup._property_checks_of_journal(journal)
        return checks

    @api.model
    def _property_checks_of_company(self, company):
        _ = self.env._
        run = _("Press “Set up”.")
        checks = [
            (
                _("Chart of accounts"),
                bool(company.chart_template)
                and not self._property_needs_chart(company),
                run,
            ),
            (
                _("Storno (red ink) entries"),
                company.country_id.code != "CN" or company.account_storno,
                _("Tick storno accounting in the accounting settings."),
            ),
            (
                _("Time zone of the working hours"),
                company.resource_calendar_id.tz not in (False, "UTC"),
                run,
            ),
        ]
        labels = company.fields_get(
            [
                "property_deposit_account_id",
                "property_collected_account_id",
                "property_prepayment_account_id",
            ],
            ["string"],
        )
        for field, label in labels.items():
            checks.append((label["string"], company[field].reconcile, run))
        for rate in self._property_tax_rates():
            found = bool(self._property_tax(company, rate))
            checks.append((_("VAT %(rate)s%% within the price", rate=rate), found, run))
        found = bool(self._property_reconcile_model(company, BANK_CHARGES))
        checks.append((_("Matching of bank charges"), found, run))
        return checks

    @api.model
    def _property_checks_of_estate(self, estate):
        _ = self.env._
        methods = estate.collection_journal_ids.mapped("property_collection_method")
        return [
            (
                _("%(estate)s: sale journal", estate=estate.name),
                bool(estate.sale_journal_id),
                _("Press “Set up”, or choose one on the estate."),
            ),
            (
                _("%(estate)s: cash box and bank account", estate=estate.name),
                {"cash", "transfer"} <= set(methods),
                _("Press “Set up”, or choose journals on the estate."),
            ),
            (
                _("%(estate)s: working hours", estate=estate.name),
                bool(estate.calendar_id),
                _("Press “Set up”, or choose working hours on the estate."),
            ),
            (
                _("%(estate)s: developer", estate=estate.name),
                bool(estate.developer_id) or not self._property_needs_developer(estate),
                _("Enter on the estate who pays for units that are not handed over."),
            ),
        ]

    @api.model
    def _property_needs_developer(self, estate):
        """Somebody has to pay until handover (物业服务收费管理办法 §16)."""
        units = self.env["property.unit"]
        waiting = [("estate_id", "=", estate.id), ("state", "=", "undelivered")]
        return bool(units.search_count(waiting, limit=1))

    @api.model
    def _property_checks_of_journal(self, journal):
        _ = self.env._
        name = journal.display_name
        checks = [
            (
                _("%(journal)s: account of each payment method", journal=name),
                not journal._property_lines_without_account(),
                _(
                    "Press “Set up”, or enter the outstanding account on the journal's"
                    " payment methods; without it a payment has no journal entry."
                ),
            )
        ]
        if journal.type == "cash":
            checks.append(
                (
                    _("%(journal)s: cash account without matching", journal=name),
                    not journal.default_account_id.reconcile,
                    _(
                        "Press “Set up”. If entries of this account are matched"
                        " already, unmatch them first."
                    ),
                )
            )
        return checks
