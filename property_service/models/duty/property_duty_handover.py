from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

STATES = [
    ("prepare", "Being prepared"),
    ("signed", "Signed by the outgoing shift"),
    ("done", "Taken over"),
]
# 四不接: what each incoming shift refuses to take over (DUT-24).
REFUSALS = ("record", "clean", "property", "repair")


class PropertyDutyHandover(models.Model):
    """交接班: one shift of a post goes, the next one comes (DUT-09 to DUT-24).

    The outgoing shift tidies, counts and signs; the incoming one reads, checks and
    signs, or refuses with the reason. Duty changes hands when both have signed.
    """

    _name = "property.duty.handover"
    _description = "Shift Handover"
    _inherit = [
        "property.step.mixin",
        "property.gate.mixin",
        "property.checklist.document.mixin",
        "property.estate.mixin",
        "property.evidence.mixin",
        "mail.thread",
    ]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Handover No.", readonly=True, copy=False, default="/")
    log_out_id = fields.Many2one(
        comodel_name="property.duty.log",
        string="Outgoing shift",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    log_in_id = fields.Many2one(
        comodel_name="property.duty.log",
        string="Incoming shift",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    estate_id = fields.Many2one(
        related="log_out_id.estate_id",
        store=True,
        readonly=True,
        precompute=True,
        default=None,
    )
    post_id = fields.Many2one(
        related="log_out_id.post_id", store=True, index=True, precompute=True
    )
    date_due = fields.Datetime(
        related="log_in_id.date_start", string="Handover due", store=True, index=True
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        default="prepare",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    out_staff_ids = fields.Many2many(
        related="log_out_id.staff_ids", string="Outgoing people"
    )
    in_staff_ids = fields.Many2many(
        related="log_in_id.staff_ids", string="Incoming people"
    )
    prepared_from = fields.Datetime(string="Tidied up from", readonly=True, copy=False)
    arrived_on = fields.Datetime(string="Relief came on", readonly=True, copy=False)
    arrived_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Relief was",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_prepared_late = fields.Boolean(
        string="Tidied up late",
        readonly=True,
        copy=False,
        help="Later than so many minutes before the end of the shift (DUT-19).",
    )
    is_short = fields.Boolean(
        string="Came too short before",
        readonly=True,
        copy=False,
        help="Later than so many minutes before the shift begins (DUT-11, DUT-21).",
    )
    late_minutes = fields.Integer(
        string="Minutes late",
        readonly=True,
        copy=False,
        aggregator="sum",
        help="After the shift should have begun (DUT-09).",
    )
    out_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Signed for the outgoing shift",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    out_on = fields.Datetime(string="Outgoing signed on", readonly=True, copy=False)
    in_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Signed for the incoming shift",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    in_on = fields.Datetime(string="Incoming signed on", readonly=True, copy=False)
    prepare_checklist_id = fields.Many2one(
        comodel_name="property.checklist",
        string="Outgoing list",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    takeover_checklist_id = fields.Many2one(
        comodel_name="property.checklist",
        string="Takeover list",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    preshift_checklist_id = fields.Many2one(related="log_in_id.preshift_checklist_id")
    matter_ids = fields.One2many(
        comodel_name="property.duty.handover.matter",
        inverse_name="handover_id",
        string="Matters handed over",
        copy=False,
    )
    count_ids = fields.One2many(
        comodel_name="property.duty.handover.count",
        inverse_name="handover_id",
        string="Items counted",
        copy=False,
    )
    refusal_ids = fields.One2many(
        comodel_name="property.duty.handover.refusal",
        inverse_name="handover_id",
        string="Refusals",
        copy=False,
    )
    refusal_count = fields.Integer(
        string="Refused times", compute="_compute_refusal_count", store=True
    )
    has_till = fields.Boolean(string="With a till", readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    cash_expected = fields.Monetary(
        string="Cash by the books",
        readonly=True,
        copy=False,
        help="Balance of the till's account when the handover was prepared.",
    )
    cash_counted = fields.Monetary(string="Cash counted", copy=False)
    is_cash_counted = fields.Boolean(string="Till counted", copy=False)
    cash_difference = fields.Monetary(
        string="Cash difference", compute="_compute_cash_difference", store=True
    )
    cash_explanation = fields.Char(string="Why the cash differs", copy=False)
    needs_owner = fields.Boolean(
        string="Needs somebody by day", compute="_compute_needs_owner"
    )
    is_night = fields.Boolean(related="log_out_id.is_late", string="Ends the night")
    checked_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Handover checked by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    checked_on = fields.Datetime(
        string="Handover checked on", readonly=True, copy=False, index="btree_not_null"
    )
    check_note = fields.Text(
        string="Points of the day",
        copy=False,
        help="What the administrator stresses for the day (QA-04).",
    )
    has_notices = fields.Boolean(compute="_compute_sides")
    is_outgoing = fields.Boolean(compute="_compute_sides")
    is_incoming = fields.Boolean(compute="_compute_sides")

    _out_uniq = models.UniqueIndex(
        "(log_out_id)", "This shift is handed over already; go on with that handover."
    )
    _in_uniq = models.UniqueIndex(
        "(log_in_id)", "This shift takes over already; go on with that handover."
    )
    _two_people = models.Constraint(
        "CHECK(in_user_id IS NULL OR out_user_id IS NULL OR in_user_id != out_user_id)",
        "Two different people sign a handover.",
    )

    # === Computes ===

    @api.depends("refusal_ids")
    def _compute_refusal_count(self):
        for handover in self:
            handover.refusal_count = len(handover.refusal_ids)

    @api.depends("cash_expected", "cash_counted", "is_cash_counted")
    def _compute_cash_difference(self):
        for handover in self:
            handover.cash_difference = (
                handover.cash_counted - handover.cash_expected
                if handover.is_cash_counted
                else 0
            )

    @api.depends("matter_ids.owner_id", "log_out_id")
    def _compute_needs_owner(self):
        for handover in self:
            handover.needs_owner = handover.log_out_id.is_late and bool(
                handover.matter_ids._property_unowned()
            )

    @api.depends("log_out_id.staff_ids", "log_in_id.staff_ids", "state")
    @api.depends_context("uid")
    def _compute_sides(self):
        """Which side the user stands on; a supervisor signs for those without login."""
        for handover in self:
            out, into = handover.log_out_id, handover.log_in_id
            leads = handover._property_user_leads()
            handover.is_outgoing = out.is_mine or (leads and not into.is_mine)
            handover.is_incoming = into.is_mine or (leads and not out.is_mine)
            handover.has_notices = handover.state == "signed" and bool(
                handover._property_unread_notices()
            )

    @api.depends("log_out_id", "log_in_id")
    def _compute_display_name(self):
        for handover in self:
            out, into = handover.log_out_id, handover.log_in_id
            handover.display_name = (
                f"{out.display_name or ''} → {into.shift_type_id.name or ''}"
            )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(
                self.env._("A handover begins with the button of the duty log.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._property_check_fields(vals.keys())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A handover stays on record."))

    # === Hooks ===

    def _property_step_fields(self):
        return {
            *("name", "state", "log_out_id", "log_in_id", "prepared_from"),
            *("arrived_on", "arrived_by_id", "is_prepared_late", "is_short"),
            *("late_minutes", "out_user_id", "out_on", "in_user_id", "in_on"),
            *("prepare_checklist_id", "takeover_checklist_id", "refusal_ids"),
            *("has_till", "cash_expected", "checked_by_id", "checked_on"),
        }

    @api.model
    def _property_evidence_fields(self):
        """The administrator's check at each handover is what counts (QA-04)."""
        return {
            **super()._property_evidence_fields(),
            "person": "checked_by_id",
            "time": "checked_on",
            "subject": "post_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("checked_on", "!=", False)

    def _property_checklist_may_edit(self, checklist):
        """Each side fills its own list, in its own step."""
        self.ensure_one()
        # Whoever may see a list of theirs need not see the other shift's.
        if checklist == self.sudo().prepare_checklist_id:
            return self.state == "prepare" and self.is_outgoing
        return self.state in ("prepare", "signed") and self.is_incoming

    # === Business methods ===

    def _property_user_leads(self):
        return self.env.user.has_group(
            "property_service.property_service_group_supervisor"
        )

    def _property_check_fields(self, names):
        """The outgoing shift counts and explains, until it has signed.

        :raise UserError: the handover is past that
        """
        counted = {
            *("count_ids", "matter_ids", "cash_counted", "is_cash_counted"),
            "cash_explanation",
        } & set(names)
        for handover in self:
            if counted and handover.state == "done":
                raise UserError(
                    self.env._(
                        "%(handover)s is signed by both and stays as it is.",
                        handover=handover.display_name,
                    )
                )
            if (counted - {"matter_ids"}) and handover.state != "prepare":
                raise UserError(
                    self.env._(
                        "%(handover)s: the outgoing shift has signed its count;"
                        " it takes the signature back to count again.",
                        handover=handover.display_name,
                    )
                )
            if counted and not (handover.is_outgoing or handover.is_incoming):
                raise UserError(
                    self.env._(
                        "%(handover)s is filled in by the two shifts.",
                        handover=handover.display_name,
                    )
                )
