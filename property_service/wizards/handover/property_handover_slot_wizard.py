from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyHandoverSlotWizard(models.TransientModel):
    """Appointments of a whole delivery day from its hours, in the desk's time."""

    _name = "property.handover.slot.wizard"
    _description = "Add Appointments"

    batch_id = fields.Many2one(
        comodel_name="property.handover.batch",
        required=True,
        index=True,
        ondelete="cascade",
    )
    date = fields.Date(
        string="Day",
        required=True,
        compute="_compute_date",
        precompute=True,
        store=True,
        readonly=False,
    )
    hour_from = fields.Float(string="From", required=True, default=9.0)
    hour_to = fields.Float(string="To", required=True, default=17.0)
    pause_from = fields.Float(string="Break from", default=12.0)
    pause_to = fields.Float(string="Break to", default=13.0)
    minutes = fields.Integer(string="Minutes each", required=True, default=30)
    capacity = fields.Integer(
        required=True, default=5, help="Owners who can be received in this time."
    )
    place_count = fields.Integer(string="Places", compute="_compute_place_count")

    @api.depends("batch_id")
    def _compute_date(self):
        for wizard in self:
            wizard.date = wizard.batch_id.date

    @api.depends(
        "hour_from", "hour_to", "pause_from", "pause_to", "minutes", "capacity"
    )
    def _compute_place_count(self):
        for wizard in self:
            count = 0
            if wizard.minutes > 0:
                for start, end in wizard._property_spans():
                    count += int(max(end - start, 0) * 60 / wizard.minutes + 1e-6)
            wizard.place_count = count * max(wizard.capacity, 0)

    def action_confirm(self):
        self.ensure_one()
        self.batch_id._property_require_administrator()
        hours = (self.hour_from, self.hour_to, self.pause_from, self.pause_to)
        if (
            not self.place_count
            or any(hour < 0 or hour > 24 for hour in hours)
            or self.place_count > 5000
        ):
            raise UserError(
                self.env._("These hours give no appointment; correct them.")
            )
        for start, end in self._property_spans():
            self.batch_id._property_add_slots(
                self._property_moment(start),
                self._property_moment(end),
                self.minutes,
                self.capacity,
            )
        return {"type": "ir.actions.act_window_close"}

    def _property_spans(self):
        """The working hours of the day, before and after the break."""
        if self.pause_to > self.pause_from:
            return [(self.hour_from, self.pause_from), (self.pause_to, self.hour_to)]
        return [(self.hour_from, self.hour_to)]

    def _property_moment(self, hour):
        """An hour of the day in the user's time, as naive UTC."""
        zone = ZoneInfo(self.env.user.tz or "Asia/Shanghai")
        local = datetime.combine(self.date, time(0), tzinfo=zone)
        return (
            (local + timedelta(hours=hour))
            .astimezone(ZoneInfo("UTC"))
            .replace(tzinfo=None)
        )
