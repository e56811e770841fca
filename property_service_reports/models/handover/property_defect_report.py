from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.property_service.models.handover.property_defect import OPEN_STATES

from ..base.columns import average, count, link, rate, words
from ..base.property_place_report_mixin import UNIT

AGES = [
    ("0_7", "Up to a week"),
    ("1_30", "8 to 30 days"),
    ("2_90", "31 to 90 days"),
    ("3_more", "Over 90 days"),
    ("9_ended", "No longer open"),
]


class PropertyDefectReport(models.Model):
    """Outstanding works by party, class, age, re-inspection and repeat (MVI, ARC-11).

    One row a work that was not cancelled.
    """

    _name = "property.defect.report"
    _description = "Outstanding Works in Figures"
    _inherit = ["property.place.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "defect_id"
    _property_source = "defect_id"
    _depends = {
        **UNIT,
        "property.defect": [
            "unit_id",
            "estate_id",
            "company_id",
            "state",
            "responsible",
            "warranty_class_id",
            "priority",
            "part",
            "is_common",
            "found_on",
            "deadline",
            "transferred_on",
            "repaired_on",
            "closed_on",
            "repeat_of_id",
            "fail_count",
            "inspection_id",
        ],
        "property.defect.check": ["defect_id"],
    }
    _property_ratios = {
        "closed_percent": ("closed_count", "defect_count"),
        "first_pass_percent": ("first_pass_count", "closed_count"),
        "repeat_percent": ("repeat_count", "defect_count"),
    }

    defect_id = link("property.defect", "Outstanding work")
    date = fields.Date(string="Found on", readonly=True)
    deadline = fields.Date(readonly=True)
    state = words("property.defect", "state", "Status")
    responsible = words("property.defect", "responsible", "Responsible party")
    warranty_class_id = link("property.warranty.class")
    priority = words("property.defect", "priority")
    part = fields.Char(readonly=True)
    is_common = fields.Boolean(string="Common part", readonly=True)
    is_handover = fields.Boolean(
        string="Found at an inspection", readonly=True, help="Else reported later."
    )
    age = fields.Selection(selection=AGES, readonly=True, help="Of open works.")
    defect_count = count("Outstanding works")
    open_count = count("Works open")
    closed_count = count("Works signed and closed")
    overdue_count = count(
        "Works overdue", help="With the party, and its deadline has passed."
    )
    repeat_count = count(
        "Works again", help="The same part of the unit was repaired and closed before."
    )
    check_count = count("Re-inspections")
    fail_count = count("Failed re-inspections")
    first_pass_count = count(
        "Passed at once", help="Closed without a failed re-inspection."
    )
    repair_days = average("Days to the repair", help="From the day it was found.")
    close_days = average("Days to the signature", help="From the day it was found.")
    open_days = average("Days outstanding", help="Of works that are still open.")
    closed_percent = rate("Works closed (%)", help="Closed / outstanding works.")
    first_pass_percent = rate("Passed at once (%)", help="Passed at once / closed.")
    repeat_percent = rate("Works again (%)", help="Works again / outstanding works.")

    def _property_implied(self):
        table = SQL.identifier(self._table)
        return {
            "open_count": SQL("%s.state IN %s", table, OPEN_STATES),
            "overdue_count": SQL("%s.state = 'transferred'", table),
        }

    def _query(self):
        return SQL(
            """
            SELECT defect.id,
                   defect.id AS defect_id,
                   %(place)s,
                   defect.estate_id,
                   defect.company_id,
                   defect.found_on AS date,
                   defect.deadline,
                   defect.state,
                   defect.responsible,
                   defect.warranty_class_id,
                   defect.priority,
                   defect.part,
                   defect.is_common,
                   defect.inspection_id IS NOT NULL AS is_handover,
                   CASE WHEN NOT alive.is_open THEN '9_ended'
                        WHEN alive.days <= 7 THEN '0_7'
                        WHEN alive.days <= 30 THEN '1_30'
                        WHEN alive.days <= 90 THEN '2_90'
                        ELSE '3_more' END AS age,
                   1 AS defect_count,
                   alive.is_open::int AS open_count,
                   (defect.state = 'closed')::int AS closed_count,
                   COALESCE(defect.state = 'transferred'
                            AND defect.deadline < %(today)s, FALSE)::int
                       AS overdue_count,
                   (defect.repeat_of_id IS NOT NULL)::int AS repeat_count,
                   inspected.number AS check_count,
                   COALESCE(defect.fail_count, 0) AS fail_count,
                   (defect.state = 'closed' AND COALESCE(defect.fail_count, 0) = 0)::int
                       AS first_pass_count,
                   %(repaired)s - defect.found_on AS repair_days,
                   CASE WHEN defect.state = 'closed' THEN %(closed)s - defect.found_on
                        END AS close_days,
                   CASE WHEN alive.is_open THEN alive.days END AS open_days
              FROM property_defect defect
         LEFT JOIN property_unit unit ON unit.id = defect.unit_id
         LEFT JOIN LATERAL (
                   SELECT COUNT(*) AS number
                     FROM property_defect_check
                    WHERE defect_id = defect.id) inspected ON TRUE
        CROSS JOIN LATERAL (
                   SELECT defect.state IN %(open)s AS is_open,
                          %(today)s - defect.found_on AS days) alive
             WHERE defect.state != 'cancelled'
            """,
            place=self._property_place_columns(),
            repaired=self._property_day("defect.repaired_on"),
            closed=self._property_day("defect.closed_on"),
            open=OPEN_STATES,
            today=fields.Date.context_today(self),
        )
