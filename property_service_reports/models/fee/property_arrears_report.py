from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

AGES = [
    ("0_not_due", "Not due yet"),
    ("1_30", "1 to 30 days"),
    ("2_90", "31 to 90 days"),
    ("3_180", "91 to 180 days"),
    ("4_365", "181 days to a year"),
    ("5_1095", "1 to 3 years"),
    ("6_more", "Over 3 years"),
    ("9_credit", "Unused credit"),
]
LIMITATIONS = [
    ("1_lapsed", "Lapsed"),
    ("2_soon", "Lapses soon"),
    ("3_year", "Lapses within a year"),
    ("4_later", "Lapses later"),
]


class PropertyArrearsReport(models.Model):
    """Who owes what since when: every open receivable entry of a unit (FEE-14).

    Unused credits stand in it with their sign, so that its total is the receivable of
    the units in the general ledger.
    """

    _name = "property.arrears.report"
    _description = "Arrears"
    _inherit = "property.unit.report"
    _auto = False
    _order = "estate_id, unit_sort_key, date_due, id"
    _depends = {
        "account.move.line": [
            "property_unit_id",
            "parent_state",
            "account_id",
            "amount_residual",
            "date_maturity",
            "date",
            "partner_id",
            "company_id",
            "move_id",
        ],
        "account.account": ["account_type"],
        "account.move": ["origin_payment_id", "statement_line_id"],
        "account.partial.reconcile": ["debit_move_id", "credit_move_id"],
        "property.dunning": ["unit_id", "partner_id", "date", "result", "interrupts"],
        "property.unit": [
            "estate_id",
            "building_id",
            "floor_id",
            "zone_id",
            "kind",
            "sort_key",
        ],
    }

    unit_sort_key = fields.Char(readonly=True)
    unit_kind = fields.Selection(
        selection=lambda self: self._selection_unit_kind(), readonly=True
    )
    floor_id = fields.Many2one(comodel_name="property.floor", readonly=True)
    move_id = fields.Many2one(string="Bill")
    date = fields.Date(string="Bill date")
    date_due = fields.Date(string="Due date", readonly=True)
    days_overdue = fields.Integer(readonly=True, aggregator="max")
    age = fields.Selection(
        selection=AGES, readonly=True, help="Days since the due date."
    )
    amount_open = fields.Monetary(
        string="Open",
        readonly=True,
        help="Residual of the receivable entry in the ledger; credits are negative.",
    )
    amount_overdue = fields.Monetary(
        string="Overdue", readonly=True, help="Open and past the due date."
    )
    dunned_on = fields.Date(
        string="Last demanded on",
        readonly=True,
        help="Last demand that reached this debtor for this unit.",
    )
    date_limitation = fields.Date(
        string="Claim lapses on",
        readonly=True,
        help="Three years (setting) after the bill fell due (Civil Code §188). A demand"
        " that reached the debtor, a payment on the bill or a promise to pay begins"
        " them anew (§195); once they are over, only a promise does (§192).",
    )
    limitation_days = fields.Integer(
        string="Days to limitation",
        readonly=True,
        aggregator="min",
        help="Until the claim lapses; below zero it has lapsed.",
    )
    limitation = fields.Selection(
        selection=LIMITATIONS,
        readonly=True,
        help="How soon the claim lapses; what is soon is a setting (90 days).",
    )

    @api.model
    def _selection_unit_kind(self):
        return (
            self.env["property.unit"]._fields["kind"]._description_selection(self.env)
        )

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        setting = self.env["property.report.mixin"]._property_setting
        # What is asked for alone is computed: limitation has no join of its own, and
        # each of its columns takes it once.
        return SQL(
            """
            SELECT line.*,
                   CASE
                       WHEN amount_open < 0 THEN '9_credit'
                       WHEN days_overdue <= 0 THEN '0_not_due'
                       WHEN days_overdue <= 30 THEN '1_30'
                       WHEN days_overdue <= 90 THEN '2_90'
                       WHEN days_overdue <= 180 THEN '3_180'
                       WHEN days_overdue <= 365 THEN '4_365'
                       WHEN days_overdue <= 1095 THEN '5_1095'
                       ELSE '6_more'
                   END AS age,
                   CASE WHEN amount_open > 0 AND days_overdue > 0
                        THEN amount_open ELSE 0 END AS amount_overdue,
                   date_limitation - %(today)s AS limitation_days,
                   (ARRAY['1_lapsed', '2_soon', '3_year', '4_later'])[
                       1 + width_bucket(
                           date_limitation - %(today)s,
                           ARRAY[0, LEAST(soon_days, 365) + 1, 366]
                       )
                   ] AS limitation
              FROM (
                    SELECT aml.id,
                           unit.id AS unit_id,
                           unit.sort_key AS unit_sort_key,
                           unit.kind AS unit_kind,
                           unit.estate_id,
                           unit.building_id,
                           unit.floor_id,
                           unit.zone_id,
                           aml.company_id,
                           aml.partner_id,
                           aml.move_id,
                           aml.date,
                           COALESCE(aml.date_maturity, aml.date) AS date_due,
                           GREATEST(
                               %(today)s - COALESCE(aml.date_maturity, aml.date), 0
                           ) AS days_overdue,
                           aml.amount_residual AS amount_open,
                           soon.value::integer AS soon_days,
                           (
                               SELECT MAX(dunning.date)
                                 FROM property_dunning dunning
                                WHERE dunning.unit_id = aml.property_unit_id
                                  AND dunning.partner_id = aml.partner_id
                                  AND dunning.interrupts
                           ) AS dunned_on,
                           CASE WHEN aml.amount_residual > 0 THEN %(limitation)s END
                               AS date_limitation
                      FROM account_move_line aml
                      JOIN property_unit unit ON unit.id = aml.property_unit_id
                 LEFT JOIN LATERAL (
                           SELECT MAX(value) AS value FROM %(years)s setting
                            WHERE estate_id = unit.estate_id) years ON TRUE
                 LEFT JOIN LATERAL (
                           SELECT MAX(value) AS value FROM %(soon)s setting
                            WHERE estate_id = unit.estate_id) soon ON TRUE
                     WHERE aml.property_unit_id IS NOT NULL
                       AND aml.amount_residual <> 0
                       AND aml.parent_state = 'posted'
                       AND aml.account_id = ANY(%(accounts)s::int[])
                   ) line
            """,
            today=today,
            accounts=self.env["account.account"]._property_receivable_ids(),
            limitation=self._property_limitation(),
            years=setting("fee.limitation_years"),
            soon=setting("fee.limitation_warning_days"),
        )

    @api.model
    def _property_limitation(self):
        """Day on which the claim of an entry lapses (Civil Code §188, §192, §195).

        Counted from the due date, or from a later promise. Every demand and payment
        since then begins the years anew, unless they had gone by before it: the first
        gap between them that is too long is where the claim lapsed.
        """
        return SQL(
            """(
            SELECT MIN(
                       (event.day + make_interval(years => years.value::integer))::date
                   )
              FROM (
                    SELECT day, LEAD(day) OVER (ORDER BY day) AS following
                      FROM (
                            SELECT COALESCE(
                                       MAX(promise.date), MAX(due.day)
                                   ) AS first_day
                              FROM (
                                    SELECT COALESCE(aml.date_maturity, aml.date) AS day
                                   ) due
                         LEFT JOIN property_dunning promise
                                ON promise.unit_id = aml.property_unit_id
                               AND promise.partner_id = aml.partner_id
                               AND promise.interrupts
                               AND promise.result = 'promised'
                               AND promise.date > due.day
                           ) start
                CROSS JOIN LATERAL (
                            SELECT start.first_day AS day
                             UNION
                            SELECT dunning.date
                              FROM property_dunning dunning
                             WHERE dunning.unit_id = aml.property_unit_id
                               AND dunning.partner_id = aml.partner_id
                               AND dunning.interrupts
                               AND dunning.date > start.first_day
                             UNION
                            SELECT payment.date
                              FROM account_partial_reconcile partial
                              JOIN account_move_line payment
                                ON payment.id = partial.credit_move_id
                              JOIN account_move paid ON paid.id = payment.move_id
                             WHERE partial.debit_move_id = aml.id
                               AND payment.date > start.first_day
                               AND COALESCE(
                                       paid.origin_payment_id, paid.statement_line_id
                                   ) IS NOT NULL
                           ) days
                   ) event
             WHERE event.following IS NULL
                OR event.following
                   > event.day + make_interval(years => years.value::integer)
            )"""
        )

    # === Actions ===

    def action_dun(self):
        """Record a demand: one to fill in, or one a debtor and unit chosen (FEE-12)."""
        debts = self.filtered(lambda row: row.amount_open > 0)
        if not debts:
            raise UserError(self.env._("Choose debts; unused credit is not demanded."))
        pairs = list(dict.fromkeys((row.unit_id, row.partner_id) for row in debts))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_dunning_action"
        )
        if len(pairs) == 1:
            [(unit, partner)] = pairs
            return {
                **action,
                "views": [(False, "form")],
                "context": {
                    "default_unit_id": unit.id,
                    "default_partner_id": partner.id,
                },
            }
        # Thousands at once: that they were made is told by their author and day.
        demands = self.env["property.dunning"].with_context(tracking_disable=True)
        records = demands.create(
            [
                {"unit_id": unit.id, "partner_id": partner.id, "method": "notice"}
                for unit, partner in pairs
            ]
        )
        return {**action, "domain": [("id", "in", records.ids)], "path": False}

    def action_open_statement(self):
        """The statement of account of the unit of this line."""
        self.ensure_one()
        return self.unit_id.action_open_statement()
