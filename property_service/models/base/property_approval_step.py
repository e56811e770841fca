from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .property_approval_policy import APPROVERS

VERDICTS = [
    ("approved", "Approved"),
    ("conditions", "Approved with conditions"),
    ("rejected", "Rejected"),
    ("returned", "Returned"),
]


class PropertyApprovalPart(models.AbstractModel):
    """Rows of an approval, readable with it."""

    _name = "property.approval.part"
    _description = "Part of an Approval"

    approval_id = fields.Many2one(
        comodel_name="property.approval",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return result
        allowed = self - result[0] if result else self
        # The approval decides; its rows are read past their own rules to find it.
        approvals = allowed.sudo().approval_id.sudo(False)
        visible = approvals._filtered_access("read")
        hidden = allowed.filtered(
            # As above.
            lambda part: part.sudo().approval_id.sudo(False) not in visible
        )
        if not hidden:
            return result
        forbidden = hidden + result[0] if result else hidden
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(
            operation, forbidden
        )

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & Domain("approval_id", "any", Domain.TRUE)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)


class PropertyApprovalStep(models.Model):
    """A step of one request, as its policy stood when the request was made."""

    _name = "property.approval.step"
    _description = "Step of an Approval"
    _inherit = ["property.approval.part"]
    _order = "approval_id, sequence, id"

    name = fields.Char(string="Approver", compute="_compute_name")
    sequence = fields.Integer(string="Order", readonly=True)
    approver = fields.Selection(
        selection=APPROVERS, string="Approved by", required=True, readonly=True
    )
    group_id = fields.Many2one(
        comodel_name="res.groups",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    post = fields.Selection(
        selection=lambda self: self.env["property.staff"]._selection_post(),
        readonly=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=[("waiting", "Later"), ("open", "To decide")]
        + VERDICTS
        + [("skipped", "Not needed")],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )

    @api.depends("approver", "group_id", "post", "user_id")
    def _compute_name(self):
        posts = dict(self._fields["post"]._description_selection(self.env))
        for step in self.sudo():  # group and user names, whoever reads
            step.name = {
                "group": step.group_id.name,
                "post": posts.get(step.post),
                "user": step.user_id.name,
            }[step.approver]

    def _property_candidates(self):
        """Active users who may decide this step today."""
        self.ensure_one()
        if self.approver == "group":
            users = self.group_id.all_user_ids
        elif self.approver == "post":
            users = (
                self.env["property.staff"]
                .search([("post", "=", self.post), ("user_id", "!=", False)])
                .user_id
            )
        else:
            users = self.user_id
        return users.filtered(self._property_is_approver)

    def _property_is_approver(self, user):
        """Whether the user may decide this step: the rights of this very moment.

        Never the applicant, never somebody who gave a verdict on the request, only
        who works in the estate of the document and can read it.
        """
        self.ensure_one()
        approval = self.approval_id
        document = approval._property_document()
        return bool(
            self._property_names(user)
            and user.active
            and not user.share
            and user != approval.applicant_id
            and user not in approval.verdict_ids.user_id
            and user not in document._property_approval_excluded_users()
            and approval.company_id in user.company_ids
            and (
                not approval.estate_id
                or approval.estate_id.id in user._property_estate_scope()
            )
            and document.with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
            .has_access("read")
        )

    def _property_names(self, user):
        if self.approver == "group":
            return self.group_id in user.all_group_ids
        if self.approver == "post":
            return self.post in user._property_posts()
        return user == self.user_id

    def _property_call_approvers(self):
        """A to-do for everybody who may decide now."""
        for approval, steps in self.grouped("approval_id").items():
            users = self.env["res.users"].union(
                *(step._property_candidates() for step in steps)
            )
            for user in users:
                approval.with_context(
                    mail_activity_quick_update=True
                ).activity_schedule(
                    "property_service.mail_activity_type_approval",
                    user_id=user.id,
                    summary=approval.name,
                )


class PropertyApprovalVerdict(models.Model):
    """The trail: what happened to a request, by whom and when. Only ever added to."""

    _name = "property.approval.verdict"
    _description = "Verdict"
    _inherit = ["property.approval.part"]
    _order = "id"

    step_id = fields.Many2one(
        comodel_name="property.approval.step",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    # A copy, so that the database itself tells the two apart.
    applicant_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    verdict = fields.Selection(
        selection=[("requested", "Requested")]
        + VERDICTS
        + [("withdrawn", "Withdrawn"), ("met", "Condition met")],
        string="Event",
        required=True,
        readonly=True,
    )
    comment = fields.Text(readonly=True)
    date = fields.Datetime(required=True, readonly=True)

    _other_than_applicant = models.Constraint(
        "CHECK(user_id != applicant_id OR verdict IN ('requested', 'withdrawn'))",
        "The applicant cannot decide on their own request.",
    )
    _one_per_person = models.UniqueIndex(
        "(approval_id, user_id) WHERE verdict NOT IN ('requested', 'withdrawn', 'met')",
        "One person gives one verdict on a request.",
    )

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("A verdict is never changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A verdict is never deleted."))


class PropertyApprovalCondition(models.Model):
    """What must be met before an approval with conditions takes effect."""

    _name = "property.approval.condition"
    _description = "Condition of an Approval"
    _inherit = ["property.approval.part"]
    _order = "approval_id, id"

    name = fields.Char(string="Condition", required=True, readonly=True)
    step_id = fields.Many2one(
        comodel_name="property.approval.step",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    is_met = fields.Boolean(string="Met", readonly=True)
    met_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Confirmed by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    met_date = fields.Datetime(string="Confirmed on", readonly=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A condition is never deleted."))

    def action_met(self):
        """Confirm that the condition is met: by an approver, never the applicant."""
        for condition in self:
            condition.approval_id._property_lock()
            # Nobody may write these rows directly; who may is checked here.
            condition_sudo = condition.sudo()
            condition_sudo.invalidate_recordset()
            if condition_sudo.is_met:
                continue
            condition_sudo._property_check_may_confirm(self.env.user)
            condition_sudo.write(
                {
                    "is_met": True,
                    "met_user_id": self.env.user.id,
                    "met_date": fields.Datetime.now(),
                }
            )
            approval = condition_sudo.approval_id
            approval._property_add_to_trail(
                "met", condition.name, condition_sudo.step_id
            )
            approval._property_condition_met()
        return True

    def _property_check_may_confirm(self, user):
        approval = self.approval_id
        is_approver = user in approval.verdict_ids.filtered("step_id").user_id or any(
            step._property_names(user) for step in approval.step_ids
        )
        if user == approval.applicant_id or not is_approver:
            raise UserError(
                self.env._(
                    "%(document)s: a condition is confirmed by one of the approvers,"
                    " not by the applicant.",
                    document=approval.name,
                )
            )
