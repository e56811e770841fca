from odoo import fields, models


class PropertyRenovation(models.Model):
    """The agreement with its nine points (110号令 §16), signed before any payment."""

    _inherit = "property.renovation"

    agreement_signed_on = fields.Date(readonly=True, copy=False, tracking=True)

    def action_sign_agreement(self):
        """The agreement is signed by both sides; fees and deposit can be taken."""
        self.ensure_one()
        self._property_require_desk()
        self._property_step("agreement")
        self._property_check_gates("payment")
        self._property_finish_checklist("agreement_checklist_id")
        self._property_move(
            "payment", agreement_signed_on=fields.Date.context_today(self)
        )
        self._property_start_checklist("entry_checklist_id")
        self._property_prepare_deposit()
        return True

    def _property_gate_agreement(self):
        missing = self.agreement_checklist_id._property_missing_lines()
        return self._property_gate_checklist(
            "agreement_checklist_id",
            self.env._(
                "The agreement lacks: %(lines)s.",
                lines="、".join(missing.mapped("name")),
            ),
        )
