from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _property_home(self):
        """Technicians land on their own orders, where the desk's work is not theirs."""
        technician = self.has_group(
            "property_service.property_service_group_technician"
        )
        desk = self.has_group("property_service.property_service_group_assistant")
        if technician and not desk:
            return "property_service.property_service_dispatch_action_technician"
        return super()._property_home()
