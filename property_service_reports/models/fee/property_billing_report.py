from odoo import fields, models
from odoo.tools import SQL


class PropertyBillingReport(models.Model):
    """Billed, settled and open per fee item and period charged (FEE-14, FEE-22).

    One row a posted charge, and one row for each settlement of a charge. A bill that
    is settled in part settles its charges in proportion. Billed less settled is what is
    open of these bills in the ledger; unused credits stand in the prepayments.
    """

    _name = "property.billing.report"
    _description = "Fees in Figures"
    _inherit = ["property.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "charge_id"
    _property_source = "charge_id"
    _depends = {
        "property.fee.charge": [
            "item_id",
            "unit_id",
            "building_id",
            "estate_id",
            "company_id",
            "partner_id",
            "date_start",
            "date_end",
            "amount",
            "run_id",
            "move_id",
            "move_line_id",
            "state",
            "is_opening",
            "reversal_move_id",
        ],
        "property.fee.item": ["kind", "tax_ids"],
        "property.unit": ["kind", "zone_id"],
        "account.move": ["amount_total", "date", "move_type"],
        "account.move.line": ["move_id", "balance", "journal_id"],
        "account.partial.reconcile": [
            "debit_move_id",
            "credit_move_id",
            "amount",
            "max_date",
        ],
        "account.tax": ["amount", "amount_type", "price_include_override"],
        "res.company": ["account_price_include"],
    }
    _property_ratios = {
        "settled_percent": ("amount_settled", "amount_billed"),
        "current_percent": ("amount_settled_current", "amount_billed"),
        "cleared_percent": ("amount_former_settled", "amount_former"),
    }

    date = fields.Date(
        string="Period charged", readonly=True, help="First day that the charge is for."
    )
    date_end = fields.Date(string="Charged until", readonly=True)
    date_booked = fields.Date(
        string="Booked on",
        readonly=True,
        help="Date of the bill, or of what settled it.",
    )
    flow = fields.Selection(
        selection=[("billed", "Billed"), ("settled", "Settled")],
        string="Billed or settled",
        readonly=True,
    )
    charge_id = fields.Many2one(comodel_name="property.fee.charge", readonly=True)
    item_id = fields.Many2one(comodel_name="property.fee.item", readonly=True)
    item_kind = fields.Selection(
        selection=lambda self: self._property_words("property.fee.item", "kind"),
        string="Kind of fee",
        readonly=True,
    )
    unit_id = fields.Many2one(comodel_name="property.unit", readonly=True)
    unit_kind = fields.Selection(
        selection=lambda self: self._property_words("property.unit", "kind"),
        readonly=True,
    )
    building_id = fields.Many2one(comodel_name="property.building", readonly=True)
    zone_id = fields.Many2one(comodel_name="property.zone", readonly=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Payer", readonly=True
    )
    run_id = fields.Many2one(comodel_name="property.fee.run", readonly=True)
    move_id = fields.Many2one(comodel_name="account.move", string="Bill", readonly=True)
    journal_id = fields.Many2one(
        comodel_name="account.journal", string="Settled through", readonly=True
    )
    is_opening = fields.Boolean(string="Opening balance", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_billed = fields.Monetary(
        string="Billed",
        readonly=True,
        help="Charges, tax included; those that were taken back do not count.",
    )
    amount_settled = fields.Monetary(
        string="Settled",
        readonly=True,
        help="Paid, or settled from a deposit or a credit, whenever that was.",
    )
    amount_settled_current = fields.Monetary(
        string="Settled in the period",
        readonly=True,
        help="Settled not later than the last day that the charge is for.",
    )
    amount_open = fields.Monetary(
        string="Open", readonly=True, help="Billed less settled."
    )
    amount_former = fields.Monetary(
        string="Arrears of former years",
        readonly=True,
        help="Open on the first day of this year, of periods that ended before it.",
    )
    amount_former_settled = fields.Monetary(
        string="Settled of former years",
        readonly=True,
        help="Settled in this year, of the arrears of former years.",
    )
    settled_percent = fields.Float(
        string="Collection rate (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="收缴率: settled by now / billed, of the periods charged.",
    )
    current_percent = fields.Float(
        string="Collection rate of the period (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="当期收缴率: settled in the period / billed, of the periods charged.",
    )
    cleared_percent = fields.Float(
        string="Clearing rate of arrears (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="清欠率 of this year: settled of former years / arrears of former years.",
    )

    def _query(self):
        year = fields.Date.context_today(self).replace(month=1, day=1)
        return SQL(
            """
            SELECT flow.*,
                   flow.amount_billed - flow.amount_settled AS amount_open,
                   CASE WHEN flow.date_booked <= flow.date_end
                        THEN flow.amount_settled ELSE 0 END AS amount_settled_current,
                   CASE WHEN flow.date_booked < %(year)s AND flow.date_end < %(year)s
                        THEN flow.amount_billed - flow.amount_settled ELSE 0 END
                       AS amount_former,
                   CASE WHEN flow.date_booked >= %(year)s AND flow.date_end < %(year)s
                        THEN flow.amount_settled ELSE 0 END AS amount_former_settled
              FROM (%(billed)s UNION ALL %(settled)s) flow
            """,
            year=year,
            billed=self._property_billed(),
            settled=self._property_settled(),
        )

    def _property_columns(self):
        return SQL(
            """
            charge.id AS charge_id,
            charge.date_start AS date,
            charge.date_end,
            charge.item_id,
            item.kind AS item_kind,
            charge.unit_id,
            unit.kind AS unit_kind,
            charge.building_id,
            unit.zone_id,
            charge.partner_id,
            charge.estate_id,
            charge.company_id,
            charge.run_id,
            charge.move_id,
            charge.is_opening
            """
        )

    def _property_joins(self):
        return SQL(
            """
            JOIN property_fee_item item ON item.id = charge.item_id
            JOIN property_unit unit ON unit.id = charge.unit_id
            JOIN %s tax ON tax.item_id = charge.item_id
            """,
            self._property_taxes(),
        )

    def _property_taxes(self):
        """By what each fee item's price is multiplied to have its taxes in it."""
        return SQL(
            """(
            SELECT item.id AS item_id,
                   1 + COALESCE(SUM(tax.amount) FILTER (
                       WHERE tax.amount_type = 'percent'
                         AND COALESCE(tax.price_include_override,
                                      company.account_price_include)
                             != 'tax_included'), 0) / 100.0 AS factor
              FROM property_fee_item item
              JOIN res_company company ON company.id = item.company_id
         LEFT JOIN property_fee_item_tax_rel rel ON rel.item_id = item.id
         LEFT JOIN account_tax tax ON tax.id = rel.tax_id
          GROUP BY item.id
            )"""
        )

    def _property_billed(self):
        # Even ids; those of the settlements are odd.
        return SQL(
            """
            SELECT charge.id::bigint * 2 AS id,
                   'billed' AS flow,
                   %(columns)s,
                   move.date AS date_booked,
                   NULL::int AS journal_id,
                   CASE WHEN charge.is_opening THEN charge.amount
                        ELSE ROUND(charge.amount * tax.factor, 2) END AS amount_billed,
                   0.0 AS amount_settled
              FROM property_fee_charge charge
              %(joins)s
              JOIN account_move move ON move.id = charge.move_id
             WHERE charge.state = 'posted'
            """,
            columns=self._property_columns(),
            joins=self._property_joins(),
        )

    def _property_settled(self):
        """What settled each bill, shared out to its charges.

        A credit note over charges of the bill itself settles those charges, which are
        no longer there: it lowers the total on which the others have their share.
        """
        return SQL(
            """
            SELECT (part.id::bigint * 2097152 + MOD(charge.id, 2097152)) * 2 + 1 AS id,
                   'settled' AS flow,
                   %(columns)s,
                   part.max_date AS date_booked,
                   credit.journal_id,
                   0.0 AS amount_billed,
                   part.amount
                       * CASE WHEN charge.is_opening THEN charge.amount
                              ELSE ROUND(charge.amount * tax.factor, 2) END
                       / NULLIF(
                           CASE WHEN charge.is_opening THEN debit.balance
                                ELSE move.amount_total END - COALESCE(own.amount, 0), 0)
                       AS amount_settled
              FROM account_partial_reconcile part
              JOIN account_move_line debit ON debit.id = part.debit_move_id
              JOIN account_move_line credit ON credit.id = part.credit_move_id
              JOIN property_fee_charge charge
                ON charge.move_id = debit.move_id
               AND charge.state = 'posted'
               AND (charge.is_opening IS NOT TRUE OR charge.move_line_id = debit.id)
              JOIN account_move move ON move.id = charge.move_id
              %(joins)s
         LEFT JOIN %(own)s own
                ON own.move_id = debit.move_id
               AND own.line_id = CASE WHEN charge.is_opening THEN debit.id ELSE 0 END
         LEFT JOIN %(reversals)s reversal
                ON reversal.move_id = debit.move_id
               AND reversal.reversal_move_id = credit.move_id
             WHERE reversal.move_id IS NULL
            """,
            columns=self._property_columns(),
            joins=self._property_joins(),
            own=self._property_own_credits(),
            reversals=self._property_reversals(),
        )

    def _property_reversals(self):
        return SQL(
            """(
            SELECT DISTINCT move_id, reversal_move_id
              FROM property_fee_charge
             WHERE reversal_move_id IS NOT NULL
            )"""
        )

    def _property_own_credits(self):
        """How much of each bill its own credit notes settled."""
        return SQL(
            """(
            SELECT debit.move_id,
                   CASE WHEN move.move_type = 'entry' THEN debit.id ELSE 0 END
                       AS line_id,
                   SUM(part.amount) AS amount
              FROM %(reversals)s reversal
              JOIN account_move_line credit
                ON credit.move_id = reversal.reversal_move_id
              JOIN account_partial_reconcile part ON part.credit_move_id = credit.id
              JOIN account_move_line debit
                ON debit.id = part.debit_move_id
               AND debit.move_id = reversal.move_id
              JOIN account_move move ON move.id = debit.move_id
          GROUP BY 1, 2
            )""",
            reversals=self._property_reversals(),
        )
