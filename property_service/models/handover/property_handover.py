from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..estate.res_partner import PEOPLE_GROUPS
from .property_handover_step_type import HANDOVER_KINDS

STATES = [
    ("draft", "Prepared"),
    ("in_progress", "Under way"),
    ("completed", "Completed"),
    ("archived", "Archived"),
    ("cancelled", "Cancelled"),
]
RUNNING = ("draft", "in_progress")
MOVE_OUT_REASONS = [
    ("lease_end", "The lease ends"),
    ("sale", "The unit is sold"),
    ("moving", "Moves elsewhere"),
    ("other", "Other"),
]
# Set by the steps alone, never typed or imported.
STEP_FIELDS = {
    "name",
    "state",
    "started_on",
    "completed_on",
    "completed_by_id",
    "archived_on",
    "archived_by_id",
    "duration",
}
# What the steps rest on: fixed once the case is under way.
FIXED_FIELDS = {"unit_id", "kind", "batch_id"}


class PropertyHandover(models.Model):
    """The handover of one unit: an owner moves in, or somebody moves out.

    A case goes through its steps in their order, each done by somebody at some time
    (MVI-01, MVI-05, MVO-01); the last one completes it, and what follows for the unit,
    its people and its fees follows in the same transaction.
    """

    _name = "property.handover"
    _description = "Handover"
    _inherit = [
        "property.gate.mixin",
        "property.checklist.document.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "appointment, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Number", readonly=True, copy=False, index="trigram", default="/"
    )
    kind = fields.Selection(
        selection=HANDOVER_KINDS,
        required=True,
        default="move_in",
        index=True,
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
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    unit_kind = fields.Selection(related="unit_id.kind", string="Kind of unit")
    building_id = fields.Many2one(
        related="unit_id.building_id", store=True, index=True, precompute=True
    )
    estate_id = fields.Many2one(
        related="unit_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Owner or occupant",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Who takes the unit over, or moves out of it.",
    )
    phone = fields.Char(related="partner_id.phone", groups=PEOPLE_GROUPS)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Handled by",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )

    # === When ===

    batch_id = fields.Many2one(
        comodel_name="property.handover.batch",
        string="Delivery day",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('estate_id', '=', estate_id)]",
    )
    slot_id = fields.Many2one(
        comodel_name="property.handover.slot",
        string="Appointment slot",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('batch_id', '=', batch_id)]",
        tracking=True,
    )
    appointment = fields.Datetime(
        compute="_compute_appointment",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
    )
    date = fields.Date(
        string="Day",
        required=True,
        index=True,
        default=lambda self: fields.Date.context_today(self),
        tracking=True,
        help="Day on which the unit is handed over; of moving out, the last day.",
    )
    started_on = fields.Datetime(readonly=True, copy=False)
    completed_on = fields.Datetime(readonly=True, copy=False)
    completed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Completed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    archived_on = fields.Datetime(readonly=True, copy=False)
    archived_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Archived by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    duration = fields.Integer(
        string="Minutes taken",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="From the first step to the last (MVI-02).",
    )

    # === What ===

    step_ids = fields.One2many(
        comodel_name="property.handover.step",
        inverse_name="handover_id",
        string="Steps",
        readonly=True,
        copy=False,
    )
    current_type_id = fields.Many2one(
        comodel_name="property.handover.step.type",
        string="Next step",
        compute="_compute_current_type_id",
        store=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    person_ids = fields.One2many(
        comodel_name="property.handover.person",
        inverse_name="handover_id",
        string="People",
        copy=False,
    )
    participant_ids = fields.One2many(
        comodel_name="property.handover.participant",
        inverse_name="handover_id",
        string="Participants",
        copy=False,
    )
    payment_ids = fields.One2many(
        comodel_name="property.handover.payment",
        inverse_name="handover_id",
        string="Payments",
        copy=False,
    )
    item_ids = fields.One2many(
        comodel_name="property.handover.item",
        inverse_name="handover_id",
        string="Keys and items",
        copy=False,
    )
    state_after = fields.Selection(
        selection=[
            ("vacant", "Vacant"),
            ("occupied", "Occupied by owner"),
            ("leased", "Leased"),
        ],
        string="Unit is then",
        help="Status of the unit after completion; empty: by the people who move in.",
    )
    reason = fields.Selection(selection=MOVE_OUT_REASONS, tracking=True)
    reason_note = fields.Char(string="Reason in words", groups="base.group_user")
    previous_id = fields.Many2one(
        comodel_name="property.handover",
        string="Handover before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The last move-in of the same unit: after a resale its history is used"
        " again; at move-out the unit is compared with it.",
    )
    note = fields.Text(groups="base.group_user")

    _one_running = models.UniqueIndex(
        "(unit_id, kind) WHERE state IN ('draft', 'in_progress')",
        "This unit has such a case under way already; finish or cancel it first.",
    )

    # === Computes ===

    @api.depends("name", "unit_id.code")
    def _compute_display_name(self):
        for handover in self:
            parts = [handover.name, handover.unit_id.code]
            handover.display_name = " ".join(part for part in parts if part)

    @api.depends("slot_id.date_start")
    def _compute_appointment(self):
        for handover in self:
            handover.appointment = (
                handover.slot_id.date_start or handover.appointment or False
            )

    @api.depends("step_ids.state", "step_ids.sequence")
    def _compute_current_type_id(self):
        for handover in self:
            waiting = handover.step_ids.filtered(lambda step: step.state == "waiting")
            handover.current_type_id = waiting.sorted("sequence")[:1].type_id

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        handovers = super().create(
            [
                {k: v for k, v in vals.items() if k not in STEP_FIELDS}
                for vals in vals_list
            ]
        )
        handovers._property_number()
        # Residents' record rules are cached with the estates of their cases.
        self.env.registry.clear_cache()
        return handovers

    def write(self, vals):
        if not self.env.su and STEP_FIELDS & set(vals):
            raise AccessError(
                self.env._("A handover moves by its steps, one after the other.")
            )
        if FIXED_FIELDS & set(vals) and any(h.state != "draft" for h in self):
            raise UserError(
                self.env._("The case is under way; its unit and kind cannot change.")
            )
        result = super().write(vals)
        if {"state", "partner_id"} & set(vals):
            # Residents' record rules are cached with the estates of their cases.
            self.env.registry.clear_cache()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(handover.state != "draft" for handover in self):
            raise UserError(
                self.env._("A case that has begun is cancelled, not deleted.")
            )

    # === Business methods ===

    def _property_number(self):
        sequences = self.env["ir.sequence"]
        for kind, group in self.grouped("kind").items():
            code = f"property.handover.{kind}"
            for handover, number in sequences._property_numbered(group, code):
                # Numbers are given by the case itself.
                handover.sudo().name = number
