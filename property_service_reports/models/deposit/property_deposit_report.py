from odoo import api, fields, models
from odoo.tools import SQL

AGES = [
    ("0_30", "Up to 30 days"),
    ("1_90", "31 to 90 days"),
    ("2_180", "91 to 180 days"),
    ("3_365", "181 to 365 days"),
    ("4_more", "Over a year"),
    ("9_returned", "Nothing held"),
]


class PropertyDepositReport(models.Model):
    """Register of deposits (押金台账): one row per ledger entry on their accounts.

    Whatever the rows are grouped by, received - deducted - refunded = held is minus
    the balance of these entries in the general ledger (REN-22).
    """

    _name = "property.deposit.report"
    _description = "Deposit Register"
    _inherit = ["property.money.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "deposit_id"
    _depends = {
        "account.move.line": [
            "property_deposit_id",
            "property_deposit_step",
            "parent_state",
            "account_id",
            "balance",
            "amount_residual",
            "date",
            "partner_id",
            "company_id",
            "move_id",
        ],
        "property.deposit": [
            "unit_id",
            "estate_id",
            "kind_id",
            "state",
            "amount_held",
            "date_received",
            "date_refundable",
        ],
        "property.unit": ["estate_id", "building_id", "zone_id"],
    }

    date = fields.Date(readonly=True)
    deposit_id = fields.Many2one(comodel_name="property.deposit", readonly=True)
    unit_id = fields.Many2one(comodel_name="property.unit", readonly=True)
    estate_id = fields.Many2one(comodel_name="property.estate", readonly=True)
    building_id = fields.Many2one(comodel_name="property.building", readonly=True)
    zone_id = fields.Many2one(comodel_name="property.zone", readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind_id = fields.Many2one(comodel_name="property.deposit.kind", readonly=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner", string="Payer", readonly=True
    )
    account_id = fields.Many2one(comodel_name="account.account", readonly=True)
    move_id = fields.Many2one(
        comodel_name="account.move", string="Entry", readonly=True
    )
    step = fields.Selection(selection="_selection_step", readonly=True)
    state = fields.Selection(
        selection="_selection_state", string="Status", readonly=True
    )
    date_due = fields.Date(
        string="Held since",
        readonly=True,
        help="Day of the passed acceptance, else of the receipt.",
    )
    days_held = fields.Integer(readonly=True, aggregator="max")
    age = fields.Selection(
        selection=AGES,
        readonly=True,
        help="Days since the payer may have it back, else since it was received.",
    )
    amount_received = fields.Monetary(string="Received", readonly=True)
    amount_deducted = fields.Monetary(string="Deducted", readonly=True)
    amount_refunded = fields.Monetary(string="Refunded", readonly=True)
    amount_held = fields.Monetary(
        string="Held",
        readonly=True,
        help="Minus the balance of the entries in the general ledger.",
    )

    @api.model
    def _selection_step(self):
        field = self.env["account.move.line"]._fields["property_deposit_step"]
        return field._description_selection(self.env)

    @api.model
    def _selection_state(self):
        field = self.env["property.deposit"]._fields["state"]
        return field._description_selection(self.env)

    @property
    def _table_query(self):
        today = fields.Date.context_today(self)
        return SQL(
            """
            SELECT row.*,
                   CASE
                       WHEN row.deposit_held = 0 THEN '9_returned'
                       WHEN row.days_held <= 30 THEN '0_30'
                       WHEN row.days_held <= 90 THEN '1_90'
                       WHEN row.days_held <= 180 THEN '2_180'
                       WHEN row.days_held <= 365 THEN '3_365'
                       ELSE '4_more'
                   END AS age
              FROM (
                    SELECT aml.id,
                           aml.date,
                           deposit.id AS deposit_id,
                           deposit.unit_id,
                           deposit.estate_id,
                           unit.building_id,
                           unit.zone_id,
                           aml.company_id,
                           deposit.kind_id,
                           aml.partner_id,
                           aml.account_id,
                           aml.move_id,
                           aml.property_deposit_step AS step,
                           deposit.state,
                           deposit.amount_held AS deposit_held,
                           COALESCE(deposit.date_refundable, deposit.date_received)
                               AS date_due,
                           CASE WHEN deposit.amount_held = 0 THEN 0
                                ELSE GREATEST(%(today)s - COALESCE(
                                    deposit.date_refundable, deposit.date_received
                                ), 0) END AS days_held,
                           CASE WHEN aml.property_deposit_step = 'receive'
                                THEN -aml.balance ELSE 0 END AS amount_received,
                           CASE WHEN aml.property_deposit_step
                                     IN ('deduct', 'forfeit')
                                THEN aml.balance ELSE 0 END AS amount_deducted,
                           CASE WHEN aml.property_deposit_step = 'refund'
                                THEN aml.balance ELSE 0 END AS amount_refunded,
                           -aml.balance AS amount_held
                      FROM account_move_line aml
                      JOIN property_deposit deposit
                        ON deposit.id = aml.property_deposit_id
                 LEFT JOIN property_unit unit ON unit.id = deposit.unit_id
                     WHERE aml.property_deposit_step IS NOT NULL
                       AND aml.parent_state = 'posted'
                   ) row
            """,
            today=today,
        )

    def action_open_deposit(self):
        """The deposit that this entry belongs to."""
        self.ensure_one()
        return self.deposit_id.get_formview_action()
