from odoo import fields, models
from odoo.tools import SQL

from .property_request_report_mixin import DEPENDS


class PropertyCallbackReport(models.Model):
    """Callbacks: due, made, in time, and how satisfied customers are (SLA-06, SAT-05).

    One row a callback that was not dropped.
    """

    _name = "property.callback.report"
    _description = "Callbacks in Figures"
    _inherit = ["property.request.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "ticket_id"
    _property_source = "callback_id"
    _depends = {
        **DEPENDS,
        "property.service.callback": [
            "ticket_id",
            "estate_id",
            "company_id",
            "kind",
            "policy_id",
            "state",
            "handler_id",
            "technician_id",
            "user_id",
            "called_by_id",
            "closed_on",
            "due_on",
            "called_on",
            "medium",
            "level",
            "score",
            "attempt_count",
            "is_unsatisfied",
            "has_reopened",
            "is_late",
        ],
    }
    _property_ratios = {
        "covered_percent": ("reached_count", "due_count"),
        "in_time_percent": ("in_time_count", "due_count"),
        "satisfied_percent": ("satisfied_count", "rated_count"),
        "accepted_percent": ("accepted_count", "rated_count"),
        "accepted_call_percent": ("accepted_count", "called_count"),
    }

    callback_id = fields.Many2one(
        comodel_name="property.service.callback", readonly=True
    )
    date = fields.Datetime(string="To be called on", readonly=True)
    closed_on = fields.Datetime(string="Request closed on", readonly=True)
    called_on = fields.Datetime(string="Called on", readonly=True)
    callback_kind = fields.Selection(
        selection=lambda self: self._property_words(
            "property.service.callback", "kind"
        ),
        string="Kind of callback",
        readonly=True,
    )
    policy_id = fields.Many2one(
        comodel_name="property.service.callback.policy", readonly=True
    )
    state = fields.Selection(
        selection=lambda self: self._property_words(
            "property.service.callback", "state"
        ),
        string="Status",
        readonly=True,
    )
    user_id = fields.Many2one(help="Who handled the request when it was closed.")
    technician_id = fields.Many2one(comodel_name="property.staff", readonly=True)
    caller_id = fields.Many2one(
        comodel_name="res.users",
        string="Caller",
        readonly=True,
        help="Who called, or else who is to call.",
    )
    medium = fields.Selection(
        selection=lambda self: self._property_words(
            "property.service.callback", "medium"
        ),
        readonly=True,
    )
    level = fields.Selection(
        selection=lambda self: self._property_words(
            "property.service.callback", "level"
        ),
        string="Satisfaction",
        readonly=True,
    )
    # Counts
    callback_count = fields.Integer(string="Callbacks", readonly=True)
    due_count = fields.Integer(
        string="Callbacks due", readonly=True, help="Due by now, or made before."
    )
    called_count = fields.Integer(
        string="Callbacks made", readonly=True, help="Customer reached or not."
    )
    reached_count = fields.Integer(string="Customers reached", readonly=True)
    in_time_count = fields.Integer(
        string="Reached in time",
        readonly=True,
        help="Not later than the callback was due.",
    )
    late_count = fields.Integer(
        string="Late callbacks",
        readonly=True,
        help="Called late, or not called yet though due.",
    )
    attempt_count = fields.Integer(string="Calls without answer", readonly=True)
    rated_count = fields.Integer(string="Customers who judged", readonly=True)
    satisfied_count = fields.Integer(
        string="Satisfied customers", readonly=True, help="Levels 4 and 5 of 5."
    )
    accepted_count = fields.Integer(
        string="At least fairly satisfied",
        readonly=True,
        help="Levels 3 to 5 of 5 (DB11/T 751: 基本满意 and above).",
    )
    unsatisfied_count = fields.Integer(string="Customers not satisfied", readonly=True)
    reopened_count = fields.Integer(string="Requests taken up again", readonly=True)
    # Averages and rates
    score = fields.Float(
        string="Average level",
        readonly=True,
        aggregator="avg",
        digits=(16, 2),
        help="Of those who judged; 5 is the best.",
    )
    delay_hours = fields.Float(
        string="Hours from closing to the call",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
    )
    covered_percent = fields.Float(
        string="Coverage (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Customers reached / callbacks due (SLA-06).",
    )
    in_time_percent = fields.Float(
        string="Reached in time (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Reached in time / callbacks due.",
    )
    satisfied_percent = fields.Float(
        string="Satisfied (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Levels 4 and 5 / customers who judged.",
    )
    accepted_percent = fields.Float(
        string="At least fairly satisfied (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Levels 3 to 5 / customers who judged.",
    )
    accepted_call_percent = fields.Float(
        string="At least fairly satisfied, of all calls (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Levels 3 to 5 / callbacks made, as DB11/T 751 counts.",
    )

    def _property_implied(self):
        return {
            "late_count": SQL(
                "(%(it)s.is_late IS TRUE OR (%(it)s.state = 'open'"
                " AND %(it)s.date < %(now)s))",
                it=SQL.identifier(self._table),
                now=fields.Datetime.now(),
            )
        }

    def _query(self):
        return SQL(
            """
            SELECT callback.id,
                   callback.id AS callback_id,
                   %(columns)s,
                   callback.due_on AS date,
                   callback.closed_on,
                   callback.called_on,
                   callback.kind AS callback_kind,
                   callback.policy_id,
                   callback.state,
                   callback.technician_id,
                   COALESCE(callback.called_by_id, callback.user_id) AS caller_id,
                   callback.medium,
                   callback.level,
                   callback.is_late,
                   1 AS callback_count,
                   (called.is_called OR callback.due_on <= %(now)s)::int AS due_count,
                   called.is_called::int AS called_count,
                   (callback.state = 'done')::int AS reached_count,
                   (callback.state = 'done'
                    AND callback.is_late IS NOT TRUE)::int AS in_time_count,
                   (callback.is_late IS TRUE OR (callback.state = 'open'
                    AND callback.due_on < %(now)s))::int AS late_count,
                   COALESCE(callback.attempt_count, 0) AS attempt_count,
                   (callback.score > 0)::int AS rated_count,
                   (callback.score >= 4)::int AS satisfied_count,
                   (callback.score >= 3)::int AS accepted_count,
                   (callback.is_unsatisfied IS TRUE)::int AS unsatisfied_count,
                   (callback.has_reopened IS TRUE)::int AS reopened_count,
                   NULLIF(callback.score, 0) AS score,
                   (%(delay)s) / 60.0 AS delay_hours
              FROM property_service_callback callback
         LEFT JOIN helpdesk_ticket ticket ON ticket.id = callback.ticket_id
         LEFT JOIN helpdesk_ticket_category category
                ON category.id = ticket.category_id
        CROSS JOIN LATERAL (
                   SELECT callback.state IN ('done', 'unreached') AS is_called) called
             WHERE callback.state != 'cancelled'
            """,
            columns=self._property_request_columns(
                "callback.handler_id", owner="callback"
            ),
            delay=self._property_minutes("callback.closed_on", "callback.called_on"),
            now=fields.Datetime.now(),
        )
