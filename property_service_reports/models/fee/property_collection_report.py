from odoo import fields, models
from odoo.tools import SQL


class PropertyCollectionReport(models.Model):
    """Billed, received and open per unit and period, from the ledger (FEE-14).

    For any set of rows without a limit of dates: billed - received = open.
    """

    _name = "property.collection.report"
    _description = "Billed and Received"
    _inherit = "property.unit.report"
    _auto = False
    _order = "date desc, id desc"
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
            "property_deposit_id",
            "payment_id",
            "statement_line_id",
        ],
        "account.move": ["origin_payment_id", "statement_line_id", "reversed_entry_id"],
        "account.account": ["account_type"],
        "property.unit": ["estate_id", "building_id", "zone_id"],
    }

    flow = fields.Selection(
        selection=[("billed", "Billed"), ("received", "Received")],
        string="Billed or received",
        readonly=True,
    )
    amount = fields.Monetary(
        readonly=True,
        help="What was billed, or what was received: to be grouped by the two.",
    )
    amount_billed = fields.Monetary(
        string="Billed",
        readonly=True,
        help="Bills and opening balances less credit notes, tax included, on the date"
        " of the bill.",
    )
    amount_settled = fields.Monetary(
        string="Settled",
        readonly=True,
        help="Part of these bills that is settled by now, whenever it was paid. Settled"
        " / billed is the collection rate of the period.",
    )
    amount_received = fields.Monetary(
        string="Received",
        readonly=True,
        help="Receipts less reversed receipts, on the date of the payment, for bills"
        " of any period; also what was settled from a deposit.",
    )
    amount_open = fields.Monetary(
        string="Open",
        readonly=True,
        help="Unsettled part of the bills of the period less credit that came in the"
        " period and is not used up.",
    )

    @property
    def _table_query(self):
        # The name of the flow by a join: the planner takes the results of a CASE for
        # as many as its columns have values, and sorts the ledger to group by it.
        return SQL(
            """
            SELECT aml.id,
                   aml.date,
                   unit.id AS unit_id,
                   unit.estate_id,
                   unit.building_id,
                   unit.zone_id,
                   aml.company_id,
                   aml.partner_id,
                   aml.move_id,
                   flow.name AS flow,
                   CASE WHEN paid.is_payment THEN -aml.balance ELSE aml.balance END
                       AS amount,
                   CASE WHEN paid.is_payment THEN 0 ELSE aml.balance END
                       AS amount_billed,
                   CASE WHEN paid.is_payment THEN 0
                        ELSE aml.balance - aml.amount_residual END AS amount_settled,
                   CASE WHEN paid.is_payment THEN -aml.balance ELSE 0 END
                       AS amount_received,
                   aml.amount_residual AS amount_open
              FROM account_move_line aml
              JOIN property_unit unit ON unit.id = aml.property_unit_id
         LEFT JOIN (
                   SELECT move.id
                     FROM account_move move
                     JOIN account_move origin ON origin.id = move.reversed_entry_id
                    WHERE move.reversed_entry_id IS NOT NULL
                      AND COALESCE(origin.origin_payment_id, origin.statement_line_id)
                          IS NOT NULL
                   ) reversal ON reversal.id = aml.move_id
        CROSS JOIN LATERAL (
                   SELECT COALESCE(
                       aml.payment_id, aml.statement_line_id, aml.property_deposit_id,
                       reversal.id
                   ) IS NOT NULL AS is_payment
                   ) paid
              JOIN (VALUES (FALSE, 'billed'), (TRUE, 'received'))
                   flow (is_payment, name) ON flow.is_payment = paid.is_payment
             WHERE aml.property_unit_id IS NOT NULL
               AND aml.parent_state = 'posted'
               AND aml.account_id = ANY(%(accounts)s::int[])
            """,
            accounts=self.env["account.account"]._property_receivable_ids(),
        )
