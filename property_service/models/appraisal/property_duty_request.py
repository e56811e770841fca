from odoo import fields, models
from odoo.exceptions import AccessError, UserError

SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyDutyRequest(models.Model):
    """A swap that was not made clear and left a shift empty (C10, DUT-32, DUT-36)."""

    _inherit = "property.duty.request"

    def action_open_misuse(self):
        """Say who answers for a missed shift after this swap."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Missed shift after a swap"),
            "res_model": "property.appraisal.swap.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_request_id": self.id},
        }

    def _property_report_misuse(self, reason, shares):
        """Both parties answer, each by responsibility (DUT-36).

        Which rule counts is a setting, since the sources disagree (C10): the swap not
        made clear (DUT-32) or absence without leave (DUT-36).

        :param shares: dict of points by ``property.staff``; None for the usual ones
        :return: the entries, to be confirmed
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._("Only a supervisor reports a missed shift after a swap.")
            )
        self.check_access("read")
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Write down what happened."))
        if self.state != "done" or self.shift_id.date_start > fields.Datetime.now():
            raise UserError(
                self.env._(
                    "%(request)s is not in force, or its shift lies ahead.",
                    request=self.display_name,
                )
            )
        parties = self.staff_id | self.counter_staff_id
        if set(shares) - set(parties):
            raise UserError(
                self.env._(
                    "%(request)s: only its two parties answer for it.",
                    request=self.display_name,
                )
            )
        return self.env["property.appraisal.entry"]._property_add_all(
            [
                {
                    "staff": member,
                    "date": self.date,
                    "kind": self.estate_id._property_parameter("appraisal.swap_misuse"),
                    "source": self,
                    "points": points,
                    "reason": reason,
                }
                for member, points in shares.items()
            ]
        )
