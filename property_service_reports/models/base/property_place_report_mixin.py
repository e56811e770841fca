from odoo import api, models
from odoo.tools import SQL

from .columns import link, words

UNIT = {"property.unit": ["estate_id", "building_id", "zone_id", "kind"]}


class PropertyPlaceReportMixin(models.AbstractModel):
    """A row that is about a unit, or at least about an estate."""

    _name = "property.place.report.mixin"
    _description = "Row about a Unit"
    _inherit = ["property.report.mixin"]

    unit_id = link("property.unit")
    unit_kind = words("property.unit", "kind", "Kind of unit")
    building_id = link("property.building")
    zone_id = link("property.zone")

    @api.model
    def _property_place_columns(self):
        """Columns of the place, from ``unit``."""
        return SQL(
            "unit.id AS unit_id, unit.kind AS unit_kind, unit.building_id, unit.zone_id"
        )
