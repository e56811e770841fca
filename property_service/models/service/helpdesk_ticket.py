from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("inquiry", "Inquiry"),
    ("repair", "Repair"),
    ("complaint", "Complaint"),
    ("suggestion", "Suggestion"),
    ("praise", "Praise"),
    ("paid_service", "Paid service"),
    ("convenience", "Convenience service"),
    ("call_note", "Call note"),
]
SEVERITIES = [("normal", "Normal"), ("major", "Major")]


class HelpdeskTicket(models.Model):
    """A request to the service centre of an estate (SRV-01..05).

    Everything here applies to tickets with an estate; others stay the helpdesk's own.
    """

    _inherit = "helpdesk.ticket"

    description = fields.Html(required=False)
    closed = fields.Boolean(store=True, index=True)
    property_estate_id = fields.Many2one(
        comodel_name="property.estate",
        string="Estate",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_property_estate_id(),
    )
    property_building_id = fields.Many2one(
        comodel_name="property.building",
        string="Building",
        compute="_compute_property_building_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    property_unit_id = fields.Many2one(
        comodel_name="property.unit",
        string="Unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty for visitors and public areas (SRV-29).",
    )
    property_zone_id = fields.Many2one(
        related="property_unit_id.zone_id", string="Zone", store=True, index=True
    )
    property_place = fields.Char(
        string="Where it is", help="Where in a public area, or the shop of a visitor."
    )
    property_kind = fields.Selection(
        selection=KINDS, string="Kind", index="btree_not_null", tracking=True
    )
    property_severity = fields.Selection(
        selection=SEVERITIES,
        string="Severity",
        compute="_compute_property_severity",
        store=True,
        readonly=False,
        tracking=True,
    )
    property_impact = fields.Selection(
        selection=[
            ("unit", "One unit"),
            ("building", "Building"),
            ("estate", "Whole estate"),
        ],
        string="Scope of impact",
        default="unit",
        help="SRV-22.",
    )
    property_is_urgent = fields.Boolean(
        string="Emergency",
        compute="_compute_property_is_urgent",
        store=True,
        readonly=False,
    )
    property_step = fields.Selection(
        related="stage_id.property_step",
        string="Step",
        store=True,
        index="btree_not_null",
    )
    property_caller_phone = fields.Char(string="Caller's phone", index="btree_not_null")
    property_received_on = fields.Datetime(
        string="Reception time",
        default=fields.Datetime.now,
        copy=False,
        index="btree_not_null",
        help="When the customer came or called; recording may be later (SRV-03).",
    )
    property_received_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Customer received by",
        default=lambda self: self.env.user,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
        help="Who heard the customer, of whatever post (SRV-03).",
    )
    property_recorded_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Recorded by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    property_problem_ids = fields.One2many(
        comodel_name="property.service.problem",
        inverse_name="ticket_id",
        string="Problems",
        help="One request may hold several problems.",
    )
    property_readback_confirmed = fields.Boolean(
        string="Read back to the caller",
        help="What was noted has been confirmed with the caller (SRV-25).",
    )

    _property_open_idx = models.Index(
        "(property_estate_id, property_kind) WHERE closed IS NOT TRUE"
    )
    # Whose requests they are: the customer's timeline and the portal
    _property_partner_idx = models.Index("(partner_id)")
    _property_similar_idx = models.Index(
        "(property_unit_id, category_id, property_received_on)"
        " WHERE property_unit_id IS NOT NULL"
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number != '/'",
        "This ticket number is taken already.",
    )
    _property_kind_set = models.Constraint(
        "CHECK(property_estate_id IS NULL OR property_kind IS NOT NULL)",
        "Say what kind of request it is.",
    )

    # === Defaults and computes ===

    def _default_property_estate_id(self):
        """The only estate of the user, for who works at a service desk."""
        if self.env.user.has_group("property_service.property_service_group_assistant"):
            return self.env["property.estate"]._property_only_estate()
        return self.env["property.estate"]

    @api.depends("property_unit_id")
    def _compute_property_building_id(self):
        for ticket in self:
            if ticket.property_unit_id:
                # The building of the unit is no secret to who may enter the unit.
                ticket.property_building_id = ticket.property_unit_id.building_id

    @api.depends("category_id")
    def _compute_property_severity(self):
        for ticket in self:
            ticket.property_severity = (
                ticket.category_id.property_severity
                or ticket.property_severity
                or "normal"
            )

    @api.depends("category_id")
    def _compute_property_is_urgent(self):
        for ticket in self:
            ticket.property_is_urgent = (
                ticket.category_id.property_is_urgent or ticket.property_is_urgent
            )

    @api.depends("property_estate_id")
    def _compute_stage_id(self):  # pylint: disable=missing-return
        ours = self.filtered("property_estate_id")
        super(HelpdeskTicket, self - ours)._compute_stage_id()
        for ticket in ours:
            if not ticket.stage_id.property_step:
                ticket.stage_id = ticket.stage_id._property_of_step("new")

    def _compute_user_id(self):  # pylint: disable=missing-return
        # Who handles a request of an estate follows from its transfers, not from
        # the members of the department.
        super(
            HelpdeskTicket,
            self.filtered(lambda ticket: not ticket.property_estate_id),
        )._compute_user_id()

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        if stages.filtered("property_step") or self.env.context.get("property_desk"):
            # All steps are columns of the board, empty ones too.
            return stages.search([("property_step", "!=", False)])
        return super()._read_group_stage_ids(stages, domain)

    # === Constraints ===

    @api.constrains(
        "property_estate_id", "property_unit_id", "property_building_id", "team_id"
    )
    def _check_property_place(self):
        for ticket in self:
            company = ticket.team_id.company_id
            if (
                ticket.property_estate_id
                and company
                and company != ticket.property_estate_id.company_id
            ):
                raise ValidationError(
                    self.env._(
                        "Request %(ticket)s: department “%(team)s” works for another"
                        " company.",
                        ticket=ticket.number,
                        team=ticket.team_id.name,
                    )
                )
            places = ticket.property_unit_id.estate_id
            places |= ticket.property_building_id.estate_id
            if places - ticket.property_estate_id:
                raise ValidationError(
                    self.env._(
                        "Request %(ticket)s: unit and building must belong to estate"
                        " “%(estate)s”.",
                        ticket=ticket.number,
                        estate=ticket.property_estate_id.name or "",
                    )
                )

    @api.onchange("property_unit_id")
    def _onchange_property_unit_id(self):
        if self.property_unit_id:
            self.property_estate_id = self.property_unit_id.estate_id

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = self._property_complete(vals_list)
        tickets = super().create(vals_list)
        ours = tickets.filtered("property_estate_id")
        if ours:
            ours._property_note_similar()
            ours._property_on_step("new")
        return tickets

    def write(self, vals):
        ours = self.filtered("property_estate_id")
        if "property_estate_id" in vals and any(
            ticket.property_estate_id.id != vals["property_estate_id"]
            for ticket in self
        ):
            self._property_check_estate_change()
        dragged = ours.browse()
        if ours and not self.env.su:
            ours._property_check_protected(vals)
            if "stage_id" in vals:
                dragged = ours.filtered(lambda t: t.stage_id.id != vals["stage_id"])
        result = super().write(vals)
        if dragged:
            dragged._property_on_step(dragged.stage_id.property_step)
        return result

    def copy(self, default=None):
        """Any number of tickets at once (the helpdesk copies one only)."""
        copies = self.browse()
        for ticket in self:
            copies |= super(HelpdeskTicket, ticket).copy(dict(default or {}))
        return copies

    @api.ondelete(at_uninstall=False)
    def _unlink_except_request(self):
        for ticket in self:
            if ticket.property_estate_id:
                raise UserError(
                    self.env._(
                        "Request %(ticket)s stays on record; close it with a reason"
                        " instead.",
                        ticket=ticket.number,
                    )
                )
