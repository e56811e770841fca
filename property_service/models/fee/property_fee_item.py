from odoo import api, fields, models
from odoo.exceptions import ValidationError

ITEM_KINDS = [
    ("property_fee", "Property service fee"),
    ("parking", "Parking"),
    ("rent", "Rent"),
    ("utility", "Utility collected for others"),
    ("apportioned", "Apportioned cost"),
    ("other", "Other"),
]
BASES = [
    ("area", "Per m² of floor area"),
    ("inner_area", "Per m² of inner area"),
    ("unit", "Per unit"),
    ("quantity", "Per quantity"),
    ("fixed", "Fixed amount of the assignment"),
]
START_RULES = [
    ("same_day", "Owner from the day of handover, by days"),
    ("next_month", "Owner from the month after handover"),
    ("prorated", "Owner from the day after handover, by days"),
]


class PropertyFeeItem(models.Model):
    """What residents pay for: basis, rhythm, tax, account, legal basis (FEE-01)."""

    _name = "property.fee.item"
    _description = "Fee Item"
    _inherit = ["mail.thread"]
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        selection=ITEM_KINDS, required=True, default="property_fee", tracking=True
    )
    collected_for_others = fields.Boolean(
        compute="_compute_collected_for_others",
        store=True,
        readonly=False,
        precompute=True,
        help="Money that is passed on, such as water and electricity: a liability,"
        " never income (物业管理条例 §44).",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Stands on the invoice lines; kept in step with the item.",
    )
    tax_ids = fields.Many2many(
        comodel_name="account.tax",
        relation="property_fee_item_tax_rel",
        column1="item_id",
        column2="tax_id",
        string="Taxes",
        domain="[('type_tax_use', '=', 'sale')]",
        check_company=True,
        tracking=True,
    )
    account_id = fields.Many2one(
        comodel_name="account.account",
        string="Account",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Income account; for money collected for others a liability account."
        " Empty: the income account of the company's products.",
    )
    basis = fields.Selection(
        selection=BASES, required=True, default="area", tracking=True
    )
    period_months = fields.Selection(
        selection=[("1", "Monthly"), ("3", "Quarterly"), ("12", "Yearly")],
        string="Billed",
        required=True,
        default="1",
        tracking=True,
        help="Quarters begin in January, April, July and October, years in January.",
    )
    billing_time = fields.Selection(
        selection=[("advance", "In advance"), ("arrears", "In arrears")],
        required=True,
        default="advance",
        tracking=True,
        help="In advance: in the month in which the period begins."
        " In arrears: in the month after its end.",
    )
    price_per = fields.Selection(
        selection=[("month", "Month"), ("period", "Billing period")],
        string="Price is for one",
        required=True,
        default="month",
        tracking=True,
    )
    rounding = fields.Selection(
        selection=[("0.01", "0.01"), ("0.1", "0.10"), ("1", "1.00")],
        required=True,
        default="0.01",
        help="Amounts are rounded half up to it; the parts of a split period still"
        " add up to the whole.",
    )
    start_rule = fields.Selection(
        selection=START_RULES,
        help="Who pays in the month of handover; empty: as set for the estate.",
    )
    legal_basis = fields.Text(
        tracking=True,
        help="Contract clause, price document or law; stands on every explanation"
        " of a charge (FEE-01, FEE-03).",
    )
    cap_ids = fields.One2many(
        comodel_name="property.fee.cap",
        inverse_name="item_id",
        string="Government caps",
    )
    rate_ids = fields.One2many(
        comodel_name="property.fee.rate", inverse_name="item_id", string="Rates"
    )
    assignment_count = fields.Integer(compute="_compute_assignment_count")

    _code_uniq = models.Constraint(
        "UNIQUE(code, company_id)",
        "Another fee item of this company has this code already.",
    )

    # === Computes ===

    @api.depends("kind")
    def _compute_collected_for_others(self):
        for item in self:
            item.collected_for_others = item.kind == "utility"

    def _compute_assignment_count(self):
        counts = dict(
            self.env["property.fee.assignment"]._read_group(
                [("item_id", "in", self.ids)], ["item_id"], ["__count"]
            )
        )
        for item in self:
            item.assignment_count = counts.get(item, 0)

    # === Constraints ===

    @api.constrains("account_id", "collected_for_others")
    def _check_account_type(self):
        """Money collected for others is a liability, the company's own fees income."""
        for item in self:
            kind = item.account_id.account_type
            if item.collected_for_others and kind != "liability_current":
                raise ValidationError(
                    self.env._(
                        "Fee item %(item)s: money collected for others is not income;"
                        " choose an account of type current liabilities.",
                        item=item.name,
                    )
                )
            if (
                item.account_id
                and not item.collected_for_others
                and kind not in ("income", "income_other")
            ):
                raise ValidationError(
                    self.env._(
                        "Fee item %(item)s: choose an income account, or mark the item"
                        " as collected for others.",
                        item=item.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        for item in items.filtered(lambda i: not i.product_id):
            # Accountants who keep fee items may not write products.
            item.product_id = (
                self.env["product.product"].sudo().create(item._prepare_product())
            )
        return items

    def write(self, vals):
        self._property_check_used(vals)
        result = super().write(vals)
        if {"name", "code", "tax_ids", "account_id", "active"} & set(vals):
            for item in self:
                values = item._prepare_product()
                # Accountants who keep fee items may not write products.
                item.product_id.sudo().write(values)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self._property_used():
            raise ValidationError(
                self.env._("Fee items with charges stay; archive them instead.")
            )

    # === Actions ===

    def action_view_assignments(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_fee_assignment_action"
        )
        action["domain"] = [("item_id", "=", self.id)]
        action["context"] = {"default_item_id": self.id}
        return action

    # === Business methods ===

    def _property_used(self):
        """The items of this recordset that have charges."""
        groups = self.env["property.fee.charge"]._read_group(
            [("item_id", "in", self.ids)], ["item_id"]
        )
        return self.browse().union(*(item for (item,) in groups))

    def _property_check_used(self, vals):
        """What decides amounts stays as it is once charges refer to it (FEE-15)."""
        frozen = {"basis", "period_months", "price_per", "company_id"} & set(vals)
        if not frozen:
            return
        for item in self._property_used():
            changed = [
                self._fields[name]._description_string(self.env)
                for name in sorted(frozen)
                if item._fields[name].convert_to_write(item[name], item) != vals[name]
            ]
            if changed:
                raise ValidationError(
                    self.env._(
                        "Fee item %(item)s has charges: %(fields)s can no longer"
                        " change; make a new fee item and end the assignments.",
                        item=item.name,
                        fields=", ".join(changed),
                    )
                )

    def _prepare_product(self):
        """Values of the product that stands on the item's invoice lines."""
        self.ensure_one()
        return {
            "name": self.name,
            "default_code": self.code,
            "type": "service",
            "company_id": self.company_id.id,
            "active": self.active,
            "sale_ok": True,
            "purchase_ok": False,
            "taxes_id": [fields.Command.set(self.tax_ids.ids)],
            "supplier_taxes_id": [fields.Command.clear()],
            "property_account_income_id": self.account_id.id,
        }

    def _property_account(self):
        """Account of the item's invoice lines."""
        self.ensure_one()
        item = self.with_company(self.company_id)
        return (
            item.account_id
            or item.product_id.product_tmpl_id.get_product_accounts()["income"]
        )

    def _property_start_rule(self, estate):
        """Who pays in the month of handover (domain: local rules differ)."""
        self.ensure_one()
        return self.start_rule or estate._property_parameter("fee.start_rule")
