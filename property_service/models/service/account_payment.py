from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountPayment(models.Model):
    """Payments of compensations stay as they were booked (CMP-48)."""

    _inherit = "account.payment"

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
            v.get("property_compensation_id") for v in vals_list
        ):
            raise UserError(self.env._("Compensations are booked on the complaint."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if "property_compensation_id" in vals:
                raise UserError(
                    self.env._("Compensations are booked on the complaint.")
                )
            fixed = {"state", "move_id", *self._get_trigger_fields_to_synchronize()}
            if fixed & vals.keys():
                self._property_refuse_compensation_change()
        return super().write(vals)

    def action_draft(self):
        self._property_refuse_compensation_change()
        return super().action_draft()

    def action_cancel(self):
        self._property_refuse_compensation_change()
        return super().action_cancel()

    def action_reject(self):
        self._property_refuse_compensation_change()
        return super().action_reject()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_compensation(self):
        self._property_refuse_compensation_change()

    def _property_refuse_compensation_change(self):
        # Whoever works on the payment may not see the complaint.
        row = self.sudo().property_compensation_id[:1]
        if row:
            raise UserError(
                self.env._(
                    "This payment belongs to compensation %(name)s; reverse the"
                    " compensation instead.",
                    name=row.display_name,
                )
            )
