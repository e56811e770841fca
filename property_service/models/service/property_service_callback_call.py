from odoo import api, fields, models
from odoo.fields import Domain

OUTCOMES = [
    ("reached", "Reached"),
    ("refused", "Reached, no opinion given"),
    ("no_answer", "No answer"),
    ("given_up", "Given up"),
    ("taken_back", "Entry taken back"),
]


class PropertyServiceCallbackCall(models.Model):
    """Each attempt to reach a customer, as it went (SLA-06: truthful record).

    It proves that a callback was made, in the period in which the callback was due.
    """

    _name = "property.service.callback.call"
    _description = "Call of a Callback"
    _inherit = ["property.service.trail", "property.evidence.mixin"]
    _rec_name = "callback_id"

    callback_id = fields.Many2one(
        comodel_name="property.service.callback",
        string="Callback",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    outcome = fields.Selection(selection=OUTCOMES, required=True, readonly=True)
    note = fields.Text(readonly=True)
    due_on = fields.Datetime(
        string="Callback due on", required=True, readonly=True, index=True
    )

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "due_on",
            "subject": "callback_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("outcome", "in", ["reached", "refused"]) & Domain(
            "callback_id.state", "=", "done"
        )
