from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import SQL

from .helpdesk_ticket_escalate import QUIET


class HelpdeskTicket(models.Model):
    """Requests that are not for one person alone to see (SRV-48, CMP-43, SLA-05)."""

    _inherit = "helpdesk.ticket"

    property_warning_ids = fields.Many2many(
        comodel_name="property.service.warning",
        relation="property_service_warning_ticket_rel",
        column1="ticket_id",
        column2="warning_id",
        string="Early warnings",
        readonly=True,
        copy=False,
    )

    _property_common_idx = models.Index(
        "(property_building_id, category_id, property_received_on)"
        " WHERE property_building_id IS NOT NULL"
    )

    def _property_on_step(self, step):
        result = super()._property_on_step(step)
        if step == "new" and not self._property_is_history():
            self._property_warn_similar()
        return result

    def _property_warn_similar(self):
        """Several units of a building with the same matter: warn (SRV-48, CMP-43)."""
        tickets = self.sudo().filtered(  # residents' requests count as well
            lambda ticket: ticket.property_building_id and ticket.category_id
        )
        for estate, group in tickets.grouped("property_estate_id").items():
            least = estate._property_parameter("service.warning_count")
            if not least:
                continue
            days = estate._property_parameter("service.warning_days")
            common = group._property_common(least, days)
            known = group._property_open_warnings() if common else {}
            own = set(group.ids)
            for building_id, category_id, ids in common:
                warning = known.get((building_id, category_id))
                if warning:
                    fresh = [Command.link(i) for i in ids if i in own]
                    warning.ticket_ids = fresh
                else:
                    group._property_warn(estate, building_id, category_id, ids, days)

    def _property_common(self, least, days):
        """Buildings and categories of these requests with enough units, in one query.

        A unit that asks again counts once; each place without a unit counts.
        """
        self.flush_recordset()
        now = fields.Datetime.now()
        return self.env.execute_query(
            SQL(
                """
                SELECT common.property_building_id, common.category_id,
                       array_agg(common.id ORDER BY common.id)
                  FROM (SELECT DISTINCT property_building_id, category_id
                          FROM helpdesk_ticket WHERE id IN %s) fresh
                  JOIN helpdesk_ticket common
                    ON common.property_building_id = fresh.property_building_id
                   AND common.category_id = fresh.category_id
                 WHERE common.property_received_on BETWEEN %s AND %s
              GROUP BY 1, 2
                HAVING count(DISTINCT COALESCE(common.property_unit_id, -common.id))
                       >= %s
                """,
                tuple(self.ids),
                now - timedelta(days=days),
                now,
                least,
            )
        )

    def _property_open_warnings(self):
        """Open warnings of the buildings, by building and category."""
        # The server warns, whoever registered the request.
        warnings = self.env["property.service.warning"].sudo()
        return {
            (warning.building_id.id, warning.category_id.id): warning
            for warning in warnings.search(
                [
                    ("building_id", "in", self.property_building_id.ids),
                    ("kind", "=", "similar"),
                    ("state", "=", "open"),
                ]
            )
        }

    def _property_warn(self, estate, building_id, category_id, ids, days):
        # As in _property_open_warnings; names are for everybody to read in it.
        every = self.sudo().env
        category = every["helpdesk.ticket.category"].browse(category_id)
        building = every["property.building"].browse(building_id)
        warnings = every["property.service.warning"]
        warnings.with_context(**QUIET).create(
            {
                "name": self.env._(
                    "%(building)s: %(count)s requests about %(category)s in %(days)s"
                    " days",
                    building=building.display_name,
                    count=len(ids),
                    category=category.complete_name,
                    days=days,
                ),
                "kind": "similar",
                "estate_id": estate.id,
                "building_id": building_id,
                "category_id": category_id,
                "ticket_ids": [Command.set(ids)],
            }
        )

    def _property_warn_no_contact(self):
        """Not done in time, and nobody told the customer anything (SLA-05)."""
        # As in _property_open_warnings.
        self.env["property.service.warning"].sudo().with_context(**QUIET).create(
            [
                {
                    "name": self.env._(
                        "Request %(ticket)s: unfinished, and no contact with the"
                        " customer on record",
                        ticket=ticket.number,
                    ),
                    "kind": "no_contact",
                    "estate_id": ticket.property_estate_id.id,
                    "building_id": ticket.property_building_id.id,
                    "category_id": ticket.category_id.id,
                    "ticket_ids": [Command.set(ticket.ids)],
                    "user_id": ticket.property_estate_id._property_level_user(
                        "supervisor"
                    ).id,
                }
                for ticket in self
            ]
        )
