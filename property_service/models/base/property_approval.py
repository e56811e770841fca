from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

STATES = [
    ("pending", "Waiting"),
    ("approved", "Approved"),
    ("approved_with_conditions", "Approved with conditions"),
    ("rejected", "Rejected"),
    ("returned", "Returned"),
    ("cancelled", "Withdrawn"),
]


class PropertyApproval(models.Model):
    """One request for approval of one document.

    Nobody writes it: it moves through its methods, which add to a trail that is
    never changed. Who can read the document can read its approvals.
    """

    _name = "property.approval"
    _description = "Approval"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _mail_post_access = "read"

    name = fields.Char(string="Document", required=True, readonly=True)
    kind_id = fields.Many2one(
        comodel_name="property.approval.kind",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        model_field="res_model", required=True, readonly=True
    )
    estate_id = fields.Many2one(
        comodel_name="property.estate",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    applicant_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    reason = fields.Text(readonly=True)
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="pending",
        index=True,
        group_expand=True,
        tracking=True,
    )
    date_done = fields.Datetime(string="Decided on", readonly=True)
    step_ids = fields.One2many(
        comodel_name="property.approval.step",
        inverse_name="approval_id",
        readonly=True,
    )
    verdict_ids = fields.One2many(
        comodel_name="property.approval.verdict",
        inverse_name="approval_id",
        readonly=True,
    )
    condition_ids = fields.One2many(
        comodel_name="property.approval.condition",
        inverse_name="approval_id",
        readonly=True,
    )
    open_condition_count = fields.Integer(
        string="Open conditions", compute="_compute_open_condition_count"
    )
    waiting_for = fields.Char(compute="_compute_waiting_for")
    can_decide = fields.Boolean(
        string="Mine to decide",
        compute="_compute_can_decide",
        search="_search_can_decide",
    )
    can_cancel = fields.Boolean(compute="_compute_can_decide")

    _one_pending = models.UniqueIndex(
        "(res_model, res_id) WHERE state = 'pending'",
        "This document is in approval already.",
    )
    _document_idx = models.Index("(res_model, res_id)")

    # === Computes ===

    @api.depends("condition_ids.is_met")
    def _compute_open_condition_count(self):
        for approval in self:
            approval.open_condition_count = len(
                approval.condition_ids.filtered(lambda c: not c.is_met)
            )

    @api.depends("step_ids.state")
    def _compute_waiting_for(self):
        for approval in self:
            steps = approval.step_ids.filtered(lambda s: s.state == "open")
            approval.waiting_for = ", ".join(steps.mapped("name"))

    @api.depends("step_ids.state", "state", "applicant_id")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        user = self.env.user
        for approval in self:
            approval.can_decide = bool(approval._property_step_of(user))
            approval.can_cancel = (
                approval.state == "pending" and approval.applicant_id == user
            )

    def _search_can_decide(self, operator, value):
        if operator != "in":
            return NotImplemented
        user = self.env.user
        open_step = Domain("state", "=", "open") & (
            Domain("group_id", "in", user.all_group_ids.ids)
            | Domain("post", "in", user._property_posts())
            | Domain("user_id", "=", user.id)
        )
        domain = (
            Domain("state", "=", "pending")
            & Domain("applicant_id", "!=", user.id)
            & Domain("step_ids", "any", open_step)
            & Domain("verdict_ids", "not any", Domain("user_id", "=", user.id))
        )
        return domain if True in value else ~domain

    # === CRUD ===

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("An approval is a record of who decided what; it is kept.")
        )

    # === Actions ===

    def action_open_verdict(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Verdict"),
            "res_model": "property.approval.verdict.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_approval_id": self.id},
        }

    def action_open_document(self):
        self.ensure_one()
        return self._property_document().get_formview_action()

    # === Business methods ===

    def _property_document(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)

    @api.model
    def _property_open(self, document, reason):
        """Open a request about one document with the steps of the policy in force.

        :raise UserError: no policy, no step, or too few people who may decide
        """
        kind = document._property_approval_kind()
        estate = document._property_approval_estate()
        company = document._property_approval_company()
        policy = self.env["property.approval.policy"]._property_for(
            kind, company, estate
        )
        if not policy.step_ids:
            raise UserError(
                self.env._(
                    "%(document)s: nobody is named to approve “%(kind)s” in"
                    " %(place)s. A manager creates an approval policy with at least one"
                    " step under Configuration › Approval policies.",
                    document=document.display_name,
                    kind=kind.name,
                    place=estate.name or company.name,
                )
            )
        approval = self.create(
            {
                "name": document.display_name,
                "kind_id": kind.id,
                "res_model": document._name,
                "res_id": document.id,
                "estate_id": estate.id,
                "company_id": company.id,
                "applicant_id": self.env.user.id,
                "reason": reason,
                "step_ids": [
                    fields.Command.create(
                        {
                            "sequence": step.sequence,
                            "approver": step.approver,
                            "group_id": step.group_id.id,
                            "post": step.post,
                            "user_id": step.user_id.id,
                        }
                    )
                    for step in policy.step_ids
                ],
            }
        )
        approval._property_check_enough_people()
        approval._property_add_to_trail("requested", reason)
        approval._property_open_next_steps()
        return approval

    def _property_check_enough_people(self):
        """Every step needs somebody of its own, the applicant aside.

        Found out at the request, not when the last step waits for nobody.
        """
        taken = {}  # user id to step

        def seat(step, seen):
            for user in candidates[step]:
                if user.id in seen:
                    continue
                seen.add(user.id)
                if user.id not in taken or seat(taken[user.id], seen):
                    taken[user.id] = step
                    return True
            return False

        candidates = {step: step._property_candidates() for step in self.step_ids}
        for step in self.step_ids:
            if not seat(step, set()):
                raise UserError(
                    self.env._(
                        "%(document)s: nobody can decide step “%(step)s”. It needs a"
                        " person who works in %(place)s, is not the applicant and"
                        " decides no other step; add a user or change the approval"
                        " policy “%(kind)s”.",
                        document=self.name,
                        step=step.name,
                        place=self.estate_id.name or self.company_id.name,
                        kind=self.kind_id.name,
                    )
                )

    def _property_step_of(self, user):
        """The open step that this user may decide, or empty."""
        self.ensure_one()
        if self.state != "pending":
            return self.env["property.approval.step"]
        # Applicants and colleagues see whose turn it is without reading all users.
        steps = self.sudo().step_ids.filtered(lambda s: s.state == "open")
        return steps.filtered(lambda step: step._property_is_approver(user))[:1]
