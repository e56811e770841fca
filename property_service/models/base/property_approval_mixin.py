from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

LIVE_STATES = ("pending", "approved", "approved_with_conditions")


class PropertyApprovalMixin(models.AbstractModel):
    """A document of which some step needs approval.

    How to use it::

        class FeeRate(models.Model):
            _inherit = ["property.approval.mixin"]

            def _property_approval_key(self):
                return "fee_rate"  # code of a property.approval.kind

            def _property_approval_frozen_fields(self):
                return {"price", "date_start"}

            def _property_on_approved(self):
                self.state = "active"

            def action_use(self):
                self._property_require_approved()

    A ``<div name="property_approval"/>`` in the form view is filled with the state of
    the approval and its buttons. There is no way round in the context: without a
    policy, a request is refused.
    """

    _name = "property.approval.mixin"
    _description = "Document That Needs Approval"
    _inherit = ["property.view.block"]

    approval_id = fields.Many2one(
        comodel_name="property.approval",
        string="Approval",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The latest request for approval.",
    )
    approval_state = fields.Selection(
        related="approval_id.state",
        string="Approval status",
        store=True,
        index="btree_not_null",
    )
    approval_waiting_for = fields.Char(
        string="Approval waits for", related="approval_id.waiting_for"
    )
    approval_can_decide = fields.Boolean(compute="_compute_approval_can_decide")
    approval_can_cancel = fields.Boolean(compute="_compute_approval_can_decide")

    # === Computes ===

    @api.depends("approval_id.state")
    @api.depends_context("uid")
    def _compute_approval_can_decide(self):
        for document in self:
            document.approval_can_decide = document.approval_id.can_decide
            document.approval_can_cancel = document.approval_id.can_cancel

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # Stated outright, so that neither the caller nor a default_* key in the
        # context can bring an approval along.
        return super().create(
            [
                {**vals, "approval_id": False, "approval_state": False}
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if {"approval_id", "approval_state"} & vals.keys() and not self.env.su:
            raise AccessError(
                self.env._("The approval of a document follows from its requests only.")
            )
        frozen = self._property_approval_frozen_fields() & vals.keys()
        if frozen:
            self._property_check_not_frozen(frozen)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_approval(self):
        for document in self:
            if document._property_approval().state in LIVE_STATES:
                raise UserError(
                    self.env._(
                        "%(document)s is in approval or approved, so it cannot be"
                        " deleted.",
                        document=document.display_name,
                    )
                )

    # === Views ===

    @api.model
    def _property_view_blocks(self):
        return {
            **super()._property_view_blocks(),
            "property_approval": "property_service.property_approval_block",
        }

    # === Actions ===

    def action_request_approval(self, reason=""):
        """Ask for approval of each document; policy and steps are fixed from here on.

        :param reason: words of the applicant
        :raise UserError: when no policy, or nobody who may decide, exists
        """
        self.check_access("write")
        for document in self:
            document._property_check_can_request()
            # The applicant asks; the request's own rows are nobody's to write.
            approval = self.env["property.approval"].sudo()
            approval = approval._property_open(document, str(reason or ""))
            document.sudo().approval_id = approval  # write() refuses it to users
        return True

    def action_cancel_approval(self):
        """Withdraw a request that is not decided yet."""
        self.approval_id.action_cancel()
        return True

    def action_approval_approve(self):
        self.ensure_one()
        return self.approval_id.action_approve()

    def action_approval_decide(self):
        """Open the dialog for a verdict with words: conditions, return or reject."""
        self.ensure_one()
        return self.approval_id.action_open_verdict()

    def action_open_approval(self):
        self.ensure_one()
        return self.approval_id.get_formview_action()

    # === Hooks ===

    def _property_approval_key(self):
        """Code of the kind of approval that this document needs now."""
        raise NotImplementedError

    def _property_approval_frozen_fields(self):
        """Names of the fields that nobody writes while pending or approved.

        What the approver saw is what was approved: name all that it depends on.

        :return: set of names
        """
        raise NotImplementedError

    def _property_approval_estate(self):
        """Estate whose people decide; empty for a matter of the whole company."""
        return (
            self["estate_id"]
            if "estate_id" in self._fields
            else self.env["property.estate"]
        )

    def _property_approval_company(self):
        return self._property_approval_estate().company_id or self["company_id"]

    def _property_approval_excluded_users(self):
        """Users who may not decide beside the applicant, such as who pays out."""
        return self.env["res.users"]

    def _property_on_approved(self):
        """Called once when the approval takes effect: conditions, if any, are met.

        Runs with superuser rights, since the verdict is the approver's authority;
        ``self.env.user`` is who gave the last word.
        """

    def _property_on_approved_with_conditions(self):
        """Called when approved while conditions are still open."""

    def _property_on_rejected(self):
        """Called when rejected."""

    def _property_on_returned(self):
        """Called when returned to the applicant, who may change it and ask again."""

    # === Business methods ===

    def _property_require_approved(self, key=None, conditions_met=True):
        """Gate before the step that needs the approval.

        :param key: kind of approval; by default the document's present one
        :param conditions_met: False passes while conditions are still open
        :raise UserError: when one of the documents is not approved
        """
        for document in self:
            approval = document._property_approval(key)
            if approval.state not in ("approved", "approved_with_conditions"):
                raise UserError(
                    self.env._(
                        "%(document)s is not approved (%(kind)s); request approval"
                        " first.",
                        document=document.display_name,
                        kind=document._property_approval_kind(key).name,
                    )
                )
            if conditions_met and approval.open_condition_count:
                raise UserError(
                    self.env._(
                        "%(document)s is approved with conditions of which"
                        " %(count)s are still open; meet them first.",
                        document=document.display_name,
                        count=approval.open_condition_count,
                    )
                )

    def _property_require_third_person(self, user=None):
        """Refuse who asked for, or decided on, the approval: the payer is another."""
        user = user or self.env.user
        for document in self:
            approval = document._property_approval()
            if user == approval.applicant_id or user in approval.verdict_ids.user_id:
                raise UserError(
                    self.env._(
                        "%(document)s: %(user)s requested or decided the approval;"
                        " another person must carry it out.",
                        document=document.display_name,
                        user=user.name,
                    )
                )

    def _property_approval_kind(self, key=None):
        return self.env["property.approval.kind"]._property_of_code(
            key or self._property_approval_key()
        )

    def _property_approval(self, key=None):
        """The latest approval of this document, if it is of the kind asked for.

        Read from the approval itself, which no user can write.
        """
        self.ensure_one()
        kind = self._property_approval_kind(key)
        # Whether it is approved must not depend on who reads it.
        approval = self.sudo().approval_id
        is_own = approval.res_model == self._name and approval.res_id == self.id
        return approval if is_own and approval.kind_id == kind else approval.browse()

    def _property_withdraw_approval(self, reason):
        """End a request that waits, as its document ends; the caller has the right.

        :return: whether one waited
        """
        # Whether it waits for its verdict must not depend on who reads it.
        approval = self.sudo().approval_id
        waits = approval.state == "pending"
        if waits:
            approval._property_withdraw(reason)
        return waits

    def _property_check_can_request(self):
        state = self._property_approval().state
        # Whether a request waits must not depend on who reads it.
        if self.sudo().approval_id.state == "pending" or state in LIVE_STATES:
            raise UserError(
                self.env._(
                    "%(document)s is in approval or approved already.",
                    document=self.display_name,
                )
            )

    def _property_check_not_frozen(self, names):
        for document in self:
            # Whether it is frozen must not depend on who reads the approval.
            if document.sudo().approval_id.state in LIVE_STATES:
                labels = [
                    self._fields[name]._description_string(self.env)
                    for name in sorted(names)
                ]
                raise UserError(
                    self.env._(
                        "%(document)s is in approval or approved, so %(fields)s cannot"
                        " be changed; withdraw the request or ask for a new approval.",
                        document=document.display_name,
                        fields=", ".join(labels),
                    )
                )
