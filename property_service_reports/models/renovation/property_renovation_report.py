from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.property_service.models.renovation.property_renovation import (
    ENDED_STATES,
    SITE_STATES,
)

from ..base.columns import average, count, link, rate, words
from ..base.property_place_report_mixin import UNIT


class PropertyRenovationReport(models.Model):
    """Renovations by step, how long each part takes, deposits held, violations (REN).

    One row an application, archived ones included.
    """

    _name = "property.renovation.report"
    _description = "Renovations in Figures"
    _inherit = ["property.place.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "renovation_id"
    _property_source = "renovation_id"
    _depends = {
        **UNIT,
        "property.renovation": [
            "unit_id",
            "state",
            "zone_id",
            "agent_id",
            "applicant_id",
            "contractor_id",
            "permit_issued_on",
            "permit_date_end",
            "started_on",
            "completed_on",
            "accepted_on",
            "archived_on",
            "deposit_amount",
        ],
        "property.deposit": ["res_model", "res_id", "amount_held"],
        "property.renovation.violation": ["renovation_id", "state"],
        "property.renovation.inspection": ["renovation_id", "state"],
        "property.renovation.extension": ["renovation_id"],
    }
    _property_ratios = {
        "permitted_percent": ("permitted_count", "renovation_count"),
        "violated_percent": ("violated_count", "permitted_count"),
    }

    renovation_id = link("property.renovation")
    date = fields.Datetime(string="Applied on", readonly=True)
    date_permit = fields.Date(string="Permit issued on", readonly=True)
    date_start = fields.Date(string="Work began on", readonly=True)
    date_completed = fields.Date(string="Work completed on", readonly=True)
    date_accepted = fields.Date(string="Acceptance passed on", readonly=True)
    date_archived = fields.Date(string="Archived on", readonly=True)
    state = words("property.renovation", "state", "Step")
    agent_id = link("property.staff", "Area agent")
    applicant_id = link("res.partner", "Applicant")
    contractor_id = link("res.partner", "Contractor")
    currency_id = fields.Many2one(related="company_id.currency_id")
    renovation_count = count("Renovations")
    permitted_count = count("Permits issued")
    site_count = count("Sites open", help="With a permit in force, until accepted.")
    ended_count = count("Renovations ended")
    rejected_count = count("Applications rejected")
    expired_count = count(
        "Permits run out", help="Sites that are open after the last day of the permit."
    )
    violation_count = count("Violations", help="Withdrawn ones do not count.")
    open_violation_count = count("Open violations")
    violated_count = count("Sites with violations")
    inspection_count = count("Inspections done")
    extension_count = count("Extensions")
    permit_days = average("Days to the permit", help="From the application.")
    work_days = average("Days of work", help="From the beginning to the completion.")
    acceptance_days = average("Days to the acceptance", help="From the completion.")
    total_days = average("Days to the archive", help="From the application.")
    deposit_asked = fields.Monetary(string="Deposit asked", readonly=True)
    deposit_held = fields.Monetary(string="Deposit held", readonly=True)
    permitted_percent = rate("Permitted (%)", help="Permits issued / renovations.")
    violated_percent = rate(
        "Sites with violations (%)", help="Sites with violations / permits issued."
    )

    def _property_implied(self):
        table = SQL.identifier(self._table)
        on_site = SQL("%s.state IN %s", table, SITE_STATES)
        return {"site_count": on_site, "expired_count": on_site}

    def _query(self):
        return SQL(
            """
            SELECT renovation.id,
                   renovation.id AS renovation_id,
                   %(place)s,
                   renovation.estate_id,
                   renovation.company_id,
                   renovation.create_date AS date,
                   renovation.permit_issued_on AS date_permit,
                   renovation.started_on AS date_start,
                   renovation.completed_on AS date_completed,
                   renovation.accepted_on AS date_accepted,
                   renovation.archived_on AS date_archived,
                   renovation.state,
                   renovation.agent_id,
                   renovation.applicant_id,
                   renovation.contractor_id,
                   1 AS renovation_count,
                   (renovation.permit_issued_on IS NOT NULL)::int AS permitted_count,
                   (renovation.state IN %(site)s)::int AS site_count,
                   (renovation.state IN %(ended)s)::int AS ended_count,
                   (renovation.state = 'rejected')::int AS rejected_count,
                   COALESCE(renovation.state IN %(site)s
                            AND renovation.permit_date_end < %(today)s, FALSE)::int
                       AS expired_count,
                   violation.number AS violation_count,
                   violation.open AS open_violation_count,
                   (violation.number > 0
                    AND renovation.permit_issued_on IS NOT NULL)::int AS violated_count,
                   inspection.number AS inspection_count,
                   extension.number AS extension_count,
                   renovation.permit_issued_on - %(applied)s AS permit_days,
                   renovation.completed_on - renovation.started_on AS work_days,
                   renovation.accepted_on - renovation.completed_on AS acceptance_days,
                   renovation.archived_on - %(applied)s AS total_days,
                   COALESCE(renovation.deposit_amount, 0) AS deposit_asked,
                   COALESCE(deposit.amount, 0) AS deposit_held
              FROM property_renovation renovation
         LEFT JOIN property_unit unit ON unit.id = renovation.unit_id
         LEFT JOIN LATERAL (
                   SELECT COUNT(*) AS number,
                          COUNT(*) FILTER (WHERE state != 'closed') AS open
                     FROM property_renovation_violation
                    WHERE renovation_id = renovation.id
                      AND state != 'withdrawn') violation ON TRUE
         LEFT JOIN LATERAL (
                   SELECT COUNT(*) AS number
                     FROM property_renovation_inspection
                    WHERE renovation_id = renovation.id
                      AND state = 'done') inspection ON TRUE
         LEFT JOIN LATERAL (
                   SELECT COUNT(*) AS number
                     FROM property_renovation_extension
                    WHERE renovation_id = renovation.id
                      AND state = 'approved') extension ON TRUE
         LEFT JOIN LATERAL (
                   SELECT SUM(amount_held) AS amount
                     FROM property_deposit
                    WHERE res_model = 'property.renovation'
                      AND res_id = renovation.id) deposit ON TRUE
            """,
            place=self._property_place_columns(),
            applied=self._property_day("renovation.create_date"),
            site=SITE_STATES,
            ended=ENDED_STATES,
            today=fields.Date.context_today(self),
        )
