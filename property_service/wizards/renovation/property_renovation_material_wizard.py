from odoo import fields, models


class PropertyRenovationMaterialWizard(models.TransientModel):
    """The words that a decision about material needs (REN-24)."""

    _name = "property.renovation.material.wizard"
    _description = "Decision about Material"

    kind = fields.Selection(
        selection=[("refuse", "Not passed"), ("coordinate", "Owner contacted")],
        required=True,
    )
    material_id = fields.Many2one(
        comodel_name="property.renovation.material",
        required=True,
        index=True,
        ondelete="cascade",
    )
    reason = fields.Char(string="Words", required=True)

    def action_confirm(self):
        """Not passed; or the owner takes the material back."""
        self.ensure_one()
        if self.kind == "refuse":
            self.material_id._property_refuse(self.reason)
        else:
            self.material_id._property_coordinate(self.reason, is_settled=True)
        return {"type": "ir.actions.act_window_close"}

    def action_escalate(self):
        """The owner does not agree: reported upward."""
        self.ensure_one()
        self.material_id._property_coordinate(self.reason, is_settled=False)
        return {"type": "ir.actions.act_window_close"}
