from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

BILL_STATES = ("agreement", "payment")


class PropertyRenovation(models.Model):
    """Fees and arrears of a renovation (REN-01, REN-09, FEE-20)."""

    _inherit = "property.renovation"

    fee_ids = fields.One2many(
        comodel_name="property.renovation.fee",
        inverse_name="renovation_id",
        string="Fees",
    )
    fee_total = fields.Monetary(compute="_compute_fee_total")
    unbilled_total = fields.Monetary(
        string="Fees not billed", compute="_compute_fee_total"
    )
    fee_residual = fields.Monetary(
        string="Fees unpaid",
        compute="_compute_fee_residual",
        compute_sudo=True,
        help="What is still open on the invoices of this renovation, by the ledger.",
    )
    arrears = fields.Monetary(
        compute="_compute_arrears",
        help="What the unit owes past its due date, by the ledger (REN-01).",
    )

    # === Computes ===

    @api.depends("fee_ids.amount", "fee_ids.charge_id")
    def _compute_fee_total(self):
        for renovation in self:
            fees = renovation.fee_ids
            open_fees = fees.filtered(lambda fee: not fee.charge_id)
            renovation.fee_total = sum(fees.mapped("amount"))
            renovation.unbilled_total = sum(open_fees.mapped("amount"))

    # The ledger's residual moves by payments that name no renovation.
    @api.depends("fee_ids.charge_id.move_id.amount_residual", "fee_ids.charge_id.state")
    def _compute_fee_residual(self):
        for renovation in self:
            moves = renovation.fee_ids.charge_id.move_id
            renovation.fee_residual = sum(moves.mapped("amount_residual"))

    @api.depends_context("uid")
    def _compute_arrears(self):
        for renovation in self:
            renovation.arrears = renovation.unit_id.amount_overdue

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        renovations = super().create(vals_list)
        for renovation in renovations.filtered(lambda r: not r.fee_ids):
            renovation._property_add_usual_fees()
        return renovations

    def write(self, vals):
        result = super().write(vals)
        if {"date_start", "date_end"} & vals.keys():
            self._property_follow_months()
        return result

    # === Actions ===

    def action_bill_fees(self):
        """Invoice the fee list to the applicant, once (FEE-20)."""
        self.ensure_one()
        self._property_require_desk()
        self._property_step(*BILL_STATES)
        fees = self.fee_ids.filtered(lambda fee: not fee.charge_id and fee.amount > 0)
        if not fees:
            raise UserError(self.env._("All fees of the list are billed already."))
        charges = self.env["property.fee.charge"]._property_bill_once(
            [fee._property_charge_values() for fee in fees]
        )
        for fee, charge in zip(fees, charges, strict=True):
            # The link to the ledger is set by this step only.
            fee.sudo().charge_id = charge
        self.message_post(
            body=self.env._(
                "Fees billed to %(name)s: %(amount).2f",
                name=self.applicant_id.display_name,
                amount=sum(fees.mapped("amount")),
            )
        )
        return True

    def action_view_bills(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_out_invoice_type"
        )
        # The desk may know that there are bills; the list itself asks for the right.
        moves = self.sudo().fee_ids.charge_id.move_id
        action["domain"] = [("id", "in", moves.ids)]
        action["context"] = {"create": False}
        return action

    # === Gates ===

    def _property_gate_arrears(self):
        """All management fees are paid before formalities go on (REN-01)."""
        self.ensure_one()
        arrears = self.unit_id.amount_overdue
        return (
            "arrears",
            self.currency_id.compare_amounts(arrears, 0) <= 0,
            self.env._(
                "Unit %(unit)s owes %(amount).2f that is past due; collect it first.",
                unit=self.unit_id.code,
                amount=arrears,
            ),
            True,
        )

    def _property_gates_money(self):
        self.ensure_one()
        self.invalidate_recordset(["fee_residual"])
        unbilled = self.fee_ids.filtered(
            lambda fee: not fee.charge_id and fee.amount > 0
        )
        return [
            (
                "fees_billed",
                not unbilled,
                self.env._(
                    "Bill the fees: %(fees)s.",
                    fees="、".join(unbilled.item_id.mapped("name")),
                ),
                False,
            ),
            (
                "fees_paid",
                bool(unbilled)
                or self.currency_id.compare_amounts(self.fee_residual, 0) <= 0,
                self.env._(
                    "Renovation fees of %(amount).2f are not paid yet.",
                    amount=self.fee_residual,
                ),
                True,
            ),
            self._property_gate_arrears(),
        ]

    # === Business methods ===

    def _property_add_usual_fees(self):
        """The company's renovation fees that have a rate for this unit today."""
        self.ensure_one()
        # The price book decides the list, whoever opens the case.
        items = (
            self.env["property.fee.item"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("kind", "=", "renovation"),
                    ("renovation_default", "=", True),
                ]
            )
        )
        # The desk proposes fees without the right to open rates.
        charges = self.env["property.fee.charge"].sudo()
        priced = charges._property_price(
            items,
            self.unit_id.sudo(),  # as above
            fields.Date.context_today(self),
        )
        # The proposal is the engine's; amounts come from the rates.
        self.env["property.renovation.fee"].sudo().create(
            [
                {
                    "renovation_id": self.id,
                    "item_id": item.id,
                    "sequence": item.sequence,
                    "factor": self._property_months() if item.renovation_monthly else 1,
                }
                for item in items
                if item.id in priced
            ]
        )

    def _property_months(self):
        """Months planned; a month that has begun counts."""
        self.ensure_one()
        if not (self.date_start and self.date_end):
            return 1
        months = 1
        while self.date_start + relativedelta(months=months) <= self.date_end:
            months += 1
        return months

    def _property_follow_months(self):
        """Fees by the month follow the dates until they are billed."""
        for renovation in self:
            fees = renovation.fee_ids.filtered(
                lambda fee: fee.item_id.renovation_monthly and not fee.charge_id
            )
            months = renovation._property_months()
            # The dates decide, whoever changes them.
            changed = fees.filtered(lambda fee, n=months: fee.factor != n).sudo()
            changed.write({"factor": months})
            changed._property_price()
