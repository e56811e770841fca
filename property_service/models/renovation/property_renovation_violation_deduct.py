from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .property_renovation_violation_steps import RECTIFIABLE, SUPERVISOR


class PropertyRenovationViolation(models.Model):
    """What is not put right is taken from the deposit (REN-21, REN-22)."""

    _inherit = "property.renovation.violation"

    deduction_id = fields.Many2one(
        comodel_name="property.deposit.deduction",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The violation is closed once it is booked.",
    )

    def _property_step_fields(self):
        return super()._property_step_fields() | {"deduction_id"}

    def action_deduct(self):
        return self._property_open_dialog(
            "deduct", self.env._("Deduct from the deposit")
        )

    def _property_deduct(self, deposit, amount, reason, **values):
        """Ask for a deduction with the photos of the violation as evidence.

        :param deposit: one of the renovation's deposits
        :param values: signature, refusal and kind, as ``property.deposit`` takes them
        :raise AccessError: only supervisors
        """
        self._property_step(*RECTIFIABLE)
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._("Only supervisors ask for deductions from a deposit.")
            )
        if deposit not in self.renovation_id._property_deposits():
            raise UserError(
                self.env._("Choose a deposit that was paid for this renovation.")
            )
        if self.deduction_id.state == "draft":
            raise UserError(
                self.env._(
                    "%(violation)s: a deduction is asked for already.",
                    violation=self.display_name,
                )
            )
        # Copies: the violation keeps its own files.
        evidence = self.sudo().photo_ids.copy({"res_model": False, "res_id": False})
        deduction = deposit._property_deduct(
            amount,
            f"{self.name} {self._property_reason(reason)}",
            evidence.sudo(self.env.su),
            **values,
        )
        self._property_set(deduction_id=deduction.id)
        return deduction

    def _property_on_deducted(self):
        """The deduction is booked: the matter is settled."""
        for violation in self:
            if violation.state in RECTIFIABLE:
                violation._property_finish("deducted")


class PropertyRenovation(models.Model):
    _inherit = "property.renovation"

    def _property_on_deposit_changed(self, deposit):
        result = super()._property_on_deposit_changed(deposit)
        self.violation_ids.filtered(
            lambda violation: violation.deduction_id.state == "posted"
        )._property_on_deducted()
        return result

    def _property_deposit_refund_gate(self, deposit):
        """Nothing goes back while a violation is not settled (REN-21, REN-22)."""
        violations = self._property_open_violations()
        if violations:
            raise UserError(
                self.env._(
                    "%(renovation)s: violations are not settled yet: %(violations)s.",
                    renovation=self.display_name,
                    violations="、".join(violations.mapped("display_name")),
                )
            )
        return super()._property_deposit_refund_gate(deposit)
