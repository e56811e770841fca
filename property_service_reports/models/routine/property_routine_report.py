from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import average, count, link, rate, words


class PropertyRoutineReport(models.Model):
    """Compliance with the routines by control point G1..G11 (GOV-01).

    One row a period that has ended: its figures are frozen with its population.
    """

    _name = "property.routine.report"
    _description = "Compliance in Figures"
    _inherit = ["property.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "period_id"
    _property_source = "period_id"
    _depends = {
        "property.routine": ["period"],
        "property.routine.period": [
            "routine_id",
            "estate_id",
            "company_id",
            "control_point_id",
            "user_id",
            "date_start",
            "date_end",
            "state",
            "required",
            "done",
            "population",
            "is_met",
            "done_percent",
            "miss_count",
            "problem",
        ],
    }
    _property_ratios = {"met_percent": ("met_count", "period_count")}

    period_id = link("property.routine.period")
    date = fields.Date(string="Period from", readonly=True)
    date_end = fields.Date(string="Period until", readonly=True)
    routine_id = link("property.routine")
    control_point_id = link("property.control.point")
    rhythm = words("property.routine", "period", "Rhythm")
    user_id = link("res.users", "Person")
    period_count = count("Periods ended")
    met_count = count("Periods met")
    unmet_count = count("Periods not met")
    required = count("Required number")
    done = count("Number done")
    population = count("Population")
    miss_count = count("Records missed")
    problem_count = count("Periods that could not be measured")
    done_percent = average(
        "Done (%)", help="Share of what was required, 100 at most; average of periods."
    )
    met_percent = rate("Compliance (%)", help="Periods met / periods ended.")

    def _query(self):
        return SQL(
            """
            SELECT period.id,
                   period.id AS period_id,
                   period.estate_id,
                   period.company_id,
                   period.date_start AS date,
                   period.date_end,
                   period.routine_id,
                   period.control_point_id,
                   routine.period AS rhythm,
                   period.user_id,
                   1 AS period_count,
                   (period.is_met IS TRUE)::int AS met_count,
                   (period.is_met IS NOT TRUE)::int AS unmet_count,
                   COALESCE(period.required, 0) AS required,
                   COALESCE(period.done, 0) AS done,
                   COALESCE(period.population, 0) AS population,
                   COALESCE(period.miss_count, 0) AS miss_count,
                   (period.problem IS NOT NULL)::int AS problem_count,
                   COALESCE(period.done_percent, 0) AS done_percent
              FROM property_routine_period period
              JOIN property_routine routine ON routine.id = period.routine_id
             WHERE period.state = 'closed'
            """
        )
