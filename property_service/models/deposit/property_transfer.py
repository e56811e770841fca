from odoo import api, fields, models
from odoo.exceptions import UserError

from .property_deposit import OPEN_STATES


class PropertyTransfer(models.Model):
    """What is held for the seller is settled or passed on with the unit (过户)."""

    _inherit = "property.transfer"

    deposit_ids = fields.Many2many(
        comodel_name="property.deposit",
        string="Open deposits of the seller",
        compute="_compute_deposits",
        compute_sudo=True,
    )
    amount_deposit = fields.Monetary(
        string="Held for the seller", compute="_compute_deposits", compute_sudo=True
    )
    deposit_treatment = fields.Selection(
        selection=[
            ("keep", "Stays with the seller, for refund"),
            ("move", "Passes to the buyer, with consent"),
        ],
        string="Open deposits",
        required=True,
        default="keep",
        tracking=True,
    )
    deposit_consent_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_transfer_deposit_consent_rel",
        column1="transfer_id",
        column2="attachment_id",
        string="Consent to pass deposits on",
        copy=False,
        bypass_search_access=True,
        help="Agreement signed by seller and buyer.",
    )

    @api.depends("unit_id", "seller_ids", "state")
    def _compute_deposits(self):
        for transfer in self:
            deposits = transfer._property_seller_deposits()
            transfer.deposit_ids = deposits
            transfer.amount_deposit = sum(deposits.mapped("amount_held"))

    def write(self, vals):
        closed = self.filtered(lambda t: t.state in ("done", "cancelled"))
        if closed and {"deposit_treatment", "deposit_consent_ids"} & vals.keys():
            raise UserError(self.env._("The transfer is closed."))
        result = super().write(vals)
        if "deposit_consent_ids" in vals:
            self._property_adopt_consent()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        transfers = super().create(vals_list)
        transfers._property_adopt_consent()
        return transfers

    def _property_adopt_consent(self):
        for transfer in self:
            # Uploads belong to their author until the document takes them.
            loose = transfer.sudo().deposit_consent_ids.filtered(lambda a: not a.res_id)
            loose.write({"res_model": self._name, "res_id": transfer.id})

    def _property_seller_deposits(self):
        """Deposits held for the sellers on this unit."""
        sellers = self.seller_ids._origin.commercial_partner_id
        deposits = self.env["property.deposit"].search(
            [
                ("unit_id", "=", self.unit_id._origin.id),
                ("state", "in", OPEN_STATES),
            ]
        )
        return deposits.filtered(
            lambda deposit: deposit.partner_id.commercial_partner_id in sellers
        )

    def _property_pass_credit(self):
        """Credit and deposits pass together, or stay with the seller."""
        super()._property_pass_credit()
        # The step's own right was checked; residents' deposits are no contact's.
        deposits = self.sudo()._property_seller_deposits()
        if not deposits:
            return
        if self.deposit_treatment == "keep":
            self._message_log(
                body=self.env._(
                    "Deposits of %(amount).2f remain with the seller, for refund:"
                    " %(names)s.",
                    amount=sum(deposits.mapped("amount_held")),
                    names=", ".join(deposits.mapped("name")),
                )
            )
            return
        consent = self.deposit_consent_ids
        if not consent:
            raise UserError(
                self.env._(
                    "Attach the consent of seller and buyer to pass on deposits of"
                    " %(amount).2f, or leave them with the seller.",
                    amount=sum(deposits.mapped("amount_held")),
                )
            )
        buyer = self.sudo()._property_paying_buyer()  # as for the credit
        for deposit in deposits.sudo(False):
            deposit._property_transfer(buyer, consent)
