from odoo import fields, models
from odoo.tools import SQL


class PropertyPrepaymentReport(models.Model):
    """What was paid ahead or credited and is not used up (预收款, FEE-10).

    One row an open credit of a unit; its total is the credit side of the receivable of
    the units in the ledger.
    """

    _name = "property.prepayment.report"
    _description = "Prepayments"
    _inherit = ["property.report.mixin"]
    _auto = False
    _order = "date, id"
    _rec_name = "unit_id"
    _property_source = "move_id"
    _depends = {
        "account.move.line": [
            "property_unit_id",
            "parent_state",
            "account_id",
            "balance",
            "amount_residual",
            "date",
            "partner_id",
            "company_id",
            "move_id",
        ],
        "account.move": ["origin_payment_id", "statement_line_id", "move_type"],
        "account.account": ["account_type"],
        "property.unit": ["estate_id", "building_id", "zone_id", "kind"],
    }

    date = fields.Date(string="Credited on", readonly=True)
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
    move_id = fields.Many2one(
        comodel_name="account.move", string="Entry", readonly=True
    )
    origin = fields.Selection(
        selection=[
            ("payment", "Paid ahead"),
            ("credit_note", "Credit note"),
            ("entry", "Other entry"),
        ],
        readonly=True,
    )
    days = fields.Integer(string="Days unused", readonly=True, aggregator="max")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount_credited = fields.Monetary(string="Credited", readonly=True)
    amount_used = fields.Monetary(string="Used up", readonly=True)
    amount_unused = fields.Monetary(
        string="Unused", readonly=True, help="Residual of the credit in the ledger."
    )

    def _query(self):
        return SQL(
            """
            SELECT line.id,
                   line.date,
                   line.property_unit_id AS unit_id,
                   unit.kind AS unit_kind,
                   unit.building_id,
                   unit.zone_id,
                   unit.estate_id,
                   line.company_id,
                   line.partner_id,
                   line.move_id,
                   CASE WHEN move.origin_payment_id IS NOT NULL
                          OR move.statement_line_id IS NOT NULL THEN 'payment'
                        WHEN move.move_type = 'out_refund' THEN 'credit_note'
                        ELSE 'entry' END AS origin,
                   GREATEST(%(today)s - line.date, 0) AS days,
                   -line.balance AS amount_credited,
                   line.amount_residual - line.balance AS amount_used,
                   -line.amount_residual AS amount_unused
              FROM account_move_line line
              JOIN account_move move ON move.id = line.move_id
              JOIN property_unit unit ON unit.id = line.property_unit_id
             WHERE line.property_unit_id IS NOT NULL
               AND line.amount_residual < 0
               AND line.parent_state = 'posted'
               AND line.account_id = ANY(%(accounts)s::int[])
            """,
            accounts=self.env["account.account"]._property_receivable_ids(),
            today=fields.Date.context_today(self),
        )
