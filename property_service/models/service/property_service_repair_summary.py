from odoo import api, fields, models
from odoo.fields import Domain

from .property_service_dispatch_case import REPAIR_CASES

KINDS = ("repair", "paid_service")
COUNTS = ("carried_count", "received_count", "done_count", "open_count", "late_count")


class PropertyServiceRepairSummary(models.Model):
    """(月末)维修情况汇总: the repairs of a month by category (SRV-34)."""

    _name = "property.service.repair.summary"
    _description = "Monthly Repair Summary"
    _inherit = ["property.service.summary.mixin"]
    _check_company_auto = True

    line_ids = fields.One2many(
        comodel_name="property.service.repair.summary.line",
        inverse_name="summary_id",
        string="Categories",
        readonly=True,
    )
    open_ticket_ids = fields.Many2many(
        comodel_name="helpdesk.ticket",
        relation="property_service_repair_summary_ticket_rel",
        column1="summary_id",
        column2="ticket_id",
        string="Unfinished repairs",
        readonly=True,
    )
    carried_count = fields.Integer(
        string="Carried over", compute="_compute_totals", store=True
    )
    received_count = fields.Integer(
        string="Received in the month", compute="_compute_totals", store=True
    )
    done_count = fields.Integer(
        string="Repaired in the month", compute="_compute_totals", store=True
    )
    open_count = fields.Integer(
        string="Unfinished at the end", compute="_compute_totals", store=True
    )
    late_count = fields.Integer(
        string="Repaired late", compute="_compute_totals", store=True
    )
    done_percent = fields.Float(
        string="Completion (%)",
        compute="_compute_totals",
        store=True,
        digits=(5, 1),
        aggregator="avg",
        help="Repaired, of those carried over and received.",
    )

    _once = models.UniqueIndex(
        "(estate_id, date_start)", "There is a summary of this month already."
    )

    @api.depends(*(f"line_ids.{name}" for name in COUNTS))
    def _compute_totals(self):
        for summary in self:
            for name in COUNTS:
                summary[name] = sum(summary.line_ids.mapped(name))
            due = summary.carried_count + summary.received_count
            summary.done_percent = 100 * summary.done_count / due if due else 0.0

    def _property_step_fields(self):
        return super()._property_step_fields() | {"open_ticket_ids"}

    # === Actions ===

    def action_print(self):
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_service_repair_summary_report", self
        )

    # === Business methods ===

    def _property_due_code(self):
        return "service.repair_summary_days"

    def _property_count(self):
        result = super()._property_count()
        # As in the figures.
        unfinished = self.sudo()._property_repairs().filtered(self._property_is_open)
        self._property_set(open_ticket_ids=[fields.Command.set(unfinished.ids)])
        return result

    def _property_repairs(self):
        """Repairs that were at work in the month: carried over or received."""
        start, end = self._property_bounds()
        is_over = Domain("property_done_on", "<", start) | (
            Domain("property_done_on", "=", False) & Domain("closed_date", "<", start)
        )
        return self.env["helpdesk.ticket"].search(
            Domain("property_estate_id", "=", self.estate_id.id)
            & Domain("property_kind", "in", KINDS)
            & Domain("property_received_on", "<", end)
            & ~is_over,
            order="property_received_on, id",
        )

    def _property_is_open(self, ticket):
        """Not finished at the end of the month."""
        moment = ticket.property_done_on or ticket.closed_date
        return not moment or moment >= self._property_bounds()[1]

    def _property_prepare_lines(self):
        repairs = self._property_repairs()
        late = self._property_late(repairs)
        orders = self._property_orders()
        lines = [
            self._property_prepare_line(category, tickets, late, orders)
            for category, tickets in repairs.grouped("category_id").items()
        ]
        lines.sort(key=lambda line: (-line["received_count"], line["name"]))
        return [{**line, "sequence": number} for number, line in enumerate(lines, 1)]

    def _property_prepare_line(self, category, tickets, late, orders):
        start, _end = self._property_bounds()
        unfinished = tickets.filtered(self._property_is_open)
        done = tickets - unfinished
        received = tickets.filtered(lambda t: t.property_received_on >= start)
        hours = [
            (
                (ticket.property_done_on or ticket.closed_date)
                - ticket.property_received_on
            ).total_seconds()
            / 3600
            for ticket in done
        ]
        return {
            "category_id": category.id,
            "name": category.complete_name or self.env._("Without a category"),
            "carried_count": len(tickets - received),
            "received_count": len(received),
            "done_count": len(done),
            "open_count": len(unfinished),
            "late_count": len(done & late),
            "hours": max(sum(hours) / len(hours), 0.0) if hours else 0.0,
            **{
                f"{case}_count": orders.get((category, case), 0)
                for case, _n in REPAIR_CASES
            },
        }

    def _property_late(self, repairs):
        """Repairs whose time limit for the solution had passed."""
        clocks = self.env["property.service.clock"].search(
            [
                ("ticket_id", "in", repairs.ids),
                ("measure", "=", "resolution"),
                ("is_late", "=", True),
            ]
        )
        return clocks.ticket_id

    def _property_orders(self):
        """Dispatch orders done in the month, by category and repair case (SRV-35)."""
        start, end = self._property_bounds()
        groups = self.env["property.service.dispatch"]._read_group(
            Domain("estate_id", "=", self.estate_id.id)
            & Domain("done_on", ">=", start)
            & Domain("done_on", "<", end)
            & Domain("state", "in", ("done", "closed"))
            & Domain("repair_case", "!=", False),
            ["category_id", "repair_case"],
            ["__count"],
        )
        return {(category, case): count for category, case, count in groups}


class PropertyServiceRepairSummaryLine(models.Model):
    _name = "property.service.repair.summary.line"
    _description = "Category of a Repair Summary"
    _order = "summary_id, sequence, id"

    summary_id = fields.Many2one(
        comodel_name="property.service.repair.summary",
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
        string="Category",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    name = fields.Char(string="Category as it was called", required=True, readonly=True)
    carried_count = fields.Integer(string="Carried over", readonly=True)
    received_count = fields.Integer(string="Received in the month", readonly=True)
    done_count = fields.Integer(string="Repaired in the month", readonly=True)
    open_count = fields.Integer(string="Unfinished at the end", readonly=True)
    late_count = fields.Integer(string="Repaired late", readonly=True)
    hours = fields.Float(
        string="Hours to the repair",
        readonly=True,
        digits=(12, 1),
        aggregator="avg",
        help="From the customer's report to the finished repair, on average.",
    )
    in_warranty_count = fields.Integer(string="Orders within warranty", readonly=True)
    out_of_warranty_count = fields.Integer(
        string="Orders out of warranty", readonly=True
    )
    public_count = fields.Integer(string="Orders in public areas", readonly=True)
