from odoo import fields, models


class PropertyDefectCheckWizard(models.TransientModel):
    """Re-inspection on the spot: good, or back with what is still wrong (MVI-18)."""

    _name = "property.defect.check.wizard"
    _description = "Re-inspection of Repairs"

    defect_ids = fields.Many2many(
        comodel_name="property.defect",
        required=True,
        default=lambda self: self._default_defect_ids(),
    )
    result = fields.Selection(
        selection=[("pass", "Pass"), ("fail", "Fail")], required=True, default="pass"
    )
    note = fields.Text(string="What is still wrong")
    photo_ids = fields.Many2many(comodel_name="ir.attachment", string="Photos")

    def _default_defect_ids(self):
        return self.env.context.get("active_ids", [])

    def action_confirm(self):
        self.ensure_one()
        self.defect_ids._property_check_repair(self.result, self.note, self.photo_ids)
        return {"type": "ir.actions.act_window_close"}
