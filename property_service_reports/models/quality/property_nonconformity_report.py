from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import average, count, link, rate, words


class PropertyNonconformityReport(models.Model):
    """Non-conformities by point, post and person; corrected and re-checked (QA-05).

    One row a non-conformity that was not dropped.
    """

    _name = "property.nonconformity.report"
    _description = "Non-conformities in Figures"
    _inherit = ["property.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "nonconformity_id"
    _property_source = "nonconformity_id"
    _depends = {
        "property.quality.nonconformity": [
            "estate_id",
            "company_id",
            "found_on",
            "found_by_id",
            "check_id",
            "control_point_id",
            "post_id",
            "staff_id",
            "violation_id",
            "severity",
            "owner_id",
            "deadline",
            "state",
            "corrected_on",
            "rechecked_on",
            "reopen_count",
        ],
    }
    _property_ratios = {
        "closed_percent": ("closed_count", "nonconformity_count"),
        "in_time_percent": ("in_time_count", "corrected_count"),
    }

    nonconformity_id = link("property.quality.nonconformity")
    check_id = link("property.quality.check")
    date = fields.Datetime(string="Found out on", readonly=True)
    deadline = fields.Date(readonly=True)
    control_point_id = link("property.control.point")
    post_id = link("property.duty.post", "Duty post")
    staff_id = link("property.staff", "Responsible staff")
    owner_id = link("property.staff", "Corrected by")
    user_id = link("res.users", "Found by")
    violation_id = link("property.quality.violation", "Violation of conduct")
    severity = words("property.quality.nonconformity", "severity")
    state = words("property.quality.nonconformity", "state", "Status")
    nonconformity_count = count("Non-conformities")
    open_count = count("Open non-conformities")
    overdue_count = count("Corrections overdue")
    corrected_count = count("Corrected", help="With a deadline, re-checked or not.")
    in_time_count = count("Corrected in time")
    closed_count = count("Re-checked and closed")
    reopened_count = count("Corrected again", help="Times the re-check failed.")
    correct_days = average("Days to the correction")
    close_days = average("Days to the re-check")
    closed_percent = rate("Closed (%)", help="Re-checked and closed / all.")
    in_time_percent = rate("Corrected in time (%)", help="In time / corrected.")

    def _property_implied(self):
        return {"overdue_count": SQL("%s.state = 'open'", SQL.identifier(self._table))}

    def _query(self):
        return SQL(
            """
            SELECT finding.id,
                   finding.id AS nonconformity_id,
                   finding.check_id,
                   finding.estate_id,
                   finding.company_id,
                   finding.found_on AS date,
                   finding.deadline,
                   finding.control_point_id,
                   finding.post_id,
                   finding.staff_id,
                   finding.owner_id,
                   finding.found_by_id AS user_id,
                   finding.violation_id,
                   finding.severity,
                   finding.state,
                   1 AS nonconformity_count,
                   (finding.state != 'done')::int AS open_count,
                   COALESCE(finding.state = 'open'
                            AND finding.deadline < %(today)s, FALSE)::int
                       AS overdue_count,
                   corrected.is_corrected::int AS corrected_count,
                   (corrected.is_corrected
                    AND %(corrected)s <= finding.deadline)::int AS in_time_count,
                   (finding.state = 'done')::int AS closed_count,
                   COALESCE(finding.reopen_count, 0) AS reopened_count,
                   (%(correct)s) / 1440.0 AS correct_days,
                   CASE WHEN finding.state = 'done' THEN (%(close)s) / 1440.0 END
                       AS close_days
              FROM property_quality_nonconformity finding
        CROSS JOIN LATERAL (
                   SELECT finding.state IN ('corrected', 'done')
                          AND finding.corrected_on IS NOT NULL
                          AND finding.deadline IS NOT NULL AS is_corrected) corrected
             WHERE finding.state != 'dropped'
            """,
            corrected=self._property_day("finding.corrected_on"),
            correct=self._property_minutes("finding.found_on", "finding.corrected_on"),
            close=self._property_minutes("finding.found_on", "finding.rechecked_on"),
            today=fields.Date.context_today(self),
        )
