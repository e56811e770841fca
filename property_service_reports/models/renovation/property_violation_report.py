from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import average, count, link, rate, words
from ..base.property_place_report_mixin import UNIT


class PropertyViolationReport(models.Model):
    """Violations on renovation sites by kind, step and result (REN-14, REN-26).

    One row a violation that was not withdrawn.
    """

    _name = "property.violation.report"
    _description = "Violations in Figures"
    _inherit = ["property.place.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "violation_id"
    _property_source = "violation_id"
    _depends = {
        **UNIT,
        "property.renovation": ["unit_id", "agent_id", "contractor_id"],
        "property.renovation.violation": [
            "renovation_id",
            "estate_id",
            "company_id",
            "state",
            "kind_id",
            "result",
            "found_on",
            "found_by_id",
            "stops_site",
            "closed_on",
            "next_due",
        ],
    }
    _property_ratios = {"closed_percent": ("closed_count", "violation_count")}

    violation_id = link("property.renovation.violation")
    renovation_id = link("property.renovation")
    date = fields.Datetime(string="Found on", readonly=True)
    state = words("property.renovation.violation", "state", "Status")
    kind_id = link("property.renovation.violation.kind", "Kind of violation")
    result = words("property.renovation.violation", "result")
    user_id = link("res.users", "Found by")
    agent_id = link("property.staff", "Area agent")
    contractor_id = link("res.partner", "Contractor")
    violation_count = count("Violations")
    open_count = count("Open violations")
    closed_count = count("Closed violations")
    stopping_count = count("Violations that stop the site")
    rectified_count = count("Rectified violations")
    deducted_count = count("Deducted from the deposit")
    overdue_count = count("Overdue violations", help="Open, and the deadline passed.")
    close_days = average("Days until closed")
    closed_percent = rate(
        "Violations closed (%)", help="Closed violations / violations."
    )

    def _query(self):
        return SQL(
            """
            SELECT violation.id,
                   violation.id AS violation_id,
                   violation.renovation_id,
                   %(place)s,
                   violation.estate_id,
                   violation.company_id,
                   COALESCE(violation.found_on, violation.create_date) AS date,
                   violation.state,
                   violation.kind_id,
                   violation.result,
                   violation.found_by_id AS user_id,
                   renovation.agent_id,
                   renovation.contractor_id,
                   1 AS violation_count,
                   (violation.state != 'closed')::int AS open_count,
                   (violation.state = 'closed')::int AS closed_count,
                   (violation.stops_site IS TRUE)::int AS stopping_count,
                   COALESCE(violation.result = 'rectified', FALSE)::int
                       AS rectified_count,
                   COALESCE(violation.result = 'deducted', FALSE)::int
                       AS deducted_count,
                   COALESCE(violation.state != 'closed'
                            AND violation.next_due < %(now)s, FALSE)::int
                       AS overdue_count,
                   (%(minutes)s) / 1440.0 AS close_days
              FROM property_renovation_violation violation
         LEFT JOIN property_renovation renovation
                ON renovation.id = violation.renovation_id
         LEFT JOIN property_unit unit ON unit.id = renovation.unit_id
             WHERE violation.state != 'withdrawn'
            """,
            place=self._property_place_columns(),
            minutes=self._property_minutes("violation.found_on", "violation.closed_on"),
            now=fields.Datetime.now(),
        )
