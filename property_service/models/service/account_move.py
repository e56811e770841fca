from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Entries of compensations are taken back on the compensation (CMP-48)."""

    _inherit = "account.move"

    property_compensation_id = fields.Many2one(
        comodel_name="property.complaint.compensation",
        string="Compensation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(
            vals.get("property_compensation_id") for vals in vals_list
        ):
            raise UserError(self.env._("Compensations are booked on the complaint."))
        return super().create(vals_list)

    def write(self, vals):
        if "property_compensation_id" in vals and not self.env.su:
            raise UserError(self.env._("Compensations are booked on the complaint."))
        return super().write(vals)

    def button_draft(self):
        self._property_refuse_compensation_undo()
        return super().button_draft()

    def button_cancel(self):
        self._property_refuse_compensation_undo()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._property_refuse_compensation_undo(("posted",))
        return super()._reverse_moves(default_values_list, cancel=cancel)

    def _property_refuse_compensation_undo(self, states=("posted", "reversed")):
        # Whoever works on the entry may not see the complaint.
        moves = self.sudo()
        rows = moves.property_compensation_id
        rows |= moves.origin_payment_id.property_compensation_id
        booked = rows.filtered(lambda row: row.state in states)[:1]
        if booked:
            raise UserError(
                self.env._(
                    "This entry belongs to compensation %(name)s; reverse the"
                    " compensation instead.",
                    name=booked.display_name,
                )
            )
