from odoo import fields, models
from odoo.exceptions import UserError


class HelpdeskTicket(models.Model):
    """The two owners of a case: who heard it first, and who handles it now.

    谁受理、谁跟进、谁回复 (CMP-27): the first-contact person never changes; the handler
    changes with a reason that stays on record (SLA-11..17, C4).
    """

    _inherit = "helpdesk.ticket"

    property_first_contact_id = fields.Many2one(
        comodel_name="res.users",
        string="First-contact person",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="首问责任人: owns the case until the customer is satisfied (SLA-11).",
    )
    property_transfer_ids = fields.One2many(
        comodel_name="property.service.transfer",
        inverse_name="ticket_id",
        string="Transfer trail",
    )
    property_transfer_count = fields.Integer(
        string="Number of transfers", readonly=True, copy=False
    )
    property_backup_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Deputy",
        index="btree_not_null",
        ondelete="set null",
        domain=[("share", "=", False)],
        help="Handles the case while the handler is away (SLA-17).",
    )

    def assign_to_me(self):  # pylint: disable=missing-return
        """Take a case over; from somebody else, that is a transfer on record."""
        for ticket in self:
            if ticket.property_estate_id and ticket.user_id:
                ticket._property_transfer(
                    self.env._("Taken over by the new handler."), user=self.env.user
                )
            elif ticket.property_estate_id:
                ticket.write({"user_id": self.env.user.id})
            else:
                super(HelpdeskTicket, ticket).assign_to_me()

    def action_property_open_transfer(self):
        """Ask to whom the case goes, and why."""
        return self._property_open_wizard(
            "property.service.transfer.wizard", self.env._("Transfer")
        )

    def _property_transfer(self, reason, user=None, team=None):
        """Give a case to another handler or department (SRV-06, SRV-20, CMP-27).

        The first-contact person stays responsible for the follow-up.

        :param str reason: why; stays on record
        :param user: next handler
        :param team: next department
        :raise UserError: no reason, nothing changes, or the case is closed
        """
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give the reason for the transfer."))
        self.check_access("write")
        self._property_lock_steps()
        for ticket in self:
            ticket._property_check_open()
            values = {}
            if user and user != ticket.user_id:
                values["user_id"] = user.id
            if team and team != ticket.team_id:
                values["team_id"] = team.id
            if not values:
                raise UserError(
                    self.env._(
                        "Request %(ticket)s: choose another handler or department.",
                        ticket=ticket.number,
                    )
                )
            before = (ticket.user_id, ticket.team_id)
            # The right to change the handler comes with the transfer, checked above.
            ticket.sudo().write(
                {
                    **values,
                    "property_transfer_count": ticket.property_transfer_count + 1,
                }
            )
            ticket._property_record_transfer(before, reason)

    def _property_record_transfer(self, before, reason):
        """Add the row to the trail, which nobody writes directly."""
        # Nobody has the right to write the trail.
        self.env["property.service.transfer"].sudo().create(
            {
                "ticket_id": self.id,
                "from_user_id": before[0].id,
                "to_user_id": self.user_id.id,
                "from_team_id": before[1].id,
                "to_team_id": self.team_id.id,
                "reason": reason,
                "user_id": self.env.user.id,
                "date": fields.Datetime.now(),
            }
        )

    def _property_check_handler(self, user_id):
        """The first handler is simply named; the next ones come by a transfer."""
        for ticket in self:
            if ticket.user_id and ticket.user_id.id != user_id:
                raise UserError(
                    self.env._(
                        "Request %(ticket)s has a handler; give it to somebody else"
                        " with “Transfer”, which keeps the reason on record.",
                        ticket=ticket.number,
                    )
                )
