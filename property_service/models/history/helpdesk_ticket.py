from odoo import api, fields, models

from .property_repeat_problem import KINDS

DESK = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor"
)


class HelpdeskTicket(models.Model):
    """The desk sees at once that it is not the first request of its kind (TRD-02)."""

    _inherit = "helpdesk.ticket"

    property_problem_id = fields.Many2one(
        comodel_name="property.repeat.problem",
        string="Repeated problem",
        compute="_compute_property_problem_id",
        groups=DESK,
    )

    @api.depends("property_unit_id", "property_equipment_id", "category_id")
    def _compute_property_problem_id(self):
        """The open problem of the same place and category; one query for all."""
        problems = self.env["property.repeat.problem"].search(
            [
                ("category_id", "in", self.category_id.ids),
                ("state", "=", "open"),
                "|",
                ("unit_id", "in", self.property_unit_id.ids),
                ("equipment_id", "in", self.property_equipment_id.ids),
            ]
        )
        places = {}
        for problem in problems:
            place = problem.unit_id or problem.equipment_id
            places[(place, problem.category_id)] = problem
        for ticket in self:
            found = problems.browse()
            if ticket.property_kind in KINDS:
                found = places.get(
                    (ticket.property_unit_id, ticket.category_id)
                ) or places.get((ticket.property_equipment_id, ticket.category_id))
            ticket.property_problem_id = found
