from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyFeeCharge(models.Model):
    """One priced line with a date range; it explains itself and is never restated.

    Written by billing only: no role has the right to write charges.
    """

    _name = "property.fee.charge"
    _description = "Charge"
    _order = "date_start desc, unit_id, item_id, id"
    _check_company_auto = True

    assignment_id = fields.Many2one(
        comodel_name="property.fee.assignment",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    item_id = fields.Many2one(
        comodel_name="property.fee.item",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    building_id = fields.Many2one(
        related="unit_id.building_id", store=True, index=True, precompute=True
    )
    estate_id = fields.Many2one(
        comodel_name="property.estate",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Payer",
        required=True,
        index=True,
        ondelete="restrict",
    )
    date_start = fields.Date(string="From", required=True, index=True)
    date_end = fields.Date(string="To", required=True)
    rate_id = fields.Many2one(
        comodel_name="property.fee.rate", index="btree_not_null", ondelete="restrict"
    )
    price = fields.Float(digits=(12, 4), aggregator="avg")
    quantity = fields.Float(
        digits=(16, 4), help="Area, pieces or factor on the day of billing."
    )
    discount = fields.Float(string="Discount (%)", digits=(5, 2), aggregator="avg")
    months = fields.Float(digits=(12, 6))
    days = fields.Integer()
    formula = fields.Char(help="How the amount came about.")
    basis_text = fields.Text(
        string="Basis", help="Contract, price document or law at that time."
    )
    amount = fields.Monetary(required=True)
    run_id = fields.Many2one(
        comodel_name="property.fee.run", index="btree_not_null", ondelete="restrict"
    )
    move_id = fields.Many2one(
        comodel_name="account.move",
        string="Invoice",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    move_line_id = fields.Many2one(
        comodel_name="account.move.line",
        string="Invoice line",
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("posted", "Posted"),
            ("reversed", "Reversed"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="draft",
        index=True,
    )
    is_opening = fields.Boolean(
        string="Opening balance",
        help="Arrears taken over from the books before go-live.",
    )
    is_single = fields.Boolean(
        string="Charged once",
        help="Fee of one matter, such as a renovation, not of a time.",
    )
    reversal_move_id = fields.Many2one(
        comodel_name="account.move",
        string="Credit note",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    reversal_reason = fields.Char()
    split_from_id = fields.Many2one(
        comodel_name="property.fee.charge",
        string="Split from",
        index="btree_not_null",
        ondelete="restrict",
        help="The charge whose later days were reversed.",
    )

    _dates_ordered = models.Constraint(
        "CHECK(date_end >= date_start)",
        "The last day of a charge lies before its first day.",
    )
    _assignment_known = models.Constraint(
        "CHECK(assignment_id IS NOT NULL OR is_opening OR is_single)",
        "Only opening balances and fees charged once stand without an assignment.",
    )
    _range_once = models.Constraint(
        "EXCLUDE USING gist (assignment_id WITH =,"
        " daterange(date_start, date_end, '[]') WITH &&)"
        " WHERE (state IN ('draft', 'posted'))",
        "These days are charged already for this unit and fee item.",
    )
    _opening_once = models.Constraint(
        "EXCLUDE USING gist (unit_id WITH =, item_id WITH =, partner_id WITH =,"
        " daterange(date_start, date_end, '[]') WITH &&)"
        " WHERE (is_opening AND state IN ('draft', 'posted'))",
        "These days stand in the opening balance of this unit and fee item already.",
    )
    _unit_dates_idx = models.Index("(unit_id, item_id, date_start)")
    _draft_idx = models.Index("(run_id, unit_id, partner_id) WHERE state = 'draft'")

    # === Computes ===

    @api.depends("unit_id", "item_id", "date_start", "date_end")
    def _compute_display_name(self):
        for charge in self:
            charge.display_name = (
                f"{charge.unit_id.code or ''} {charge._property_label()}"
            )

    # === CRUD ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if self.filtered(lambda c: c.state != "draft" or c.move_id):
            raise UserError(
                self.env._("Charges with a ledger effect stay; reverse them instead.")
            )

    # === Actions ===

    def action_explain(self):
        """Show how the amount came about: rate, quantity, formula, basis (FEE-01)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Explanation of the charge"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [
                (
                    self.env.ref("property_service.property_fee_charge_view_form").id,
                    "form",
                )
            ],
            "target": "new",
        }

    # === Business methods ===

    def _property_label(self):
        """What stands on the invoice line: fee item and days."""
        self.ensure_one()
        return f"{self.item_id.name} {self.date_start} – {self.date_end}"
