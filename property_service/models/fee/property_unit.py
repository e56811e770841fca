from collections import defaultdict
from datetime import timedelta

from odoo import fields, models

from .proration import ONE_DAY, month_end

DATES = ("date_start", "date_end")


class PropertyUnit(models.Model):
    _inherit = "property.unit"

    assignment_ids = fields.One2many(
        comodel_name="property.fee.assignment",
        inverse_name="unit_id",
        string="Fees",
    )
    open_amount = fields.Monetary(
        string="Owed", compute="_compute_open_amount", currency_field="currency_id"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    def _property_in_use(self):
        """Fees that run are billed on, whoever may see them."""
        today = fields.Date.context_today(self)
        # The desk does not read every fee.
        running = self.env["property.fee.assignment"].sudo()
        domain = fields.Domain("unit_id", "in", self.ids) & (
            fields.Domain("date_end", "=", False)
            | fields.Domain("date_end", ">=", today)
        )
        return super()._property_in_use() | running.search(domain).unit_id.sudo(False)

    def _compute_open_amount(self):
        """What the units owe less what was paid ahead, from the ledger."""
        # The desk sees a unit's balance without the right to read the ledger.
        rows = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                self._property_receivable_domain(),
                ["property_unit_id"],
                ["amount_residual:sum"],
            )
        )
        amounts = {unit.id: amount for unit, amount in rows}
        for unit in self:
            unit.open_amount = amounts.get(unit.id, 0)

    def action_view_bills(self):
        """Bills of the unit for who may read the ledger, else its charges."""
        self.ensure_one()
        by_ledger = self.env["account.move"].has_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_invoice_type"
            if by_ledger
            else "property_service.property_fee_charge_action"
        )
        field = "property_unit_id" if by_ledger else "unit_id"
        action["domain"] = [(field, "=", self.id)]
        action["context"] = {"create": False}
        return action

    def _property_payer_spans(self, day_from, day_to, start_rule):
        """Who pays on which days, by the occupancies and the start rule at handover.

        The payer of a day is the occupancy marked as payer, else the owner with the
        largest share; before the owner's start the developer (§16 of the fee rules).

        :param start_rule: same_day, next_month or prorated (setting fee.start_rule)
        :return: dict of unit id to list of (first day, last day, partner id or False,
            whether the unit is handed over), in order and without gaps
        """
        rows = defaultdict(list)
        occupancies = self.env["property.occupancy"].search_fetch(
            fields.Domain("unit_id", "in", self.ids)
            & fields.Domain("role", "in", ("owner", "tenant", "agent"))
            & fields.Domain("date_start", "<=", day_to)
            & (
                fields.Domain("date_end", "=", False)
                | fields.Domain("date_end", ">=", day_from)
            ),
            ["unit_id", "partner_id", "role", "is_payer", "share", *DATES],
        )
        for occupancy in occupancies:
            rows[occupancy.unit_id.id].append(occupancy)
        return {
            unit.id: unit._property_payer_spans_one(
                rows[unit.id], day_from, day_to, start_rule
            )
            for unit in self
        }

    def _property_payer_spans_one(self, rows, day_from, day_to, start_rule):
        """The spans of one unit; see ``_property_payer_spans``."""
        owner_from = self._property_owner_from(start_rule)
        starts = {day_from}
        for row in rows:
            starts.add(row.date_start)
            if row.date_end:
                starts.add(row.date_end + ONE_DAY)
        starts.update(day for day in (owner_from, self.handover_date) if day)
        days = sorted(day for day in starts if day_from <= day <= day_to)
        spans = []
        for day, following in zip(days, [*days[1:], day_to + ONE_DAY], strict=True):
            payer, handed_over = self._property_payer_on(day, rows, owner_from)
            last = following - ONE_DAY
            if spans and spans[-1][2:] == (payer, handed_over):
                spans[-1] = (spans[-1][0], last, payer, handed_over)
            else:
                spans.append((day, last, payer, handed_over))
        return spans

    def _property_payer_on(self, day, rows, owner_from):
        developer_id = self.estate_id.developer_id.id
        handed_over = bool(self.handover_date and self.handover_date <= day)
        if developer_id and self.handover_date and day < owner_from:
            return developer_id, handed_over
        current = [row for row in rows if row._is_current(day)]
        for row in current:
            if row.is_payer:
                return row.partner_id.id, handed_over
        if not handed_over:
            return developer_id, handed_over
        owners = [row for row in current if row.role == "owner"]
        if not owners:
            return False, handed_over
        return min(owners, key=lambda row: (-row.share, row.id)).partner_id.id, True

    def _property_owner_from(self, start_rule, handover_date=None):
        """First day that the owner pays: the start rule applied to the handover.

        :param handover_date: a day to come; the unit's own by default
        """
        day = handover_date or self.handover_date
        if not day:
            return None
        if start_rule == "next_month":
            return month_end(day) + ONE_DAY
        if start_rule == "prorated":
            return day + timedelta(days=1)
        return day
