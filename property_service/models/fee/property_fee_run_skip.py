from odoo import fields, models

SKIP_REASONS = [
    ("no_rate", "No approved rate"),
    ("no_area", "No area"),
    ("no_amount", "No amount agreed"),
    ("no_payer", "No payer"),
    ("no_developer", "Not handed over and no developer"),
    ("billed", "Already billed"),
    ("zero", "Amount is zero"),
    ("error", "Refused at posting"),
]


class PropertyFeeRunSkip(models.Model):
    """What a billing run could not bill, and why."""

    _name = "property.fee.run.skip"
    _description = "Skipped in a Billing Run"
    _order = "run_id, reason, unit_id, item_id, date_start"

    run_id = fields.Many2one(
        comodel_name="property.fee.run", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        comodel_name="property.estate", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="restrict"
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit", required=True, index=True, ondelete="cascade"
    )
    item_id = fields.Many2one(
        comodel_name="property.fee.item",
        index="btree_not_null",
        ondelete="cascade",
    )
    assignment_id = fields.Many2one(
        comodel_name="property.fee.assignment",
        index="btree_not_null",
        ondelete="cascade",
    )
    date_start = fields.Date(string="From")
    date_end = fields.Date(string="To")
    reason = fields.Selection(selection=SKIP_REASONS, required=True, index=True)
    detail = fields.Char()
