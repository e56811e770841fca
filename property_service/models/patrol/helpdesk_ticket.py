from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """Requests about a facility count as its failures (PAT-07, PAT-12)."""

    _inherit = "helpdesk.ticket"

    property_equipment_id = fields.Many2one(
        comodel_name="maintenance.equipment",
        string="Facility",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('property_estate_id', '=', property_estate_id)]",
    )
    property_finding_ids = fields.One2many(
        comodel_name="property.patrol.finding",
        inverse_name="ticket_id",
        string="Patrol findings",
        readonly=True,
    )

    @api.constrains("property_equipment_id", "property_estate_id")
    def _check_property_equipment(self):
        for ticket in self.filtered("property_equipment_id"):
            ticket.property_estate_id._property_patrol_same(
                ticket.property_equipment_id.property_estate_id, ticket
            )
