from odoo import api, fields, models

STATES = [
    ("draft", "To be received"),
    ("held", "Held"),
    ("partly_used", "Partly used"),
    ("settled", "Settled"),
    ("reversed", "Receipt reversed"),
    ("cancelled", "Cancelled"),
]
STEPS = ("receive", "deduct", "forfeit", "refund", "transfer")


class PropertyDeposit(models.Model):
    """Amounts and state of deposits, read from the books and never typed (REN-22)."""

    _inherit = "property.deposit"

    state = fields.Selection(
        selection=STATES,
        string="Status",
        compute="_compute_ledger",
        store=True,
        index=True,
        tracking=True,
    )
    amount_received = fields.Monetary(
        string="Received", compute="_compute_ledger", store=True
    )
    amount_held = fields.Monetary(
        string="Held",
        compute="_compute_ledger",
        store=True,
        help="What is still open on the deposit's account in the ledger.",
    )
    amount_deducted = fields.Monetary(
        string="Deducted", compute="_compute_ledger", store=True
    )
    amount_refunded = fields.Monetary(
        string="Refunded", compute="_compute_ledger", store=True
    )
    date_settled = fields.Date(
        string="Settled on", compute="_compute_ledger", store=True
    )

    _held_not_negative = models.Constraint(
        "CHECK(amount_held >= 0 AND amount_deducted >= 0 AND amount_refunded >= 0)",
        "No more can be taken from a deposit than is held.",
    )

    # === Computes ===

    @api.depends(
        "is_cancelled",
        "line_ids.balance",
        "line_ids.amount_residual",
        "line_ids.parent_state",
        "line_ids.property_deposit_step",
    )
    def _compute_ledger(self):
        """Amounts and state from the posted entries on the deposit's account."""
        for deposit in self:
            lines = deposit.line_ids.filtered(
                lambda line: line.property_deposit_step
                and line.parent_state == "posted"
            )
            sums = dict.fromkeys(STEPS, 0)
            for line in lines:
                sums[line.property_deposit_step] += line.balance
            currency = deposit.currency_id or deposit.env.company.currency_id
            deposit.amount_received = currency.round(-sums["receive"])
            deposit.amount_deducted = currency.round(sums["deduct"] + sums["forfeit"])
            deposit.amount_refunded = currency.round(sums["refund"])
            held = -sum(lines.mapped("amount_residual"))
            deposit.amount_held = currency.round(held)
            deposit.state = deposit._property_state_of_ledger(bool(lines))
            deposit.date_settled = (
                max(lines.mapped("date")) if deposit.state == "settled" else False
            )

    def _property_state_of_ledger(self, has_entries):
        currency = self.currency_id
        if self.is_cancelled:
            return "cancelled"
        if not has_entries:
            return "draft"
        if currency.is_zero(self.amount_received):
            return "reversed"
        if currency.is_zero(self.amount_held):
            return "settled"
        used = currency.compare_amounts(self.amount_held, self.amount_received)
        return "partly_used" if used else "held"
