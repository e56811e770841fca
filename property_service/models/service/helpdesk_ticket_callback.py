from odoo import api, fields, models

from .helpdesk_ticket_escalate import QUIET


class HelpdeskTicket(models.Model):
    """After closing, the customer is called back (SRV-36, CMP-35, SLA-13)."""

    _inherit = "helpdesk.ticket"

    property_callback_ids = fields.One2many(
        comodel_name="property.service.callback",
        inverse_name="ticket_id",
        string="Callbacks",
    )
    property_callback_count = fields.Integer(
        string="Number of callbacks", compute="_compute_property_callback_count"
    )

    @api.depends("property_callback_ids")
    def _compute_property_callback_count(self):
        groups = self.env["property.service.callback"]._read_group(
            [("ticket_id", "in", self.ids)], ["ticket_id"], ["__count"]
        )
        counts = {ticket.id: count for ticket, count in groups}
        for ticket in self:
            ticket.property_callback_count = counts.get(ticket.id, 0)

    # === Actions ===

    def action_property_open_callbacks(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_service_callback_action_all"
        )
        return {
            **action,
            "path": False,
            "domain": [("ticket_id", "=", self.id)],
            "context": {},
        }

    # === Hooks ===

    def _property_on_step(self, step):
        result = super()._property_on_step(step)
        if step in ("closed", "cannot_handle"):
            if not self._property_is_history():
                self._property_plan_callbacks()
        return result

    def _property_reopen(self, reason):
        result = super()._property_reopen(reason)
        self._property_drop_callbacks()
        return result

    # === Business methods ===

    def _property_plan_callbacks(self):
        """Note who is to be called back, by when and by whom (C6, C7)."""
        # Callbacks follow from closing, whoever closes.
        callbacks = self.env["property.service.callback"].sudo()
        policies = self.env["property.service.callback.policy"].sudo()  # as above
        known, rows = {}, []
        planned = callbacks.search(
            [("ticket_id", "in", self.ids), ("kind", "=", "regular")]
        )
        planned = {(row.ticket_id.id, row.round) for row in planned}
        workers = self._property_last_technicians()
        for ticket in self.sudo():  # as above
            rules = policies._property_matching(ticket._property_facts())
            policy = policies.browse(rules[0].id) if rules else policies
            key = (ticket.id, ticket.property_reopen_count)
            if key in planned or not policy or not policy._property_takes(ticket):
                continue
            rows.append(ticket._property_callback_row(policy, rules[0], known))
            rows[-1]["technician_id"] = workers.get(ticket.id, False)
        callbacks.with_context(**QUIET).create(rows)

    def _property_callback_row(self, policy, rule, known):
        estate = self.property_estate_id
        closed_on = self.closed_date or fields.Datetime.now()
        return {
            "ticket_id": self.id,
            "estate_id": estate.id,
            "policy_id": policy.id,
            "round": self.property_reopen_count,
            "closed_on": closed_on,
            "due_on": policy._property_due(
                estate, closed_on, rule.amount, rule.unit, known
            ),
            "user_id": policy._property_caller_of(self).id,
            "handler_id": self.user_id.id,
            "resample_from": estate._property_next_start(closed_on, 3),
        }

    def _property_last_technicians(self):
        """Who did the work, by request: the last dispatch order that was done."""
        # As in _property_plan_callbacks.
        groups = (
            self.env["property.service.dispatch"]
            .sudo()
            ._read_group(
                [
                    ("ticket_id", "in", self.ids),
                    ("technician_id", "!=", False),
                    ("state", "in", ("done", "closed")),
                ],
                ["ticket_id", "technician_id"],
                ["done_on:max"],
                order="done_on:max",
            )
        )
        return {ticket.id: technician.id for ticket, technician, _on in groups}

    def _property_drop_callbacks(self):
        """Reopened before the call: nobody asks about a case that is open again."""
        # As in _property_plan_callbacks.
        callbacks = self.env["property.service.callback"].sudo()
        callbacks.search(
            [
                ("ticket_id", "in", self.ids),
                ("kind", "=", "regular"),
                ("state", "=", "open"),
            ]
        ).write({"state": "cancelled"})

    def _property_called_back(self):
        """One step further than closed, from which nothing else follows."""
        closed = self.filtered(lambda ticket: ticket.property_step == "closed")
        closed._property_step_beside("called_back")

    def _property_uncall(self):
        """The callback was taken back: closed, as before."""
        called = self.filtered(lambda ticket: ticket.property_step == "called_back")
        called._property_step_beside("closed")

    def _property_step_beside(self, step):
        stage = self.env["helpdesk.ticket.stage"]._property_of_step(step)
        for ticket in self.sudo():  # people do not write steps
            closed_on = ticket.closed_date
            ticket.stage_id = stage
            # The helpdesk stamps every stage that is closed: when it was closed stays.
            ticket.closed_date = closed_on
