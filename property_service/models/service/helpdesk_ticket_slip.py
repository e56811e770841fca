from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

# Kinds that a department does with its own hands.
HANDS_ON = ("repair", "paid_service", "convenience")


class HelpdeskTicket(models.Model):
    """工程维修单: the department is told at once (SRV-06, SRV-32, SRV-33)."""

    _inherit = "helpdesk.ticket"

    property_notified_on = fields.Datetime(
        string="Department told on", readonly=True, copy=False
    )
    property_notified_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Department told by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._property_tell_of_repairs()
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if vals.get("team_id"):
            self._property_tell_of_repairs()
        return result

    # === Actions ===

    def action_property_tell_department(self):
        """Hand the slip to the department, or remind it (SRV-33)."""
        self.check_access("write")
        for ticket in self:
            ticket._property_check_open()
            if not ticket.team_id:
                raise UserError(
                    self.env._(
                        "Request %(ticket)s: choose the department first.",
                        ticket=ticket.number,
                    )
                )
        self._property_tell_department()

    def action_property_print_slip(self):
        """Print the engineering repair slip of each repair (SRV-33)."""
        self._property_check_reader()
        for ticket in self:
            if ticket.property_kind not in HANDS_ON or not ticket.property_estate_id:
                raise UserError(
                    self.env._(
                        "Request %(ticket)s is no repair; the slip is for work of the"
                        " engineering department.",
                        ticket=ticket.number,
                    )
                )
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_repair_slip_report", self
        )

    # === Business methods ===

    @api.model
    def _property_complete(self, vals_list):
        """A new request goes to the department of its category (SRV-06)."""
        return [
            {**vals, "team_id": self._property_department(vals)}
            if vals.get("property_estate_id")
            and vals.get("category_id")
            and not vals.get("team_id")
            else vals
            for vals in super()._property_complete(vals_list)
        ]

    @api.model
    def _property_department(self, vals):
        """The department of a category, where it works for this company."""
        # Which department it is does not depend on who may list them.
        categories = self.env["helpdesk.ticket.category"].sudo()
        team = categories.browse(vals["category_id"]).property_team_id
        is_ours = not team.company_id or team.company_id.id == vals["company_id"]
        return team.id if is_ours else False

    def _property_tell_of_repairs(self):
        """No repair waits for somebody to pick up the telephone (SRV-32)."""
        self.filtered(
            lambda ticket: (
                ticket.property_estate_id
                and ticket.team_id
                and ticket.property_kind in HANDS_ON
                and not ticket.closed
            )
        )._property_tell_department()

    def _property_tell_department(self):
        """A line in the inbox of everybody in the department, on record here."""
        for ticket in self:
            # Members of a department are for nobody but it to list.
            members = ticket.team_id.sudo().user_ids.partner_id
            people = members - self.env.user.partner_id
            if people:
                # The department is told whoever it is that may open the request.
                ticket.sudo().message_notify(
                    partner_ids=people.ids,
                    subject=self.env._("Repair slip %(ticket)s", ticket=ticket.number),
                    body=ticket._property_slip_words(),
                )
        # Stamped by the server alone.
        self.sudo().write(
            {
                "property_notified_on": fields.Datetime.now(),
                "property_notified_by_id": self.env.uid,
            }
        )

    def _property_slip_text(self):
        """What is to be repaired, in the customer's words and problem by problem."""
        said = html2plaintext(self.description or "").strip()
        words = (self.name, said, *self.property_problem_ids.mapped("name"))
        return "\n".join(dict.fromkeys(filter(None, words)))

    def _property_slip_words(self):
        """Where and what, without the customer's data."""
        place = self.property_unit_id.code or self.property_building_id.name
        return " · ".join(filter(None, (place, self.property_place, self.name)))
