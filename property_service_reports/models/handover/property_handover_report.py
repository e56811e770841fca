from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import average, count, link, rate, words
from ..base.property_place_report_mixin import UNIT


class PropertyHandoverReport(models.Model):
    """Move-ins and move-outs: how many, how long, with how many works (MVI, MVO).

    One row a handover that was not cancelled.
    """

    _name = "property.handover.report"
    _description = "Handovers in Figures"
    _inherit = ["property.place.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "handover_id"
    _property_source = "handover_id"
    _depends = {
        **UNIT,
        "property.handover": [
            "unit_id",
            "estate_id",
            "company_id",
            "kind",
            "state",
            "reason",
            "batch_id",
            "partner_id",
            "user_id",
            "date",
            "started_on",
            "completed_on",
            "archived_on",
            "duration",
        ],
        "property.inspection": ["handover_id"],
        "property.defect": ["inspection_id", "state"],
    }
    _property_ratios = {
        "completed_percent": ("completed_count", "handover_count"),
        "clean_percent": ("clean_count", "completed_count"),
    }

    handover_id = link("property.handover")
    date = fields.Date(string="Day of the handover", readonly=True)
    date_completed = fields.Datetime(string="Completed on", readonly=True)
    kind = words("property.handover", "kind", "Kind of handover")
    state = words("property.handover", "state", "Status")
    reason = words("property.handover", "reason")
    batch_id = link("property.handover.batch")
    partner_id = link("res.partner", "Customer")
    user_id = link("res.users", "Handled by")
    handover_count = count("Handovers")
    running_count = count("Handovers under way", help="Prepared or under way.")
    completed_count = count("Handovers completed")
    archived_count = count("Handovers archived")
    defect_count = count(
        "Works found", help="At its inspections; cancelled ones apart."
    )
    clean_count = count("Without any work", help="Completed, and no work was found.")
    minutes = average("Minutes taken", help="From the first step to the last (MVI-02).")
    archive_days = average("Days to the archive", help="From the completion.")
    completed_percent = rate("Completed (%)", help="Completed / handovers.")
    clean_percent = rate("Without any work (%)", help="Without any work / completed.")

    def _query(self):
        return SQL(
            """
            SELECT handover.id,
                   handover.id AS handover_id,
                   %(place)s,
                   handover.estate_id,
                   handover.company_id,
                   COALESCE(handover.date, %(created)s) AS date,
                   handover.completed_on AS date_completed,
                   handover.kind,
                   handover.state,
                   handover.reason,
                   handover.batch_id,
                   handover.partner_id,
                   handover.user_id,
                   1 AS handover_count,
                   (handover.state IN ('draft', 'in_progress'))::int AS running_count,
                   ended.is_completed::int AS completed_count,
                   (handover.state = 'archived')::int AS archived_count,
                   COALESCE(defect.number, 0) AS defect_count,
                   (ended.is_completed AND defect.number IS NULL)::int AS clean_count,
                   NULLIF(handover.duration, 0) AS minutes,
                   (%(archive)s) / 1440.0 AS archive_days
              FROM property_handover handover
              JOIN property_unit unit ON unit.id = handover.unit_id
         LEFT JOIN (
                   SELECT inspection.handover_id, COUNT(*) AS number
                     FROM property_defect defect
                     JOIN property_inspection inspection
                       ON inspection.id = defect.inspection_id
                    WHERE defect.state != 'cancelled'
                 GROUP BY inspection.handover_id) defect
                ON defect.handover_id = handover.id
        CROSS JOIN LATERAL (
                   SELECT handover.state IN ('completed', 'archived') AS is_completed
                   ) ended
             WHERE handover.state != 'cancelled'
            """,
            place=self._property_place_columns(),
            created=self._property_day("handover.create_date"),
            archive=self._property_minutes(
                "handover.completed_on", "handover.archived_on"
            ),
        )
