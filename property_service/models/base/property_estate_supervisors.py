from odoo import models

SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyEstate(models.Model):
    _inherit = "property.estate"

    def _property_supervisors(self):
        """Users who are told when daily work was not done in the estate.

        Those who hold the supervisor's post; where nobody does, all users of the
        estate with a supervisor's rights, else the project manager.
        """
        self.ensure_one()
        estate = self.sudo()  # who is told must not depend on who asks
        users = estate.user_ids.filtered(lambda user: user.has_group(SUPERVISOR))
        # As above.
        posts = self.env["property.staff"].sudo()
        holders = posts.search(
            [("user_id", "in", users.ids), ("post", "=", "supervisor")]
        ).user_id
        return (holders or users or estate.manager_id.user_id).sudo(False)
