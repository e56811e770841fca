from odoo import models


class PropertyDutyRoster(models.Model):
    """Patrol rounds follow a roster as soon as it is published (PAT-06)."""

    _inherit = "property.duty.roster"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self.env["property.patrol.round"]._property_follow_roster(self.estate_id)
        return result
