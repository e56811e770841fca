from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

COLUMNS = ("received", "deducted", "refunded", "held")
COLUMN_OF_STEP = {
    "receive": "received",
    "deduct": "deducted",
    "forfeit": "deducted",
    "refund": "refunded",
}


class PropertyDepositRegisterWizard(models.TransientModel):
    """Deposit register on paper (押金台账), as the ledger stood on a day (REN-22)."""

    _name = "property.deposit.register.wizard"
    _description = "Print the Deposit Register"

    estate_id = fields.Many2one(
        comodel_name="property.estate",
        required=True,
        ondelete="cascade",
        default=lambda self: self._default_estate_id(),
    )
    company_id = fields.Many2one(related="estate_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind_ids = fields.Many2many(
        comodel_name="property.deposit.kind",
        relation="property_deposit_register_wizard_kind_rel",
        column1="wizard_id",
        column2="kind_id",
        string="Kinds",
        help="Empty: all kinds.",
    )
    date = fields.Date(string="As of", required=True, default=fields.Date.context_today)
    open_only = fields.Boolean(
        string="Only what is held",
        default=True,
        help="Leave out deposits that were returned in full by that day.",
    )

    @api.model
    def _default_estate_id(self):
        return self.env["property.estate"].search([], limit=1)

    def action_print(self):
        self.ensure_one()
        return self.env.ref(
            "property_service_reports.property_deposit_register_action"
        ).report_action(self, config=False)

    def _property_deposits(self):
        """Deposits of the estate that had been received by that day."""
        domain = (
            Domain("estate_id", "=", self.estate_id.id)
            & Domain("date_received", "!=", False)
            & Domain("date_received", "<=", self.date)
        )
        if self.kind_ids:
            domain &= Domain("kind_id", "in", self.kind_ids.ids)
        # Search with the reader's own rights: nobody prints what he may not see.
        return self.env["property.deposit"].search(domain)

    def _property_amounts(self, deposits):
        """Amounts of each deposit up to that day, from its ledger entries.

        :return: dict of deposit id to dict of column to amount
        """
        # The desk reads the register without rights on the ledger.
        lines = self.env["account.move.line"].sudo()
        rows = lines._read_group(
            [
                ("property_deposit_id", "in", deposits.ids),
                ("property_deposit_step", "!=", False),
                ("parent_state", "=", "posted"),
                ("date", "<=", self.date),
            ],
            ["property_deposit_id", "property_deposit_step"],
            ["balance:sum"],
        )
        amounts = defaultdict(lambda: dict.fromkeys(COLUMNS, 0))
        for deposit, step, balance in rows:
            own = amounts[deposit.id]
            own["held"] -= balance
            column = COLUMN_OF_STEP.get(step)
            if column:
                own[column] += -balance if column == "received" else balance
        return amounts

    def _property_sections(self):
        """What is printed: a section per kind with its rows and totals.

        :return: list of (kind, rows, totals); a row is (deposit, amounts)
        """
        self.ensure_one()
        deposits = self._property_deposits()
        amounts = self._property_amounts(deposits)
        sections = []
        for kind, own in deposits.grouped("kind_id").items():
            rows = [
                (deposit, amounts[deposit.id])
                for deposit in own.sorted(
                    lambda d: (d.unit_id.sort_key or "", d.date_received, d.id)
                )
                if self._property_is_shown(amounts[deposit.id])
            ]
            if rows:
                sections.append((kind, rows, self._property_total(rows)))
        return sorted(sections, key=lambda section: section[0].sequence)

    def _property_is_shown(self, amounts):
        zero = self.currency_id.is_zero
        if self.open_only:
            return not zero(amounts["held"])
        return not zero(amounts["received"])

    def _property_total(self, rows):
        return {
            column: self.currency_id.round(sum(own[column] for _d, own in rows))
            for column in COLUMNS
        }

    def _property_ledger_balance(self):
        """What the ledger holds on deposits' accounts for units of this estate."""
        lines = self.env["account.move.line"].sudo()  # as in _property_amounts
        accounts = self.company_id.sudo().property_deposit_account_ids
        if self.kind_ids:
            accounts = accounts.filtered(lambda row: row.kind_id in self.kind_ids)
        # Accounts are the books' own; the list itself followed the reader's rights.
        used = self._property_deposits().sudo().account_id
        [(balance,)] = lines._read_group(
            [
                ("account_id", "in", (accounts.account_id | used).ids),
                ("property_unit_id.estate_id", "=", self.estate_id.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", self.date),
            ],
            aggregates=["balance:sum"],
        )
        return self.currency_id.round(-(balance or 0))
