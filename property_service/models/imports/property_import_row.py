from odoo import fields, models


class PropertyImportRow(models.Model):
    """One row of an uploaded workbook, as it was read."""

    _name = "property.import.row"
    _description = "Imported Row"
    _order = "import_id, sequence, number"
    _log_access = False

    import_id = fields.Many2one(
        comodel_name="property.import", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        comodel_name="property.estate", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(help="Place of the sheet in the workbook.")
    sheet = fields.Char(required=True)
    kind = fields.Char(required=True, help="Code of the kind of sheet.")
    number = fields.Integer(string="Row", required=True)
    # They hold ID numbers: no user reads them, and they go when the import is done.
    raw = fields.Json(string="Cells as written", groups=fields.NO_ACCESS)
    parsed = fields.Json(string="Cells as understood", groups=fields.NO_ACCESS)
    faulty = fields.Boolean(index=True)
