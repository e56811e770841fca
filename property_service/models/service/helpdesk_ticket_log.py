from odoo import api, fields, models
from odoo.exceptions import UserError

LEVELS = [
    ("assistant", "Assistant"),
    ("administrator", "Administrator"),
    ("supervisor", "Supervisor"),
    ("manager", "Manager"),
]


class HelpdeskTicket(models.Model):
    """What was done and said: handling by level, contacts with the customer."""

    _inherit = "helpdesk.ticket"

    property_handling_ids = fields.One2many(
        comodel_name="property.service.handling",
        inverse_name="ticket_id",
        string="Handling",
    )
    property_contact_ids = fields.One2many(
        comodel_name="property.service.contact",
        inverse_name="ticket_id",
        string="Contact log",
    )
    property_last_contact_on = fields.Datetime(
        string="Last contact on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="SLA-05, CMP-41: a request without news for the customer is an exception.",
    )

    def action_property_open_contact(self):
        return self._property_open_wizard(
            "property.service.contact.wizard", self.env._("Log a contact")
        )

    @api.model
    def _property_level(self):
        """Level of the present user in the chain of ORG-02."""
        for level, _label in reversed(LEVELS):
            if self.env.user.has_group(
                f"property_service.property_service_group_{level}"
            ):
                return level
        return "assistant"

    def _property_add_handling(self, text):
        """Each level writes down how it handled the case (SLA-04).

        :raise UserError: no text
        """
        text = str(text or "").strip()
        if not text:
            raise UserError(self.env._("Write down how the case was handled."))
        self.check_access("write")
        # Nobody writes the trail directly; the right is checked above.
        self.env["property.service.handling"].sudo().create(
            [
                {
                    "ticket_id": ticket.id,
                    "level": self._property_level(),
                    "text": text,
                    "user_id": self.env.user.id,
                    "date": fields.Datetime.now(),
                }
                for ticket in self
            ]
        )

    def _property_add_contact(self, medium, content, is_incoming=False, date=None):
        """Log what was said with the customer (CMP-41).

        :param str medium: one of ``CONTACT_MEDIA``
        :param str content: what was said
        :param bool is_incoming: the customer contacted us: a repeat call (SRV-50)
        :param datetime date: naive UTC, by default now; not in the future
        :raise UserError: no content, or a moment in the future
        """
        content = str(content or "").strip()
        now = fields.Datetime.now()
        date = date or now
        if not content:
            raise UserError(self.env._("Write down what was said."))
        if date > now:
            raise UserError(self.env._("A contact is logged after it took place."))
        self.check_access("write")
        # Nobody writes the log directly; the right is checked above.
        self.env["property.service.contact"].sudo().create(
            [
                {
                    "ticket_id": ticket.id,
                    "medium": medium,
                    "content": content,
                    "is_incoming": is_incoming,
                    "user_id": self.env.user.id,
                    "date": date,
                }
                for ticket in self
            ]
        )
        for ticket in self:
            if not ticket.property_last_contact_on or (
                ticket.property_last_contact_on < date
            ):
                ticket.sudo().property_last_contact_on = date  # as above
        self._property_on_contact(is_incoming)

    def _property_on_contact(self, is_incoming):
        """Hook: called after a contact was logged."""
