from odoo import fields, models


class AccountStatementImportSheetMapping(models.Model):
    _inherit = "account.statement.import.sheet.mapping"

    property_find_header = fields.Boolean(
        string="Chinese bank file",
        help="Reads CSV in GB18030 or UTF-8 and Excel files, finds the line with the"
        " column names below the bank's title lines, ignores totals at the end, and"
        " numbers rows without a serial number by their content, so that a file read"
        " twice brings nothing twice.",
    )
