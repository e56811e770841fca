from odoo import fields, models


class PropertyHandoverPayment(models.Model):
    """What must be paid before keys are handed over, and that it was (MVI-05)."""

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
    name = fields.Char(required=True)
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
    )
    paid_on = fields.Date(copy=False)
    reference = fields.Char(
        copy=False, help="Number of the receipt or of the fund's deposit slip."
    )
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
