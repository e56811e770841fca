from odoo import fields, models

from ..estate.res_partner import DESK_GROUPS


class PropertyUnit(models.Model):
    """The handovers of the unit, earlier and running."""

    _inherit = "property.unit"

    handover_count = fields.Integer(
        string="Handovers",
        compute="_compute_handover_count",
        groups=DESK_GROUPS,
    )

    def _compute_handover_count(self):
        counts = self._property_count(
            self.env["property.handover"], [("state", "!=", "cancelled")]
        )
        for unit in self:
            unit.handover_count = counts.get(unit.id, 0)

    def action_open_handovers(self):
        self.ensure_one()
        return self._property_open("property_handover_action")
