from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import average, count, link, rate, words


class PropertyQualityReport(models.Model):
    """Quality checks: how many, by whom, what they found (QA-01 to QA-09).

    One row a check that is done.
    """

    _name = "property.quality.report"
    _description = "Quality Checks in Figures"
    _inherit = ["property.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "check_id"
    _property_source = "check_id"
    _depends = {
        "property.quality.check": [
            "estate_id",
            "company_id",
            "kind_id",
            "method",
            "control_point_id",
            "date",
            "user_id",
            "post_id",
            "failed_count",
            "score",
            "state",
            "published_on",
        ],
        "property.quality.nonconformity": ["check_id", "state"],
    }
    _property_ratios = {"clean_percent": ("clean_count", "check_count")}

    check_id = link("property.quality.check")
    date = fields.Datetime(string="Checked on", readonly=True)
    kind_id = link("property.quality.kind", "Kind of check")
    method = words("property.quality.check", "method")
    control_point_id = link("property.control.point")
    user_id = link("res.users", "Checked by")
    post_id = link("property.duty.post", "Duty post")
    check_count = count("Checks done")
    clean_count = count("Checks without a finding")
    failed_count = count("Items not in order")
    nonconformity_count = count("Non-conformities", help="Dropped ones apart.")
    open_count = count("Open non-conformities")
    published_count = count("Checks published")
    score = average("Points reached (%)")
    clean_percent = rate(
        "Checks without a finding (%)", help="Without a finding / checks done."
    )

    def _query(self):
        return SQL(
            """
            SELECT quality.id,
                   quality.id AS check_id,
                   quality.estate_id,
                   quality.company_id,
                   quality.date,
                   quality.kind_id,
                   quality.method,
                   quality.control_point_id,
                   quality.user_id,
                   quality.post_id,
                   1 AS check_count,
                   (COALESCE(quality.failed_count, 0) = 0
                    AND finding.number = 0)::int AS clean_count,
                   COALESCE(quality.failed_count, 0) AS failed_count,
                   finding.number AS nonconformity_count,
                   finding.open AS open_count,
                   (quality.published_on IS NOT NULL)::int AS published_count,
                   quality.score
              FROM property_quality_check quality
         LEFT JOIN LATERAL (
                   SELECT COUNT(*) AS number,
                          COUNT(*) FILTER (WHERE state != 'done') AS open
                     FROM property_quality_nonconformity
                    WHERE check_id = quality.id AND state != 'dropped') finding ON TRUE
             WHERE quality.state = 'done'
            """
        )
