from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import average, count, link, rate, words


class PropertyPatrolReport(models.Model):
    """Patrols: done, missed, on time, points skipped, findings (PAT).

    One row a round that was not cancelled.
    """

    _name = "property.patrol.report"
    _description = "Patrols in Figures"
    _inherit = ["property.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "round_id"
    _property_source = "round_id"
    _depends = {
        "property.patrol.round": [
            "estate_id",
            "company_id",
            "route_id",
            "kind",
            "schedule_id",
            "state",
            "date",
            "date_to",
            "staff_id",
            "user_id",
            "started_on",
            "done_on",
            "check_count",
            "skipped_count",
            "by_hand_count",
            "finding_count",
        ],
    }
    _property_ratios = {
        "done_percent": ("done_count", "due_count"),
        "on_time_percent": ("on_time_count", "due_count"),
    }

    round_id = link("property.patrol.round", "Patrol round")
    date = fields.Date(string="Day of the patrol", readonly=True)
    route_id = link("property.patrol.route")
    kind = words("property.patrol.route", "kind", "Kind of patrol")
    schedule_id = link("property.patrol.schedule")
    state = words("property.patrol.round", "state", "Status")
    staff_id = link("property.staff", "Planned person")
    user_id = link("res.users", "Patrolled by")
    round_count = count("Patrols planned")
    due_count = count("Patrols due", help="Done, missed, or their time is over.")
    done_count = count("Patrols done")
    on_time_count = count("Patrols on time", help="Done before the planned end.")
    missed_count = count("Patrols missed", help="Missed, or not done in their time.")
    check_count = count("Points of the patrols")
    skipped_count = count("Points skipped")
    by_hand_count = count("Points without scan")
    finding_count = count("Patrol findings")
    minutes = average("Minutes walked")
    done_percent = rate("Patrols done (%)", help="Patrols done / patrols due.")
    on_time_percent = rate("On time (%)", help="Patrols on time / patrols due.")

    def _query(self):
        return SQL(
            """
            SELECT round.id,
                   round.id AS round_id,
                   round.estate_id,
                   round.company_id,
                   round.date,
                   round.route_id,
                   round.kind,
                   round.schedule_id,
                   round.state,
                   round.staff_id,
                   round.user_id,
                   1 AS round_count,
                   (round.state = 'done' OR late.is_missed)::int AS due_count,
                   (round.state = 'done')::int AS done_count,
                   (round.state = 'done' AND round.done_on <= round.date_to)::int
                       AS on_time_count,
                   late.is_missed::int AS missed_count,
                   COALESCE(round.check_count, 0) AS check_count,
                   COALESCE(round.skipped_count, 0) AS skipped_count,
                   COALESCE(round.by_hand_count, 0) AS by_hand_count,
                   COALESCE(round.finding_count, 0) AS finding_count,
                   %(minutes)s AS minutes
              FROM property_patrol_round round
        CROSS JOIN LATERAL (
                   SELECT round.state = 'missed' OR (
                       round.state IN ('planned', 'running')
                       AND round.date_to < %(now)s) AS is_missed) late
             WHERE round.state != 'cancelled'
            """,
            minutes=self._property_minutes("round.started_on", "round.done_on"),
            now=fields.Datetime.now(),
        )
