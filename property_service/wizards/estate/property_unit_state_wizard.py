from odoo import fields, models

from ...models.estate.property_unit import UNIT_STATES


class PropertyUnitStateWizard(models.TransientModel):
    """A supervisor sets a wrong status right, with a reason (ARC-10)."""

    _name = "property.unit.state.wizard"
    _description = "Correction of a Unit's Status"

    unit_ids = fields.Many2many(
        comodel_name="property.unit",
        required=True,
        default=lambda self: self._default_unit_ids(),
    )
    state = fields.Selection(
        selection=UNIT_STATES, string="Right status", required=True
    )
    reason = fields.Char(required=True)

    def _default_unit_ids(self):
        return self.env.context.get("active_ids", [])

    def action_confirm(self):
        self.ensure_one()
        self.unit_ids._property_correct_state(self.state, self.reason)
        return {"type": "ir.actions.act_window_close"}
