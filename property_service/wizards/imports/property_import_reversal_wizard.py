from odoo import fields, models


class PropertyImportReversalWizard(models.TransientModel):
    """Asks why an import of opening balances is taken back."""

    _name = "property.import.reversal.wizard"
    _description = "Reversal of an Opening Import"

    import_id = fields.Many2one(
        comodel_name="property.import",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    reason = fields.Char(required=True)

    def action_reverse(self):
        self.ensure_one()
        self.import_id.action_reverse(self.reason)
        return {"type": "ir.actions.act_window_close"}
