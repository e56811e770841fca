from odoo import fields, models

from .property_service_rule import Facts


class HelpdeskTicket(models.Model):
    """Which clocks run for a request, by the rules of its estate."""

    _inherit = "helpdesk.ticket"

    # === Business methods ===

    def _property_start_clocks(self):
        """Start the clocks of new requests, all in one go."""
        now = fields.Datetime.now()
        rows, known, memo = [], {}, {}
        next_due = self._fields["property_next_due"]
        # Commitments hold for residents who write through the portal as well.
        for ticket in self.sudo():
            start = min(ticket.property_received_on or now, now)
            new = ticket._property_clock_rows(start, known, memo)
            rows += new
            dues = [r["due_on"] for r in new if r["is_pending"] and r["target_id"]]
            if dues:
                # Goes to the database with what else is pending of the new request.
                next_due.write(ticket, min(dues))
        self._property_add_clocks(rows)

    def _property_add_clocks(self, rows):
        # Written by the steps of requests alone.
        self.env["property.service.clock"].sudo().create(rows)

    def _property_facts(self):
        """What decides which lines hold for the request."""
        return Facts(
            estate=self.property_estate_id.id,
            company=self.company_id.id,
            kind=self.property_kind,
            channel=self.channel_id.id,
            categories=self._property_category_path(),
            severity=self.property_severity,
            is_urgent=self.property_is_urgent,
        )

    def _property_category_path(self):
        """The category with those above it."""
        path = self.category_id.parent_path or ""
        return frozenset(int(part) for part in path.split("/") if part)

    def _property_rules_of(self, model, memo):
        """Lines of a model that hold for the request; looked up once a batch."""
        key = (model, self._property_facts())
        if key not in memo:
            memo[key] = self.env[model]._property_matching(key[1])
        return memo[key]

    def _property_clock_rows(self, start, known, memo):
        """Values of the clocks that a request needs from a moment on."""
        targets = self.env["property.service.target"]
        rules = self._property_rules_of("property.service.target", memo)
        strictest = targets._property_strictest(
            rules, self.property_estate_id, start, known
        )
        rows = [
            self._property_clock_row(measure, start, due, target_id=rule.id)
            for measure, (rule, due) in strictest.items()
        ]
        rings = targets._property_rings(rules)
        if rings and self.property_rings:
            row = self._property_clock_row("answer", start, False, target_id=rings.id)
            row.update(
                state="met",
                met_on=start,
                is_late=self.property_rings > rings.amount,
                is_pending=False,
            )
            rows.append(row)
        level = self._property_next_level(start, known, memo)
        if level:
            row = self._property_clock_row(
                "escalation", start, level[1], level_id=level[0].id
            )
            rows.append(row)
        return rows

    def _property_clock_row(self, measure, start, due, target_id=False, level_id=False):
        return {
            "ticket_id": self.id,
            "estate_id": self.property_estate_id.id,
            "company_id": self.company_id.id,
            "measure": measure,
            "target_id": target_id,
            "level_id": level_id,
            "started_on": start,
            "due_on": due,
            "round": self.property_reopen_count,
            "state": "running",
            "is_pending": True,
        }
