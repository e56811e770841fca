from odoo import api, fields, models
from odoo.exceptions import UserError

PURPOSES = [
    ("skip", "Skip the point"),
    ("hand", "Arrive without scan"),
    ("cancel", "Cancel the round"),
    ("explain", "Why the round was missed"),
]


class PropertyPatrolReasonWizard(models.TransientModel):
    """Nothing of a patrol is left out without saying why (PAT-01, PAT-02)."""

    _name = "property.patrol.reason.wizard"
    _description = "Reason in a Patrol"

    purpose = fields.Selection(selection=PURPOSES, required=True)
    round_id = fields.Many2one(comodel_name="property.patrol.round", required=True)
    check_id = fields.Many2one(comodel_name="property.patrol.check")
    reason = fields.Text(required=True)

    @api.model
    def _property_open(self, purpose, **records):
        """The dialog for one purpose."""
        labels = dict(self._fields["purpose"]._description_selection(self.env))
        context = {f"default_{name}": value for name, value in records.items()}
        return {
            "type": "ir.actions.act_window",
            "name": labels[purpose],
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {**context, "default_purpose": purpose},
        }

    def action_confirm(self):
        self.ensure_one()
        reason = (self.reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why."))
        if self.purpose == "skip":
            self.check_id._property_skip(reason)
        elif self.purpose == "hand":
            self.check_id._property_arrive("hand", reason)
            return self.check_id._property_open()
        elif self.purpose == "cancel":
            self.round_id._property_cancel(reason)
        else:
            self.round_id._property_explain(reason)
        return {"type": "ir.actions.act_window_close"}
