from odoo import fields, models
from odoo.tools import SQL

from ..base.columns import count, link, rate, words

MEASURES = (
    "first_contact_count",
    "handled_count",
    "closed_count",
    "decided_count",
    "kept_count",
    "dispatch_count",
    "callback_count",
    "rated_count",
    "satisfied_count",
    "visit_count",
    "patrol_count",
    "checked_count",
    "nonconformity_count",
    "complaint_count",
    "points",
)


class PropertyStaffReport(models.Model):
    """What each person did in a month, and what it came to (QA-05, ORG).

    One row a person, month and estate.
    """

    _name = "property.staff.report"
    _description = "Staff in Figures"
    _inherit = ["property.report.mixin"]
    _auto = False
    _order = "date desc, staff_id, id"
    _rec_name = "staff_id"
    _property_source = "staff_id"
    _depends = {
        "property.staff": ["user_id", "company_id", "post"],
        "helpdesk.ticket": [
            "user_id",
            "property_first_contact_id",
            "property_received_on",
            "property_estate_id",
            "company_id",
            "closed",
            "closed_date",
        ],
        "property.service.clock": ["measure", "state", "is_late", "started_on"],
        "property.service.dispatch": ["technician_id", "done_on", "state"],
        "property.service.callback": [
            "called_by_id",
            "handler_id",
            "called_on",
            "score",
            "state",
        ],
        "property.visit": ["staff_id", "done_on", "state"],
        "property.patrol.round": ["user_id", "done_on", "state"],
        "property.quality.check": ["staff_ids", "date", "state"],
        "property.quality.nonconformity": ["staff_id", "found_on", "state"],
        "property.complaint": ["respondent_id", "received_on"],
        "property.appraisal.entry": ["staff_id", "date", "points", "state"],
    }
    _property_ratios = {
        "kept_percent": ("kept_count", "decided_count"),
        "satisfied_percent": ("satisfied_count", "rated_count"),
    }

    date = fields.Date(string="Month", readonly=True, help="Its first day.")
    staff_id = link("property.staff", "Person")
    post = words("property.staff", "post")
    first_contact_count = count(
        "Requests heard first", help="Received in the month, as first-contact person."
    )
    handled_count = count("Requests handled", help="Received in the month, as handler.")
    closed_count = count("Requests closed", help="Closed in the month, as handler.")
    decided_count = count(
        "Time limits kept or missed", help="Begun in the month, of requests handled."
    )
    kept_count = count("Time limits kept")
    dispatch_count = count("Dispatch orders done", help="As technician.")
    callback_count = count("Callbacks made")
    rated_count = count(
        "Judgements of customers", help="Of requests handled; called in the month."
    )
    satisfied_count = count("Satisfied customers", help="Levels 4 and 5 of 5.")
    visit_count = count("Visits made")
    patrol_count = count("Patrols done")
    checked_count = count("Times checked", help="In quality checks that are done.")
    nonconformity_count = count("Non-conformities", help="Dropped ones apart.")
    complaint_count = count("Complaints about the person")
    points = fields.Float(
        string="Appraisal points",
        readonly=True,
        digits=(16, 1),
        help="Of appraisal entries that are confirmed or taken back.",
    )
    kept_percent = rate(
        "Time limits kept (%)", help="Time limits kept / kept or missed."
    )
    satisfied_percent = rate(
        "Satisfied (%)", help="Satisfied customers / judgements of customers."
    )

    def _query(self):
        works = SQL(" UNION ALL ").join(
            [*self._property_service_works(), *self._property_other_works()]
        )
        return SQL(
            """
            SELECT total.staff_id::bigint * 1000000000 + total.estate_id * 100000
                       + EXTRACT(YEAR FROM total.date)::int * 12
                       + EXTRACT(MONTH FROM total.date)::int AS id,
                   total.*,
                   staff.post
              FROM (
                   SELECT staff_id, estate_id, company_id, date, %(sums)s
                     FROM (%(works)s) work
                 GROUP BY staff_id, estate_id, company_id, date) total
              JOIN property_staff staff ON staff.id = total.staff_id
            """,
            sums=SQL(", ").join(
                SQL("SUM(%s) AS %s", name, name)
                for name in map(SQL.identifier, MEASURES)
            ),
            works=works,
        )

    def _property_work(self, source, moment, where, is_date=False, **sums):
        """What one kind of record adds to the months of persons.

        :param str source: table as ``work`` with its joins, and who as ``staff.id``
        :param str moment: column with the day or moment that says the month
        :param str where: which records count
        :param sums: SQL of the measures that they add to
        """
        estate = "work.estate_id"
        if source.startswith("helpdesk"):
            estate = "work.property_estate_id"
        day = SQL(moment) if is_date else self._property_day(moment)
        return SQL(
            """
            SELECT staff.id AS staff_id, %(estate)s AS estate_id, work.company_id,
                   DATE_TRUNC('month', %(day)s)::date AS date, %(sums)s
              FROM %(source)s
             WHERE %(where)s AND %(moment)s IS NOT NULL AND %(estate)s IS NOT NULL
            """,
            estate=SQL(estate),
            day=day,
            sums=SQL(", ").join(
                SQL("%s AS %s", SQL(sums.get(name, "0")), SQL.identifier(name))
                for name in MEASURES
            ),
            source=SQL(source),
            where=SQL(where),
            moment=SQL(moment),
        )

    def _property_service_works(self):
        """Requests, time limits, orders and callbacks."""
        by_user = "{} work JOIN property_staff staff ON staff.user_id = work.{}"
        by_user += " AND staff.company_id = work.company_id"
        ticket = "helpdesk_ticket"
        return [
            self._property_work(
                by_user.format(ticket, "property_first_contact_id"),
                "work.property_received_on",
                "TRUE",
                first_contact_count="1",
            ),
            self._property_work(
                by_user.format(ticket, "user_id"),
                "work.property_received_on",
                "TRUE",
                handled_count="1",
            ),
            self._property_work(
                by_user.format(ticket, "user_id"),
                "work.closed_date",
                "work.closed IS TRUE",
                closed_count="1",
            ),
            self._property_work(
                "property_service_clock work"
                " JOIN helpdesk_ticket request ON request.id = work.ticket_id"
                " JOIN property_staff staff ON staff.user_id = request.user_id"
                " AND staff.company_id = work.company_id",
                "work.started_on",
                "work.measure != 'escalation'"
                " AND (work.state = 'met' OR work.is_late IS TRUE)",
                decided_count="1",
                kept_count="(work.is_late IS NOT TRUE)::int",
            ),
            self._property_work(
                "property_service_dispatch work"
                " JOIN property_staff staff ON staff.id = work.technician_id",
                "work.done_on",
                "work.state IN ('done', 'closed')",
                dispatch_count="1",
            ),
            self._property_work(
                by_user.format("property_service_callback", "called_by_id"),
                "work.called_on",
                "work.state IN ('done', 'unreached')",
                callback_count="1",
            ),
            self._property_work(
                by_user.format("property_service_callback", "handler_id"),
                "work.called_on",
                "work.score > 0 AND work.state != 'cancelled'",
                rated_count="1",
                satisfied_count="(work.score >= 4)::int",
            ),
        ]

    def _property_other_works(self):
        """Visits, patrols, checks, complaints and points."""
        by_staff = "{} work JOIN property_staff staff ON staff.id = work.{}"
        return [
            self._property_work(
                by_staff.format("property_visit", "staff_id"),
                "work.done_on",
                "work.state = 'done'",
                visit_count="1",
            ),
            self._property_work(
                "property_patrol_round work"
                " JOIN property_staff staff ON staff.user_id = work.user_id"
                " AND staff.company_id = work.company_id",
                "work.done_on",
                "work.state = 'done'",
                patrol_count="1",
            ),
            self._property_work(
                "property_quality_check work"
                " JOIN property_quality_check_staff_rel rel ON rel.check_id = work.id"
                " JOIN property_staff staff ON staff.id = rel.staff_id",
                "work.date",
                "work.state = 'done'",
                checked_count="1",
            ),
            self._property_work(
                by_staff.format("property_quality_nonconformity", "staff_id"),
                "work.found_on",
                "work.state != 'dropped'",
                nonconformity_count="1",
            ),
            self._property_work(
                by_staff.format("property_complaint", "respondent_id"),
                "work.received_on",
                "TRUE",
                complaint_count="1",
            ),
            self._property_work(
                by_staff.format("property_appraisal_entry", "staff_id"),
                "work.date",
                "work.state IN ('confirmed', 'reversed')",
                is_date=True,
                points="work.points",
            ),
        ]
