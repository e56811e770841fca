from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("draft", "Draft"),
    ("review", "Review"),
    ("approved", "Approved"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]
# From the approval of the case until its acceptance there is something to change.
CHANGEABLE = ("agreement", "payment", "permitted", "in_progress")
STEP_FIELDS = {"name", "state", "decided_on"}


class PropertyRenovationChange(models.Model):
    """Design change (设计变更, REN-14): only what changes is reviewed again.

    The works that it touches are suspended from the request to the decision; all
    other works go on.
    """

    _name = "property.renovation.change"
    _description = "Renovation Design Change"
    _inherit = ["property.approval.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    renovation_id = fields.Many2one(
        comodel_name="property.renovation",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    unit_id = fields.Many2one(related="renovation_id.unit_id", store=True, index=True)
    estate_id = fields.Many2one(
        related="renovation_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="renovation_id.company_id", store=True, index=True, precompute=True
    )
    reason = fields.Text(required=True, tracking=True)
    requested_on = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    changed_work_ids = fields.Many2many(
        comodel_name="property.renovation.work",
        relation="property_renovation_change_work_rel",
        column1="change_id",
        column2="work_id",
        string="Works touched",
        domain="[('renovation_id', '=', renovation_id),"
        " ('state', 'in', ('approved', 'suspended'))]",
        help="Suspended until the change is decided.",
    )
    dropped_work_ids = fields.Many2many(
        comodel_name="property.renovation.work",
        relation="property_renovation_change_drop_rel",
        column1="change_id",
        column2="work_id",
        string="Works given up",
        domain="[('renovation_id', '=', renovation_id),"
        " ('state', 'in', ('approved', 'suspended'))]",
        help="Works that are not carried out any more.",
    )
    new_work_ids = fields.One2many(
        comodel_name="property.renovation.work",
        inverse_name="change_id",
        string="New works",
    )
    drawing_ids = fields.One2many(
        comodel_name="property.renovation.drawing",
        inverse_name="change_id",
        string="New drawings",
    )
    contractor_id = fields.Many2one(
        comodel_name="res.partner",
        string="New contractor",
        index="btree_not_null",
        ondelete="restrict",
        help="Only when the owner changes the contractor.",
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    decided_on = fields.Date(readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(renovation_id) WHERE state = 'review'",
        "A design change of this renovation is under review already.",
    )

    @api.depends("name", "unit_id.code")
    def _compute_display_name(self):
        for change in self:
            parts = [change.name, change.unit_id.code]
            change.display_name = " ".join(part for part in parts if part)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(
            [
                {key: value for key, value in vals.items() if key not in STEP_FIELDS}
                for vals in vals_list
            ]
        )
        changes._property_check_changeable()
        sequences = self.env["ir.sequence"]
        code = "property.renovation.change"
        for change, number in sequences._property_numbered(changes, code):
            # Numbers are given by the books, whoever asks for the change.
            change.sudo().name = number
        return changes

    def write(self, vals):
        if STEP_FIELDS & vals.keys() and not self.env.su:
            raise AccessError(
                self.env._("A design change moves by its buttons, one step at a time.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(change.state != "draft" for change in self):
            raise UserError(
                self.env._("A design change that was submitted stays on file.")
            )

    # === Actions ===

    def action_submit(self):
        """Ask for the review of what changes and suspend it meanwhile (REN-14)."""
        self.ensure_one()
        self._property_step("draft")
        self._property_check_changeable()
        self._property_check_content()
        self.renovation_id._property_check_works(
            self.new_work_ids, self.contractor_id or self.renovation_id.contractor_id
        )
        self._property_move("review")
        self._property_touched_works()._property_set_state("suspended")
        self.action_request_approval(self.reason)
        # Who approves is read for the applicant.
        self.drawing_ids._property_forward(self.sudo().approval_id)
        return True

    def action_cancel(self):
        """Give the change up: the works go on as they were approved."""
        self.ensure_one()
        self._property_step("draft", "review")
        # Whoever carries the case may give up a change of it.
        self._property_withdraw_approval(self.reason)
        self._property_close("cancelled")
        return True

    def action_print(self):
        self.ensure_one()
        return self.env.ref(
            "property_service.property_renovation_change_report_action"
        ).report_action(self)

    # === Approval ===

    def _property_approval_key(self):
        return "renovation_change"

    def _property_approval_frozen_fields(self):
        return {
            "renovation_id",
            "reason",
            "changed_work_ids",
            "dropped_work_ids",
            "new_work_ids",
            "drawing_ids",
            "contractor_id",
        }

    def _property_check_can_request(self):
        """Only by submitting, which suspends the works that are touched."""
        if self.state != "review":
            raise UserError(
                self.env._(
                    "%(change)s: send it to the departments by its button.",
                    change=self.display_name,
                )
            )
        return super()._property_check_can_request()

    def _property_on_approved(self):
        """The changed works go on in their new form, given-up ones end."""
        if self.state != "review":
            return
        self.new_work_ids._property_set_state("approved")
        self.dropped_work_ids._property_set_state("dropped")
        self.changed_work_ids._property_set_state("approved")
        self.drawing_ids._property_decided("approved")
        if self.contractor_id:
            # The permit is frozen for users; an approved change alone alters it.
            self.renovation_id.sudo().contractor_id = self.contractor_id
        self._property_move("approved")
        self.renovation_id.message_post(
            body=self.env._("Design change %(change)s is approved.", change=self.name)
        )

    def _property_on_rejected(self):
        self._property_close("rejected")

    def _property_on_returned(self):
        """Back to the applicant; the works stay suspended only while under review."""
        self._property_close("draft")

    # === Business methods ===

    def _property_touched_works(self):
        return self.changed_work_ids | self.dropped_work_ids

    def _property_close(self, state):
        """Without approval everything stands as it did before the request."""
        works = self._property_touched_works()
        works.filtered(lambda w: w.state == "suspended")._property_set_state("approved")
        self.drawing_ids._property_decided("returned")
        if state != "draft":
            self.new_work_ids._property_set_state("refused")
        self._property_move(state)
        if state == "rejected":
            self.renovation_id.message_post(
                body=self.env._(
                    "Design change %(change)s is rejected: the works go on as approved"
                    " before.",
                    change=self.name,
                )
            )

    def _property_step(self, *states):
        self.check_access("write")
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("Somebody else works on this design change."))
        self.invalidate_recordset(["state"])
        if self.state not in states:
            raise UserError(
                self.env._(
                    "Design change %(change)s has moved on; reload it.",
                    change=self.display_name,
                )
            )

    def _property_move(self, state):
        values = {"state": state}
        if state in ("approved", "rejected"):
            values["decided_on"] = fields.Date.context_today(self)
        # write() refuses the status to every user: only these steps set it.
        self.sudo().write(values)

    def _property_check_changeable(self):
        for change in self:
            if change.renovation_id.state not in CHANGEABLE:
                raise UserError(
                    self.env._(
                        "%(renovation)s: before the review change the application"
                        " itself; after acceptance apply for a new renovation.",
                        renovation=change.renovation_id.display_name,
                    )
                )

    def _property_check_content(self):
        foreign = (
            self._property_touched_works() | self.new_work_ids
        ).renovation_id - self.renovation_id
        if foreign:
            raise UserError(self.env._("Name works of this renovation only."))
        if not (
            self._property_touched_works()
            or self.new_work_ids
            or self.drawing_ids
            or self.contractor_id
        ):
            raise UserError(
                self.env._(
                    "%(change)s changes nothing yet: name the works, add new ones or"
                    " hand in drawings.",
                    change=self.display_name,
                )
            )
