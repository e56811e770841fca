from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class PropertyEstate(models.Model):
    """One 小区, office building or mall that the company serves."""

    _name = "property.estate"
    _description = "Estate"
    _inherit = ["mail.thread"]
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=False, tracking=True)
    code = fields.Char(
        required=True,
        help="Short code that stands before unit codes and document numbers.",
    )
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
        selection=[
            ("residential", "Residential"),
            ("commercial", "Office or mall"),
            ("mixed", "Mixed use"),
        ],
        required=True,
        default="residential",
    )
    address = fields.Char()
    phone = fields.Char(help="Telephone of the service centre, printed on notices.")
    developer_id = fields.Many2one(
        comodel_name="res.partner",
        index="btree_not_null",
        ondelete="restrict",
        help="Pays for units that are not handed over yet (物业服务收费管理办法 §16)"
        " and receives the defects found at handover (ORG-08).",
    )
    manager_id = fields.Many2one(
        comodel_name="property.staff",
        string="Project manager",
        index="btree_not_null",
        ondelete="set null",
        help="Receives early warnings (ORG-06).",
    )
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working hours",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Deadlines in working time run on it; without one, every hour counts.",
    )
    user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="property_estate_user_rel",
        column1="estate_id",
        column2="user_id",
        string="Users",
        help="Users who work in this estate and see its records.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(code, company_id)",
        "Another estate of this company has this code already.",
    )

    @api.model
    def _property_only_estate(self):
        """The estate of a user who has just one, else an empty recordset."""
        estates = self.search([("company_id", "=", self.env.company.id)], limit=2)
        return estates if len(estates) == 1 else self.browse()

    @api.constrains("user_ids")
    def _check_user_ids(self):
        """Residents reach their own units by occupancy, never a whole estate."""
        for estate in self:
            # Users of other companies count, whom the manager does not see.
            outside = estate.sudo().user_ids.filtered("share")
            if outside:
                raise ValidationError(
                    self.env._(
                        "%(user)s is a portal user and cannot work in %(estate)s.",
                        user=outside[0].name,
                        estate=estate.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and not self.env.user._property_has_all_estates():
            raise AccessError(
                self.env._("New estates are created by head office (all estates).")
            )
        estates = super().create(vals_list)
        self.env.registry.clear_cache()
        return estates

    def write(self, vals):
        if "company_id" in vals and any(
            estate.company_id.id != vals["company_id"] for estate in self
        ):
            raise UserError(
                self.env._(
                    "The company of an estate is fixed: its units, fees and entries"
                    " belong to it."
                )
            )
        result = super().write(vals)
        # Record rules are cached with the ids of the user's estates.
        if {"user_ids", "company_id", "active"} & set(vals):
            self.env.registry.clear_cache()
        return result

    # === Actions ===

    def action_open_parameters(self):
        """Settings with the values that hold in this estate."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_parameter_action"
            ),
            "name": self.env._("Settings of %(estate)s", estate=self.name),
            "path": False,
            "context": {"property_estate_id": self.id, "search_default_group_area": 1},
        }

    # === Business methods ===

    def _property_parameter(self, code):
        """Value of a setting for this estate (see ``property.parameter``).

        A form whose estate is not chosen yet shows what holds for the company.
        """
        if self:
            self.ensure_one()
        return self.env["property.parameter"]._property_value(
            code, estate=self, company=self.company_id or self.env.company
        )
