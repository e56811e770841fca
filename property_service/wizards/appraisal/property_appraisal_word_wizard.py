from odoo import fields, models
from odoo.exceptions import UserError


class PropertyAppraisalWordWizard(models.TransientModel):
    """Words of the person or the supervisor about an entry or a sheet."""

    _name = "property.appraisal.word.wizard"
    _description = "Words about an Appraisal"

    purpose = fields.Selection(
        selection=[
            ("object", "Object"),
            ("answer", "Answer the person"),
            ("reverse", "Take back"),
        ],
        required=True,
        readonly=True,
    )
    entry_id = fields.Many2one(comodel_name="property.appraisal.entry", readonly=True)
    sheet_id = fields.Many2one(comodel_name="property.appraisal.sheet", readonly=True)
    words = fields.Text(string="In your own words", required=True)

    def action_confirm(self):
        self.ensure_one()
        if self.sheet_id and self.purpose == "object":
            self.sheet_id._property_object(self.words)
        elif not self.entry_id:
            raise UserError(self.env._("Open it from an entry or a sheet."))
        elif self.purpose == "object":
            self.entry_id._property_object(self.words)
        elif self.purpose == "answer":
            self.entry_id._property_answer(self.words)
        else:
            self.entry_id._property_reverse(self.words)
        return {"type": "ir.actions.act_window_close"}
