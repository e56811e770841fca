from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyKeyReturnWizard(models.TransientModel):
    """What the desk looks at when a key comes back: how many, in which state."""

    _name = "property.key.return.wizard"
    _description = "Return of Keys"

    loan_id = fields.Many2one(
        comodel_name="property.key.loan",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    holder_name = fields.Char(related="loan_id.holder_name")
    copies_open = fields.Integer(related="loan_id.copies_open")
    due_on = fields.Datetime(related="loan_id.due_on")
    is_overdue = fields.Boolean(related="loan_id.is_overdue")
    copies = fields.Integer(
        string="Copies brought", compute="_compute_copies", store=True, readonly=False
    )
    condition = fields.Selection(
        selection=lambda self: self._selection_condition(),
        string="State of the keys",
        required=True,
        default="good",
    )
    by_borrower = fields.Boolean(string="Brought by the borrower", default=True)
    brought_by = fields.Char()
    note = fields.Char()

    @api.model
    def _selection_condition(self):
        field = self.env["property.key.movement"]._fields["condition"]
        return field._description_selection(self.env)

    @api.depends("loan_id")
    def _compute_copies(self):
        for wizard in self:
            wizard.copies = wizard.loan_id.copies_open

    def action_confirm(self):
        """Take the copies back; what is missing stays with the borrower."""
        self.ensure_one()
        if not self.by_borrower and not (self.brought_by or "").strip():
            raise UserError(self.env._("Enter who brought the key."))
        if self.condition == "damaged" and not (self.note or "").strip():
            raise UserError(self.env._("Describe the damage in the note."))
        self.loan_id._property_return(
            self.copies,
            condition=self.condition,
            note=self.note or False,
            brought_by=not self.by_borrower and self.brought_by,
        )
        return {"type": "ir.actions.act_window_close"}

    def action_report_loss(self):
        """The borrower does not have it any more."""
        self.ensure_one()
        return self.loan_id.action_report_loss()
