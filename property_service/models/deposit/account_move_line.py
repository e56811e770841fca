from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

DEPOSIT_FIELDS = {"property_deposit_id", "property_deposit_step"}


class AccountMoveLine(models.Model):
    """Entries know their deposit, so that its amounts are the ledger's (REN-22)."""

    _inherit = "account.move.line"

    property_deposit_id = fields.Many2one(
        comodel_name="property.deposit",
        string="Deposit",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    property_deposit_step = fields.Selection(
        selection=[
            ("receive", "Received"),
            ("deduct", "Deducted"),
            ("forfeit", "Forfeited"),
            ("refund", "Refunded"),
            ("transfer", "Passed on"),
        ],
        string="Step of the deposit",
        readonly=True,
        copy=False,
        help="Only on the entry of the deposit's own account.",
    )

    # The register of deposits reads its own entries, not the whole ledger.
    _property_deposit_step_idx = models.Index(
        "(date) WHERE property_deposit_step IS NOT NULL"
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(DEPOSIT_FIELDS & vals.keys() for vals in vals_list):
            raise AccessError(
                self.env._("Only the steps of a deposit make its ledger entries.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and DEPOSIT_FIELDS & vals.keys():
            raise AccessError(
                self.env._("Only the steps of a deposit make its ledger entries.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_deposit(self):
        self.move_id._property_refuse_deposit_undo(self)

    # === Business methods ===

    def _property_is_payment(self):
        """A bill that was settled from a deposit is paid, not credited."""
        return bool(self.property_deposit_id) or super()._property_is_payment()

    def _property_document_number(self):
        # Whoever reads the account may not open the deposit.
        return (
            self.sudo().property_deposit_id.name or super()._property_document_number()
        )

    def remove_move_reconcile(self):
        """What a deposit's entry was matched with tells who got its money."""
        self._property_refuse_unmatching()
        return super().remove_move_reconcile()

    def _property_refuse_unmatching(self):
        used = self.filtered(
            lambda line: line.property_deposit_step
            and (line.matched_debit_ids or line.matched_credit_ids)
        )
        if used:
            deposit = used[0].sudo().property_deposit_id  # whoever may open it
            raise UserError(
                self.env._(
                    "Deposit %(name)s was used: this entry is matched for good. Reverse"
                    " the deduction, refund or transfer on the deposit instead.",
                    name=deposit.display_name,
                )
            )
