from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html


class PropertyComplaintHearWizard(models.TransientModel):
    """Whoever hears a complaint takes it, of whatever post (CMP-46, SLA-12).

    Staff outside the service centre hand it in here; they need no right on requests.
    """

    _name = "property.complaint.hear.wizard"
    _description = "Take a Complaint"

    estate_id = fields.Many2one(
        comodel_name="property.estate",
        required=True,
        default=lambda self: self.env["property.estate"]._property_only_estate(),
    )
    unit_code = fields.Char(string="Unit or place", required=True)
    name = fields.Char(string="Name of the customer", required=True)
    phone = fields.Char()
    words = fields.Text(string="What the customer says", required=True)
    is_about_me = fields.Boolean(
        string="It is about me", help="A supervisor looks at it (CMP-31)."
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket", string="Request", readonly=True
    )
    number = fields.Char(string="Registered as", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        # The result comes from the server alone.
        return super().create(
            [{**vals, "ticket_id": False, "number": False} for vals in vals_list]
        )

    def write(self, vals):
        fixed = {"ticket_id", "number"}
        if not self.env.su:
            vals = {key: value for key, value in vals.items() if key not in fixed}
        return super().write(vals)

    def action_confirm(self):
        """Register it; the answer names the number to tell the customer."""
        self.ensure_one()
        user = self.env.user
        if user.share:
            raise UserError(self.env._("Residents hand in complaints on the portal."))
        if self.number:
            raise UserError(self.env._("This complaint is registered already."))
        # The estate is one of the user's own.
        self.estate_id.check_access("read")
        # Whoever hears a complaint may not open requests, units or staff.
        wizard = self.sudo()
        ticket = wizard.ticket_id.create(wizard._property_values())
        if self.is_about_me:
            ticket.property_complaint_ids._property_set_about(user)
        wizard.write({"ticket_id": ticket.id, "number": ticket.number})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Complaint registered"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _property_values(self):
        code = (self.unit_code or "").strip()
        unit = self.env["property.unit"].search(
            [("estate_id", "=", self.estate_id.id), ("code", "=ilike", code)], limit=2
        )
        phone = (self.phone or "").strip()
        return {
            "name": self.words.strip().split("\n")[0][:80],
            "description": plaintext2html(self.words),
            "property_kind": "complaint",
            "property_estate_id": self.estate_id.id,
            "property_unit_id": unit.id if len(unit) == 1 else False,
            "property_place": False if len(unit) == 1 else code,
            "partner_name": self.name,
            "property_caller_phone": phone,
            "channel_id": self.env.ref(
                "property_service.helpdesk_ticket_channel_other_post",
                raise_if_not_found=False,
            ).id,
        }
