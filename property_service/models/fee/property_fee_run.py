from odoo import fields, models


class PropertyFeeRun(models.Model):
    """A month of fees of one estate: computed, looked at, then posted as invoices.

    Repeatable and crash-safe: each assignment and day is charged once, each payer
    gets one invoice per unit and run, whatever is killed or clicked twice.
    """

    _name = "property.fee.run"
    _description = "Billing Run"
    _inherit = ["property.estate.mixin", "mail.thread"]
    _order = "date_start desc, estate_id, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, default="/", readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_start = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
    )
    date_end = fields.Date(
        string="To",
        required=True,
        default=lambda self: fields.Date.end_of(
            fields.Date.context_today(self), "month"
        ),
    )
    invoice_date = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_due = fields.Date(string="Due date", required=True)
    item_ids = fields.Many2many(
        comodel_name="property.fee.item",
        relation="property_fee_run_item_rel",
        column1="run_id",
        column2="item_id",
        string="Fee items",
        check_company=True,
        help="Empty: all fee items.",
    )
    building_ids = fields.Many2many(
        comodel_name="property.building",
        relation="property_fee_run_building_rel",
        column1="run_id",
        column2="building_id",
        string="Buildings",
        check_company=True,
        help="Empty: the whole estate.",
    )
    unit_ids = fields.Many2many(
        comodel_name="property.unit",
        relation="property_fee_run_unit_rel",
        column1="run_id",
        column2="unit_id",
        string="Units",
        check_company=True,
        help="Empty: all units.",
    )
    is_exact = fields.Boolean(
        string="Exactly these days",
        help="Bills these days only, by days, as at a change of owner;"
        " else whole periods that fall due in these months.",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("computed", "Preview"),
            ("posting", "Posting"),
            ("posted", "Posted"),
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
    charge_ids = fields.One2many(
        comodel_name="property.fee.charge", inverse_name="run_id", string="Charges"
    )
    skip_ids = fields.One2many(
        comodel_name="property.fee.run.skip", inverse_name="run_id", string="Skipped"
    )
    move_ids = fields.One2many(
        comodel_name="account.move", inverse_name="property_run_id", string="Invoices"
    )

    _dates_ordered = models.Constraint(
        "CHECK(date_end >= date_start)",
        "The last day of a run lies before its first day.",
    )
