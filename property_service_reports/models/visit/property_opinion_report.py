from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import count, link, rate, words
from ..base.property_place_report_mixin import UNIT


class PropertyOpinionReport(models.Model):
    """Opinions and wishes of visits: put right, fed back (VIS). One row an opinion."""

    _name = "property.opinion.report"
    _description = "Opinions in Figures"
    _inherit = ["property.place.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "opinion_id"
    _property_source = "visit_id"
    _depends = {
        **UNIT,
        "property.visit": ["unit_id", "kind", "plan_id", "date", "done_on", "staff_id"],
        "property.visit.opinion": [
            "visit_id",
            "estate_id",
            "company_id",
            "kind",
            "category_id",
            "is_beyond",
            "ticket_id",
            "state",
            "is_fed_back",
        ],
    }
    _property_ratios = {
        "settled_percent": ("settled_count", "taken_up_count"),
        "fed_back_percent": ("fed_back_count", "taken_up_count"),
    }

    opinion_id = link("property.visit.opinion")
    visit_id = link("property.visit")
    date = fields.Date(string="Day of the visit", readonly=True)
    visit_kind = words("property.visit", "kind", "Kind of visit")
    plan_id = link("property.visit.plan")
    staff_id = link("property.staff", "Visiting person")
    kind = words("property.visit.opinion", "kind", "Kind of opinion")
    category_id = link("helpdesk.ticket.category")
    state = words("property.visit.opinion", "state", "Status")
    opinion_count = count("Opinions")
    beyond_count = count("Beyond what the centre does")
    taken_up_count = count("Taken up as requests")
    settled_count = count("Opinions put right", help="Of those taken up.")
    fed_back_count = count("Fed back to the household", help="Of those taken up.")
    settled_percent = rate("Put right (%)", help="Opinions put right / taken up.")
    fed_back_percent = rate("Fed back (%)", help="Fed back / taken up.")

    def _query(self):
        return SQL(
            """
            SELECT opinion.id,
                   opinion.id AS opinion_id,
                   opinion.visit_id,
                   opinion.estate_id,
                   opinion.company_id,
                   %(place)s,
                   COALESCE(%(done)s, visit.date) AS date,
                   visit.kind AS visit_kind,
                   visit.plan_id,
                   visit.staff_id,
                   opinion.kind,
                   opinion.category_id,
                   opinion.state,
                   1 AS opinion_count,
                   (opinion.is_beyond IS TRUE)::int AS beyond_count,
                   (opinion.ticket_id IS NOT NULL)::int AS taken_up_count,
                   (opinion.ticket_id IS NOT NULL AND opinion.state = 'settled')::int
                       AS settled_count,
                   (opinion.ticket_id IS NOT NULL AND opinion.is_fed_back IS TRUE)::int
                       AS fed_back_count
              FROM property_visit_opinion opinion
              JOIN property_visit visit ON visit.id = opinion.visit_id
         LEFT JOIN property_unit unit ON unit.id = visit.unit_id
            """,
            place=self._property_place_columns(),
            done=self._property_day("visit.done_on"),
        )
