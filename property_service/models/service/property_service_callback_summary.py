from odoo import api, fields, models
from odoo.fields import Command, Domain

COUNTS = ("due_count", "reached_count", "rated_count", "satisfied_count")


class PropertyServiceCallbackSummary(models.Model):
    """回访书面报告: the callbacks of a month, for the centre's director (SLA-06)."""

    _name = "property.service.callback.summary"
    _description = "Monthly Callback Report"
    _inherit = ["property.service.summary.mixin"]
    _check_company_auto = True

    line_ids = fields.One2many(
        comodel_name="property.service.callback.summary.line",
        inverse_name="summary_id",
        string="Figures",
        readonly=True,
    )
    opinion_ids = fields.Many2many(
        comodel_name="property.service.callback",
        relation="property_service_callback_summary_rel",
        column1="summary_id",
        column2="callback_id",
        string="Opinions of customers",
        readonly=True,
    )
    due_count = fields.Integer(
        string="Callbacks due", compute="_compute_totals", store=True
    )
    reached_count = fields.Integer(
        string="Customers reached", compute="_compute_totals", store=True
    )
    rated_count = fields.Integer(
        string="Customers who judged", compute="_compute_totals", store=True
    )
    satisfied_count = fields.Integer(
        string="Satisfied customers", compute="_compute_totals", store=True
    )
    covered_percent = fields.Float(
        string="Coverage (%)",
        compute="_compute_totals",
        store=True,
        digits=(5, 1),
        aggregator="avg",
    )
    satisfied_percent = fields.Float(
        string="Satisfied (%)",
        compute="_compute_totals",
        store=True,
        digits=(5, 1),
        aggregator="avg",
    )

    _once = models.UniqueIndex(
        "(estate_id, date_start)", "There is a callback report of this month already."
    )

    @api.depends("line_ids.section", *(f"line_ids.{name}" for name in COUNTS))
    def _compute_totals(self):
        for summary in self:
            lines = summary.line_ids.filtered(lambda line: line.section == "kind")
            for name in COUNTS:
                summary[name] = sum(lines.mapped(name))
            summary.covered_percent = lines._property_percent(
                summary.reached_count, summary.due_count
            )
            summary.satisfied_percent = lines._property_percent(
                summary.satisfied_count, summary.rated_count
            )

    def _property_step_fields(self):
        return super()._property_step_fields() | {"opinion_ids"}

    # === Actions ===

    def action_print(self):
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_service_callback_summary_report", self
        )

    # === Business methods ===

    def _property_due_code(self):
        return "service.callback_summary_days"

    def _property_callbacks(self):
        """Callbacks that were due in the month."""
        start, end = self._property_bounds()
        return self.env["property.service.callback"].search(
            Domain("estate_id", "=", self.estate_id.id)
            & Domain("state", "!=", "cancelled")
            & Domain("due_on", ">=", start)
            & Domain("due_on", "<", end)
        )

    def _property_count(self):
        result = super()._property_count()
        # As in the figures.
        opinions = self.sudo()._property_callbacks().filtered("opinion")
        self._property_set(opinion_ids=[Command.set(opinions.ids)])
        return result

    def _property_prepare_lines(self):
        callbacks = self._property_callbacks()
        return [
            *self._property_lines_by_kind(callbacks),
            *self._property_lines_by_question(callbacks),
        ]

    def _property_lines_by_kind(self, callbacks):
        lines = []
        for (kind, ticket_kind), group in callbacks.grouped(
            lambda callback: (callback.kind, callback.ticket_kind)
        ).items():
            rated = group.filtered("score")
            lines.append(
                {
                    "section": "kind",
                    "kind": kind,
                    "ticket_kind": ticket_kind,
                    "due_count": len(group),
                    "reached_count": len(group.filtered("covered_percent")),
                    "rated_count": len(rated),
                    "satisfied_count": len(rated.filtered("satisfied_percent")),
                    "score": self._property_average(rated),
                }
            )
        return lines

    def _property_lines_by_question(self, callbacks):
        """What customers think of each service (SAT-05)."""
        answers = callbacks.answer_ids.grouped("question_id")
        return [
            {
                "section": "question",
                "question_id": question.id,
                "rated_count": len(group),
                "satisfied_count": len(group.filtered(lambda row: row.score >= 4)),
                "score": self._property_average(group),
            }
            for question, group in answers.items()
        ]

    @api.model
    def _property_average(self, records):
        scores = records.mapped("score")
        return sum(scores) / len(scores) if scores else 0.0


class PropertyServiceCallbackSummaryLine(models.Model):
    _name = "property.service.callback.summary.line"
    _description = "Figure of a Callback Report"
    _order = "summary_id, section, question_id, id"

    summary_id = fields.Many2one(
        comodel_name="property.service.callback.summary",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="summary_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="summary_id.company_id", store=True, index=True, precompute=True
    )
    section = fields.Selection(
        selection=[("kind", "Callbacks"), ("question", "Services")],
        required=True,
        readonly=True,
    )
    kind = fields.Selection(
        selection=lambda self: self._selection_of("kind"), readonly=True
    )
    ticket_kind = fields.Selection(
        selection=lambda self: self._selection_of("ticket_kind"),
        string="Kind of request",
        readonly=True,
    )
    question_id = fields.Many2one(
        comodel_name="property.service.question",
        string="Service",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    due_count = fields.Integer(string="Callbacks due", readonly=True)
    reached_count = fields.Integer(string="Customers reached", readonly=True)
    rated_count = fields.Integer(string="Customers who judged", readonly=True)
    satisfied_count = fields.Integer(string="Satisfied customers", readonly=True)
    score = fields.Float(
        string="Average level", readonly=True, digits=(5, 2), aggregator="avg"
    )
    covered_percent = fields.Float(
        string="Coverage (%)", compute="_compute_percents", digits=(5, 1)
    )
    satisfied_percent = fields.Float(
        string="Satisfied (%)", compute="_compute_percents", digits=(5, 1)
    )

    @api.depends(*COUNTS)
    def _compute_percents(self):
        for line in self:
            line.covered_percent = self._property_percent(
                line.reached_count, line.due_count
            )
            line.satisfied_percent = self._property_percent(
                line.satisfied_count, line.rated_count
            )

    @api.model
    def _selection_of(self, name):
        field = self.env["property.service.callback"]._fields[name]
        return field._description_selection(self.env)

    @api.model
    def _property_percent(self, part, whole):
        return 100.0 * part / whole if whole else 0.0
