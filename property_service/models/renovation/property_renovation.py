from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..estate.res_partner import PEOPLE_GROUPS

STATES = [
    ("draft", "Draft"),
    ("documents", "Application file"),
    ("review", "Review"),
    ("agreement", "Agreement"),
    ("payment", "Fees and deposit"),
    ("permitted", "Permitted"),
    ("in_progress", "In progress"),
    ("acceptance", "Acceptance"),
    ("recheck", "Second check"),
    ("refund", "Refund"),
    ("archived", "Archived"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]
# From the permit to the passed acceptance: the site is watched over.
SITE_STATES = ("permitted", "in_progress", "acceptance")
ENDED_STATES = ("archived", "rejected", "cancelled")
# Set by the steps alone, never typed or imported.
STEP_FIELDS = {
    "name",
    "state",
    "permit_number",
    "permit_issued_on",
    "permit_issued_by_id",
    "permit_date_start",
    "permit_date_end",
    "started_on",
    "completed_on",
    "accepted_on",
    "recheck_due",
    "rechecked_on",
    "archived_on",
    "ended_reason",
    "unit_state_before",
    "submitted_on",
    "agreement_signed_on",
    "rework_count",
    "permit_alerted_for",
    "file_checklist_id",
    "agreement_checklist_id",
    "quality_checklist_id",
    "entry_checklist_id",
    "acceptance_checklist_id",
    "recheck_checklist_id",
}


class PropertyRenovation(models.Model):
    """One renovation (装修) of one unit, from application to archive.

    The order of REN-26 is the order of the states: each method checks the step
    before, and nothing else moves the state.
    """

    _name = "property.renovation"
    _description = "Renovation"
    _inherit = [
        "property.approval.mixin",
        "property.gate.mixin",
        "property.checklist.document.mixin",
        "property.deposit.origin.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Number", readonly=True, copy=False, index="trigram", default="/"
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
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    unit_kind = fields.Selection(related="unit_id.kind")
    estate_id = fields.Many2one(
        related="unit_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    zone_id = fields.Many2one(
        comodel_name="property.zone",
        compute="_compute_zone_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
    )
    agent_id = fields.Many2one(
        comodel_name="property.staff",
        string="Area agent",
        compute="_compute_agent_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        tracking=True,
        help="Watches over the site every day; the agent of the unit's zone (REN-03).",
    )
    agent_user_id = fields.Many2one(related="agent_id.user_id", string="Agent's login")

    # === People ===

    applicant_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        help="Who applies: the owner, or a tenant with the owner's written consent.",
    )
    applicant_phone = fields.Char(related="applicant_id.phone", groups=PEOPLE_GROUPS)
    owner_id = fields.Many2one(
        comodel_name="res.partner",
        compute="_compute_owner_id",
        store=True,
        precompute=True,
        readonly=False,
        index=True,
        ondelete="restrict",
        tracking=True,
        help="The owner who answers for the unit (110号令 §13).",
    )
    is_owner_applicant = fields.Boolean(
        string="Applicant is the owner", compute="_compute_is_owner_applicant"
    )
    contractor_id = fields.Many2one(
        comodel_name="res.partner",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Chosen by the owner; the company may not assign one (110号令 §19).",
    )
    site_manager = fields.Char(
        string="Person in charge", tracking=True, help="Who answers on the site."
    )
    site_phone = fields.Char(
        string="Phone of the person in charge", groups=PEOPLE_GROUPS
    )

    # === What and when ===

    description = fields.Text(string="What is planned")
    date_start = fields.Date(string="Planned start", tracking=True)
    date_end = fields.Date(string="Planned end", tracking=True)
    permit_number = fields.Char(
        readonly=True, copy=False, index="btree_not_null", tracking=True
    )
    permit_issued_on = fields.Date(readonly=True, copy=False)
    permit_issued_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    permit_date_start = fields.Date(
        string="Permit from", readonly=True, copy=False, tracking=True
    )
    permit_date_end = fields.Date(
        string="Permit to",
        readonly=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
        help="Last day on which work is permitted; extensions move it.",
    )
    started_on = fields.Date(readonly=True, copy=False)
    completed_on = fields.Date(
        string="Completion reported on", readonly=True, copy=False
    )
    accepted_on = fields.Date(readonly=True, copy=False)
    recheck_due = fields.Date(
        string="Second check due", readonly=True, copy=False, index="btree_not_null"
    )
    rechecked_on = fields.Date(string="Second check on", readonly=True, copy=False)
    archived_on = fields.Date(readonly=True, copy=False)
    ended_reason = fields.Text(string="Reason of the end", readonly=True, copy=False)
    unit_state_before = fields.Char(readonly=True, copy=False)
    active = fields.Boolean(default=True)

    _dates_ordered = models.Constraint(
        "CHECK(date_end IS NULL OR date_start IS NULL OR date_end >= date_start)",
        "The planned end of the renovation lies before its start.",
    )
    _permit_uniq = models.UniqueIndex(
        "(company_id, permit_number) WHERE permit_number IS NOT NULL",
        "This permit number is taken already.",
    )

    # === Computes ===

    @api.depends("unit_id")
    def _compute_zone_id(self):
        for renovation in self:
            renovation.zone_id = renovation.unit_id.zone_id

    @api.depends("zone_id")
    def _compute_agent_id(self):
        """Renovation areas are divided among the agents (REN-03)."""
        for renovation in self:
            # The agent's name is everybody's to see who sees the case.
            renovation.agent_id = renovation.zone_id.sudo().agent_id

    @api.depends("unit_id")
    def _compute_owner_id(self):
        for renovation in self:
            owners = renovation.unit_id.sudo().owner_ids  # whoever applies
            if renovation.owner_id not in owners:
                renovation.owner_id = owners[:1]

    @api.depends("applicant_id", "owner_id", "unit_id")
    def _compute_is_owner_applicant(self):
        for renovation in self:
            owners = renovation.unit_id.sudo().owner_ids  # whoever looks
            renovation.is_owner_applicant = renovation.applicant_id and (
                renovation.applicant_id in owners | renovation.owner_id
            )

    @api.depends("name", "unit_id.code")
    def _compute_display_name(self):
        for renovation in self:
            parts = [renovation.name, renovation.unit_id.code]
            renovation.display_name = " ".join(part for part in parts if part)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        renovations = super().create(
            [
                {key: value for key, value in vals.items() if key not in STEP_FIELDS}
                for vals in vals_list
            ]
        )
        sequences = self.env["ir.sequence"]
        code = "property.renovation"
        for renovation, number in sequences._property_numbered(renovations, code):
            # Numbers are given by the books, whoever opens the case.
            renovation.sudo().name = number
        return renovations

    def write(self, vals):
        if STEP_FIELDS & vals.keys() and not self.env.su:
            raise AccessError(
                self.env._("A renovation moves by its buttons, one step at a time.")
            )
        if vals.get("active") is False and not self.env.su:
            self._property_check_ended()
        return super().write(vals)

    def _property_check_ended(self):
        """A site that runs stays before the eyes of who must inspect it (REN-21)."""
        running = self.filtered(lambda case: case.state not in ENDED_STATES)
        if running:
            raise UserError(
                self.env._(
                    "%(renovations)s: still running, so it stays in the lists. Complete"
                    " or cancel it first.",
                    renovations=", ".join(running.mapped("display_name")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if any(renovation.state != "draft" for renovation in self):
            raise UserError(
                self.env._("A renovation that has begun is cancelled, not deleted.")
            )

    # === Steps ===

    def _property_step(self, *states):
        """Lock the case and see that it stands where this step starts (REN-26)."""
        self.ensure_one()
        self.check_access("write")
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("Somebody else works on this renovation."))
        self.invalidate_recordset(["state"])
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Renovation %(renovation)s stands at “%(state)s”; this step starts"
                    " at “%(states)s”.",
                    renovation=self.display_name,
                    state=labels[self.state],
                    states=", ".join(labels[state] for state in states),
                )
            )

    def _property_move(self, state, **values):
        # write() refuses these to every user: only the steps set them.
        self.sudo().write({"state": state, **values})
