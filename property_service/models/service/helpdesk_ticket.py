from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import html2plaintext

from .helpdesk_ticket_stage import ENDED

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
# Follow from the methods of the request, never typed (REN-26 holds here too).
PROTECTED = {
    "number",
    "closed_date",
    "property_first_contact_id",
    "property_recorded_by_id",
    "property_result",
    "property_close_code_id",
    "property_close_reason",
    "property_feedback_on",
    "property_feedback_by_id",
    "property_feedback_method",
    "property_done_on",
    "property_reopen_count",
    "property_transfer_count",
    "property_last_contact_on",
    "property_arrived_on",
    "property_notified_on",
    "property_notified_by_id",
    "property_review_date",
    "property_day_review_id",
    "property_week_review_id",
    "property_import_id",
    "property_import_key",
    "property_import_note",
    "property_is_portal",
    "property_rating",
    "property_rating_text",
    "property_rating_on",
}


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

    # === Business methods ===

    @api.model
    def _property_complete(self, vals_list):
        """What the server knows better than the caller (SRV-02, SLA-11)."""
        units = self.env["property.unit"].browse(
            {
                vals["property_unit_id"]
                for vals in vals_list
                if vals.get("property_unit_id")
            }
        )
        estates = {unit.id: unit.estate_id for unit in units}
        partners = self.env["res.partner"].browse(
            {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        )
        names = {partner.id: partner for partner in partners}
        new = None
        numbers = {}
        completed = []
        for vals in vals_list:
            estate = self._property_estate_of(vals, estates)
            if not estate:
                completed.append(vals)
                continue
            new = new or self.env["helpdesk.ticket.stage"]._property_of_step("new")
            company = estate.company_id
            if company not in numbers:
                numbers[company] = self._property_number_sequence(company)
            partner = names.get(vals.get("partner_id"))
            completed.append(
                {
                    **vals,
                    **self._property_own_values(vals, partner, estate),
                    "number": numbers[company].next_by_id(),
                    "property_estate_id": estate.id,
                    "company_id": estate.company_id.id,
                    "stage_id": new.id,
                    "property_kind": vals.get("property_kind") or "inquiry",
                }
            )
        return completed

    @api.model
    def _property_estate_of(self, vals, estates):
        """Estate of a new ticket: its unit's, else the given or the default one."""
        if vals.get("property_unit_id"):
            return estates[vals["property_unit_id"]]
        if "property_estate_id" in vals:
            return self.env["property.estate"].browse(vals["property_estate_id"] or [])
        return self._default_property_estate_id()

    @api.model
    def _property_own_values(self, vals, partner, estate):
        user = self.env.user
        received_by = vals.get("property_received_by_id") or user.id
        staff = user if not user.share else self.env.user.browse()
        subject = (vals.get("name") or "").strip()
        if not subject:
            subject = html2plaintext(vals.get("description") or "").strip()
            subject = subject.split("\n")[0][:80]
        values = {
            "name": subject,
            "property_received_by_id": received_by,
            "property_recorded_by_id": user.id,
            # The first who heard the problem owns it to the end (SLA-11).
            "property_first_contact_id": received_by if staff else False,
        }
        if partner:
            values.setdefault("partner_name", vals.get("partner_name") or partner.name)
            values["property_caller_phone"] = (
                vals.get("property_caller_phone") or partner.phone
            )
        for name in PROTECTED - values.keys():
            if name in vals and not self.env.su:
                values[name] = False
        return values

    @api.model
    def _property_number_sequence(self, company):
        """The company's own sequence of requests, else the common one."""
        sequence = self.env["ir.sequence"].search(
            [
                ("code", "=", "property.request"),
                ("company_id", "in", (company.id, False)),
            ],
            order="company_id",
            limit=1,
        )
        if not sequence:
            raise UserError(
                self.env._(
                    "There is no sequence with the code property.request; create one"
                    " under Settings › Technical › Sequences."
                )
            )
        return sequence

    def _creation_subtype(self):
        """A request that nobody else follows needs a line in its history, no post."""
        if (
            self.property_estate_id
            and self.message_partner_ids <= self.env.user.partner_id
        ):
            return self.env["mail.message.subtype"]
        return super()._creation_subtype()

    def _property_check_estate_change(self):
        """A request does not change sides once it exists (SRV-02)."""
        for ticket in self:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s cannot be moved to another estate; register the"
                    " request there and close this one.",
                    ticket=ticket.number,
                )
            )

    def _property_check_protected(self, vals):
        if PROTECTED & vals.keys():
            raise AccessError(
                self.env._(
                    "Result, feedback, closing and who received a request follow from"
                    " its steps; use the buttons of the request."
                )
            )
        if "stage_id" in vals:
            stage = self.env["helpdesk.ticket.stage"].browse(vals["stage_id"])
            self.filtered(lambda ticket: ticket.stage_id != stage)._property_check_drag(
                stage
            )
        if vals.get("active") is False and any(
            ticket.property_step not in ENDED for ticket in self
        ):
            raise UserError(self.env._("Only closed requests are archived."))
        if "user_id" in vals:
            self._property_check_handler(vals["user_id"])
