from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class PropertyKeyClass(models.Model):
    """Custody class of keys (KEY-01, KEY-07) with the rules for lending them.

    The delivered classes hold for every company; a company whose managers want other
    rules copies a class under the same code, and its own then counts.
    """

    _name = "property.key.class"
    _description = "Custody Class of Keys"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for all companies.",
    )
    needs_unit = fields.Boolean(help="A set of this class opens one unit.")
    needs_undertaking = fields.Boolean(
        help="Lent only with the owner's signed undertaking (KEY-03)."
    )
    needs_owner_contact = fields.Boolean(
        string="Owner is contacted before",
        help="The contact with the owner is recorded before the key is lent.",
    )
    approval_kind_id = fields.Many2one(
        comodel_name="property.approval.kind",
        string="Approval for staff",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: staff borrow without approval.",
    )
    outsiders = fields.Selection(
        selection=[
            ("refused", "Not lent"),
            ("approval", "With approval"),
            ("allowed", "Lent as to staff"),
        ],
        required=True,
        default="approval",
        help="Contractors, visitors and people of other units.",
    )
    outsider_kind_id = fields.Many2one(
        comodel_name="property.approval.kind",
        string="Approval for outsiders",
        index="btree_not_null",
        ondelete="restrict",
    )
    loan_days = fields.Integer(
        string="Days until return", help="0: returned on the same day."
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))",
        "This company has a custody class with this code already.",
    )
    _loan_days_positive = models.Constraint(
        "CHECK(loan_days >= 0)", "The days until return cannot be negative."
    )
    _outsiders_approved = models.Constraint(
        "CHECK(outsiders != 'approval' OR outsider_kind_id IS NOT NULL)",
        "Say which approval outsiders need.",
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        classes = super().create(vals_list)
        classes._property_check_may_change()
        return classes

    def write(self, vals):
        self._property_check_may_change()
        result = super().write(vals)
        self._property_check_may_change()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shared(self):
        self._property_check_may_change()

    def copy_data(self, default=None):
        """The copy is the present company's own, so the code may stay."""
        default = {"company_id": self.env.company.id, **(default or {})}
        return super().copy_data(default)

    # === Business methods ===

    def _property_check_may_change(self):
        """Rules of a company are changed by who answers for all its estates."""
        if self.env.su:
            return
        user = self.env.user
        for rules in self:
            if rules.company_id:
                user._property_check_whole_company(rules.company_id)
                continue
            # Companies that the user does not see are the ones that count here.
            companies = self.env["res.company"].sudo().search([])
            if companies - user.company_ids:
                raise AccessError(
                    self.env._(
                        "This custody class holds for all companies; duplicate it and"
                        " change the rules of your own company there."
                    )
                )
            for company in companies:
                user._property_check_whole_company(company)

    @api.model
    def _property_of_code(self, code, company):
        """The company's own class of this code, else the delivered one.

        :raise KeyError: when there is none (a mistake in the caller).
        """
        # Rules are read on behalf of whoever registers or lends a key.
        classes = self.sudo().search(
            Domain("code", "=", code) & Domain("company_id", "in", (company.id, False)),
        )
        found = classes.sorted(lambda one: not one.company_id)[:1]
        if not found:
            raise KeyError(code)
        return found.sudo(False)
