from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .helpdesk_ticket_stage import ENDED
from .property_service_consult import INTERNAL_SOURCES


class PropertyServiceInquirySummary(models.Model):
    """咨询服务记录汇总: the inquiries of a quarter by topic, for the centre manager.

    SRV-14; next quarter's notice board is planned from it (SRV-15).
    """

    _name = "property.service.inquiry.summary"
    _description = "Quarterly Summary of Inquiries"
    _inherit = ["property.service.summary.mixin"]
    _check_company_auto = True

    _property_months = 3

    line_ids = fields.One2many(
        comodel_name="property.service.inquiry.summary.line",
        inverse_name="summary_id",
        string="Inquiry topics",
        readonly=True,
    )
    inquiry_count = fields.Integer(
        string="Number of inquiries", compute="_compute_totals", store=True
    )
    open_count = fields.Integer(
        string="Not answered yet", compute="_compute_totals", store=True
    )
    plan_ids = fields.One2many(
        comodel_name="property.service.notice.plan",
        inverse_name="summary_id",
        string="Notice-board plans",
    )

    _once = models.UniqueIndex(
        "(estate_id, date_start)", "There is a summary of this quarter already."
    )

    @api.depends("line_ids.inquiry_count", "line_ids.open_count")
    def _compute_totals(self):
        for summary in self:
            summary.inquiry_count = sum(summary.line_ids.mapped("inquiry_count"))
            summary.open_count = sum(summary.line_ids.mapped("open_count"))

    # === Actions ===

    def action_plan_notices(self):
        """The notice board of the next quarter, with the topics most asked about."""
        self.ensure_one()
        if self.state == "draft":
            raise UserError(
                self.env._("Submit the summary first; the notice board follows it.")
            )
        plan = self.env["property.service.notice.plan"]._property_of_summary(self)
        return plan.get_formview_action()

    def action_open_inquiries(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_request_inquiry_action"
        )
        return {
            **action,
            "name": self.display_name,
            "path": False,
            "domain": list(self._property_inquiry_domain()),
            "context": {"property_desk": True},
        }

    def action_print(self):
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_service_inquiry_summary_report", self
        )

    def action_print_record(self):
        """咨询服务记录: each inquiry of the quarter."""
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_service_inquiry_record_report", self
        )

    # === Business methods ===

    def _property_due_code(self):
        return "service.inquiry_summary_days"

    def _property_inquiry_domain(self):
        start, end = self._property_bounds()
        return (
            Domain("property_estate_id", "=", self.estate_id.id)
            & Domain("property_kind", "=", "inquiry")
            & Domain("property_received_on", ">=", start)
            & Domain("property_received_on", "<", end)
        )

    def _property_inquiries(self):
        return self.env["helpdesk.ticket"].search(
            self._property_inquiry_domain(), order="property_received_on, id"
        )

    def _property_prepare_lines(self):
        topics = self._property_inquiries().grouped("category_id")
        lines = [
            self._property_prepare_line(topic, tickets)
            for topic, tickets in topics.items()
        ]
        lines.sort(key=lambda line: (-line["inquiry_count"], line["name"]))
        return [{**line, "sequence": number} for number, line in enumerate(lines, 1)]

    def _property_prepare_line(self, topic, tickets):
        inside = dict(INTERNAL_SOURCES)
        answered = tickets.filtered(
            lambda ticket: ticket.property_step in (*ENDED, "done")
            or ticket.property_done_on
        )
        hours = [
            (ticket.property_done_on - ticket.property_received_on).total_seconds()
            / 3600
            for ticket in answered
            if ticket.property_done_on and ticket.property_received_on
        ]
        return {
            "category_id": topic.id,
            "name": topic.complete_name or self.env._("Without a topic"),
            "inquiry_count": len(tickets),
            "inside_count": len(
                tickets.filtered(lambda t: t.property_answer_source in inside)
            ),
            "open_count": len(tickets - answered),
            "hours": max(sum(hours) / len(hours), 0.0) if hours else 0.0,
        }


class PropertyServiceInquirySummaryLine(models.Model):
    _name = "property.service.inquiry.summary.line"
    _description = "Topic of a Summary of Inquiries"
    _order = "summary_id, sequence, id"

    summary_id = fields.Many2one(
        comodel_name="property.service.inquiry.summary",
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
    date_start = fields.Date(related="summary_id.date_start", store=True)
    sequence = fields.Integer(readonly=True)
    category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Topic",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    name = fields.Char(string="Topic as it was called", required=True, readonly=True)
    inquiry_count = fields.Integer(string="Asked (times)", readonly=True)
    inside_count = fields.Integer(
        string="Asked inside",
        readonly=True,
        help="Answered by a superior, a department or an expert (SRV-16, SRV-17).",
    )
    open_count = fields.Integer(string="Unanswered", readonly=True)
    hours = fields.Float(
        string="Hours to the answer",
        readonly=True,
        digits=(12, 1),
        aggregator="avg",
        help="From the customer's question to our answer, on average.",
    )
