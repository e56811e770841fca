from odoo import fields, models
from odoo.tools import SQL

from .property_request_report_mixin import DEPENDS


class PropertyTargetReport(models.Model):
    """Time limits of requests: kept or missed, target by target (C2, SLA-28).

    One row a time limit; escalation has none, it is what follows from a missed one.
    """

    _name = "property.target.report"
    _description = "Time Limits Kept"
    _inherit = ["property.request.report.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "ticket_id"
    _depends = {
        **DEPENDS,
        "property.service.clock": [
            "ticket_id",
            "estate_id",
            "company_id",
            "measure",
            "target_id",
            "state",
            "is_late",
            "started_on",
            "due_on",
            "met_on",
            "round",
            "paused_seconds",
        ],
    }
    _property_ratios = {"kept_percent": ("kept_count", "decided_count")}

    date = fields.Datetime(string="Began on", readonly=True)
    due_on = fields.Datetime(string="Falls due on", readonly=True)
    met_on = fields.Datetime(string="Met on", readonly=True)
    measure = fields.Selection(
        selection=lambda self: self._property_words(
            "property.service.target", "measure"
        ),
        string="What is measured",
        readonly=True,
    )
    target_id = fields.Many2one(comodel_name="property.service.target", readonly=True)
    state = fields.Selection(
        selection=lambda self: self._property_words("property.service.clock", "state"),
        string="Status",
        readonly=True,
    )
    round = fields.Integer(
        readonly=True,
        aggregator=None,
        help="How many times the request was reopened before.",
    )
    clock_count = fields.Integer(string="Time limits", readonly=True)
    decided_count = fields.Integer(
        string="Kept or missed",
        readonly=True,
        help="Not those that still run in time, stand still or were not needed.",
    )
    kept_count = fields.Integer(string="Time limits kept", readonly=True)
    missed_count = fields.Integer(string="Time limits missed", readonly=True)
    running_count = fields.Integer(string="Running or paused", readonly=True)
    minutes = fields.Float(
        string="Minutes taken",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="From the beginning until it was met, by the calendar.",
    )
    net_minutes = fields.Float(
        string="Minutes taken without waiting",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
    )
    late_minutes = fields.Float(
        string="Minutes late",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Of those that were missed: from the time limit until it was met, or"
        " until now.",
    )
    kept_percent = fields.Float(
        string="Kept (%)",
        readonly=True,
        aggregator="avg",
        digits=(16, 1),
        help="Kept / kept or missed.",
    )

    def _query(self):
        minutes = self._property_minutes("clock.started_on", "clock.met_on")
        return SQL(
            """
            SELECT clock.id,
                   %(columns)s,
                   clock.started_on AS date,
                   clock.due_on,
                   clock.met_on,
                   clock.measure,
                   clock.target_id,
                   clock.state,
                   COALESCE(clock.round, 0) AS round,
                   1 AS clock_count,
                   (missed.is_missed OR clock.state = 'met')::int AS decided_count,
                   (clock.state = 'met' AND NOT missed.is_missed)::int AS kept_count,
                   missed.is_missed::int AS missed_count,
                   (clock.state IN ('running', 'paused')
                    AND NOT missed.is_missed)::int AS running_count,
                   %(minutes)s AS minutes,
                   %(net_minutes)s AS net_minutes,
                   CASE WHEN missed.is_missed THEN %(late)s END AS late_minutes
              FROM property_service_clock clock
         LEFT JOIN helpdesk_ticket ticket ON ticket.id = clock.ticket_id
         LEFT JOIN helpdesk_ticket_category category
                ON category.id = ticket.category_id
        CROSS JOIN LATERAL (
                   SELECT clock.is_late IS TRUE OR COALESCE(
                       clock.state = 'running' AND clock.due_on < %(now)s, FALSE)
                       AS is_missed) missed
             WHERE clock.measure != 'escalation'
            """,
            columns=self._property_request_columns(owner="clock"),
            minutes=minutes,
            net_minutes=self._property_at_least_zero(
                SQL("(%s - COALESCE(clock.paused_seconds, 0) / 60.0)", minutes)
            ),
            late=self._property_at_least_zero(
                SQL(
                    "(EXTRACT(EPOCH FROM COALESCE(clock.met_on, %s) - clock.due_on)"
                    " / 60.0)",
                    fields.Datetime.now(),
                )
            ),
            now=fields.Datetime.now(),
        )
