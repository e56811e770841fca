from odoo import fields, models
from odoo.exceptions import UserError

from ...models.service.property_service_consult import INTERNAL_SOURCES


class PropertyServiceConsultWizard(models.TransientModel):
    """Ask inside what the desk does not know, and tell the customer so (SRV-16)."""

    _name = "property.service.consult.wizard"
    _description = "Ask Inside"
    _inherit = ["property.service.ticket.wizard"]

    question = fields.Text(required=True)
    source = fields.Selection(
        selection=INTERNAL_SOURCES,
        string="Asked of",
        required=True,
        default="department",
    )
    team_id = fields.Many2one(comodel_name="helpdesk.ticket.team", string="Department")
    asked_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person asked",
        domain=[("share", "=", False)],
    )
    asked_name = fields.Char(string="Name of who was asked")
    is_customer_told = fields.Boolean(
        string="The customer was told that we ask, and by when we answer"
    )

    def action_confirm(self):
        self.ensure_one()
        if not self.is_customer_told:
            raise UserError(
                self.env._("Explain to the customer that you ask inside, then tick it.")
            )
        for ticket in self.ticket_ids:
            ticket._property_consult(
                self.question,
                self.source,
                team_id=self.team_id.id,
                asked_user_id=self.asked_user_id.id,
                asked_name=self.asked_name,
            )
        return {"type": "ir.actions.act_window_close"}
