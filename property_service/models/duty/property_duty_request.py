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
