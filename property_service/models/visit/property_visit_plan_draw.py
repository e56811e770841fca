from datetime import timedelta
from math import ceil

from odoo import fields, models
from odoo.tools import SQL


class PropertyVisitPlan(models.Model):
    """Fill a plan with the households whose turn it is (VIS-01, VIS-06)."""

    _inherit = "property.visit.plan"

    def action_draw(self):
        """Propose as many households as are missing, those first who waited longest.

        Key customers come first, and go to the area supervisor.
        """
        self.ensure_one()
        self._property_step("draft")
        self._property_check_open()
        self._property_measure()
        needed = ceil(self.minimum_share * self.population_count / 100)
        missing = needed - self.planned_count
        if missing > 0:
            units = self._property_next_units(missing)
            self.env["property.visit"].create(self._property_visit_rows(units))
        return True

    def _property_next_units(self, number):
        """Households not in the plan, the longest unvisited first, in one query.

        :return: recordset of ``property.unit`` in this order
        """
        units = self.env["property.unit"]
        query = units._search(self._property_population())
        rest = self.estate_id._property_parameter("visit.rest_months")
        since = fields.Date.subtract(self.month, months=rest)
        today = self.env.user._property_today()
        self.env["property.visit"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT unit.id
                  FROM property_unit unit
             LEFT JOIN (SELECT unit_id, max(done_on) AS done_on
                          FROM property_visit
                         WHERE estate_id = %(estate)s AND state = 'done'
                      GROUP BY unit_id) last ON last.unit_id = unit.id
             LEFT JOIN (SELECT occupancy.unit_id
                          FROM property_occupancy occupancy
                          JOIN res_partner partner
                            ON partner.id = occupancy.partner_id
                         WHERE partner.property_is_key_customer
                           AND occupancy.date_start <= %(today)s
                           AND (occupancy.date_end IS NULL
                                OR occupancy.date_end >= %(today)s)
                      GROUP BY occupancy.unit_id) important
                    ON important.unit_id = unit.id
                 WHERE unit.id IN %(units)s
                   AND NOT EXISTS (SELECT FROM property_visit visit
                                    WHERE visit.plan_id = %(plan)s
                                      AND visit.unit_id = unit.id)
                   AND (last.done_on IS NULL OR last.done_on < %(since)s)
              ORDER BY important.unit_id IS NULL, last.done_on NULLS FIRST,
                       unit.sort_key, unit.id
                 LIMIT %(number)s
                """,
                estate=self.estate_id.id,
                today=today,
                units=query.subselect(),
                plan=self.id,
                since=since,
                number=number,
            )
        )
        return units.browse([unit_id for (unit_id,) in rows])

    def _property_visit_rows(self, units):
        """Visits of the units, spread over the workdays, to the agents of the zones."""
        last = fields.Date.end_of(self.month, "month")
        days = [self.month + timedelta(days=number) for number in range(last.day)]
        days = [day for day in days if self.estate_id._property_is_workday(day)] or days
        important = units._property_key_customers()
        rows = []
        for number, unit in enumerate(units):
            is_key = unit.id in important
            zone = unit.zone_id
            staff = zone.supervisor_id if is_key else zone.agent_id
            rows.append(
                {
                    "plan_id": self.id,
                    "estate_id": self.estate_id.id,
                    "unit_id": unit.id,
                    "kind": "key" if is_key else "regular",
                    "partner_id": important.get(unit.id) or unit.owner_ids[:1].id,
                    "staff_id": staff.id,
                    "date": days[number * len(days) // len(units)],
                }
            )
        return rows
