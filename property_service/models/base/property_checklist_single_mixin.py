from odoo import fields, models


class PropertyChecklistSingleMixin(models.AbstractModel):
    """A document with one checklist, and what in it is unanswered or not in order."""

    _name = "property.checklist.single.mixin"
    _description = "Document with One Checklist"
    _inherit = ["property.checklist.document.mixin"]

    checklist_id = fields.Many2one(
        comodel_name="property.checklist",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    missing_count = fields.Integer(related="checklist_id.missing_count")
    failed_count = fields.Integer(
        string="Items not in order",
        related="checklist_id.failed_count",
        store=True,
        aggregator="sum",
    )
