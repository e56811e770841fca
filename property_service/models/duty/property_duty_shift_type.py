from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# A shift that ends after this hour is a late one, unless the estate says otherwise.
LATE_HOUR = 22


class PropertyDutyShiftType(models.Model):
    """班次: a shift's name and hours in an estate (DUT-39, DUT-40, DUT-51).

    Hours are those of the clock where the estate stands; a shift that ends before it
    begins goes on past midnight. Changing them touches no shift that is planned.
    """

    _name = "property.duty.shift.type"
    _description = "Shift Type"
    _inherit = ["property.estate.mixin"]
    _order = "estate_id, sequence, time_from, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(string="Shift", required=True)
    code = fields.Char(
        string="Short sign",
        required=True,
        help="One to three characters, shown in the month grid and used in patterns.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    time_from = fields.Float(string="Begins at", required=True, default=9.0)
    time_to = fields.Float(string="Ends at", required=True, default=18.0)
    hours = fields.Float(string="Duty hours", compute="_compute_hours", store=True)
    is_peak = fields.Boolean(
        string="Peak period",
        help="A short slot at the morning, noon or evening peak (DUT-51): several of"
        " them on one day are no back-to-back duty.",
    )
    is_late = fields.Boolean(
        string="Late or night shift",
        compute="_compute_is_late",
        store=True,
        readonly=False,
        help="It cleans the public area (DUT-48), and what it leaves unfinished gets"
        " somebody by day (EMG-04).",
    )
    color = fields.Integer(string="Colour")

    _code_uniq = models.UniqueIndex(
        "(estate_id, code) WHERE active",
        "Another shift of this estate has this short sign already.",
    )
    _hours_of_a_day = models.Constraint(
        "CHECK(time_from >= 0 AND time_from < 24 AND time_to >= 0 AND time_to <= 24)",
        "A shift begins and ends between 0:00 and 24:00.",
    )

    # === Computes ===

    @api.depends("time_from", "time_to")
    def _compute_hours(self):
        for shift_type in self:
            hours = shift_type.time_to - shift_type.time_from
            shift_type.hours = hours if hours > 0 else hours + 24

    @api.depends("time_from", "hours")
    def _compute_is_late(self):
        """Goes on past 22:00, where the night begins."""
        for shift_type in self:
            end = shift_type.time_from + shift_type.hours
            shift_type.is_late = end > LATE_HOUR

    @api.depends("name", "time_from", "time_to")
    def _compute_display_name(self):
        for shift_type in self:
            shift_type.display_name = (
                f"{shift_type.name} {shift_type._property_hours_text()}"
            )

    # === Constraints ===

    @api.constrains("code")
    def _check_code(self):
        for shift_type in self:
            code = shift_type.code
            if len(code) > 3 or code != code.strip() or " " in code or code == "-":
                raise ValidationError(
                    self.env._(
                        "Shift “%(name)s”: the short sign has one to three characters"
                        " without blanks, and “-” stands for a day off.",
                        name=shift_type.name,
                    )
                )

    # === Business methods ===

    def _property_hours_text(self):
        self.ensure_one()
        return "–".join(
            f"{int(moment):02d}:{round(moment % 1 * 60):02d}"
            for moment in (self.time_from, self.time_to)
        )

    def _property_times(self, day):
        """Begin and end of this shift on a day, naive UTC."""
        self.ensure_one()
        zone = self.estate_id._property_tz()
        begin = datetime.combine(day, time.min) + timedelta(hours=self.time_from)
        end = begin + timedelta(hours=self.hours)
        return tuple(
            zone.localize(moment).astimezone(pytz.utc).replace(tzinfo=None)
            for moment in (begin, end)
        )
