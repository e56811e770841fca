from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyAccessPass(models.Model):
    """Personal data of workers: no longer than needed (PIPL §19, §47)."""

    _inherit = "property.access.pass"

    # === Actions ===

    def action_remove_copy(self):
        """Throw away the copy of the document; that the original was seen stays."""
        self.check_access("write")
        for record in self:
            if record.id_copy:
                record.write({"id_copy": False, "id_copy_name": False})
                record._message_log(
                    body=self.env._("Copy of the document removed."),
                )
        return True

    def action_remove_data(self):
        """Open the dialog that asks why the data are removed."""
        return self._property_open_wizard("remove", self.env._("Remove personal data"))

    # === Business methods ===

    def _property_remove_data(self, reason):
        """Erase what identifies the holder; number, kind and days stay.

        :raise UserError: while the card is out or its data are still to be kept
        """
        self.check_access("write")
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Only supervisors remove personal data."))
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason for removing the data."))
        today = self.env.user._property_today()
        for record in self:
            if record.state == "issued":
                raise UserError(
                    self.env._(
                        "%(pass)s is still out; take it back first.",
                        **{"pass": record.display_name},
                    )
                )
            if record.state != "cancelled" and record.retention_date > today:
                raise UserError(
                    self.env._(
                        "%(pass)s: the data are to be kept until %(day)s.",
                        **{"pass": record.display_name},
                        day=record.retention_date,
                    )
                )
        self._property_erase(reason.strip())

    def _property_erase(self, reason):
        # The hash is closed to every user; the chatter names the holder.
        records = self.sudo()
        # As above.
        messages = self.env["mail.message"].sudo()
        messages.search(
            [("model", "=", self._name), ("res_id", "in", self.ids)]
        ).tracking_value_ids.unlink()
        records.write(
            {
                "holder": self.env._("Removed"),
                "phone": False,
                "photo": False,
                "id_mask": False,
                "id_hash": False,
                "id_copy": False,
                "id_copy_name": False,
                "loss_note": False,
                "anonymised_on": self.env.user._property_today(),
            }
        )
        self.env["property.access.log"]._property_log("anonymise", self, reason)

    @api.model
    def _cron_remove_data(self, limit=500):
        """Data whose retention is over go by themselves (PIPL §47)."""
        today = self.env.user._property_today()
        due = (
            Domain("anonymised_on", "=", False)
            & Domain("retention_date", "<=", today)
            & Domain("state", "!=", "issued")
        )
        passes = self.search(due, limit=limit)
        for company, group in passes.grouped("company_id").items():
            group.with_company(company)._property_erase(self.env._("Retention over"))
        remaining = self.search_count(due) if len(passes) == limit else 0
        self.env["ir.cron"]._commit_progress(len(passes), remaining=remaining)
