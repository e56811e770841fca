from odoo import models
from odoo.exceptions import UserError


class PropertyDunning(models.Model):
    """A demand becomes evidence once it was made, and is cancelled if it was not."""

    _inherit = "property.dunning"

    # === Actions ===

    def action_done(self):
        """It was demanded; one or, with the same result, many at once (FEE-12)."""
        debts = self._property_debts()
        for dunning in self:
            dunning._property_step("draft")
            dunning._property_check_complete()
            owed = debts[dunning].get(dunning.partner_id, 0)
            dunning._property_set(state="done", amount_owed=owed)
            dunning._property_lock_files("photo_ids")
            if dunning.promise_date:
                dunning.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=dunning.promise_date,
                    user_id=dunning.user_id.id,
                    summary=self.env._("Has the debtor paid as promised?"),
                )
        return True

    def action_cancel(self):
        """Entered by mistake; a supervisor's to say, since it was evidence."""
        for dunning in self:
            dunning._property_step("draft", "done")
            if dunning.state == "done" and not self.env.user.has_group(
                "property_service.property_service_group_supervisor"
            ):
                raise UserError(
                    self.env._(
                        "%(dunning)s is evidence; ask your supervisor to cancel it.",
                        dunning=dunning.display_name,
                    )
                )
            dunning._property_set(state="cancelled")
            # The reminder of whoever wrote it.
            dunning.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        return True

    # === Business methods ===

    def _property_check_complete(self):
        """What a record must say before it is evidence."""
        if not self.result:
            raise UserError(
                self.env._(
                    "%(dunning)s: say what the debtor answered.",
                    dunning=self.display_name,
                )
            )
        if self.result == "promised" and not self.promise_date:
            raise UserError(
                self.env._(
                    "%(dunning)s: for which day did the debtor promise to pay?",
                    dunning=self.display_name,
                )
            )
        if self.date > self.estate_id._property_today():
            raise UserError(
                self.env._(
                    "%(dunning)s: it is recorded when it was demanded, not before.",
                    dunning=self.display_name,
                )
            )
