from odoo import api, fields, models
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
        selection=AGES,
        readonly=True,
        help="Days since the due date. Claims lapse three years after it unless they"
        " are demanded (民法典 §188).",
    )
    amount_open = fields.Monetary(
        string="Open",
        readonly=True,
        help="Residual of the receivable entry in the ledger; credits are negative.",
    )
    amount_overdue = fields.Monetary(
        string="Overdue", readonly=True, help="Open and past the due date."
    )

    @api.model
    def _selection_unit_kind(self):
        return (
            self.env["property.unit"]._fields["kind"]._description_selection(self.env)
        )

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
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
                        THEN amount_open ELSE 0 END AS amount_overdue
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
                           aml.amount_residual AS amount_open
                      FROM account_move_line aml
                      JOIN account_account account ON account.id = aml.account_id
                      JOIN property_unit unit ON unit.id = aml.property_unit_id
                     WHERE aml.property_unit_id IS NOT NULL
                       AND aml.amount_residual <> 0
                       AND aml.parent_state = 'posted'
                       AND account.account_type = 'asset_receivable'
                   ) line
            """,
            today=today,
        )

    def action_open_statement(self):
        """The statement of account of the unit of this line."""
        self.ensure_one()
        return self.unit_id.action_open_statement()
