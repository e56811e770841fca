from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

TRANSFER_GROUPS = (
    "property_service.property_service_group_supervisor",
    "account.group_account_invoice",
)


class PropertyDepositTransfer(models.Model):
    """A deposit passes to another person, such as the buyer of the unit.

    An entry on the same account from one to the other, with the consent of both.
    """

    _name = "property.deposit.transfer"
    _description = "Transfer of a Deposit"
    _inherit = ["property.deposit.step", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=True, precompute=True
    )
    new_partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="New holder",
        required=True,
        index=True,
        ondelete="restrict",
    )
    consent_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_deposit_transfer_consent_rel",
        column1="transfer_id",
        column2="attachment_id",
        string="Consent",
        copy=False,
        bypass_search_access=True,
        help="Agreement of old and new holder, signed by both; locked when booked.",
    )
    note = fields.Char()

    _reversed_by_other = models.Constraint(
        "CHECK(state != 'reversed' OR (reversed_by_id IS NOT NULL"
        " AND reversed_by_id != posted_by_id))",
        "Another person than who booked a transfer takes it back.",
    )

    @api.depends("deposit_id")
    def _compute_amount(self):
        """All that is held, since one deposit has one holder."""
        for transfer in self:
            if transfer.state in (False, "draft"):
                transfer.amount = transfer.deposit_id.amount_held

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        transfers = super().create(vals_list)
        for transfer in transfers:
            # Uploads belong to their author until the document takes them.
            loose = transfer.sudo().consent_ids.filtered(lambda a: not a.res_id)
            loose.write({"res_model": self._name, "res_id": transfer.id})
        return transfers

    # === Actions ===

    def action_post(self):
        for transfer in self:
            transfer._property_post()
        return True

    # === Business methods ===

    def _property_fixed_fields(self):
        return super()._property_fixed_fields() | {"new_partner_id", "consent_ids"}

    def _property_post(self):
        self.ensure_one()
        self.deposit_id._property_require_group(
            TRANSFER_GROUPS,
            self.env._("a supervisor or an accountant passes deposits on"),
        )
        transfer = self._property_start()
        deposit = transfer.deposit_id
        transfer.amount = deposit.amount_held
        transfer._property_check_amount()
        transfer._property_check_parties()
        deposit._property_check_day(
            deposit.company_id, deposit._property_transfer_journal(), transfer.date
        )
        label = self.env._(
            "%(name)s: %(old)s to %(new)s",
            name=deposit.name,
            old=transfer.partner_id.name,
            new=transfer.new_partner_id.name,
        )
        move = deposit._property_enter(
            [
                deposit._prepare_deposit_line("transfer", transfer.amount, label),
                deposit._prepare_deposit_line(
                    "transfer", -transfer.amount, label, partner=transfer.new_partner_id
                ),
            ],
            transfer.date,
            label,
        )
        transfer.consent_ids._property_lock()
        deposit.partner_id = transfer.new_partner_id
        transfer._property_done(move)

    def _property_check_parties(self):
        deposit = self.deposit_id
        if self.new_partner_id == deposit.partner_id:
            raise UserError(self.env._("The deposit is held for this person already."))
        if not self.consent_ids:
            raise UserError(
                self.env._(
                    "%(name)s: attach the consent that old and new holder signed.",
                    name=self.display_name,
                )
            )
        pending = [
            step
            for rows in (deposit.deduction_ids, deposit.refund_ids)
            for step in rows
            if step.state == "draft"
        ]
        if pending:
            raise UserError(
                self.env._(
                    "%(name)s is under way for the present holder; finish or cancel it"
                    " before the deposit is passed on.",
                    name=pending[0].display_name,
                )
            )

    def _property_holder_at_reversal(self):
        """To be taken back, the deposit is still the new holder's, untouched."""
        deposit = self.deposit_id
        untouched = not deposit.currency_id.compare_amounts(
            deposit.amount_held, self.amount
        )
        mine = deposit.partner_id == self.new_partner_id
        return self.partner_id if untouched and mine else deposit.partner_id.browse()

    def _property_reverse_entries(self, reason):
        deposit = self.deposit_id
        deposit._property_reverse_move(
            self.move_id, reason, fields.Date.context_today(self)
        )
        deposit.partner_id = self.partner_id


class PropertyDeposit(models.Model):
    _inherit = "property.deposit"

    def action_open_transfer(self):
        """Open a new transfer of this deposit."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pass on %(name)s", name=self.display_name),
            "res_model": "property.deposit.transfer",
            "view_mode": "form",
            "context": {"default_deposit_id": self.id},
        }

    def _property_transfer(self, partner, attachments):
        """Pass what is held on to another person, by an entry A to B.

        :param attachments: consent signed by both
        :return: the ``property.deposit.transfer``
        """
        self.ensure_one()
        transfer = self.env["property.deposit.transfer"].create(
            {
                "deposit_id": self.id,
                "new_partner_id": partner.id,
                "consent_ids": [Command.set(attachments.ids)],
            }
        )
        transfer._property_post()
        return transfer
