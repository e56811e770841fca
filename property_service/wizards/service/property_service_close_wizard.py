from odoo import api, fields, models

from ...models.service.helpdesk_ticket_steps import CONTACT_MEDIA


class PropertyServiceCloseWizard(models.TransientModel):
    """Result, feedback and closing in one go (SRV-05, SRV-24, C5)."""

    _name = "property.service.close.wizard"
    _description = "Finish and Close"
    _inherit = ["property.service.ticket.wizard"]

    result = fields.Text()
    needs_result = fields.Boolean(compute="_compute_needs_result")
    method = fields.Selection(selection=CONTACT_MEDIA, string="Customer told by")
    code_id = fields.Many2one(
        comodel_name="property.service.close.code",
        string="How it ends",
        help="Empty: the matter is done, the customer is told later.",
    )
    is_unsolved = fields.Boolean(related="code_id.is_unsolved")
    needs_reason = fields.Boolean(related="code_id.needs_reason")
    reason = fields.Text()

    @api.depends("ticket_ids", "code_id")
    def _compute_needs_result(self):
        for wizard in self:
            wizard.needs_result = not wizard.is_unsolved and any(
                ticket.property_step != "done" for ticket in wizard.ticket_ids
            )

    def action_confirm(self):
        """Go as far as what was entered reaches, all or nothing."""
        self.ensure_one()
        tickets = self.ticket_ids
        if self.is_unsolved:
            tickets._property_close(self.code_id, self.reason)
            return {"type": "ir.actions.act_window_close"}
        tickets.filtered(
            lambda ticket: ticket.property_step != "done"
        )._property_finish(self.result)
        if self.method:
            tickets.filtered(
                lambda ticket: not ticket.property_feedback_on
            )._property_give_feedback(self.method)
        if self.code_id:
            tickets._property_close(self.code_id, self.reason)
        return {"type": "ir.actions.act_window_close"}
