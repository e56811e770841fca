from odoo import api, fields, models
from odoo.exceptions import AccessError


class BaseAutomation(models.Model):
    """Notification rules of the service desk, which its manager switches on and off."""

    _inherit = "base.automation"

    property_is_service = fields.Boolean(
        string="Rule of the service desk", readonly=True
    )

    def action_property_switch(self):
        """Switch rules on or off without being the system's administrator.

        :raise AccessError: not a manager, or not a rule of the service desk
        """
        for rule in self:
            if not rule.property_is_service or not self.env.user.has_group(
                "property_service.property_service_group_manager"
            ):
                raise AccessError(
                    self.env._(
                        "Only the manager switches the rules of the service desk, and"
                        " only those."
                    )
                )
            # What a rule does is the administrator's; whether it runs, the manager's.
            rule.sudo().active = not rule.active

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.pop("property_is_service", None)
        return super().create(vals_list)
