from odoo import models


class PropertyServiceCallback(models.Model):
    _inherit = "property.service.callback"

    def _property_follow_up(self):
        """A customer who is not satisfied counts for who did the work (QA-15)."""
        result = super()._property_follow_up()
        # Counted once: the director's sample asks the same customer again.
        if not self.origin_id.is_unsatisfied:
            # Whose work it was does not depend on who calls.
            staff = self.sudo().technician_id or self.env[
                "property.staff"
            ]._property_of_user(self.handler_id)
            self.env["property.appraisal.entry"]._property_add(
                staff,
                self.estate_id._property_today(),
                "callback_dissatisfied",
                self,
                reason=self.opinion or self.ticket_id.name,
            )
        return result
