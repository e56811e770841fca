from odoo import fields, models
from odoo.tools import SQL


class PropertyDepositCheck(models.Model):
    """Register against general ledger, per account that holds deposits (FEE-14).

    The register is the sum of what the deposits hold, as their matched entries tell
    it; the ledger is the balance of the account. They differ by entries that somebody
    wrote on the account by hand, which are counted and listed.
    """

    _name = "property.deposit.check"
    _description = "Deposit Register and Ledger"
    _auto = False
    _order = "company_id, account_id"
    _rec_name = "account_id"
    _depends = {
        "account.move.line": [
            "property_deposit_id",
            "property_deposit_step",
            "parent_state",
            "account_id",
            "balance",
            "company_id",
        ],
        "property.deposit": ["account_id", "amount_held", "company_id", "state"],
        "property.deposit.account": ["account_id", "company_id"],
        "res.company": ["property_deposit_account_id"],
    }

    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    account_id = fields.Many2one(comodel_name="account.account", readonly=True)
    deposit_count = fields.Integer(string="Open deposits", readonly=True)
    amount_register = fields.Monetary(
        string="Register", readonly=True, help="What the deposits of the register hold."
    )
    amount_ledger = fields.Monetary(
        string="Ledger", readonly=True, help="Balance of the account in the ledger."
    )
    difference = fields.Monetary(
        readonly=True, help="Ledger less register; nothing when all is in order."
    )
    amount_stray = fields.Monetary(
        string="Entries without deposit",
        readonly=True,
        help="Balance of the entries that belong to no deposit of this account.",
    )
    stray_count = fields.Integer(string="Number of such entries", readonly=True)

    @property
    def _table_query(self):
        # An account may serve several companies; rows are numbered stably by both.
        return SQL(
            """
            WITH place AS (
                SELECT company_id, account_id FROM property_deposit_account
                UNION
                SELECT id, property_deposit_account_id FROM res_company
                 WHERE property_deposit_account_id IS NOT NULL
                UNION
                SELECT company_id, account_id FROM property_deposit
                 WHERE account_id IS NOT NULL
            ), ledger AS (
                SELECT aml.company_id,
                       aml.account_id,
                       -SUM(aml.balance) AS amount_ledger,
                       -SUM(aml.balance) FILTER (WHERE %(stray)s) AS amount_stray,
                       COUNT(*) FILTER (WHERE %(stray)s) AS stray_count
                  FROM account_move_line aml
             LEFT JOIN property_deposit deposit ON deposit.id = aml.property_deposit_id
                 WHERE aml.parent_state = 'posted'
                   AND aml.account_id IN (SELECT account_id FROM place)
              GROUP BY aml.company_id, aml.account_id
            ), register AS (
                SELECT company_id,
                       account_id,
                       SUM(amount_held) AS amount_register,
                       COUNT(*) FILTER (WHERE amount_held <> 0) AS deposit_count
                  FROM property_deposit
                 WHERE account_id IS NOT NULL
              GROUP BY company_id, account_id
            )
            SELECT place.account_id::bigint * 100000 + place.company_id AS id,
                   place.company_id,
                   place.account_id,
                   COALESCE(register.deposit_count, 0) AS deposit_count,
                   COALESCE(register.amount_register, 0) AS amount_register,
                   COALESCE(ledger.amount_ledger, 0) AS amount_ledger,
                   COALESCE(ledger.amount_ledger, 0)
                       - COALESCE(register.amount_register, 0) AS difference,
                   COALESCE(ledger.amount_stray, 0) AS amount_stray,
                   COALESCE(ledger.stray_count, 0) AS stray_count
              FROM place
         LEFT JOIN ledger USING (company_id, account_id)
         LEFT JOIN register USING (company_id, account_id)
            """,
            stray=SQL(
                "(aml.property_deposit_step IS NULL"
                " OR deposit.account_id IS DISTINCT FROM aml.account_id)"
            ),
        )

    def action_open_strays(self):
        """The entries on this account that belong to no deposit."""
        return self._property_open_lines(
            [
                "|",
                ("property_deposit_step", "=", False),
                ("property_deposit_id.account_id", "!=", self.account_id.id),
            ]
        )

    def action_open_ledger(self):
        """All entries of the account, as the ledger shows them."""
        return self._property_open_lines([])

    def _property_open_lines(self, domain):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_account_moves_all"
        )
        return {
            **action,
            "domain": [
                ("account_id", "=", self.account_id.id),
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                *domain,
            ],
            "context": {"create": False},
        }
