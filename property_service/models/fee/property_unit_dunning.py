from odoo import fields, models

READERS = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor,"
    "account.group_account_invoice"
)


class PropertyUnit(models.Model):
    _inherit = "property.unit"

    dunning_count = fields.Integer(
        string="Dunning", compute="_compute_dunning_count", groups=READERS
    )

    def _compute_dunning_count(self):
        """One grouped query for all units shown."""
        counts = dict(
            self.env["property.dunning"]._read_group(
                [("unit_id", "in", self.ids), ("state", "=", "done")],
                ["unit_id"],
                ["__count"],
            )
        )
        for unit in self:
            unit.dunning_count = counts.get(unit, 0)

    def action_open_dunnings(self):
        """What was done to collect from this unit (FEE-12)."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_dunning_action"
        )
        return {
            **action,
            "domain": [("unit_id", "=", self.id)],
            "context": {"default_unit_id": self.id},
        }
