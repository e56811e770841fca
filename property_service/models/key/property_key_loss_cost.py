from odoo import models
from odoo.exceptions import UserError


class PropertyKeyLoss(models.Model):
    """What a loss costs, kept from the borrower's or the owner's key deposit."""

    _inherit = "property.key.loss"

    def action_deduct(self):
        """A draft of the deduction, with the report's files as evidence.

        The deposit's own steps ask for signature, approval and booking.
        """
        self.ensure_one()
        self.check_access("write")
        if not self.deduction_id:
            self._property_step(self.state)
            files = self.env["ir.attachment"].search(
                [("res_model", "=", self._name), ("res_id", "=", self.id)]
            )
            deduction = self._property_deposit()._property_deduct(
                self.cost,
                self.env._("Loss of a key: %(loss)s", loss=self.name),
                files,
                request=False,
            )
            # The link follows from the step.
            self.sudo().deduction_id = deduction
        return self.deduction_id.get_formview_action()

    def _property_deposit(self):
        """The deposit that answers for the loss: the loan's, else the unit's."""
        if self.cost_bearer == "company" or not self.cost:
            raise UserError(
                self.env._(
                    "%(loss)s: enter the cost, and that not the company bears it.",
                    loss=self.name,
                )
            )
        deposits = self.env["property.deposit"].search(
            [
                ("kind_id.code", "=", "key"),
                ("unit_id", "=", self.unit_id.id),
                ("state", "in", ("held", "partly_used")),
            ]
        )
        own = deposits & self.loan_id._property_deposits()
        deposit = (own or deposits)[:1]
        if not deposit:
            raise UserError(
                self.env._(
                    "%(loss)s: no key deposit is held for it; bill the cost instead.",
                    loss=self.name,
                )
            )
        return deposit
