from odoo import api, fields, models
from odoo.tools import SQL

from .property_request_report_mixin import DEPENDS

# Causes for which the company does not answer
NOT_OURS = ("third_party", "misunderstanding")
LIABILITY = [
    ("ours", "Attributable to the company"),
    ("not_ours", "Not attributable"),
    ("open", "Not determined yet"),
]


class PropertyComplaintReport(models.Model):
    """Complaints by class, aspect, cause and repeat (CMP-17, CMP-25, DB11/T 751).

    One row a complaint.
    """

    _name = "property.complaint.report"
    _description = "Complaints in Figures"
    _inherit = ["property.request.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "ticket_id"
    _depends = {
        **DEPENDS,
        "helpdesk.ticket": [
            *DEPENDS["helpdesk.ticket"],
            "property_done_on",
            "property_feedback_on",
            "property_reopen_count",
            "property_close_code_id",
        ],
        "property.complaint": [
            "ticket_id",
            "class_id",
            "cause_kind",
            "is_repeat",
            "respondent_id",
            "responsible_team_id",
            "responsible_staff_id",
            "is_difficult",
            "is_apology_given",
            "is_incomplete",
            "urged_count",
        ],
        "property.complaint.compensation": ["complaint_id", "amount", "state"],
        "property.service.clock": [
            "ticket_id",
            "measure",
            "state",
            "is_late",
            "due_on",
        ],
        "property.service.contact": ["ticket_id", "is_incoming", "date"],
        "property.service.close.code": ["is_satisfied", "is_unsolved"],
        "property.parameter": ["code", "default_value"],
        "property.parameter.value": ["value"],
    }
    _property_ratios = {
        "feedback_percent": ("feedback_in_time_count", "feedback_due_count"),
        "late_percent": ("late_count", "complaint_count"),
        "repeat_percent": ("repeat_count", "complaint_count"),
        "closed_percent": ("closed_count", "complaint_count"),
        "satisfied_percent": ("satisfied_count", "closed_count"),
    }

    date = fields.Datetime(string="Received on", readonly=True)
    date_closed = fields.Datetime(string="Closed on", readonly=True)
    class_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Class of complaint",
        readonly=True,
        help="One of the four classes of CMP-01.",
    )
    category_id = fields.Many2one(string="Aspect of the class")
    cause_kind = fields.Selection(
        selection=lambda self: self._property_words("property.complaint", "cause_kind"),
        string="Kind of cause",
        readonly=True,
    )
    liability = fields.Selection(
        selection=LIABILITY,
        readonly=True,
        help="责任性 or 非责任性: not ours where a third party, nature or a"
        " misunderstanding caused it, or nobody of us is responsible for the cause.",
    )
    responsible_team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        string="Responsible department",
        readonly=True,
    )
    responsible_staff_id = fields.Many2one(
        comodel_name="property.staff", string="Responsible person", readonly=True
    )
    respondent_id = fields.Many2one(
        comodel_name="property.staff",
        string="Person complained about",
        readonly=True,
    )
    close_code_id = fields.Many2one(
        comodel_name="property.service.close.code", readonly=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    # Counts
    complaint_count = fields.Integer(string="Complaints", readonly=True)
    open_count = fields.Integer(string="Open complaints", readonly=True)
    closed_count = fields.Integer(string="Closed complaints", readonly=True)
    satisfied_count = fields.Integer(
        string="Closed with a satisfied customer", readonly=True
    )
    unsolved_count = fields.Integer(string="Closed without a solution", readonly=True)
    ours_count = fields.Integer(string="Attributable complaints", readonly=True)
    late_count = fields.Integer(
        string="Out of the time limits",
        readonly=True,
        help="One of their time limits had passed.",
    )
    repeat_count = fields.Integer(string="Second complaints", readonly=True)
    reopened_count = fields.Integer(string="Reopened complaints", readonly=True)
    difficult_count = fields.Integer(string="Difficult customers", readonly=True)
    apology_count = fields.Integer(string="Apologies given", readonly=True)
    incomplete_count = fields.Integer(
        string="Records with gaps", readonly=True, help="CMP-34, CMP-44."
    )
    urged_count = fields.Integer(string="Times urged", readonly=True)
    feedback_due_count = fields.Integer(
        string="Feedback due",
        readonly=True,
        help="Fed back to the customer, or the time for it has passed.",
    )
    feedback_in_time_count = fields.Integer(
        string="Fed back in time",
        readonly=True,
        help="First contact of ours with the customer, or feedback of the result,"
        " within the hours of the settings (DB11/T 751: 4 hours).",
    )
    # Times, money, rates
    feedback_hours = fields.Float(
        string="Hours to the feedback",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
    )
    solve_hours = fields.Float(
        string="Hours to the solution",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
    )
    amount_compensated = fields.Monetary(
        string="Compensation", readonly=True, help="Booked and not taken back."
    )
    feedback_percent = fields.Float(
        string="Fed back in time (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="投诉处理反馈及时率: fed back in time / feedback due.",
    )
    late_percent = fields.Float(
        string="Late (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Out of the time limits / complaints.",
    )
    repeat_percent = fields.Float(
        string="Second complaints (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Second complaints / complaints (CMP-25).",
    )
    closed_percent = fields.Float(
        string="Closed (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Closed complaints / complaints.",
    )
    satisfied_percent = fields.Float(
        string="Satisfied (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Closed with a satisfied customer / closed complaints.",
    )

    @api.model
    def _property_liability(self):
        """Whether the company answers for the cause, from ``complaint``."""
        return SQL(
            """
            CASE WHEN complaint.id IS NULL THEN NULL
                 WHEN complaint.cause_kind IN %(not_ours)s THEN 'not_ours'
                 WHEN complaint.responsible_team_id IS NOT NULL
                   OR complaint.responsible_staff_id IS NOT NULL THEN 'ours'
                 WHEN complaint.cause_kind IS NOT NULL THEN 'not_ours'
                 ELSE 'open' END
            """,
            not_ours=NOT_OURS,
        )

    def _property_implied(self):
        table = SQL.identifier(self._table)
        return {"open_count": SQL("%s.is_closed IS NOT TRUE", table)}

    def _query(self):
        return SQL(
            """
            SELECT complaint.id,
                   %(columns)s,
                   ticket.property_received_on AS date,
                   ticket.closed_date AS date_closed,
                   complaint.class_id,
                   complaint.cause_kind,
                   %(liability)s AS liability,
                   complaint.responsible_team_id,
                   complaint.responsible_staff_id,
                   complaint.respondent_id,
                   ticket.property_close_code_id AS close_code_id,
                   ticket.closed AS is_closed,
                   1 AS complaint_count,
                   (ticket.closed IS NOT TRUE)::int AS open_count,
                   (ticket.closed IS TRUE)::int AS closed_count,
                   (ticket.closed IS TRUE AND code.is_satisfied IS TRUE)::int
                       AS satisfied_count,
                   (ticket.closed IS TRUE AND code.is_unsolved IS TRUE)::int
                       AS unsolved_count,
                   (%(liability)s = 'ours')::int AS ours_count,
                   COALESCE(clock.is_late, FALSE)::int AS late_count,
                   (complaint.is_repeat IS TRUE)::int AS repeat_count,
                   (ticket.property_reopen_count > 0)::int AS reopened_count,
                   (complaint.is_difficult IS TRUE)::int AS difficult_count,
                   (complaint.is_apology_given IS TRUE)::int AS apology_count,
                   (complaint.is_incomplete IS TRUE)::int AS incomplete_count,
                   COALESCE(complaint.urged_count, 0) AS urged_count,
                   (feedback.moment IS NOT NULL
                    OR feedback.due_on < %(now)s)::int AS feedback_due_count,
                   COALESCE(feedback.moment <= feedback.due_on, FALSE)::int
                       AS feedback_in_time_count,
                   (%(feedback)s) / 60.0 AS feedback_hours,
                   (%(solve)s) / 60.0 AS solve_hours,
                   COALESCE(compensation.amount, 0) AS amount_compensated
              FROM property_complaint complaint
              JOIN helpdesk_ticket ticket ON ticket.id = complaint.ticket_id
         LEFT JOIN helpdesk_ticket_category category
                ON category.id = ticket.category_id
         LEFT JOIN property_service_close_code code
                ON code.id = ticket.property_close_code_id
         LEFT JOIN %(hours)s hours ON hours.estate_id = ticket.property_estate_id
         LEFT JOIN LATERAL (
                   SELECT BOOL_OR(is_late OR (state = 'running' AND due_on < %(now)s))
                              AS is_late
                     FROM property_service_clock
                    WHERE ticket_id = ticket.id
                      AND measure != 'escalation') clock ON TRUE
         LEFT JOIN LATERAL (
                   SELECT MIN(date) AS moment
                     FROM property_service_contact
                    WHERE ticket_id = ticket.id
                      AND is_incoming IS NOT TRUE) contact ON TRUE
         LEFT JOIN LATERAL (
                   SELECT SUM(amount) AS amount
                     FROM property_complaint_compensation
                    WHERE complaint_id = complaint.id
                      AND state = 'posted') compensation ON TRUE
        CROSS JOIN LATERAL (
                   SELECT LEAST(contact.moment, ticket.property_feedback_on) AS moment,
                          ticket.property_received_on
                              + hours.value * INTERVAL '1 hour' AS due_on) feedback
             WHERE ticket.property_kind = 'complaint'
            """,
            columns=self._property_request_columns(),
            liability=self._property_liability(),
            hours=self._property_setting("service.complaint_feedback_hours"),
            feedback=self._property_minutes(
                "ticket.property_received_on", "feedback.moment"
            ),
            solve=self._property_minutes(
                "ticket.property_received_on",
                "COALESCE(ticket.property_done_on, ticket.closed_date)",
            ),
            now=fields.Datetime.now(),
        )
