from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class PropertyDepositKind(models.Model):
    """What a deposit is taken for: renovation, passes, keys, other (REN-22)."""

    _name = "property.deposit.kind"
    _description = "Kind of Deposit"
    _order = "sequence, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    payer_rule = fields.Selection(
        selection=[
            ("owner", "Owner of the unit"),
            ("holder", "Owner, tenant or agent of the unit"),
            ("anyone", "Anyone"),
        ],
        string="Who may pay",
        required=True,
        default="holder",
        help="The developer pays for units not handed over; a renovation's contractor"
        " or applicant may pay too.",
    )
    cap_parameter_id = fields.Many2one(
        comodel_name="property.parameter",
        string="Highest amount",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('area', '=', 'deposit')]",
        help="Setting with the highest amount per unit; 0 means no limit.",
    )
    cap_homes_only = fields.Boolean(
        string="Limit for homes only",
        default=True,
        help="Shops and offices agree their deposits freely.",
    )
    account_ids = fields.One2many(
        comodel_name="property.deposit.account",
        inverse_name="kind_id",
        string="Accounts",
    )
    note = fields.Text(
        string="Words of the agreement",
        translate=True,
        help="Printed on the deposit receipt: what it secures and when it is returned.",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")

    @api.model
    def _property_of_code(self, code):
        """The kind with this code.

        :raise KeyError: when there is none (a mistake in the caller)
        """
        kind = self.sudo().search([("code", "=", code)])  # desk rights do not matter
        if not kind:
            raise KeyError(code)
        return kind.sudo(False)

    def _property_account(self, company):
        """The liability that holds this kind's deposits in a company.

        Companies set up before kinds had accounts hold all on one.
        """
        self.ensure_one()
        # Accounts are the books' own; the desk takes deposits without seeing them.
        rows = self.sudo().account_ids.filtered(lambda row: row.company_id == company)
        # As above.
        account = rows.account_id or company.sudo().property_deposit_account_id
        if not account.reconcile:
            raise UserError(
                self.env._(
                    "%(company)s has no account for deposits of kind %(kind)s; run"
                    " Configuration › Set up books.",
                    company=company.name,
                    kind=self.name,
                )
            )
        return account

    def _property_cap(self, unit):
        """Highest amount for a unit; 0 means that no limit applies."""
        self.ensure_one()
        parameter = self.cap_parameter_id.sudo()  # read for users of the desk
        if not parameter or (self.cap_homes_only and unit.kind != "home"):
            return 0
        return unit.estate_id._property_parameter(parameter.code)


class PropertyDepositAccount(models.Model):
    """Liability of one kind of deposit in one company's books."""

    _name = "property.deposit.account"
    _description = "Account of a Kind of Deposit"
    _order = "company_id, kind_id"
    _rec_name = "account_id"
    _check_company_auto = True

    kind_id = fields.Many2one(
        comodel_name="property.deposit.kind",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    account_id = fields.Many2one(
        comodel_name="account.account",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('account_type', '=', 'liability_current'), ('reconcile', '=', True)]",
    )

    _kind_uniq = models.Constraint(
        "UNIQUE(kind_id, company_id)",
        "This kind has an account in the company already.",
    )

    @api.constrains("account_id")
    def _check_account_id(self):
        for row in self:
            account = row.account_id
            if account.account_type != "liability_current" or not account.reconcile:
                raise ValidationError(
                    self.env._(
                        "Account %(account)s cannot hold deposits: choose a current"
                        " liability that allows reconciliation.",
                        account=account.display_name,
                    )
                )
