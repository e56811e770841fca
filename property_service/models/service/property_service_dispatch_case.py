from odoo import fields, models
from odoo.exceptions import AccessError, UserError

SUPERVISOR = "property_service.property_service_group_supervisor"
REPAIR_CASES = [
    ("in_warranty", "Within warranty"),
    ("out_of_warranty", "Out of warranty"),
    ("public", "Public area"),
]


class PropertyServiceDispatch(models.Model):
    """Within warranty, out of warranty or public area, and why (SRV-35)."""

    _inherit = "property.service.dispatch"

    repair_case = fields.Selection(
        selection=REPAIR_CASES, readonly=True, copy=False, index=True, tracking=True
    )
    repair_case_reason = fields.Text(string="Why", readonly=True, copy=False)
    warranty_end = fields.Date(string="Warranty until", readonly=True, copy=False)
    is_case_corrected = fields.Boolean(string="Corrected", readonly=True, copy=False)

    def action_open_correct_case(self):
        return self._property_open_wizard("case", self.env._("Correct the case"))

    def action_assess_case(self):
        """Find the case again after category or dates were mended."""
        self._property_check_desk()
        self.check_access("write")
        self._property_assess_case()

    def _property_assess_case(self):
        for order in self.filtered(lambda row: not row.is_case_corrected):
            case, reason, end = order._property_ticket()._property_repair_assessment()
            order._property_set(
                repair_case=case, repair_case_reason=reason, warranty_end=end
            )

    def _property_correct_case(self, case, reason):
        """A supervisor decides otherwise; an open case is decided by the desk.

        :raise AccessError: neither
        :raise UserError: no reason, no case, or the work was billed
        """
        reason = self._property_reason(reason)
        self._property_check_desk()
        self._property_step(
            "draft", "assigned", "accepted", "departed", "arrived", "done"
        )
        if self.repair_case and not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Only supervisors correct the case."))
        if case not in dict(REPAIR_CASES):
            raise UserError(self.env._("Choose the case."))
        if self._property_live_charges():
            raise UserError(
                self.env._(
                    "Dispatch order %(order)s is billed; take back the charge first.",
                    order=self.name,
                )
            )
        self._property_set(
            repair_case=case, repair_case_reason=reason, is_case_corrected=True
        )
        self._message_log(body=self.env._("Case corrected: %(reason)s", reason=reason))
