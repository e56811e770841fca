from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

STATES = [
    ("draft", "To be assigned"),
    ("assigned", "Assigned"),
    ("accepted", "Accepted by the technician"),
    ("departed", "On the way"),
    ("arrived", "Technician on site"),
    ("done", "Done, to be checked"),
    ("closed", "Checked and closed"),
    ("cancelled", "Cancelled"),
]
ENDED = ("closed", "cancelled")
STEP_FIELDS = {
    "name",
    "state",
    "assigned_on",
    "accepted_on",
    "departed_on",
    "arrived_on",
    "done_on",
    "confirmed_on",
    "closed_on",
    "checked_by_id",
    "check_result",
    "cancel_reason",
    "repair_case",
    "repair_case_reason",
    "is_case_corrected",
    "warranty_end",
    "rework_count",
}
# What the technician fills in; frozen when the customer has confirmed the work.
WORK_FIELDS = {
    "result",
    "confirm_name",
    "confirm_signature",
    "photo_ids",
    "line_ids",
}
# What was agreed when the technician was sent; frozen when the work is done.
ORDER_FIELDS = {
    "ticket_id",
    "unit_id",
    "place",
    "description",
    "customer_name",
    "phone",
    "technician_id",
    "appointment",
    "duration",
    "is_in_home",
}
PHOTO_TYPES = ("image/", "video/")
DESK = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor,"
    "account.group_account_invoice"
)


class PropertyServiceDispatch(models.Model):
    """派工单: a technician is sent, does the work and the customer confirms (SRV-36).

    Carries by itself what the technician needs to know, so that a technician opens
    neither requests nor residents.
    """

    _name = "property.service.dispatch"
    _description = "Dispatch Order"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "appointment desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Dispatch order", readonly=True, copy=False, default="/")
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(
        related="ticket_id.property_kind", string="Kind", store=True, readonly=True
    )
    category_id = fields.Many2one(
        related="ticket_id.category_id", store=True, index="btree_not_null"
    )
    is_urgent = fields.Boolean(
        related="ticket_id.property_is_urgent", string="Emergency", store=True
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        string="Unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty for public areas.",
    )
    zone_id = fields.Many2one(
        related="unit_id.zone_id", string="Zone", store=True, index="btree_not_null"
    )
    place = fields.Char(string="Place of work")
    description = fields.Text(string="What is to be done")
    customer_name = fields.Char(string="Customer")
    phone = fields.Char()
    technician_id = fields.Many2one(
        comodel_name="property.staff",
        string="Technician",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('company_id', '=', company_id)]",
    )
    user_id = fields.Many2one(
        related="technician_id.user_id",
        string="Login of the technician",
        store=True,
        index="btree_not_null",
    )
    appointment = fields.Datetime(
        index=True, tracking=True, help="When the customer expects the technician."
    )
    duration = fields.Float(string="Planned hours", default=1.0)
    is_in_home = fields.Boolean(
        string="Inside the unit",
        help="The customer confirms the work with name and signature (SRV-39).",
    )
    assigned_on = fields.Datetime(string="Sent on", readonly=True, copy=False)
    accepted_on = fields.Datetime(string="Taken on", readonly=True, copy=False)
    departed_on = fields.Datetime(readonly=True, copy=False)
    arrived_on = fields.Datetime(readonly=True, copy=False)
    done_on = fields.Datetime(readonly=True, copy=False, index="btree_not_null")
    line_ids = fields.One2many(
        comodel_name="property.service.dispatch.line",
        inverse_name="dispatch_id",
        string="Services and materials",
    )
    result = fields.Text(string="Work done", copy=False)
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_service_dispatch_photo_rel",
        column1="dispatch_id",
        column2="attachment_id",
        string="Photos",
        copy=False,
        bypass_search_access=True,
    )
    confirm_name = fields.Char(
        string="Confirmed by", copy=False, help="The customer on site (SRV-39)."
    )
    confirm_signature = fields.Binary(
        string="Customer's signature", attachment=True, copy=False
    )
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    check_result = fields.Text(
        string="Result of the check",
        readonly=True,
        copy=False,
        help="The desk sees that the repair is what the customer wanted (SRV-42).",
    )
    checked_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    closed_on = fields.Datetime(readonly=True, copy=False)
    rework_count = fields.Integer(string="Times sent back", readonly=True, copy=False)
    cancel_reason = fields.Text(readonly=True, copy=False)

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This number is taken already."
    )
    _open_idx = models.Index(
        "(technician_id, appointment) WHERE state NOT IN ('closed', 'cancelled')"
    )
    _technician_set = models.Constraint(
        "CHECK(state IN ('draft', 'cancelled') OR technician_id IS NOT NULL)",
        "Choose the technician.",
    )

    # === Computes ===

    @api.depends("name", "place")
    def _compute_display_name(self):
        for order in self:
            order.display_name = " ".join(filter(None, (order.name, order.place)))

    # === Constraints ===

    @api.constrains("ticket_id", "estate_id", "unit_id", "technician_id")
    def _check_estate(self):
        for order in self:
            # The technician's other estates are not for everybody to see.
            technician = order.technician_id.sudo()
            # Nor does who writes the order always see the request.
            request = order.ticket_id.sudo()
            wrong = request.property_estate_id != order.estate_id or (
                order.unit_id and order.unit_id.estate_id != order.estate_id
            )
            if wrong:
                raise ValidationError(
                    self.env._(
                        "Dispatch order %(order)s: request and unit must belong to"
                        " estate “%(estate)s”.",
                        order=order.name,
                        estate=order.estate_id.name,
                    )
                )
            if technician and (
                technician.company_id != order.company_id
                or (
                    technician.estate_ids
                    and order.estate_id not in technician.estate_ids
                )
            ):
                raise ValidationError(
                    self.env._(
                        "%(technician)s does not work in estate “%(estate)s”.",
                        technician=technician.name,
                        estate=order.estate_id.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create([self._property_complete(vals) for vals in vals_list])
        sequences = self.env["ir.sequence"]
        code = "property.service.dispatch"
        for order, number in sequences._property_numbered(orders, code):
            order._property_set(name=number)
        orders._property_check_ticket()
        orders._property_assess_case()
        orders._property_own_photos()
        return orders

    def write(self, vals):
        if not self.env.su:
            self._property_check_fields(vals.keys())
        result = super().write(vals)
        if "photo_ids" in vals:
            self._property_own_photos()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Dispatch orders stay on record; cancel them with a reason.")
        )

    # === Hooks ===

    def _property_step_fields(self):
        return STEP_FIELDS

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "technician_id",
            "time": "done_on",
            "subject": "ticket_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return fields.Domain("state", "in", ("done", "closed"))

    # === Business methods ===

    @api.model
    def _property_complete(self, vals):
        """What the request knows already is not typed again."""
        ticket = self.env["helpdesk.ticket"].browse(vals.get("ticket_id"))
        if not ticket:
            return vals
        ticket.check_access("read")
        return {**ticket._property_dispatch_values(), **vals}

    def _property_own_photos(self):
        """Make photos just uploaded the order's own, and borrow none of others.

        :raise UserError: a file of another record, or no photo
        """
        for order in self:
            # A colleague's photo of this order counts as well.
            for file in order.sudo().photo_ids:
                is_new = file.res_model in (False, self._name) and not file.res_id
                if is_new and (self.env.su or file.create_uid == self.env.user):
                    file.write({"res_model": self._name, "res_id": order.id})
                is_own = file.res_model == self._name and file.res_id == order.id
                if not is_own or not (file.mimetype or "").startswith(PHOTO_TYPES):
                    raise UserError(
                        self.env._(
                            "%(document)s: “%(file)s” is not a photo or film uploaded"
                            " here.",
                            document=order.display_name,
                            file=file.name,
                        )
                    )

    def _property_check_ticket(self):
        for order in self:
            # Its state counts, whoever may open it.
            order.ticket_id.sudo()._property_check_open()

    def _property_is_desk(self):
        """The desk and supervisors, as against the technician of the order."""
        return self.env.su or self.env.user.has_group(
            "property_service.property_service_group_assistant"
        )

    def _property_check_fields(self, names):
        """Technicians write their work alone; what was signed for stays."""
        names = set(names)
        if names & ORDER_FIELDS and not self._property_is_desk():
            raise AccessError(
                self.env._("The order itself is drawn up by the desk; ask it.")
            )
        if "ticket_id" in names or "estate_id" in names:
            raise UserError(self.env._("A dispatch order stays with its request."))
        for order in self:
            if order.state in ("done", *ENDED) and names & (
                WORK_FIELDS - {"line_ids"} | ORDER_FIELDS
            ):
                raise UserError(
                    self.env._(
                        "Dispatch order %(order)s is done; what was reported and signed"
                        " stays. Send it back for rework if it was wrong.",
                        order=order.name,
                    )
                )
            if "technician_id" in names and order.state != "draft":
                raise UserError(
                    self.env._(
                        "Dispatch order %(order)s was sent to its technician; use"
                        " “Reassign”.",
                        order=order.name,
                    )
                )
