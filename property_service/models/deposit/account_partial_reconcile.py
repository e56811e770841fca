from odoo import api, models
from odoo.exceptions import UserError


class AccountPartialReconcile(models.Model):
    """Entries of a deposit are matched among themselves, and for good."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        for partial in partials:
            lines = partial.debit_move_id | partial.credit_move_id
            own = lines.filtered("property_deposit_step")
            if not own:
                continue
            deposits = lines.sudo().property_deposit_id  # whoever may open them
            if own != lines or len(deposits) != 1:
                raise UserError(
                    self.env._(
                        "Entries of deposit %(name)s are matched by the deposit's own"
                        " steps only; use its deduction, refund or transfer.",
                        # Its name is for the message, as above.
                        name=own[0].sudo().property_deposit_id.display_name,
                    )
                )
        return partials

    @api.ondelete(at_uninstall=False)
    def _unlink_except_deposit(self):
        (self.debit_move_id | self.credit_move_id)._property_refuse_unmatching()
