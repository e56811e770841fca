from odoo import api, fields, models

from ...models.handover.property_defect import RESPONSIBLE


class PropertyDefectDecisionWizard(models.TransientModel):
    """A supervisor decides on outstanding works, with a reason or an amount."""

    _name = "property.defect.decision.wizard"
    _description = "Decision on Outstanding Works"

    operation = fields.Selection(
        selection=[
            ("correct", "Correct the responsible party"),
            ("claim", "Claim the warranty deposit"),
            ("cancel", "Strike out"),
        ],
        required=True,
        default="correct",
    )
    defect_ids = fields.Many2many(
        comodel_name="property.defect",
        required=True,
        default=lambda self: self._default_defect_ids(),
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency", compute="_compute_currency_id"
    )
    responsible = fields.Selection(selection=RESPONSIBLE, string="Responsible party")
    amount = fields.Monetary(string="Cost of the repair")
    reason = fields.Text(string="Reason of the decision")

    @api.depends("defect_ids")
    def _compute_currency_id(self):
        for wizard in self:
            wizard.currency_id = wizard.defect_ids[:1].currency_id

    def _default_defect_ids(self):
        return self.env.context.get("active_ids", [])

    def action_confirm(self):
        self.ensure_one()
        if self.operation == "correct":
            self.defect_ids._property_correct_responsible(self.responsible, self.reason)
        elif self.operation == "claim":
            self.defect_ids._property_claim(self.amount)
        else:
            self.defect_ids._property_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
