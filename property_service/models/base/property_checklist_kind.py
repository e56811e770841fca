from odoo import fields, models


class PropertyChecklistKind(models.Model):
    """What a checklist is for: move-in documents, unit inspection, site inspection.

    Each area ships its kinds as data and asks for templates by their code.
    """

    _name = "property.checklist.kind"
    _description = "Kind of Checklist"
    _order = "sequence, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    print_title = fields.Char(
        translate=True, help="Title of the printed form, when it is not the name."
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")
