from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _property_home(self):
        """Managers begin with the figures of the day."""
        if self.has_group("property_service.property_service_group_manager"):
            return "spreadsheet_dashboard.ir_actions_dashboard_action"
        return super()._property_home()
