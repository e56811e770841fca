from odoo import api, fields, models
from odoo.exceptions import UserError

# Stamped by the buttons, never typed.
STAMPED = {"state", "checked_by_id", "checked_on"}
SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyHandoverPayment(models.Model):
    """What must be paid before keys are handed over, and that it was (MVI-05).

    The maintenance fund goes to its own bank account, not to the company (165号令):
    the desk sees the deposit slip. Fees of the company are taken by receipts.
    """

    _name = "property.handover.payment"
    _description = "Payment of a Handover"
    _order = "handover_id, sequence, id"
    _check_company_auto = True

    handover_id = fields.Many2one(
        comodel_name="property.handover", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        related="handover_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        selection=[
            ("fund", "Maintenance fund"),
            ("fee", "Property service fee"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    name = fields.Char(string="Payment", required=True)
    amount = fields.Monetary(help="As far as it is known.")
    state = fields.Selection(
        selection=[
            ("open", "Open"),
            ("paid", "Paid"),
            ("not_due", "Not due"),
        ],
        string="Status",
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
    )
    reference = fields.Char(
        string="Slip or receipt",
        copy=False,
        help="Number of the receipt or of the fund's deposit slip.",
    )
    reason = fields.Char(string="Why not due", copy=False)
    checked_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Checked by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    checked_on = fields.Datetime(readonly=True, copy=False)

    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "An amount to pay cannot be negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(
            [{k: v for k, v in vals.items() if k not in STAMPED} for vals in vals_list]
        )
        payments.handover_id._property_check_lines_open()
        return payments

    def write(self, vals):
        if not self.env.su:
            if STAMPED & set(vals):
                raise UserError(
                    self.env._("Payments are marked by their buttons, with the slip.")
                )
            if any(payment.state != "open" for payment in self):
                raise UserError(self.env._("What is checked stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_checked(self):
        if any(payment.state != "open" or payment.kind == "fund" for payment in self):
            raise UserError(
                self.env._(
                    "The maintenance fund and what is checked stay on the case; mark"
                    " what is not due as such."
                )
            )
        self.handover_id._property_check_lines_open()

    def action_paid(self):
        """The desk has seen the slip or the receipt (165号令 §13)."""
        for payment in self:
            if not (payment.reference or "").strip():
                raise UserError(
                    self.env._(
                        "%(name)s: enter the number of the slip or receipt.",
                        name=payment.name,
                    )
                )
            payment._property_mark("paid")
        return True

    def action_not_due(self):
        """A supervisor takes a payment off the case, with the reason."""
        for payment in self:
            if not self.env.user.has_group(SUPERVISOR):
                raise UserError(
                    self.env._("Ask a supervisor to take a payment off the case.")
                )
            if not (payment.reason or "").strip():
                raise UserError(
                    self.env._("%(name)s: enter why it is not due.", name=payment.name)
                )
            payment._property_mark("not_due")
        return True

    def action_reopen(self):
        """A payment marked by mistake is open again, on record."""
        for payment in self:
            if payment.state == "open":
                continue
            case = payment.handover_id
            payment._property_mark("open")
            case._message_log(
                body=self.env._("Open again: %(name)s", name=payment.name)
            )
        return True

    def _property_mark(self, state):
        case = self.handover_id
        case._property_require_desk()
        case._property_lock("draft", "in_progress", "completed")
        done = state != "open"
        # Stamped by these buttons alone.
        self.sudo().write(
            {
                "state": state,
                "checked_by_id": self.env.uid if done else False,
                "checked_on": fields.Datetime.now() if done else False,
            }
        )
