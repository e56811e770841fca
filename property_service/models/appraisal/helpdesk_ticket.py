from odoo import fields, models

from ..service.property_unit import DESK


class HelpdeskTicket(models.Model):
    """Praise counts for the people whom the customer named (QA-11)."""

    _inherit = "helpdesk.ticket"

    property_praised_ids = fields.Many2many(
        comodel_name="property.staff",
        relation="helpdesk_ticket_property_praised_rel",
        column1="ticket_id",
        column2="staff_id",
        string="Staff praised",
        domain="[('company_id', '=', company_id)]",
        groups=DESK,
        help="Whom the customer named; it counts in their appraisal (QA-11).",
    )

    def _property_on_step(self, step):
        result = super()._property_on_step(step)
        if step == "done" and not self._property_is_history():
            self._property_add_praise()
        return result

    def _property_add_praise(self):
        rows = [
            {
                "staff": member,
                "date": ticket.property_estate_id._property_local_date(
                    fields.Datetime.now()
                ),
                "kind": "praise",
                "source": ticket,
                "reason": f"{ticket.number} {ticket.name}",
                "estate": ticket.property_estate_id,
            }
            # Who was praised counts, whoever ends the request.
            for ticket in self.sudo()
            if ticket.property_kind == "praise"
            for member in ticket.property_praised_ids
        ]
        self.env["property.appraisal.entry"]._property_add_all(rows)
