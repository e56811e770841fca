from odoo import models


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _callback(self, cron_name, server_action_id):
        """What a job writes down is read by people of the company.

        The system's own user, who runs it, speaks English; warnings, notes and
        escalations that it keeps would be in English among Chinese ones. Nor has it a
        time zone: its day would begin and end when it does in Greenwich.
        """
        company = self.env.company
        language = company.partner_id.lang or self.env.lang
        zone = company.resource_calendar_id._property_tz().zone
        return super(IrCron, self.with_context(lang=language, tz=zone))._callback(
            cron_name, server_action_id
        )
