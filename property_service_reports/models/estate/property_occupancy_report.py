from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import count, link, rate, words
from ..base.property_place_report_mixin import UNIT


class PropertyOccupancyReport(models.Model):
    """房态表: units by status, and whether their owner is known (ARC-10, ARC-11).

    One row a unit in use, as it stands today.
    """

    _name = "property.occupancy.report"
    _description = "Unit Status in Figures"
    _inherit = ["property.place.report.mixin"]
    _auto = False
    _order = "estate_id, id"
    _rec_name = "unit_id"
    _property_source = "unit_id"
    _property_ratios = {
        "let_percent": ("let_count", "delivered_count"),
        "known_percent": ("known_count", "delivered_count"),
    }
    _depends = {
        "property.unit": [
            *UNIT["property.unit"],
            *("company_id", "state", "floor_id", "area", "active"),
        ],
        "property.occupancy": ["unit_id", "role", "date_start", "date_end"],
    }

    state = words("property.unit", "state", "Occupancy status")
    floor_id = link("property.floor")
    unit_count = count("Units")
    delivered_count = count("Units handed over")
    let_count = count("Units in use", help="Occupied by the owner, or leased.")
    vacant_count = count("Units vacant")
    renovating_count = count("Units under renovation")
    known_count = count(
        "Units with a known owner", help="Handed over, with an owner on record today."
    )
    unknown_count = count(
        "Units without a known owner",
        help="Handed over, but nobody is on record as the owner today.",
    )
    area = fields.Float(string="Floor area", readonly=True, digits=(12, 2))
    let_percent = rate("In use (%)", help="Units in use / units handed over.")
    known_percent = rate(
        "Owner known (%)", help="Units with a known owner / units handed over."
    )

    def _query(self):
        return SQL(
            """
            SELECT unit.id,
                   %(place)s,
                   unit.estate_id,
                   unit.company_id,
                   unit.state,
                   unit.floor_id,
                   1 AS unit_count,
                   (unit.state <> 'undelivered')::integer AS delivered_count,
                   (unit.state IN ('occupied', 'leased'))::integer AS let_count,
                   (unit.state = 'vacant')::integer AS vacant_count,
                   (unit.state = 'renovating')::integer AS renovating_count,
                   (unit.state <> 'undelivered' AND owner.is_known)::integer
                       AS known_count,
                   (unit.state <> 'undelivered' AND NOT owner.is_known)::integer
                       AS unknown_count,
                   COALESCE(unit.area, 0) AS area
              FROM property_unit unit
        CROSS JOIN LATERAL (
                   SELECT EXISTS (
                          SELECT 1
                            FROM property_occupancy
                           WHERE unit_id = unit.id
                             AND role = 'owner'
                             AND date_start <= %(today)s
                             AND (date_end IS NULL OR date_end >= %(today)s)
                          ) AS is_known
                   ) owner
             WHERE unit.active
            """,
            place=self._property_place_columns(),
            today=fields.Date.context_today(self),
        )
