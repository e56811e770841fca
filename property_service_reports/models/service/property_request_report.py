from odoo import fields, models
from odoo.tools import SQL

from .property_complaint_report import LIABILITY
from .property_request_report_mixin import DEPENDS


class PropertyRequestReport(models.Model):
    """Requests: how many, how soon answered and solved, how often again (TRD-03, -06).

    One row a request, archived ones included.
    """

    _name = "property.request.report"
    _description = "Requests in Figures"
    _inherit = ["property.request.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "ticket_id"
    _depends = {
        **DEPENDS,
        "helpdesk.ticket": [
            *DEPENDS["helpdesk.ticket"],
            "property_next_due",
            "property_arrived_on",
            "property_done_on",
            "property_reopen_count",
            "property_transfer_count",
            "property_handled_directly",
            "property_repeat_of_id",
            "property_close_code_id",
            "property_rating",
            "property_equipment_id",
        ],
        "property.service.clock": [
            "ticket_id",
            "measure",
            "state",
            "is_late",
            "due_on",
            "met_on",
        ],
        "property.service.pause": ["ticket_id", "started_on", "ended_on"],
        "property.complaint": [
            "ticket_id",
            "cause_kind",
            "responsible_team_id",
            "responsible_staff_id",
        ],
    }
    _property_ratios = {
        "late_percent": ("late_count", "timed_count"),
        "closed_percent": ("closed_count", "request_count"),
        "repeat_percent": ("repeat_count", "request_count"),
        "reopened_percent": ("reopened_count", "closed_count"),
        "direct_percent": ("direct_count", "closed_count"),
    }

    date = fields.Datetime(string="Received on", readonly=True)
    date_done = fields.Datetime(
        string="Solved on", readonly=True, help="Done, or else closed."
    )
    date_closed = fields.Datetime(string="Closed on", readonly=True)
    is_open = fields.Boolean(string="Open request", readonly=True)
    equipment_id = fields.Many2one(
        comodel_name="maintenance.equipment",
        string="Facility",
        readonly=True,
        help="Public facility that failed (PAT).",
    )
    close_code_id = fields.Many2one(
        comodel_name="property.service.close.code", readonly=True
    )
    liability = fields.Selection(
        selection=LIABILITY,
        readonly=True,
        help="Of complaints: whether the company answers for the cause.",
    )
    # Counts
    request_count = fields.Integer(string="Requests", readonly=True)
    open_count = fields.Integer(string="Open requests", readonly=True)
    closed_count = fields.Integer(string="Closed requests", readonly=True)
    urgent_count = fields.Integer(string="Emergencies", readonly=True)
    overdue_count = fields.Integer(
        string="Overdue now",
        readonly=True,
        help="Open, and the next time limit has passed.",
    )
    timed_count = fields.Integer(
        string="Requests with time limits",
        readonly=True,
        help="At least one of their time limits was kept or missed.",
    )
    late_count = fields.Integer(
        string="Late requests",
        readonly=True,
        help="At least one of their time limits was missed, escalation apart.",
    )
    repeat_count = fields.Integer(
        string="Repeated requests",
        readonly=True,
        help="An earlier request about the same matter is known (CMP-25).",
    )
    reopened_count = fields.Integer(string="Reopened requests", readonly=True)
    transfer_count = fields.Integer(string="Times transferred", readonly=True)
    direct_count = fields.Integer(
        string="Solved at first contact", readonly=True, help="SLA-16."
    )
    # Times
    response_minutes = fields.Float(
        string="Minutes to the first response",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="From the reception to the first response that its time limit knows.",
    )
    arrival_minutes = fields.Float(
        string="Minutes to the arrival",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="From the reception until somebody was on site.",
    )
    solve_hours = fields.Float(
        string="Hours to the solution",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="From the reception until done, or else closed; by the calendar.",
    )
    waiting_hours = fields.Float(
        string="Hours of waiting",
        readonly=True,
        digits=(16, 1),
        help="While the request waited with a reason and its clocks stood still.",
    )
    net_solve_hours = fields.Float(
        string="Hours to the solution without waiting",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
    )
    open_days = fields.Float(
        string="Days open",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Of requests that are still open: days since the reception.",
    )
    rating = fields.Float(
        string="Rating of residents",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="In the portal; 5 is the best.",
    )
    # Rates
    late_percent = fields.Float(
        string="Late (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Late requests / requests with time limits.",
    )
    closed_percent = fields.Float(
        string="Closed (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Closed requests / requests.",
    )
    repeat_percent = fields.Float(
        string="Repeated (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Repeated requests / requests.",
    )
    reopened_percent = fields.Float(
        string="Reopened (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Closed requests that had been reopened / closed requests.",
    )
    direct_percent = fields.Float(
        string="Solved at first contact (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Solved at first contact / closed requests.",
    )

    def _property_implied(self):
        table = SQL.identifier(self._table)
        is_open = SQL("%s.is_closed IS NOT TRUE", table)
        return {
            "is_open": is_open,
            "open_count": is_open,
            "overdue_count": SQL(
                "%s AND %s.next_due < %s", is_open, table, fields.Datetime.now()
            ),
        }

    def _query(self):
        solve = self._property_minutes("ticket.property_received_on", "solved.moment")
        # One look-up a request; PostgreSQL leaves out those that nobody asks for.
        return SQL(
            """
            SELECT ticket.id,
                   %(columns)s,
                   ticket.property_received_on AS date,
                   solved.moment AS date_done,
                   ticket.closed_date AS date_closed,
                   ticket.closed AS is_closed,
                   ticket.property_next_due AS next_due,
                   ticket.closed IS NOT TRUE AS is_open,
                   ticket.property_equipment_id AS equipment_id,
                   ticket.property_close_code_id AS close_code_id,
                   %(liability)s AS liability,
                   1 AS request_count,
                   (ticket.closed IS NOT TRUE)::int AS open_count,
                   (ticket.closed IS TRUE)::int AS closed_count,
                   (ticket.property_is_urgent IS TRUE)::int AS urgent_count,
                   (ticket.closed IS NOT TRUE
                    AND ticket.property_next_due < %(now)s)::int AS overdue_count,
                   COALESCE(clock.is_timed, FALSE)::int AS timed_count,
                   COALESCE(clock.is_late, FALSE)::int AS late_count,
                   (ticket.property_repeat_of_id IS NOT NULL)::int AS repeat_count,
                   (ticket.closed IS TRUE AND ticket.property_reopen_count > 0)::int
                       AS reopened_count,
                   COALESCE(ticket.property_transfer_count, 0) AS transfer_count,
                   (ticket.closed IS TRUE
                    AND ticket.property_handled_directly IS TRUE)::int AS direct_count,
                   %(response)s AS response_minutes,
                   %(arrival)s AS arrival_minutes,
                   (%(solve)s) / 60.0 AS solve_hours,
                   COALESCE(pause.minutes, 0) / 60.0 AS waiting_hours,
                   (%(net_solve)s) / 60.0 AS net_solve_hours,
                   CASE WHEN ticket.closed IS NOT TRUE THEN %(open)s / 1440.0 END
                       AS open_days,
                   ticket.property_rating::numeric AS rating
              FROM helpdesk_ticket ticket
         LEFT JOIN helpdesk_ticket_category category
                ON category.id = ticket.category_id
         LEFT JOIN property_complaint complaint ON complaint.ticket_id = ticket.id
         LEFT JOIN LATERAL %(clocks)s clock ON TRUE
         LEFT JOIN LATERAL %(pauses)s pause ON TRUE
        CROSS JOIN LATERAL (
                   SELECT COALESCE(ticket.property_done_on, ticket.closed_date)
                       AS moment) solved
             WHERE ticket.property_estate_id IS NOT NULL
            """,
            columns=self._property_request_columns(),
            liability=self.env["property.complaint.report"]._property_liability(),
            clocks=self._property_clocks(),
            pauses=self._property_pauses(),
            response=self._property_minutes(
                "ticket.property_received_on", "clock.response_on"
            ),
            arrival=self._property_minutes(
                "ticket.property_received_on",
                "COALESCE(ticket.property_arrived_on, clock.arrived_on)",
            ),
            solve=solve,
            net_solve=self._property_at_least_zero(
                SQL("(%s - COALESCE(pause.minutes, 0))", solve)
            ),
            open=SQL(
                "EXTRACT(EPOCH FROM %s - ticket.property_received_on) / 60.0",
                fields.Datetime.now(),
            ),
            now=fields.Datetime.now(),
        )

    def _property_clocks(self):
        """What the time limits of the request came to."""
        return SQL(
            """(
            SELECT BOOL_OR(measure != 'escalation'
                           AND (state = 'met' OR is_late
                                OR (state = 'running' AND due_on < %(now)s)))
                       AS is_timed,
                   BOOL_OR(measure != 'escalation'
                           AND (is_late OR (state = 'running' AND due_on < %(now)s)))
                       AS is_late,
                   MIN(met_on) FILTER (
                       WHERE measure = 'first_response' AND state = 'met')
                       AS response_on,
                   MIN(met_on) FILTER (WHERE measure = 'on_site' AND state = 'met')
                       AS arrived_on
              FROM property_service_clock
             WHERE ticket_id = ticket.id
            )""",
            now=fields.Datetime.now(),
        )

    def _property_pauses(self):
        return SQL(
            """(
            SELECT SUM(EXTRACT(EPOCH FROM COALESCE(ended_on, %(now)s) - started_on))
                       / 60.0 AS minutes
              FROM property_service_pause
             WHERE ticket_id = ticket.id
            )""",
            now=fields.Datetime.now(),
        )
