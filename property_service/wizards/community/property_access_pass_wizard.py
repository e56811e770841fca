from odoo import fields, models


class PropertyAccessPassWizard(models.TransientModel):
    """The day or the words that a step of passes needs."""

    _name = "property.access.pass.wizard"
    _description = "Step of Access Passes"

    kind = fields.Selection(
        selection=[
            ("extend", "Extend"),
            ("lose", "Report as lost"),
            ("remove", "Remove personal data"),
        ],
        required=True,
    )
    pass_ids = fields.Many2many(
        comodel_name="property.access.pass", string="Passes", required=True
    )
    date_end = fields.Date(string="Valid to")
    reason = fields.Char()

    def action_confirm(self):
        self.ensure_one()
        if self.kind == "extend":
            self.pass_ids._property_extend(self.date_end)
        elif self.kind == "lose":
            self.pass_ids._property_lose(self.reason)
        else:
            self.pass_ids._property_remove_data(self.reason)
        return {"type": "ir.actions.act_window_close"}
