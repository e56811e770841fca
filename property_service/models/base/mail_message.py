from odoo import models


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _get_forbidden_access(self, operation):
        """Residents read no internal entry of the suite's records (SEC-01).

        Odoo hides notes of people from them, but opens entries of the system by id;
        here these hold reasons and names as well.
        """
        forbidden = super()._get_forbidden_access(operation)
        user = self.env.user
        if user._is_internal():
            return forbidden
        # Whether an entry is internal is decided by what the reader may not read.
        rest = (self - forbidden).sudo()
        internal = rest.filtered(
            lambda message: (
                (message.model or "").startswith(("property.", "helpdesk."))
                and (message.is_internal or not message._property_is_open())
                and user.partner_id not in message.author_id | message.partner_ids
            )
        )
        return forbidden + internal.sudo(False)

    def _property_is_open(self):
        return bool(self.subtype_id) and not self.subtype_id.internal
