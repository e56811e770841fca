from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class PropertyDepositDeduction(models.Model):
    """Part of a deposit that is kept, for a damage or a breach, with its evidence.

    Either a charge with VAT, billed and settled from the deposit, or a forfeiture,
    which is other income without VAT (REN-22, REN-21).
    """

    _name = "property.deposit.deduction"
    _description = "Deduction from a Deposit"
    _inherit = [
        "property.deposit.step",
        "property.approval.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    mode = fields.Selection(
        selection=[
            ("charge", "Charge for damage or service, with VAT"),
            ("forfeit", "Forfeiture for breach, without VAT"),
        ],
        string="Booked as",
        required=True,
        default="charge",
    )
    reason = fields.Char(string="Reason of the deduction", required=True, tracking=True)
    product_id = fields.Many2one(
        comodel_name="product.product",
        string="Service",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Names the invoice line and its accounts; empty: the reason and the income"
        " account of the estate's billing journal.",
    )
    tax_ids = fields.Many2many(
        comodel_name="account.tax",
        relation="property_deposit_deduction_tax_rel",
        column1="deduction_id",
        column2="tax_id",
        string="VAT within the amount",
        compute="_compute_tax_ids",
        store=True,
        readonly=False,
        check_company=True,
        domain="[('type_tax_use', '=', 'sale'),"
        " ('price_include_override', '=', 'tax_included')]",
    )
    evidence_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_deposit_deduction_evidence_rel",
        column1="deduction_id",
        column2="attachment_id",
        string="Evidence",
        copy=False,
        bypass_search_access=True,
        help="Photos, notices and bills that prove the deduction; locked once it is in"
        " approval.",
    )
    signature = fields.Binary(copy=False, attachment=True)
    signed_by = fields.Char(string="Signed by", copy=False)
    signed_on = fields.Datetime(readonly=True, copy=False)
    refusal_note = fields.Text(
        string="Refusal to sign",
        copy=False,
        help="Who refused to sign, when, and which witness was present.",
    )
    invoice_id = fields.Many2one(
        comodel_name="account.move",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "The amount of a deduction is above zero."
    )
    _reversed_by_other = models.Constraint(
        "CHECK(state != 'reversed' OR (reversed_by_id IS NOT NULL"
        " AND reversed_by_id != posted_by_id))",
        "Another person than who booked a deduction takes it back.",
    )

    # === Computes ===

    @api.depends("product_id", "mode", "deposit_id")
    def _compute_tax_ids(self):
        """The product's tax, else 6 % of services, always within the amount."""
        setup = self.env["property.setup"].sudo()  # taxes are read for the desk
        for deduction in self:
            company = deduction.deposit_id.company_id or self.env.company
            if deduction.mode == "forfeit":
                deduction.tax_ids = False
                continue
            # Taxes are read for the desk, as above.
            taxes = deduction.product_id.sudo().taxes_id.filtered(
                lambda tax, c=company: (
                    tax.company_id == c and tax.price_include_override == "tax_included"
                )
            )
            deduction.tax_ids = taxes or setup.with_company(company)._property_tax(
                company, 6
            )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["signed_on"] = bool(vals.get("signature")) and fields.Datetime.now()
        deductions = super().create(vals_list)
        deductions._property_adopt_evidence()
        return deductions

    def write(self, vals):
        if "signature" in vals:
            signed = bool(vals["signature"])
            vals = {**vals, "signed_on": signed and fields.Datetime.now()}
        result = super().write(vals)
        if "evidence_ids" in vals:
            self._property_adopt_evidence()
        return result

    def _property_adopt_evidence(self):
        """Uploaded files become this record's own, readable by its readers."""
        for deduction in self:
            # Uploads belong to their author until the document takes them.
            loose = deduction.sudo().evidence_ids.filtered(lambda a: not a.res_id)
            loose.write({"res_model": self._name, "res_id": deduction.id})

    # === Actions ===

    def action_request_approval(self, reason=""):
        for deduction in self:
            deduction._property_check_complete()
            deduction._property_check_amount()
        result = super().action_request_approval(
            reason or ", ".join(self.mapped("reason"))
        )
        for deduction in self:
            deduction._property_lock_evidence()
        return result

    def action_post(self):
        """Book the approved deduction; accountants do (REN-22)."""
        for deduction in self:
            deduction._property_post()
        return True

    # === Approval ===

    def _property_approval_key(self):
        return "deposit_deduction"

    def _property_approval_frozen_fields(self):
        return {
            "deposit_id",
            "amount",
            "mode",
            "reason",
            "product_id",
            "tax_ids",
            "evidence_ids",
            "signature",
            "signed_by",
            "refusal_note",
        }

    def _property_fixed_fields(self):
        return super()._property_fixed_fields() | (
            self._property_approval_frozen_fields()
        )

    def _property_on_cancel(self):
        # Whoever may write it may give it up.
        self._property_withdraw_approval(self.env._("Cancelled"))

    # === Business methods ===

    def _property_check_complete(self):
        """Evidence, and the payer's word: signed, or refused before a witness."""
        self.ensure_one()
        if self.state != "draft":
            raise UserError(
                self.env._("%(name)s is closed already.", name=self.display_name)
            )
        if not (self.reason or "").strip():
            raise UserError(self.env._("Write the reason of the deduction."))
        # Whether there is evidence must not depend on who opens the files.
        if not self.sudo().evidence_ids:
            raise UserError(
                self.env._(
                    "%(name)s: attach the evidence, such as photos or the notice of"
                    " the violation.",
                    name=self.display_name,
                )
            )
        signed = self.signature and (self.signed_by or "").strip()
        if not signed and not (self.refusal_note or "").strip():
            raise UserError(
                self.env._(
                    "%(name)s: let the payer sign with name, or note who refused to"
                    " sign and which witness was there.",
                    name=self.display_name,
                )
            )

    def _property_lock_evidence(self):
        """What proves a deduction is neither changed nor deleted any more."""
        # Whoever asks may not own the files.
        self.sudo().evidence_ids._property_lock()


class PropertyDeposit(models.Model):
    _inherit = "property.deposit"

    def _property_deduct(
        self,
        amount,
        reason,
        attachments,
        signature=None,
        signed_by=None,
        refusal_note=None,
        product=None,
        forfeiture=False,
        request=True,
    ):
        """Ask to keep part of the deposit; booked when approved.

        :param attachments: evidence, locked from here on
        :param signature: image of the payer's signature, with ``signed_by``
        :param refusal_note: instead of a signature: who refused, which witness
        :param product: service of the bill; without it the reason names the line
        :param forfeiture: other income without VAT instead of a bill
        :param request: False leaves it in draft
        :return: the ``property.deposit.deduction``
        """
        self.ensure_one()
        deduction = self.env["property.deposit.deduction"].create(
            {
                "deposit_id": self.id,
                "amount": amount,
                "reason": reason,
                "mode": "forfeit" if forfeiture else "charge",
                "product_id": product.id if product else False,
                "evidence_ids": [Command.set(attachments.ids)],
                "signature": signature,
                "signed_by": signed_by,
                "refusal_note": refusal_note,
            }
        )
        if request:
            deduction.action_request_approval()
        return deduction
