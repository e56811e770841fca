from odoo import fields, models


class PropertyFeeReversal(models.Model):
    """Request to take back posted charges by credit note, with reason and approval."""

    _name = "property.fee.reversal"
    _description = "Charge Reversal"
    _inherit = ["property.estate.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, default="/", readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    charge_ids = fields.Many2many(
        comodel_name="property.fee.charge",
        relation="property_fee_reversal_charge_rel",
        column1="reversal_id",
        column2="charge_id",
        string="Charges",
        check_company=True,
    )
    reason = fields.Text(required=True, tracking=True)
    date_from = fields.Date(
        string="From day",
        help="Only the days from this one on are taken back; empty: all.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    move_ids = fields.Many2many(
        comodel_name="account.move",
        relation="property_fee_reversal_move_rel",
        column1="reversal_id",
        column2="move_id",
        string="Credit notes",
        readonly=True,
        copy=False,
    )
