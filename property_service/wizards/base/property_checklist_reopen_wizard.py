from odoo import fields, models


class PropertyChecklistReopenWizard(models.TransientModel):
    """Reopen a closed checklist, with the reason."""

    _name = "property.checklist.reopen.wizard"
    _description = "Reopen a Checklist"

    checklist_id = fields.Many2one(
        comodel_name="property.checklist",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        self.checklist_id._property_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
