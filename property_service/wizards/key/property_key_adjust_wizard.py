from odoo import fields, models


class PropertyKeyAdjustWizard(models.TransientModel):
    """Further copies come into the ledger, or copies go out of use."""

    _name = "property.key.adjust.wizard"
    _description = "Copies Added or Taken Out of Use"

    set_id = fields.Many2one(
        comodel_name="property.key.set",
        string="Key set",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    kind = fields.Selection(
        selection=[("add", "Add copies"), ("retire", "Take out of use")],
        required=True,
        default="add",
    )
    copies = fields.Integer(default=1, required=True)
    note = fields.Char(string="Reason", required=True)

    def action_confirm(self):
        self.ensure_one()
        if self.kind == "add":
            self.set_id.action_add_copies(self.copies, self.note)
        else:
            self.set_id.action_retire(self.copies, self.note)
        return {"type": "ir.actions.act_window_close"}
