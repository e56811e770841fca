from odoo import api, fields, models
from odoo.exceptions import ValidationError

APPROVERS = [
    ("group", "Members of a group"),
    ("post", "Staff on a post"),
    ("user", "Named user"),
]


class PropertyApprovalPolicy(models.Model):
    """Who must agree to a kind of decision, for a company or one of its estates.

    Without a policy nothing is approved: a request is refused, never passed.
    """

    _name = "property.approval.policy"
    _description = "Approval Policy"
    _inherit = ["mail.thread"]
    _order = "kind_id, company_id, estate_id, id"
    _rec_name = "kind_id"
    _check_company_auto = True

    kind_id = fields.Many2one(
        comodel_name="property.approval.kind",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    estate_id = fields.Many2one(
        comodel_name="property.estate",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        tracking=True,
        help="Empty: for all estates of the company that have no policy of their own.",
    )
    active = fields.Boolean(default=True, tracking=True)
    step_ids = fields.One2many(
        comodel_name="property.approval.policy.step", inverse_name="policy_id"
    )
    approver_summary = fields.Char(
        string="Approvers", compute="_compute_approver_summary"
    )

    _scope_uniq = models.UniqueIndex(
        "(kind_id, company_id, COALESCE(estate_id, 0)) WHERE active",
        "This company or estate has a policy for this kind of approval already.",
    )

    @api.depends(
        "step_ids.approver",
        "step_ids.group_id",
        "step_ids.post",
        "step_ids.sequence",
        "step_ids.user_id",
    )
    def _compute_approver_summary(self):
        for policy in self:
            policy.approver_summary = " → ".join(
                " + ".join(step._property_label() for step in steps)
                for _number, steps in policy.step_ids.grouped("sequence").items()
            )

    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        policies._property_check_may_change()
        return policies

    def write(self, vals):
        self._property_check_may_change()
        result = super().write(vals)
        self._property_check_may_change()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_foreign(self):
        self._property_check_may_change()

    def _property_check_may_change(self):
        """Policies are changed only by who answers for all estates of the company.

        Those of one estate too: they take the place of the company's, and a manager
        of that estate alone would relieve themselves of its steps.
        """
        if self.env.su:
            return
        for company in self.company_id:
            self.env.user._property_check_whole_company(company)

    @api.model
    def _property_for(self, kind, company, estate):
        """The policy in force: the estate's own, else the company's, else empty."""
        # Applicants need the policy's effect, not the right to read it.
        policies = self.sudo().search(
            [
                ("kind_id", "=", kind.id),
                ("company_id", "=", company.id),
                ("estate_id", "in", [estate.id, False]),
            ]
        )
        own = policies.filtered("estate_id")
        return (own or policies)[:1]


class PropertyApprovalPolicyStep(models.Model):
    _name = "property.approval.policy.step"
    _description = "Step of an Approval Policy"
    _order = "policy_id, sequence, id"

    policy_id = fields.Many2one(
        comodel_name="property.approval.policy",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(
        string="Order",
        required=True,
        default=1,
        help="Steps with the same number run side by side.",
    )
    approver = fields.Selection(
        selection=APPROVERS, string="Approved by", required=True, default="group"
    )
    group_id = fields.Many2one(
        comodel_name="res.groups", index="btree_not_null", ondelete="restrict"
    )
    post = fields.Selection(
        selection=lambda self: self.env["property.staff"]._selection_post(),
        help="Users on this post who work in the estate.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
    )

    def _property_label(self):
        """The approver in words."""
        self.ensure_one()
        step = self.sudo()  # group and user names, whoever reads
        posts = dict(self.env["property.staff"]._selection_post())
        return {
            "group": step.group_id.name,
            "post": posts.get(step.post),
            "user": step.user_id.name,
        }[step.approver] or ""

    @api.constrains("approver", "group_id", "post", "user_id")
    def _check_approver(self):
        for step in self:
            if not (
                (step.approver == "group" and step.group_id)
                or (step.approver == "post" and step.post)
                or (step.approver == "user" and step.user_id)
            ):
                raise ValidationError(
                    self.env._(
                        "%(policy)s, step %(number)s: choose the group, post or user"
                        " that approves.",
                        policy=step.policy_id.display_name,
                        number=step.sequence,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps.policy_id._property_check_may_change()
        return steps

    def write(self, vals):
        self.policy_id._property_check_may_change()
        result = super().write(vals)
        self.policy_id._property_check_may_change()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_foreign(self):
        self.policy_id._property_check_may_change()
