from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _property_home(self):
        """Who owes what, for those who answer for it."""
        if self.has_group("property_service.property_service_group_manager"):
            return "property_service_reports.property_arrears_report_action"
        return super()._property_home()
