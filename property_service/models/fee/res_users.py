from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _property_home(self):
        """The till for who takes money, the billing runs for who bills."""
        if self.has_group("property_service.property_service_group_manager"):
            return super()._property_home()
        if self.has_group("property_service.property_service_group_cashier"):
            return "property_service.property_receipt_action_new"
        if self.has_group("account.group_account_invoice"):
            return "property_service.property_fee_run_action"
        return super()._property_home()
