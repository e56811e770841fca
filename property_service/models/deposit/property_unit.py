from odoo import fields, models


class PropertyUnit(models.Model):
    _inherit = "property.unit"

    deposit_count = fields.Integer(
        string="Deposits", compute="_compute_deposit_held", compute_sudo=True
    )
    deposit_held = fields.Monetary(
        string="Deposits held",
        compute="_compute_deposit_held",
        compute_sudo=True,
        help="Money of residents that is held for this unit, by the ledger.",
    )

    def _compute_deposit_held(self):
        """One query for all units shown."""
        rows = self.env["property.deposit"]._read_group(
            [("unit_id", "in", self.ids), ("state", "!=", "cancelled")],
            ["unit_id"],
            ["__count", "amount_held:sum"],
        )
        found = {unit.id: (count, held) for unit, count, held in rows}
        for unit in self:
            unit.deposit_count, unit.deposit_held = found.get(unit.id, (0, 0))

    def action_open_deposits(self):
        """Deposits of the unit; a new one is taken from here."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_deposit_action"
        )
        return {
            **action,
            "domain": [("unit_id", "=", self.id)],
            "context": {"default_unit_id": self.id},
        }
