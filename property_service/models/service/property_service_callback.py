from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .helpdesk_ticket_steps import CONTACT_MEDIA
from .property_service_callback_answer import SATISFACTION

STATES = [
    ("open", "To be called"),
    ("done", "Called back"),
    ("unreached", "Not reached"),
    ("cancelled", "No callback needed"),
]


class PropertyServiceCallback(models.Model):
    """回访: a customer is asked whether the case was handled well (SLA-06, CMP-42).

    Due after closing where a policy says so; called by the first-contact person
    (SLA-13). The director's quarterly sample calls again (SLA-08).
    """

    _name = "property.service.callback"
    _description = "Callback"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "property.estate.mixin",
        "property.step.mixin",
    ]
    _order = "due_on, id"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(
        selection=[("regular", "After closing"), ("resample", "Director's sample")],
        required=True,
        readonly=True,
        default="regular",
        help="Every quarter the director calls some customers again (SLA-08).",
    )
    policy_id = fields.Many2one(
        comodel_name="property.service.callback.policy",
        string="Policy",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    round = fields.Integer(
        readonly=True, help="How often the request had been reopened before."
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        readonly=True,
        default="open",
        index=True,
    )

    # Whose case it is
    ticket_kind = fields.Selection(
        related="ticket_id.property_kind",
        string="Kind of request",
        store=True,
        precompute=True,
    )
    category_id = fields.Many2one(
        related="ticket_id.category_id",
        store=True,
        index="btree_not_null",
        precompute=True,
    )
    unit_id = fields.Many2one(
        related="ticket_id.property_unit_id",
        string="Unit",
        store=True,
        index="btree_not_null",
        precompute=True,
    )
    zone_id = fields.Many2one(
        related="ticket_id.property_zone_id",
        string="Zone",
        store=True,
        index="btree_not_null",
        precompute=True,
    )
    handler_id = fields.Many2one(
        comodel_name="res.users",
        string="Handler",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who handled the request when it was closed.",
    )
    technician_id = fields.Many2one(
        comodel_name="property.staff",
        string="Technician",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Whose work the customer judges: technician of the last dispatch order.",
    )
    subject = fields.Char(related="ticket_id.name", string="Matter")
    customer = fields.Char(related="ticket_id.partner_name", string="Customer")
    phone = fields.Char(related="ticket_id.property_caller_phone", string="Phone")
    result = fields.Text(related="ticket_id.property_result", string="Result")

    # When, and by whom
    closed_on = fields.Datetime(string="Request closed on", readonly=True)
    due_on = fields.Datetime(string="To be called on", required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="To be called by",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
        help="Empty: whoever is free at the desk.",
    )
    called_on = fields.Datetime(
        string="Called on", readonly=True, index="btree_not_null"
    )
    called_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Called by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    medium = fields.Selection(selection=CONTACT_MEDIA, readonly=True)
    call_ids = fields.One2many(
        comodel_name="property.service.callback.call",
        inverse_name="callback_id",
        string="Calls",
    )
    attempt_count = fields.Integer(
        string="Calls without answer", readonly=True, aggregator=None
    )

    # What the customer said
    level = fields.Selection(
        selection=SATISFACTION, string="Satisfaction", readonly=True, index=True
    )
    answer_ids = fields.One2many(
        comodel_name="property.service.callback.answer",
        inverse_name="callback_id",
        string="Answers",
    )
    opinion = fields.Text(
        readonly=True, help="Opinion or suggestion, as the customer said it (SLA-10)."
    )
    is_unsatisfied = fields.Boolean(string="Not satisfied", readonly=True)
    has_reopened = fields.Boolean(string="Request reopened", readonly=True)
    followup_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Follow-up",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Request in which the problem that was found is handled (SLA-09).",
    )
    suggestion_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Suggestion",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    told_id = fields.Many2one(
        comodel_name="res.users",
        string="Told",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The director of the centre, when the customer is not satisfied (SLA-09).",
    )

    # Checks of the callback itself
    origin_id = fields.Many2one(
        comodel_name="property.service.callback",
        string="First callback",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    sample_line_id = fields.Many2one(
        comodel_name="property.sample.line",
        string="Drawn by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    verify_from = fields.Date(
        string="To be verified from",
        readonly=True,
        index="btree_not_null",
        help="The month after the call: then all calls of a month are there to draw"
        " from (SLA-07).",
    )
    resample_from = fields.Date(
        string="In the director's sample from",
        readonly=True,
        index="btree_not_null",
        help="The quarter after closing: then all repairs of a quarter are there to"
        " draw from (SLA-08).",
    )

    # Figures
    score = fields.Float(
        readonly=True, aggregator="avg", digits=(16, 1), help="5 is the best."
    )
    satisfied_percent = fields.Float(
        string="Satisfied (%)", readonly=True, aggregator="avg", digits=(16, 1)
    )
    covered_percent = fields.Float(
        string="Coverage (%)",
        readonly=True,
        default=0.0,  # an average leaves out what is empty
        aggregator="avg",
        digits=(16, 1),
        help="Of the callbacks that are due or made, those with the customer reached.",
    )
    is_late = fields.Boolean(string="Called late", readonly=True)

    _round_uniq = models.UniqueIndex(
        "(ticket_id, round) WHERE kind = 'regular'",
        "This request has its callback already.",
    )
    _sample_uniq = models.UniqueIndex(
        "(sample_line_id) WHERE sample_line_id IS NOT NULL",
        "This record of the sample has its callback already.",
    )
    _due_idx = models.Index("(due_on) WHERE state = 'open'")
    _figures_idx = models.Index("(estate_id, due_on)")
    _late_idx = models.Index("(due_on) WHERE is_late IS TRUE")

    # === Computes ===

    @api.depends("ticket_id", "kind")
    def _compute_display_name(self):
        for callback in self:
            ticket = callback.ticket_id
            callback.display_name = f"{ticket.number} {ticket.name or ''}".strip()

    # === CRUD ===

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A callback stays on record."))

    # === Figures ===

    def _read_group_select(self, aggregate_spec, query):
        """Averages of what was said, over those who said something."""
        expression = super()._read_group_select(aggregate_spec, query)
        column = {
            name: self._field_to_sql(self._table, name, query)
            for name in ("score", "state", "due_on")
        }
        if aggregate_spec in ("score:avg", "satisfied_percent:avg"):
            return SQL("%s FILTER (WHERE %s > 0)", expression, column["score"])
        if aggregate_spec == "covered_percent:avg":
            return SQL(
                "%s FILTER (WHERE %s IN ('done', 'unreached')"
                " OR (%s = 'open' AND %s <= %s))",
                expression,
                column["state"],
                column["state"],
                column["due_on"],
                fields.Datetime.now(),
            )
        return expression

    # === Business methods ===

    def _property_step_fields(self):
        """Everything but who is to call, and what the chatter keeps."""
        return {
            name
            for name, field in self._fields.items()
            if field.store
            and name not in models.MAGIC_COLUMNS
            and not name.startswith(("message_", "activity_"))
        } - {"user_id"}
