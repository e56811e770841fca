from odoo import api, fields, models

from ..estate.res_partner import DESK_GROUPS
from .property_defect import OPEN_STATES


class PropertyUnit(models.Model):
    """What is still to be repaired in the unit (MVI-18)."""

    _inherit = "property.unit"

    defect_ids = fields.One2many(
        comodel_name="property.defect", inverse_name="unit_id", groups=DESK_GROUPS
    )
    defect_count = fields.Integer(
        string="Open defects",
        compute="_compute_defect_count",
        search="_search_defect_count",
        groups=DESK_GROUPS,
    )

    @api.depends("defect_ids.state")
    def _compute_defect_count(self):
        counts = self._property_count(
            self.env["property.defect"], [("state", "in", OPEN_STATES)]
        )
        for unit in self:
            unit.defect_count = counts.get(unit.id, 0)

    def _search_defect_count(self, operator, value):
        """Only whether there are any: the number itself is not searched."""
        if operator not in ("in", ">") or (operator == ">" and value):
            return NotImplemented
        some = fields.Domain("defect_ids", "any", [("state", "in", OPEN_STATES)])
        if operator == ">":
            return some
        return ~some if set(value) == {0} else NotImplemented

    def _property_open_defects(self):
        """Outstanding works of these units that nobody has signed off."""
        return self.env["property.defect"].search(
            [("unit_id", "in", self.ids), ("state", "in", OPEN_STATES)]
        )

    def _property_portal_defects(self):
        """What a resident sees of the works in the unit, the newest first."""
        return self.env["property.defect"].search(
            [("unit_id", "in", self.ids), ("state", "!=", "cancelled")], limit=100
        )

    def action_open_defects(self):
        self.ensure_one()
        return self._property_open(
            "property_defect_action", context={"search_default_open": 1}
        )
