from odoo import fields, models


class PropertyImportIssue(models.Model):
    """What is wrong in a workbook: where, what, and how to mend it."""

    _name = "property.import.issue"
    _description = "Import Mistake"
    _inherit = "property.import.part"
    _order = "import_id, level, sequence, number, id"
    _rec_name = "message"

    level = fields.Selection(
        selection=[("error", "Error"), ("warning", "Warning")],
        string="Severity",
        required=True,
        default="error",
        index=True,
    )
    code = fields.Char(required=True)
    sequence = fields.Integer(help="Place of the sheet in the workbook.")
    sheet = fields.Char()
    number = fields.Integer(string="Row")
    column = fields.Char()
    value = fields.Char()
    message = fields.Char(string="What is wrong", required=True)
    remedy = fields.Char(string="What to do", required=True)
