from odoo import fields, models


class PropertyRenovationReasonWizard(models.TransientModel):
    """Asks for the reason of a step that leaves the straight way."""

    _name = "property.renovation.reason.wizard"
    _description = "Reason of a Renovation Step"

    renovation_id = fields.Many2one(
        comodel_name="property.renovation", required=True, ondelete="cascade"
    )
    step = fields.Selection(
        selection=[
            ("reject", "Reject"),
            ("cancel", "Cancel"),
            ("rework", "Rework"),
            ("repeat", "Second check not passed"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Text(required=True)

    def action_confirm(self):
        self.ensure_one()
        renovation = self.renovation_id
        {
            "reject": renovation._property_reject,
            "cancel": renovation._property_cancel,
            "rework": renovation._property_rework,
            "repeat": renovation._property_repeat_recheck,
        }[self.step](self.reason)
        return {"type": "ir.actions.act_window_close"}
