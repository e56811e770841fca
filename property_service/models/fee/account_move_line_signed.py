from odoo import api, models
from odoo.tools import date_utils


class AccountMoveLine(models.Model):
    """Receivable entries know the months that they belong to (FEE-14)."""

    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        posted = lines.filtered(lambda line: line.parent_state == "posted")
        posted._property_check_month_open()
        return lines

    def write(self, vals):
        posted = self.browse()
        if "property_unit_id" in vals:
            posted = self.filtered(lambda line: line.parent_state == "posted")
            posted._property_check_month_open()
        result = super().write(vals)
        posted._property_check_month_open()
        return result

    def _property_check_month_open(self):
        self.env["property.fee.reconciliation"]._property_check_open(
            self._property_months()
        )

    def _property_months(self):
        """Estates of which the lines are receivable entries, with the first month.

        :return: dict of estate id to first day of the earliest month
        """
        # Whether a month is signed off must not depend on who posts.
        lines = self.sudo().filtered("property_unit_id")
        months = {}
        if not lines:
            return months
        accounts = set(self.env["account.account"]._property_receivable_ids())
        for line in lines:
            if line.account_id.id in accounts:
                estate_id = line.property_unit_id.estate_id.id
                month = date_utils.start_of(line.move_id.date, "month")
                months[estate_id] = min(month, months.get(estate_id, month))
        return months
