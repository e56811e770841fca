from odoo import api, fields, models
from odoo.exceptions import AccessError


class PropertyStaff(models.Model):
    """A person who works for the service centre, with or without a login.

    One per ``hr.employee``; our own fields live here because fields added to
    employees are refused to every user outside human resources.
    """

    _name = "property.staff"
    _description = "Staff Member"
    _order = "sequence, name, id"
    _rec_names_search = ["name", "code", "phone"]

    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        required=True,
        index=True,
        ondelete="restrict",
        # No check of companies: the company of staff is the employee's own.
    )
    # Copies, because users outside human resources may not read the employee.
    name = fields.Char(
        related="employee_id.name", store=True, related_sudo=True, index="trigram"
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(
        related="employee_id.company_id", store=True, index=True
    )
    code = fields.Char(string="Staff number")
    phone = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_staff_estate_rel",
        column1="staff_id",
        column2="estate_id",
        string="Estates",
    )
    post = fields.Selection(
        selection=[
            ("assistant", "Service assistant"),
            ("front_desk", "Front desk"),
            ("administrator", "Service administrator"),
            ("supervisor", "Supervisor"),
            ("manager", "Centre manager"),
            ("project_manager", "Project manager"),
            ("clerk", "Internal clerk"),
            ("image", "Image post"),
            ("guard", "Gate guard"),
            ("command", "Command centre"),
            ("cleaner", "Cleaning"),
            ("technician", "Engineering technician"),
            ("cashier", "Cashier"),
            ("accountant", "Accountant"),
        ],
        required=True,
        default="assistant",
        help="Post in the service centre (ORG-01 to ORG-14).",
    )
    grade = fields.Selection(
        selection=[("junior", "Junior"), ("middle", "Middle"), ("senior", "Senior")],
        default="junior",
        required=True,
    )
    skill_ids = fields.Many2many(
        comodel_name="property.staff.skill",
        relation="property_staff_skill_rel",
        column1="staff_id",
        column2="skill_id",
        string="Skills",
    )

    _employee_uniq = models.Constraint(
        "UNIQUE(employee_id)", "This employee is on the staff list already."
    )

    @api.model_create_multi
    def create(self, vals_list):
        staff = super().create(vals_list)
        staff._property_check_may_post({"post", "employee_id"})
        return staff

    def write(self, vals):
        self._property_check_may_post(vals.keys())
        result = super().write(vals)
        self._property_check_may_post(vals.keys())
        return result

    @api.model
    def _selection_post(self):
        """The posts in the reader's language, for fields of other models.

        Odoo translates a list of choices, and takes those of a callable as they are.
        """
        return self._fields["post"]._description_selection(self.env)

    def _property_check_may_post(self, names):
        """Posts of people with a login route approvals: a manager gives them."""
        manager = "property_service.property_service_group_manager"
        if (
            {"post", "employee_id"} & set(names)
            and not self.env.su
            and not self.env.user.has_group(manager)
            and self.sudo().user_id  # logins are not for every role to read
        ):
            raise AccessError(
                self.env._("Posts of staff with a login are given by a manager.")
            )

    @api.model
    def _property_of_user(self, user=None):
        """The staff record of a user (the current one by default), or empty."""
        user = user or self.env.user
        # Who somebody is must not depend on who may open the staff list.
        return self.sudo().search([("user_id", "=", user.id)], limit=1).sudo(False)


class PropertyStaffSkill(models.Model):
    _name = "property.staff.skill"
    _description = "Staff Skill"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)

    _name_uniq = models.Constraint("UNIQUE(name)", "This skill exists already.")
