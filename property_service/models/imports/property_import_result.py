from odoo import fields, models


class PropertyImportResult(models.Model):
    """How many records an import created and changed, per kind."""

    _name = "property.import.result"
    _description = "Import Result"
    _inherit = "property.import.part"
    _order = "import_id, id"
    _rec_name = "model_name"

    model_name = fields.Char(string="Records", required=True)
    created = fields.Integer()
    updated = fields.Integer()
    unchanged = fields.Integer()
