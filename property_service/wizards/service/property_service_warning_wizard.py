from odoo import fields, models


class PropertyServiceWarningWizard(models.TransientModel):
    """What is done about a warning (SRV-48)."""

    _name = "property.service.warning.wizard"
    _description = "Handling of Early Warnings"

    warning_ids = fields.Many2many(
        comodel_name="property.service.warning",
        string="Early warnings",
        required=True,
        default=lambda self: self.env.context.get("active_ids", []),
    )
    measures = fields.Text(string="What is done about it", required=True)

    def action_confirm(self):
        self.ensure_one()
        self.warning_ids._property_handle(self.measures)
        return {"type": "ir.actions.act_window_close"}
