from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .property_service_rule import Facts

METHODS = [
    ("observed", "Heard on the spot"),
    ("recording", "Call recording"),
    ("test", "Test call"),
    ("mystery", "Mystery customer"),
]
# The finding itself stays; a wrong entry is set aside with a note.
EDITABLE = {"note", "is_void"}


class PropertyServiceCallCheck(models.Model):
    """A checked telephone call: rings, greeting, what was noted (ACC-07, SRV-38).

    How many rings are allowed says the service target of the line: before the third
    ring on any telephone, within three on the complaint hotline (C12).
    """

    _name = "property.service.call.check"
    _description = "Call Check"
    _inherit = ["property.estate.mixin", "property.evidence.mixin"]
    _order = "call_on desc, id desc"
    _check_company_auto = True

    channel_id = fields.Many2one(
        comodel_name="helpdesk.ticket.channel",
        string="Telephone line",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_channel_id(),
    )
    method = fields.Selection(
        selection=METHODS, string="How checked", required=True, default="observed"
    )
    call_on = fields.Datetime(
        string="Called on", required=True, default=fields.Datetime.now, index=True
    )
    staff_id = fields.Many2one(
        comodel_name="property.staff",
        string="Who answered",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="Empty when nobody did.",
    )
    is_answered = fields.Boolean(string="Telephone answered at all", default=True)
    rings = fields.Integer(string="Rings before answer", required=True, default=1)
    max_rings = fields.Integer(
        string="Rings allowed",
        readonly=True,
        help="Of the service target in force at the time of the check.",
    )
    is_in_time = fields.Boolean(
        string="Answered in time", compute="_compute_is_in_time", store=True
    )
    in_time_rate = fields.Float(
        string="Answered in time (%)",
        compute="_compute_is_in_time",
        store=True,
        aggregator="avg",
    )
    is_greeting_ok = fields.Boolean(
        string="Greeting and farewell as prescribed",
        help="问声、应声、送声 (QA-21).",
    )
    is_readback_ok = fields.Boolean(string="Important points read back", help="SRV-25.")
    is_contact_taken = fields.Boolean(
        string="Contact details taken", help="Where somebody was absent (ARC-18)."
    )
    is_registered = fields.Boolean(
        string="Call is registered",
        help="The request or message is on record with what the caller said (SRV-38).",
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    note = fields.Text(string="Finding of the call check")
    checked_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Call checked by",
        readonly=True,
        required=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
    )
    is_void = fields.Boolean(
        string="Entered by mistake", help="Does not count; the note says why."
    )

    _rings_known = models.Constraint(
        "CHECK(rings >= 0)", "The number of rings cannot be negative."
    )
    _void_explained = models.Constraint(
        "CHECK(is_void IS NOT TRUE OR COALESCE(note, '') != '')",
        "Say in the note why the entry does not count.",
    )

    # === Defaults and computes ===

    def _default_channel_id(self):
        return self.env.ref(
            "helpdesk_mgmt.helpdesk_ticket_channel_phone", raise_if_not_found=False
        )

    @api.depends("channel_id", "call_on", "staff_id")
    def _compute_display_name(self):
        for check in self:
            moment = fields.Datetime.context_timestamp(check, check.call_on)
            parts = (check.channel_id.name, moment.strftime("%Y-%m-%d %H:%M"))
            check.display_name = " ".join(filter(None, parts))

    @api.depends("rings", "max_rings", "is_answered")
    def _compute_is_in_time(self):
        for check in self:
            allowed = check.max_rings
            check.is_in_time = check.is_answered and (
                not allowed or check.rings <= allowed
            )
            check.in_time_rate = 100.0 if check.is_in_time else 0.0

    # === Constraints ===

    @api.constrains("call_on", "is_answered", "staff_id", "ticket_id", "estate_id")
    def _check_call(self):
        for check in self:
            if check.call_on > fields.Datetime.now():
                raise ValidationError(
                    self.env._("A call is checked after it took place.")
                )
            if not check.is_answered and check.staff_id:
                raise ValidationError(
                    self.env._("Nobody answered, so leave “Who answered” empty.")
                )
            ticket = check.ticket_id
            if ticket and ticket.property_estate_id != check.estate_id:
                raise ValidationError(
                    self.env._(
                        "Request %(ticket)s belongs to another estate.",
                        ticket=ticket.number,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {**vals, "checked_by_id": self.env.uid, "max_rings": 0}
                for vals in vals_list
            ]
        checks = super().create(vals_list)
        for check in checks:
            # The number that held at the time; write() refuses it to every user.
            check.sudo().max_rings = check._property_allowed_rings()
        return checks

    def write(self, vals):
        if not self.env.su and vals.keys() - EDITABLE:
            raise AccessError(
                self.env._(
                    "A call check stays as it was entered; set it aside with a note and"
                    " enter a new one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Call checks stay on record."))

    # === Hooks ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "checked_by_id",
            "time": "call_on",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("is_void", "=", False)

    # === Business methods ===

    def _property_allowed_rings(self):
        """Rings that the line's target allows; 0 where none is in force (C12)."""
        self.ensure_one()
        targets = self.env["property.service.target"]
        facts = Facts(
            estate=self.estate_id.id,
            company=self.company_id.id,
            kind=False,
            channel=self.channel_id.id,
            categories=frozenset(),
            severity=False,
            is_urgent=False,
        )
        target = targets._property_rings(targets._property_matching(facts))
        return int(target.amount) if target else 0
