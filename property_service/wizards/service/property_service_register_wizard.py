from datetime import datetime, time, timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class PropertyServiceRegisterWizard(models.TransientModel):
    """The reception register of some days as a PDF (SRV-02)."""

    _name = "property.service.register.wizard"
    _description = "Reception Register of Some Days"

    estate_id = fields.Many2one(
        comodel_name="property.estate",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env["property.estate"]._property_only_estate(),
    )
    date_from = fields.Date(required=True, default=fields.Date.context_today)
    date_to = fields.Date(required=True, default=fields.Date.context_today)

    def action_last_week(self):
        """Monday to Sunday of last week, which the manager reviews (SRV-10)."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        monday = today - timedelta(days=today.weekday() + 7)
        self.write({"date_from": monday, "date_to": monday + timedelta(days=6)})
        return self.action_print()

    def action_print(self):
        self.ensure_one()
        tickets = self._property_tickets()
        if not tickets:
            raise UserError(
                self.env._(
                    "Nobody was received in “%(estate)s” on these days.",
                    estate=self.estate_id.name,
                )
            )
        return tickets.action_property_print_register()

    def _property_tickets(self):
        """Requests received on these days, by the estate's clock."""
        zone = self.estate_id._property_tz()

        def utc(day):
            local = zone.localize(datetime.combine(day, time.min))
            return self.estate_id._property_naive(local)

        return self.env["helpdesk.ticket"].search(
            [
                ("property_estate_id", "=", self.estate_id.id),
                ("property_received_on", ">=", utc(self.date_from)),
                ("property_received_on", "<", utc(self.date_to + timedelta(days=1))),
            ],
            order="property_received_on, id",
        )
