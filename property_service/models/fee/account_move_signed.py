from odoo import models

from odoo.addons.account.models.account_move import BYPASS_LOCK_CHECK


class AccountMove(models.Model):
    """Months that were signed off keep the entries of their units (FEE-14)."""

    _inherit = "account.move"

    def write(self, vals):
        posted = self.browse()
        if "property_unit_id" in vals:
            posted = self.filtered(lambda move: move.state == "posted")
            posted.line_ids._property_check_month_open()
        result = super().write(vals)
        posted.line_ids._property_check_month_open()
        return result

    def _check_fiscal_lock_dates(self):
        """Where Odoo asks whether the books are open: posting, undoing, changing."""
        if self.env.context.get("bypass_lock_check") is not BYPASS_LOCK_CHECK:
            self.line_ids._property_check_month_open()
        return super()._check_fiscal_lock_dates()
