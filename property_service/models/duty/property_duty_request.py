from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

SUPERVISOR = "property_service.property_service_group_supervisor"
SEQUENCE = "property.duty.request"


class PropertyDutyRequest(models.Model):
    """换班登记表: a swap of two shifts, or an absence with cover (DUT-08, 34, 56).

    No private arrangement: both agree, a supervisor approves, and only then does the
    roster change. For an absence the supervisor names who stands in (替值).
    """

    _name = "property.duty.request"
    _description = "Swap or Absence"
    _inherit = [
        "property.step.mixin",
        "property.approval.mixin",
        "property.estate.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Request No.", readonly=True, copy=False, default="/", index="trigram"
    )
    kind = fields.Selection(
        selection=[
            ("swap", "Swap of shifts"),
            ("absence", "Absence with cover"),
        ],
        string="Kind of change",
        required=True,
        default="swap",
        tracking=True,
    )
    state = fields.Selection(
        selection=[
            ("draft", "Being filled in"),
            ("consent", "Waits for consent"),
            ("approval", "Waits for approval"),
            ("done", "In force"),
            ("refused", "Refused"),
            ("cancelled", "Withdrawn"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    shift_id = fields.Many2one(
        comodel_name="property.duty.shift",
        string="Shift given away",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('roster_state', '=', 'published'), ('date', '>=', 'today')]",
    )
    estate_id = fields.Many2one(
        related="shift_id.estate_id",
        store=True,
        readonly=True,
        precompute=True,
        default=None,
    )
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Applicant on duty",
        compute="_compute_people",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(related="shift_id.date", string="Day of the shift", store=True)
    counter_shift_id = fields.Many2one(
        comodel_name="property.duty.shift",
        string="Shift taken in return",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('roster_state', '=', 'published'), ('date', '>=', 'today'),"
        " ('estate_id', '=', estate_id), ('staff_id', '!=', staff_id)]",
        help="The shift of the colleague that you take for it (还班).",
    )
    counter_staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Colleague who stands in",
        compute="_compute_people",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id), ('id', '!=', staff_id)]",
        tracking=True,
        help="For an absence the supervisor names who stands in.",
    )
    reason = fields.Text(
        string="Reason for the change",
        required=True,
        tracking=True,
        help="A matter that must be seen to in person, in working time (DUT-35).",
    )
    submitted_on = fields.Datetime(
        string="Change asked for on", readonly=True, copy=False
    )
    consent_on = fields.Datetime(string="Consent given on", readonly=True, copy=False)
    consent_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Consent registered by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_mine = fields.Boolean(compute="_compute_is_mine")
    may_consent = fields.Boolean(compute="_compute_is_mine")
    refusal = fields.Char(string="Why not", readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(shift_id) WHERE state IN ('consent', 'approval')",
        "A change of this shift is asked for already.",
    )
    _month_idx = models.Index("(staff_id, date) WHERE state != 'cancelled'")
    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This request number is taken already."
    )

    # === Computes ===

    @api.depends("shift_id", "counter_shift_id", "kind")
    def _compute_people(self):
        """Who gives and who takes, as the roster has them when it is asked for."""
        for request in self:
            if request.state in ("done", "refused", "cancelled"):
                request.staff_id = request.staff_id
                request.counter_staff_id = request.counter_staff_id
                continue
            request.staff_id = request.shift_id.staff_id
            request.counter_staff_id = (
                request.counter_shift_id.staff_id
                if request.kind == "swap"
                else request.counter_staff_id
            )

    @api.depends("staff_id", "counter_staff_id", "state")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        own = self.env["property.staff"]._property_of_user()
        desk = self.env.user.has_group(SUPERVISOR)
        for request in self:
            request.is_mine = bool(own) and request.staff_id == own
            request.may_consent = request.state == "consent" and (
                desk or (bool(own) and request.counter_staff_id == own)
            )

    # === Constraints ===

    @api.constrains("kind", "shift_id", "counter_shift_id", "counter_staff_id")
    def _check_parties(self):
        for request in self:
            other = request.counter_shift_id
            if request.kind == "absence" and other:
                raise ValidationError(
                    self.env._(
                        "%(request)s: an absence is covered; a shift in return makes it"
                        " a swap.",
                        request=request.display_name,
                    )
                )
            if other and other.estate_id != request.shift_id.estate_id:
                raise ValidationError(
                    self.env._(
                        "%(request)s: swap shifts of one estate.",
                        request=request.display_name,
                    )
                )
            if request.staff_id and request.staff_id == request.counter_staff_id:
                raise ValidationError(
                    self.env._(
                        "%(request)s: choose a colleague’s shift; both are of"
                        " %(staff)s.",
                        request=request.display_name,
                        staff=request.staff_id.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        for request in requests:
            request._property_check_own()
            if request.kind == "absence" and request.counter_staff_id:
                request._property_check_arranger()
        sequences = self.env["ir.sequence"]
        for request, number in sequences._property_numbered(requests, SEQUENCE):
            request._property_set(name=number)
        return requests

    def write(self, vals):
        if not self.env.su:
            self._property_check_fields(vals.keys())
        result = super().write(vals)
        if not self.env.su and {"shift_id", "kind"} & vals.keys():
            self._property_check_own()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for request in self:
            if request.state != "draft":
                raise UserError(
                    self.env._(
                        "%(request)s was handed in and stays on record; take it back.",
                        request=request.display_name,
                    )
                )

    # === Hooks ===

    def _property_step_fields(self):
        return {
            "name",
            "state",
            "staff_id",
            "submitted_on",
            "consent_on",
            "consent_by_id",
            "refusal",
        }

    def _property_approval_key(self):
        return {"swap": "duty_swap", "absence": "duty_absence"}[self.kind]

    def _property_approval_frozen_fields(self):
        return {"kind", "shift_id", "counter_shift_id", "reason"}

    def _property_approval_excluded_users(self):
        # Nobody approves a change of the own shift, whoever may read logins.
        parties = self.sudo().staff_id | self.sudo().counter_staff_id
        return parties.user_id

    def _property_on_approved(self):
        self._property_apply()

    def _property_on_rejected(self):
        self._property_set(state="refused")

    def _property_on_returned(self):
        self._property_set(state="draft", consent_on=False, consent_by_id=False)

    # === Actions ===

    def action_submit(self):
        """Ask for the change; the colleague agrees before anybody decides."""
        self._property_step("draft")
        self._property_check_own()
        self._property_check_limits()
        needs_consent = self.kind == "swap" and self.estate_id._property_parameter(
            "duty.swap_both_consent"
        )
        self._property_set(
            state="consent" if needs_consent else "approval",
            submitted_on=fields.Datetime.now(),
        )
        if needs_consent:
            self._property_ask_colleague()
        else:
            self.action_request_approval(self.reason)

    def action_consent(self):
        """The colleague agrees; for one without a login a supervisor notes it."""
        self._property_step("consent")
        self._property_check_colleague()
        self._property_check_limits()
        self._property_set(
            state="approval",
            consent_on=fields.Datetime.now(),
            consent_by_id=self.env.uid,
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])
        return self.action_request_approval(self.reason)

    def action_decline(self):
        """The colleague does not agree: that is the end of it."""
        self._property_step("consent")
        self._property_check_colleague()
        self._property_set(
            state="refused",
            refusal=self.env._("%(person)s did not agree.", person=self.env.user.name),
        )
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def action_take_back(self):
        self._property_step("draft", "consent", "approval")
        self._property_check_own()
        self._property_withdraw_approval(self.env._("taken back"))
        self._property_set(state="cancelled")
        self.activity_unlink(["mail.mail_activity_data_todo"])

    # === Business methods ===

    def _property_check_own(self):
        """Staff ask for themselves; a supervisor asks for anybody (DUT-08)."""
        if self.env.su or self.env.user.has_group(SUPERVISOR):
            return
        own = self.env["property.staff"]._property_of_user()
        for request in self:
            if not own or request.staff_id != own:
                raise AccessError(
                    self.env._(
                        "%(request)s: ask for a change of your own shift; a supervisor"
                        " may ask for others.",
                        request=request.display_name,
                    )
                )

    def _property_check_fields(self, names):
        """After the draft nothing changes but who stands in, named by a supervisor."""
        fixed = {"kind", "shift_id", "counter_shift_id", "reason"} & set(names)
        for request in self:
            names_cover = "counter_staff_id" in names
            if request.state != "draft" and (
                fixed or (names_cover and request.kind == "swap")
            ):
                raise UserError(
                    self.env._(
                        "%(request)s is handed in; take it back and write a new one.",
                        request=request.display_name,
                    )
                )
            if names_cover and request.kind == "absence":
                request._property_check_arranger()

    def _property_check_arranger(self):
        if self.state not in ("draft", "approval"):
            raise UserError(
                self.env._("%(request)s is decided.", request=self.display_name)
            )
        if not self.env.su and not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._(
                    "Who stands in is arranged by a supervisor, never among colleagues."
                )
            )

    def _property_check_colleague(self):
        if not self.may_consent:
            raise AccessError(
                self.env._(
                    "%(request)s: consent is %(person)s’s to give.",
                    request=self.display_name,
                    person=self.counter_staff_id.name,
                )
            )

    def _property_ask_colleague(self):
        # Logins of colleagues are not for every role to read.
        user = self.sudo().counter_staff_id.user_id
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Agree to a swap of shifts"),
                user_id=user.id,
            )

    def _property_apply(self):
        """The approved change reaches the roster, if it still holds (DUT-34).

        Runs with the rights of the approval.
        """
        shifts = self.shift_id | self.counter_shift_id
        shifts.lock_for_update(allow_referencing=True)
        shifts.invalidate_recordset(["staff_id", "request_id"])
        if not self.counter_staff_id:
            raise UserError(
                self.env._(
                    "%(request)s: name who stands in, then approve.",
                    request=self.display_name,
                )
            )
        self._property_check_limits(with_notice=False)
        for shift in shifts:
            taker = self.counter_staff_id if shift == self.shift_id else self.staff_id
            shift.write(
                {
                    "planned_staff_id": (shift.planned_staff_id or shift.staff_id).id,
                    "request_id": self.id,
                    "staff_id": taker.id,
                }
            )
        # In one statement, since two people may change places at the same hours.
        shifts.flush_recordset()
        self._property_set(state="done")
        self._property_tell_parties()

    def _property_tell_parties(self):
        # Logins of colleagues are not for every role to read.
        users = (self.sudo().staff_id | self.sudo().counter_staff_id).user_id
        self.message_post(
            body=self.env._("%(request)s is in force.", request=self.display_name),
            partner_ids=users.partner_id.ids,
        )
