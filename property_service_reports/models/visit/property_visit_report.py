from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import average, count, link, rate, words
from ..base.property_place_report_mixin import UNIT


class PropertyVisitReport(models.Model):
    """Home visits: made, not met, satisfaction, opinions (VIS, SAT).

    One row a visit that was not cancelled.
    """

    _name = "property.visit.report"
    _description = "Visits in Figures"
    _inherit = ["property.place.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "visit_id"
    _property_source = "visit_id"
    _depends = {
        **UNIT,
        "property.visit": [
            "unit_id",
            "estate_id",
            "company_id",
            "kind",
            "plan_id",
            "state",
            "date",
            "done_on",
            "staff_id",
            "user_id",
            "satisfaction",
            "satisfaction_level",
            "attempt_count",
            "opinion_count",
        ],
    }
    _property_ratios = {
        "done_percent": ("done_count", "due_count"),
        "satisfied_percent": ("satisfied_count", "rated_count"),
        "accepted_percent": ("accepted_count", "rated_count"),
    }

    visit_id = link("property.visit")
    date = fields.Date(string="Planned for", readonly=True)
    done_on = fields.Datetime(string="Visited on", readonly=True)
    kind = words("property.visit", "kind", "Kind of visit")
    plan_id = link("property.visit.plan")
    state = words("property.visit", "state", "Status")
    staff_id = link("property.staff", "Visiting person")
    user_id = link("res.users", "Visited by")
    satisfaction = words("property.visit", "satisfaction")
    visit_count = count("Visits planned")
    due_count = count("Visits due", help="Made, not met, or planned for before today.")
    done_count = count("Visits made")
    not_met_count = count("Nobody met")
    overdue_count = count("Visits overdue", help="Planned for before today.")
    attempt_count = count("Attempts")
    opinion_count = count("Opinions")
    rated_count = count("Visits with a judgement")
    satisfied_count = count("Satisfied households", help="Levels 4 and 5 of 5.")
    accepted_count = count(
        "Households at least fairly satisfied",
        help="Levels 3 to 5 of 5 (DB11/T 751: 基本满意 and above).",
    )
    score = average("Average level", digits=2, help="5 is the best.")
    done_percent = rate("Visits made (%)", help="Visits made / visits due.")
    satisfied_percent = rate(
        "Satisfied (%)", help="Satisfied households / visits with a judgement."
    )
    accepted_percent = rate(
        "At least fairly satisfied (%)", help="Levels 3 to 5 / with a judgement."
    )

    def _query(self):
        return SQL(
            """
            SELECT visit.id,
                   visit.id AS visit_id,
                   visit.estate_id,
                   visit.company_id,
                   %(place)s,
                   visit.date,
                   visit.done_on,
                   visit.kind,
                   visit.plan_id,
                   visit.state,
                   visit.staff_id,
                   visit.user_id,
                   visit.satisfaction,
                   1 AS visit_count,
                   (visit.state IN ('done', 'not_met') OR overdue.is_overdue)::int
                       AS due_count,
                   (visit.state = 'done')::int AS done_count,
                   (visit.state = 'not_met')::int AS not_met_count,
                   overdue.is_overdue::int AS overdue_count,
                   COALESCE(visit.attempt_count, 0) AS attempt_count,
                   COALESCE(visit.opinion_count, 0) AS opinion_count,
                   rated.is_rated::int AS rated_count,
                   (rated.is_rated AND visit.satisfaction_level >= 4)::int
                       AS satisfied_count,
                   (rated.is_rated AND visit.satisfaction_level >= 3)::int
                       AS accepted_count,
                   CASE WHEN rated.is_rated THEN visit.satisfaction_level END AS score
              FROM property_visit visit
         LEFT JOIN property_unit unit ON unit.id = visit.unit_id
        CROSS JOIN LATERAL (
                   SELECT visit.state = 'planned' AND COALESCE(
                       visit.date < %(today)s, FALSE) AS is_overdue) overdue
        CROSS JOIN LATERAL (
                   SELECT visit.state = 'done' AND COALESCE(
                       visit.satisfaction_level, 0) > 0 AS is_rated) rated
             WHERE visit.state != 'cancelled'
            """,
            place=self._property_place_columns(),
            today=fields.Date.context_today(self),
        )
