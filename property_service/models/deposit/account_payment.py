from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class AccountPayment(models.Model):
    """Payments of deposits go to the liability, whatever else changes on them."""

    _inherit = "account.payment"

    property_deposit_id = fields.Many2one(
        comodel_name="property.deposit",
        string="Deposit",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )

    @api.depends("property_deposit_id")
    def _compute_destination_account_id(self):  # pylint: disable=missing-return
        own = self.filtered("property_deposit_id")
        super(AccountPayment, self - own)._compute_destination_account_id()
        for payment in own:
            # Its account is the deposit's, also for users without the register.
            payment.destination_account_id = (
                payment.sudo().property_deposit_id.account_id
            )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(v.get("property_deposit_id") for v in vals_list):
            raise AccessError(
                self.env._("Deposits are received and refunded on the deposit.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if "property_deposit_id" in vals:
                raise AccessError(
                    self.env._("Deposits are received and refunded on the deposit.")
                )
            fixed = {"state", "move_id", *self._get_trigger_fields_to_synchronize()}
            if fixed & vals.keys():
                self._property_refuse_deposit_change()
        return super().write(vals)

    @api.model
    def _property_numbers_domain(self, numbers):
        own = Domain("property_deposit_id.name", "in", numbers)
        return super()._property_numbers_domain(numbers) | own

    def _property_numbers(self):
        # Accountants match for estates whose register they do not read.
        name = self.sudo().property_deposit_id.name
        return super()._property_numbers() | {name} - {False}

    def action_draft(self):
        self._property_refuse_deposit_change()
        return super().action_draft()

    def action_cancel(self):
        self._property_refuse_deposit_change()
        return super().action_cancel()

    def action_reject(self):
        self._property_refuse_deposit_change()
        return super().action_reject()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_deposit(self):
        self._property_refuse_deposit_change()

    def _property_refuse_deposit_change(self):
        own = self.filtered("property_deposit_id")
        deposit = own[:1].sudo().property_deposit_id  # whoever may open it
        if deposit:
            raise UserError(
                self.env._(
                    "This payment belongs to deposit %(name)s; reverse its receipt or"
                    " refund on the deposit instead.",
                    name=deposit.display_name,
                )
            )
