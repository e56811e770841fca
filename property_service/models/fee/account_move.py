from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    property_unit_id = fields.Many2one(
        comodel_name="property.unit",
        string="Property unit",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        help="Unit that this bill or entry is about; one bill concerns one unit.",
    )
    property_estate_id = fields.Many2one(
        related="property_unit_id.estate_id",
        string="Estate",
        store=True,
        index="btree_not_null",
        precompute=True,
    )
    property_run_id = fields.Many2one(
        comodel_name="property.fee.run",
        string="Billing run",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
    )
    property_charge_ids = fields.One2many(
        comodel_name="property.fee.charge",
        inverse_name="move_id",
        string="Charges",
    )

    # However often a run is started: one invoice per payer, unit and run.
    _property_run_uniq = models.UniqueIndex(
        "(property_run_id, property_unit_id, partner_id)"
        " WHERE property_run_id IS NOT NULL AND move_type = 'out_invoice'",
        "This run has an invoice of this payer and unit already.",
    )
