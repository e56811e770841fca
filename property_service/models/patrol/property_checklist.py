from odoo import fields, models


class PropertyChecklist(models.Model):
    """The point of a round that a checklist belongs to: who walks it may fill it."""

    _inherit = "property.checklist"

    patrol_check_ids = fields.One2many(
        comodel_name="property.patrol.check",
        inverse_name="checklist_id",
        string="Points of patrol rounds",
        readonly=True,
    )
