from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .property_repeat_problem import KINDS

# Field of the problem and column of the request.
PLACES = {"unit_id": "property_unit_id", "equipment_id": "property_equipment_id"}


class PropertyRepeatProblem(models.Model):
    """The rule that finds repeated problems, every night (TRD-02)."""

    _inherit = "property.repeat.problem"

    @api.model
    def _cron_find(self):
        """Open or bring up to date the problems of all estates."""
        for estate in self.env["property.estate"].search([]):
            self._property_find(estate)

    @api.model
    def _property_find(self, estate):
        """Requests of one category and place that reach the number of the rule.

        What was reported before a decision does not count again after it.

        :return: the problems that are new
        """
        count = estate._property_parameter("service.problem_count")
        if not count:
            return self
        days = estate._property_parameter("service.problem_days")
        since = fields.Datetime.now() - timedelta(days=days)
        created = self
        for place, column in PLACES.items():
            found = self._property_query(estate, place, column, since, count)
            created |= self._property_keep(estate, place, found)
        return created

    @api.model
    def _property_query(self, estate, place, column, since, count):
        """
        :return: list of (place id, category id, number, first day, last day)
        """
        self.env["helpdesk.ticket"].flush_model()
        self.flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT ticket.%(column)s, ticket.category_id, COUNT(*),
                       MIN(ticket.property_received_on),
                       MAX(ticket.property_received_on)
                  FROM helpdesk_ticket ticket
             LEFT JOIN (SELECT %(place)s AS place, category_id,
                               MAX(decided_on) AS decided_on
                          FROM property_repeat_problem
                         WHERE estate_id = %(estate)s AND decided_on IS NOT NULL
                      GROUP BY %(place)s, category_id) decided
                    ON decided.place = ticket.%(column)s
                   AND decided.category_id = ticket.category_id
                 WHERE ticket.property_estate_id = %(estate)s
                   AND ticket.%(column)s IS NOT NULL
                   AND ticket.category_id IS NOT NULL
                   AND ticket.property_kind IN %(kinds)s
                   AND ticket.property_received_on >= %(since)s
                   AND ticket.active
                   AND (decided.decided_on IS NULL
                        OR ticket.property_received_on > decided.decided_on)
              GROUP BY ticket.%(column)s, ticket.category_id
                HAVING COUNT(*) >= %(count)s
                """,
                column=SQL.identifier(column),
                place=SQL.identifier(place),
                estate=estate.id,
                kinds=KINDS,
                since=since,
                count=count,
            )
        )

    @api.model
    def _property_keep(self, estate, place, found):
        """Write what was found into the open problems, and open the others."""
        known = {
            (problem[place].id, problem.category_id.id): problem
            for problem in self.search(
                [
                    ("estate_id", "=", estate.id),
                    ("state", "=", "open"),
                    (place, "!=", False),
                ]
            )
        }
        new = []
        for place_id, category_id, count, first_on, last_on in found:
            values = {"ticket_count": count, "first_on": first_on, "last_on": last_on}
            problem = known.get((place_id, category_id))
            if problem:
                if any(problem[name] != value for name, value in values.items()):
                    problem._property_set(**values)
                continue
            new.append(
                {
                    **values,
                    "estate_id": estate.id,
                    place: place_id,
                    "category_id": category_id,
                }
            )
        # Found by the rule; nobody enters a problem.
        return self.sudo().create(new).sudo(self.env.su)
