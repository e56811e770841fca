from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.property_service.models.duty.property_duty_log import ENDED

from ..base.columns import count, link, rate, words


class PropertyDutyLogReport(models.Model):
    """Duty logs: lateness of the relief, unsigned handovers, entries (DUT, QA).

    One row a duty log whose shift should have begun.
    """

    _name = "property.duty.log.report"
    _description = "Duty Logs in Figures"
    _inherit = ["property.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "log_id"
    _property_source = "log_id"
    _depends = {
        "property.duty.log": [
            "estate_id",
            "company_id",
            "post_id",
            "shift_type_id",
            "date",
            "date_start",
            "state",
            "begun_on",
            "ended_on",
            "read_on",
        ],
        "property.duty.log.entry": ["log_id", "state", "is_major"],
        "property.duty.handover": [
            "log_in_id",
            "log_out_id",
            "state",
            "late_minutes",
            "is_short",
            "refusal_count",
            "cash_difference",
        ],
    }
    _property_ratios = {
        "late_percent": ("late_count", "begun_count"),
        "unsigned_percent": ("unsigned_count", "ended_count"),
        "read_percent": ("read_count", "ended_count"),
    }

    log_id = link("property.duty.log", "Duty log")
    date = fields.Date(string="Day of duty", readonly=True)
    post_id = link("property.duty.post", "Duty post")
    shift_type_id = link("property.duty.shift.type", "Kind of shift")
    state = words("property.duty.log", "state", "Status")
    currency_id = fields.Many2one(related="company_id.currency_id")
    log_count = count("Duty logs")
    begun_count = count("Duties begun")
    ended_count = count("Duties ended")
    missed_count = count("Nobody came")
    late_count = count("Relief late", help="Relief came after the shift should begin.")
    late_minutes = count("Minutes of lateness")
    short_count = count("Relief too short before", help="DUT-11, DUT-21.")
    unsigned_count = count(
        "Handovers unsigned", help="The duty ended; one of both has not signed."
    )
    refusal_count = count("Handovers refused", help="How often relief was refused.")
    read_count = count("Logs read", help="By the supervisor (DUT-07).")
    entry_count = count("Entries of the log")
    pending_count = count("Entries still open")
    major_count = count("Entries about major matters")
    cash_difference = fields.Monetary(string="Cash differences", readonly=True)
    late_percent = rate("Relief late (%)", help="Relief late / duties begun.")
    unsigned_percent = rate(
        "Handovers unsigned (%)", help="Handovers unsigned / duties ended."
    )
    read_percent = rate("Logs read (%)", help="Logs read / duties ended.")

    def _query(self):
        return SQL(
            """
            SELECT log.id,
                   log.id AS log_id,
                   log.estate_id,
                   log.company_id,
                   log.date,
                   log.post_id,
                   log.shift_type_id,
                   log.state,
                   1 AS log_count,
                   (log.begun_on IS NOT NULL)::int AS begun_count,
                   duty.is_ended::int AS ended_count,
                   (log.state = 'missed')::int AS missed_count,
                   COALESCE(arrival.late_minutes > 0, FALSE)::int AS late_count,
                   COALESCE(arrival.late_minutes, 0) AS late_minutes,
                   COALESCE(arrival.is_short, FALSE)::int AS short_count,
                   (duty.is_ended AND departure.is_signed IS NOT TRUE)::int
                       AS unsigned_count,
                   COALESCE(departure.refusal_count, 0) AS refusal_count,
                   (duty.is_ended AND log.read_on IS NOT NULL)::int AS read_count,
                   COALESCE(entry.number, 0) AS entry_count,
                   COALESCE(entry.pending, 0) AS pending_count,
                   COALESCE(entry.major, 0) AS major_count,
                   COALESCE(departure.cash_difference, 0) AS cash_difference
              FROM property_duty_log log
         LEFT JOIN LATERAL (
                   SELECT SUM(late_minutes) AS late_minutes,
                          BOOL_OR(is_short) AS is_short
                     FROM property_duty_handover
                    WHERE log_in_id = log.id) arrival ON TRUE
         LEFT JOIN LATERAL (
                   SELECT BOOL_AND(state = 'done') AS is_signed,
                          SUM(refusal_count) AS refusal_count,
                          SUM(cash_difference) AS cash_difference
                     FROM property_duty_handover
                    WHERE log_out_id = log.id) departure ON TRUE
         LEFT JOIN LATERAL (
                   SELECT COUNT(*) AS number,
                          COUNT(*) FILTER (WHERE state = 'pending') AS pending,
                          COUNT(*) FILTER (WHERE is_major) AS major
                     FROM property_duty_log_entry
                    WHERE log_id = log.id) entry ON TRUE
        CROSS JOIN LATERAL (
                   SELECT log.state IN %(ended)s AND log.begun_on IS NOT NULL
                       AS is_ended) duty
             WHERE log.date_start <= %(now)s OR log.begun_on IS NOT NULL
            """,
            ended=ENDED,
            now=fields.Datetime.now(),
        )
