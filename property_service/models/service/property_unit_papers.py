from odoo import fields, models

from .property_unit import DESK


class PropertyUnit(models.Model):
    """Dispatch orders of the unit and their papers in its archive (ARC-15)."""

    _inherit = "property.unit"

    dispatch_ids = fields.One2many(
        comodel_name="property.service.dispatch",
        inverse_name="unit_id",
        string="Dispatch orders",
        groups="base.group_user",
    )

    dispatch_paper_count = fields.Integer(
        compute="_compute_dispatch_paper_count", groups=DESK
    )

    def _compute_dispatch_paper_count(self):
        """One grouped query for all units shown."""
        counts = dict(
            self.env["property.service.paper"]._read_group(
                [("unit_id", "in", self.ids)], ["unit_id"], ["__count"]
            )
        )
        for unit in self:
            unit.dispatch_paper_count = counts.get(unit, 0)

    def action_open_dispatch_papers(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_service_paper_action"
        )
        action["domain"] = [("unit_id", "=", self.id)]
        action["context"] = {}
        return action
