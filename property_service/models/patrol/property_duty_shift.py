from odoo import api, models

# What decides who is on duty where and when.
WATCHED = {"staff_id", "post_id", "shift_type_id", "date", "is_support", "roster_id"}


class PropertyDutyShift(models.Model):
    """Patrol rounds follow the published roster (PAT-06)."""

    _inherit = "property.duty.shift"

    @api.model_create_multi
    def create(self, vals_list):
        shifts = super().create(vals_list)
        shifts._property_tell_patrol()
        return shifts

    def write(self, vals):
        result = super().write(vals)
        if WATCHED & vals.keys():
            self._property_tell_patrol()
        return result

    def unlink(self):
        published = self.filtered(lambda shift: shift.roster_state == "published")
        estates = published.estate_id
        result = super().unlink()
        self.env["property.patrol.round"]._property_follow_roster(estates)
        return result

    def _property_tell_patrol(self):
        published = self.filtered(lambda shift: shift.roster_state == "published")
        self.env["property.patrol.round"]._property_follow_roster(published.estate_id)
