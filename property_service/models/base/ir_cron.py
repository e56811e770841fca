from odoo import models


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _callback(self, cron_name, server_action_id):
        """What a job writes down is read by people of the company.

        The system's own user, who runs it, speaks English; warnings, notes and
        escalations that it keeps would be in English among Chinese ones.
        """
        language = self.env.company.partner_id.lang or self.env.lang
        return super(IrCron, self.with_context(lang=language))._callback(
            cron_name, server_action_id
        )
