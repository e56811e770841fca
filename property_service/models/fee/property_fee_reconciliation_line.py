from odoo import fields, models


class PropertyFeeReconciliationLine(models.Model):
    """A building in the reconciliation of a month; written by computing it alone."""

    _name = "property.fee.reconciliation.line"
    _description = "Building of a Reconciliation"
    _order = "reconciliation_id, building_id, id"
    _rec_name = "building_id"

    reconciliation_id = fields.Many2one(
        comodel_name="property.fee.reconciliation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="reconciliation_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="reconciliation_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="reconciliation_id.currency_id")
    building_id = fields.Many2one(
        comodel_name="property.building",
        required=True,
        index=True,
        ondelete="restrict",
    )
    amount_opening = fields.Monetary(string="Open at the start")
    amount_billed = fields.Monetary(string="Billed in the month")
    amount_received = fields.Monetary(string="Received")
    amount_other = fields.Monetary(string="Other movements")
    amount_closing = fields.Monetary(string="Open at the end")

    _building_uniq = models.Constraint(
        "UNIQUE(reconciliation_id, building_id)",
        "This building stands in the reconciliation already.",
    )
