from odoo import fields, models
from odoo.fields import Domain

DESK = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor"
)


class PropertyUnit(models.Model):
    """When the household was visited, for its smart button and the plan."""

    _inherit = "property.unit"

    visit_ids = fields.One2many(
        comodel_name="property.visit", inverse_name="unit_id", groups=DESK
    )
    visit_count = fields.Integer(compute="_compute_visits", groups=DESK)
    visited_on = fields.Datetime(
        string="Last visited on", compute="_compute_visits", groups=DESK
    )

    def _compute_visits(self):
        """One grouped query for all units shown."""
        groups = self.env["property.visit"]._read_group(
            [("unit_id", "in", self.ids), ("state", "=", "done")],
            ["unit_id"],
            ["__count", "done_on:max"],
        )
        found = {unit.id: values for unit, *values in groups}
        for unit in self:
            unit.visit_count, unit.visited_on = found.get(unit.id, (0, False))

    def action_open_visits(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_visit_action"
            ),
            "path": False,
            "domain": [("unit_id", "=", self.id)],
            "context": {"default_unit_id": self.id},
        }

    # === Business methods ===

    def _property_key_customers(self):
        """The key customer of each unit that has one (VIS-06).

        :return: dict of unit id to partner id
        """
        occupancies = self.env["property.occupancy"]
        found = occupancies.search(
            Domain("unit_id", "in", self.ids)
            & Domain("partner_id.property_is_key_customer", "=", True)
            & occupancies._property_current_domain()
        )
        return {row.unit_id.id: row.partner_id.id for row in found}
