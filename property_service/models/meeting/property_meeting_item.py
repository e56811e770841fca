from odoo import fields, models
from odoo.exceptions import UserError


class PropertyMeetingItem(models.Model):
    """What somebody has agreed to do until a day (MTG-01)."""

    _name = "property.meeting.item"
    _description = "Agreed Action"
    _inherit = ["property.agreed.action.mixin"]

    meeting_id = fields.Many2one(
        comodel_name="property.meeting",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="meeting_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="meeting_id.company_id", store=True, index=True, precompute=True
    )
    name = fields.Char(string="Agreed to do", required=True)

    # === Business methods ===

    def _property_document(self):
        return self.meeting_id

    def _property_check_open(self):
        """Closed minutes keep what was agreed; doing it is a step of its own."""
        if not self.env.su and self.meeting_id.filtered(lambda m: m.state == "held"):
            raise UserError(
                self.env._("The minutes are closed: what was agreed stays as it is.")
            )
