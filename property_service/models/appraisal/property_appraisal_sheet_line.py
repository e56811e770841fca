from odoo import api, fields, models


class PropertyAppraisalSheetLine(models.Model):
    """What the month's entries add up to under one criterion."""

    _name = "property.appraisal.sheet.line"
    _description = "Criterion of an Appraisal Sheet"
    _order = "sheet_id, sequence, id"

    sheet_id = fields.Many2one(
        comodel_name="property.appraisal.sheet",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="sheet_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="sheet_id.company_id", store=True, index=True, precompute=True
    )
    criterion_id = fields.Many2one(
        comodel_name="property.appraisal.criterion",
        string="Criterion",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    sequence = fields.Integer(readonly=True)
    entry_count = fields.Integer(string="Number of entries", readonly=True)
    reward = fields.Float(string="Reward points", readonly=True, digits=(16, 1))
    deduction = fields.Float(string="Deducted points", readonly=True, digits=(16, 1))
    points = fields.Float(
        string="Appraisal points",
        compute="_compute_points",
        store=True,
        precompute=True,
        digits=(16, 1),
    )

    @api.depends("reward", "deduction")
    def _compute_points(self):
        for line in self:
            line.points = line.reward + line.deduction
