from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import count, link, rate, words


class PropertyDutyShiftReport(models.Model):
    """Shifts planned and worked, swaps and support, by person and post (DUT).

    One row a shift of a published roster. A shift was worked when the duty log of its
    post, day and kind of shift was begun and names the person.
    """

    _name = "property.duty.shift.report"
    _description = "Shifts in Figures"
    _inherit = ["property.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "staff_id"
    _property_source = "roster_id"
    _depends = {
        "property.duty.shift": [
            "roster_id",
            "estate_id",
            "company_id",
            "roster_state",
            "staff_id",
            "planned_staff_id",
            "post_id",
            "shift_type_id",
            "date",
            "date_end",
            "hours",
            "is_support",
        ],
        "property.duty.log": [
            "post_id",
            "shift_type_id",
            "date",
            "begun_on",
            "staff_ids",
        ],
    }
    _property_ratios = {"worked_percent": ("worked_count", "past_count")}

    roster_id = link("property.duty.roster")
    date = fields.Date(string="Day of duty", readonly=True)
    staff_id = link("property.staff", "Person on duty")
    post = words("property.staff", "post", "Post of the person")
    post_id = link("property.duty.post", "Duty post")
    shift_type_id = link("property.duty.shift.type", "Kind of shift")
    is_support = fields.Boolean(string="Support", readonly=True)
    shift_count = count("Shifts planned")
    past_count = count("Shifts past", help="Planned ones that have ended by now.")
    worked_count = count("Shifts worked", help="Past ones with the person in the log.")
    absent_count = count("Shifts not in the log", help="Past less worked.")
    swapped_count = count("Shifts swapped", help="Somebody else was planned at first.")
    support_count = count("Support shifts")
    hours = fields.Float(string="Hours planned", readonly=True, digits=(16, 1))
    worked_hours = fields.Float(string="Hours worked", readonly=True, digits=(16, 1))
    worked_percent = rate("Worked (%)", help="Shifts worked / shifts past.")

    def _query(self):
        return SQL(
            """
            SELECT shift.id,
                   shift.roster_id,
                   shift.estate_id,
                   shift.company_id,
                   shift.date,
                   shift.staff_id,
                   staff.post,
                   shift.post_id,
                   shift.shift_type_id,
                   shift.is_support,
                   1 AS shift_count,
                   past.is_past::int AS past_count,
                   past.is_worked::int AS worked_count,
                   (past.is_past AND NOT past.is_worked)::int AS absent_count,
                   (shift.planned_staff_id IS NOT NULL
                    AND shift.planned_staff_id != shift.staff_id)::int AS swapped_count,
                   (shift.is_support IS TRUE)::int AS support_count,
                   COALESCE(shift.hours, 0) AS hours,
                   CASE WHEN past.is_worked THEN shift.hours ELSE 0 END AS worked_hours
              FROM property_duty_shift shift
              JOIN property_staff staff ON staff.id = shift.staff_id
         LEFT JOIN (
                   SELECT DISTINCT log.post_id, log.shift_type_id, log.date,
                          rel.staff_id
                     FROM property_duty_log log
                     JOIN property_duty_log_staff_rel rel ON rel.log_id = log.id
                    WHERE log.begun_on IS NOT NULL) worked
                ON worked.post_id = shift.post_id
               AND worked.shift_type_id = shift.shift_type_id
               AND worked.date = shift.date
               AND worked.staff_id = shift.staff_id
        CROSS JOIN LATERAL (
                   SELECT shift.date_end <= %(now)s AS is_past,
                          shift.date_end <= %(now)s AND worked.staff_id IS NOT NULL
                              AS is_worked) past
             WHERE shift.roster_state = 'published'
            """,
            now=fields.Datetime.now(),
        )
