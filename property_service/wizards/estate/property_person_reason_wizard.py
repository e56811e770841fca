from odoo import fields, models


class PropertyPersonReasonWizard(models.TransientModel):
    """Asks for the reason before an identity number is shown or a file is erased."""

    _name = "property.person.reason.wizard"
    _description = "Reason for Access"

    person_id = fields.Many2one(
        comodel_name="property.person", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        selection=[("reveal", "Show the number"), ("anonymise", "Make anonymous")],
        required=True,
        default="reveal",
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        self.ensure_one()
        if self.kind == "anonymise":
            self.person_id.action_anonymise(self.reason)
            return {"type": "ir.actions.act_window_close"}
        # Shown once and stored nowhere.
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.person_id.display_name,
                "message": self.person_id.action_reveal(self.reason),
                "sticky": True,
                "type": "info",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
