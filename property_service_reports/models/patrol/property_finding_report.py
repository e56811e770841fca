from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import average, count, link, rate, words


class PropertyFindingReport(models.Model):
    """What patrols found: by kind, point and facility, put right or not (PAT)."""

    _name = "property.finding.report"
    _description = "Findings in Figures"
    _inherit = ["property.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "finding_id"
    _property_source = "finding_id"
    _depends = {
        "property.patrol.round": ["route_id"],
        "property.patrol.finding.kind": ["is_external"],
        "property.patrol.finding": [
            "estate_id",
            "company_id",
            "kind_id",
            "round_id",
            "point_id",
            "equipment_id",
            "found_on",
            "user_id",
            "ticket_id",
            "settled_on",
            "state",
        ],
        "helpdesk.ticket": ["closed_date"],
    }
    _property_ratios = {"settled_percent": ("settled_count", "finding_count")}

    finding_id = link("property.patrol.finding", "Patrol finding")
    date = fields.Datetime(string="Found on", readonly=True)
    kind_id = link("property.patrol.finding.kind", "Kind of finding")
    route_id = link("property.patrol.route")
    point_id = link("property.patrol.point")
    equipment_id = link("maintenance.equipment", "Facility")
    user_id = link("res.users", "Found by")
    state = words("property.patrol.finding", "state", "Status")
    finding_count = count("Patrol findings")
    open_count = count("Findings to be put right")
    settled_count = count("Findings put right")
    request_count = count("Findings with a request")
    external_count = count("Findings for outside units")
    settle_days = average("Days until put right")
    settled_percent = rate("Findings put right (%)", help="Put right / findings.")

    def _query(self):
        return SQL(
            """
            SELECT finding.id,
                   finding.id AS finding_id,
                   finding.estate_id,
                   finding.company_id,
                   finding.found_on AS date,
                   finding.kind_id,
                   round.route_id,
                   finding.point_id,
                   finding.equipment_id,
                   finding.user_id,
                   finding.state,
                   1 AS finding_count,
                   (finding.state = 'open')::int AS open_count,
                   (finding.state = 'settled')::int AS settled_count,
                   (finding.ticket_id IS NOT NULL)::int AS request_count,
                   (kind.is_external IS TRUE)::int AS external_count,
                   CASE WHEN finding.state = 'settled' THEN (%(minutes)s) / 1440.0 END
                       AS settle_days
              FROM property_patrol_finding finding
         LEFT JOIN property_patrol_round round ON round.id = finding.round_id
         LEFT JOIN property_patrol_finding_kind kind ON kind.id = finding.kind_id
         LEFT JOIN helpdesk_ticket ticket ON ticket.id = finding.ticket_id
            """,
            minutes=self._property_minutes(
                "finding.found_on", "COALESCE(finding.settled_on, ticket.closed_date)"
            ),
        )
