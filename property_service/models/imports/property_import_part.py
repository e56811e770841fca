from odoo import fields, models


class PropertyImportPart(models.AbstractModel):
    """What belongs to one import, and goes with it."""

    _name = "property.import.part"
    _description = "Part of an Import"

    import_id = fields.Many2one(
        comodel_name="property.import", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        related="import_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="import_id.company_id", store=True, index=True, precompute=True
    )
