from odoo import fields, models


class PropertyChecklistTemplate(models.Model):
    _inherit = "property.checklist.template"

    quality_kind_id = fields.Many2one(
        comodel_name="property.quality.kind",
        string="Kind of quality check",
        index="btree_not_null",
        ondelete="restrict",
        help="Quality checks of this kind are filled in by this list (QA-01).",
    )
