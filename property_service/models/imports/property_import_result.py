from odoo import fields, models


class PropertyImportResult(models.Model):
    """How many records an import created and changed, per kind."""

    _name = "property.import.result"
    _description = "Import Result"
    _order = "import_id, id"
    _rec_name = "model_name"

    import_id = fields.Many2one(
        comodel_name="property.import", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        related="import_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="import_id.company_id", store=True, index=True, precompute=True
    )
    model_name = fields.Char(string="Records", required=True)
    created = fields.Integer()
    updated = fields.Integer()
    unchanged = fields.Integer()
