from odoo import api, fields, models
from odoo.exceptions import UserError

# The renovation is over: what was deposited may go back (REN-22).
ENDED = ("refund", "archived", "cancelled", "rejected")


class PropertyRenovation(models.Model):
    """The renovation deposit: asked, held, and returned only after acceptance."""

    _inherit = "property.renovation"

    deposit_amount = fields.Monetary(
        string="Deposit asked",
        compute="_compute_deposit_amount",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="As the estate's setting says; 0: no deposit.",
    )

    @api.depends("unit_id")
    def _compute_deposit_amount(self):
        for renovation in self:
            estate = renovation.unit_id.estate_id
            renovation.deposit_amount = (
                estate._property_parameter("renovation.deposit_amount") if estate else 0
            )

    # === Hooks of the deposits ===

    def _property_deposit_payers(self):
        return self.applicant_id | self.owner_id | self.contractor_id

    def _property_deposit_refund_gate(self, deposit):
        """Only after acceptance, and the second check as the estate says (REN-22)."""
        self.ensure_one()
        if self.state in ENDED:
            return
        after = self.estate_id._property_parameter("renovation.refund_after")
        if after == "acceptance" and self.state == "recheck":
            return
        if after == "acceptance":
            message = self.env._(
                "%(renovation)s: the deposit is returned after the passed acceptance.",
                renovation=self.display_name,
            )
        else:
            message = self.env._(
                "%(renovation)s: the deposit is returned after the passed acceptance"
                " and second check.",
                renovation=self.display_name,
            )
        raise UserError(message)

    # === Gates ===

    def _property_gates_deposit(self):
        self.ensure_one()
        needed = self.currency_id.compare_amounts(self.deposit_amount, 0) > 0
        # Whether it is held does not depend on who looks.
        held = sum(self._property_deposits().sudo().mapped("amount_received"))
        return [
            (
                "deposit",
                not needed
                or self.currency_id.compare_amounts(held, self.deposit_amount) >= 0,
                self.env._(
                    "The deposit of %(amount).2f is not received yet.",
                    amount=self.deposit_amount,
                ),
                True,
            )
        ]

    def _property_gates_deposit_settled(self):
        self.ensure_one()
        return [
            (
                "deposit_settled",
                self.currency_id.is_zero(self.deposit_held),
                self.env._(
                    "%(amount).2f of the deposit is still held: deduct or refund it.",
                    amount=self.deposit_held,
                ),
                False,
            )
        ]

    # === Business methods ===

    def _property_prepare_deposit(self):
        """A draft deposit, so that the cashier finds it waiting."""
        self.ensure_one()
        asked = self.currency_id.compare_amounts(self.deposit_amount, 0) > 0
        if not asked or self._property_deposits():
            return
        self.env["property.deposit"]._property_open(
            "renovation",
            self.unit_id,
            self.applicant_id,
            self.deposit_amount,
            origin=self,
        )

    def _property_release_deposits(self):
        """From now on the payer may have it back; the ageing counts from here."""
        after = self.estate_id._property_parameter("renovation.refund_after")
        if self.state in ENDED or (after == "acceptance" and self.state == "recheck"):
            # The step was checked; the deposit only notes the day.
            self._property_deposits().sudo()._property_release()
