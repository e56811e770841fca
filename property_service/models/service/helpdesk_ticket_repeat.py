from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL


class HelpdeskTicket(models.Model):
    """No customer should have to come twice; who does is noticed (CMP-25, SRV-50)."""

    _inherit = "helpdesk.ticket"

    property_similar_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Earlier similar request",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The last request of this unit and category within the period.",
    )
    property_repeat_of_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Earlier request",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="The earlier request about the same matter.",
    )
    property_repeat_ids = fields.One2many(
        comodel_name="helpdesk.ticket",
        inverse_name="property_repeat_of_id",
        string="Repeated by",
    )
    property_repeat_count = fields.Integer(
        string="Times repeated", compute="_compute_property_repeat_count"
    )

    @api.depends("property_repeat_ids")
    def _compute_property_repeat_count(self):
        groups = self._read_group(
            [("property_repeat_of_id", "in", self.ids)],
            ["property_repeat_of_id"],
            ["__count"],
        )
        counts = {ticket.id: count for ticket, count in groups}
        for ticket in self:
            ticket.property_repeat_count = counts.get(ticket.id, 0)

    @api.constrains("property_repeat_of_id")
    def _check_property_repeat(self):
        if self._has_cycle("property_repeat_of_id"):
            raise ValidationError(
                self.env._("A request cannot repeat itself or one that repeats it.")
            )
        for ticket in self:
            earlier = ticket.property_repeat_of_id
            if earlier and earlier.property_estate_id != ticket.property_estate_id:
                raise ValidationError(
                    self.env._(
                        "Request %(ticket)s can repeat a request of its own estate"
                        " only.",
                        ticket=ticket.number,
                    )
                )

    # === Actions ===

    def action_property_confirm_repeat(self):
        """It is the same matter: the earlier request knows that somebody came again."""
        for ticket in self:
            if not ticket.property_similar_id:
                raise UserError(
                    self.env._(
                        "Request %(ticket)s: no earlier similar request is known;"
                        " choose it in “Repeats”.",
                        ticket=ticket.number,
                    )
                )
            ticket.property_repeat_of_id = ticket.property_similar_id

    # === Business methods ===

    def _property_note_similar(self):
        """Look for the earlier request of each new one, all in one query."""
        tickets = self.filtered(
            lambda ticket: ticket.property_unit_id and ticket.category_id
        )
        if not tickets:
            return
        tickets.flush_recordset()
        found = {}
        for estate, group in tickets.grouped("property_estate_id").items():
            days = estate._property_parameter("service.repeat_days")
            found.update(self._property_similar_by_id(group, timedelta(days=days)))
        for ticket in tickets.browse(found):
            # A note of the server's, whoever registers the request.
            ticket.sudo().property_similar_id = found[ticket.id]

    @api.model
    def _property_similar_by_id(self, tickets, period):
        rows = self.env.execute_query(
            SQL(
                """
                SELECT new.id, earlier.id
                  FROM helpdesk_ticket new
                 CROSS JOIN LATERAL (
                       SELECT id FROM helpdesk_ticket
                        WHERE property_unit_id = new.property_unit_id
                          AND category_id = new.category_id
                          AND property_received_on <= new.property_received_on
                          AND property_received_on >= new.property_received_on - %s
                          AND id < new.id
                     ORDER BY property_received_on DESC, id DESC LIMIT 1) earlier
                 WHERE new.id IN %s
                """,
                period,
                tuple(tickets.ids),
            )
        )
        return dict(rows)
