from odoo import api, fields, models

from ...models.service.property_service_dispatch_case import REPAIR_CASES


class PropertyServiceDispatchWizard(models.TransientModel):
    """The words that a step of a dispatch order needs."""

    _name = "property.service.dispatch.wizard"
    _description = "Step of a Dispatch Order"

    dispatch_id = fields.Many2one(
        comodel_name="property.service.dispatch",
        string="Dispatch order",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    step = fields.Selection(
        selection=[
            ("refuse", "Give back"),
            ("cancel", "Cancel"),
            ("check", "Check"),
            ("rework", "Rework"),
            ("case", "Correct the case"),
        ],
        required=True,
        readonly=True,
    )
    text = fields.Text(string="Reason or result", required=True)
    repair_case = fields.Selection(selection=REPAIR_CASES)

    @api.constrains("dispatch_id")
    def _check_dispatch_id(self):
        """Nobody learns of an order by asking for its dialog."""
        # Constraints run as the system; the user's right counts.
        self.dispatch_id.sudo(False).check_access("read")

    def action_confirm(self):
        self.ensure_one()
        order = self.dispatch_id
        # Each of them checks right and status itself.
        if self.step == "case":
            order._property_correct_case(self.repair_case, self.text)
        elif self.step == "refuse":
            order._property_refuse(self.text)
        elif self.step == "cancel":
            order._property_cancel(self.text)
        elif self.step == "check":
            order._property_check(self.text)
        elif self.step == "rework":
            order._property_rework(self.text)
        return {"type": "ir.actions.act_window_close"}
