from odoo import models

from .property_wall_board import BOARD


class ResUsers(models.Model):
    _inherit = "res.users"

    def _property_home_action(self):
        """The login of a screen on the wall opens the board and nothing else."""
        if self.has_group(BOARD) and not self._property_sees_residents():
            return self.env["ir.actions.client"]._for_xml_id(
                "property_service_reports.property_wall_board_action"
            )
        return super()._property_home_action()
