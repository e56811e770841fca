from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

DESK = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor"
)
STEP_FIELDS = {
    "name",
    "state",
    "taken_by_id",
    "attempt_count",
    "last_attempt_on",
    "called_on",
    "called_by_id",
}
# What the caller said; it stays as it was once the call is returned.
MESSAGE_FIELDS = {
    "estate_id",
    "caller_name",
    "phone",
    "unit_id",
    "partner_id",
    "recipient_id",
    "recipient_name",
    "content",
    "taken_on",
    "call_by",
    "outcome",
}


class PropertyServiceMessage(models.Model):
    """A telephone message for somebody who was not there (ARC-18).

    “能否留下您的联系方式”: who called, the number, for whom; and the task to call back,
    which stands in the recipient's activities until it is done.
    """

    _name = "property.service.message"
    _description = "Phone Message"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "taken_on desc, id desc"
    _rec_names_search = ["name", "caller_name", "phone"]
    _check_company_auto = True

    name = fields.Char(string="Message No.", readonly=True, copy=False, default="/")
    state = fields.Selection(
        selection=[
            ("open", "Call to return"),
            ("done", "Call returned"),
            ("dropped", "No call needed"),
        ],
        string="Status",
        required=True,
        default="open",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    caller_name = fields.Char(string="Who called", required=True, index="trigram")
    phone = fields.Char(string="Number to call", required=True)
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups=DESK,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Known as",
        index="btree_not_null",
        ondelete="restrict",
        groups=DESK,
        help="The caller, where the service centre knows this person.",
    )
    recipient_id = fields.Many2one(
        comodel_name="res.users",
        string="Person asked for",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
        tracking=True,
        help="Gets the task to call back.",
    )
    recipient_name = fields.Char(
        string="Asked for, without a login",
        help="The desk passes the message on by word of mouth.",
    )
    content = fields.Text(string="What the caller said", required=True)
    taken_on = fields.Datetime(
        string="Call came on", required=True, default=fields.Datetime.now, index=True
    )
    taken_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Message taken by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    call_by = fields.Datetime(
        string="Call back by",
        compute="_compute_call_by",
        store=True,
        readonly=False,
        index="btree_not_null",
    )
    is_late = fields.Boolean(
        string="Call overdue", compute="_compute_is_late", search="_search_is_late"
    )
    attempt_count = fields.Integer(
        string="Calls without answer", readonly=True, copy=False
    )
    last_attempt_on = fields.Datetime(string="Last tried on", readonly=True, copy=False)
    outcome = fields.Text(string="What came of the call", copy=False)
    called_on = fields.Datetime(string="Call returned on", readonly=True, copy=False)
    called_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Call returned by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    ticket_ids = fields.One2many(
        comodel_name="helpdesk.ticket",
        inverse_name="property_message_id",
        string="Requests from this message",
        groups=DESK,
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This message number is taken already."
    )
    _open_idx = models.Index("(recipient_id, call_by) WHERE state = 'open'")
    _recipient_named = models.Constraint(
        "CHECK(recipient_id IS NOT NULL OR COALESCE(recipient_name, '') != '')",
        "Say for whom the message is.",
    )

    # === Computes ===

    @api.depends("name", "caller_name")
    def _compute_display_name(self):
        for message in self:
            message.display_name = f"{message.name} {message.caller_name or ''}"

    @api.depends("taken_on", "estate_id")
    def _compute_call_by(self):
        for message in self:
            if not message.taken_on or not message.estate_id:
                message.call_by = message.call_by
                continue
            hours = message.estate_id._property_parameter("service.message_hours")
            message.call_by = message.taken_on + timedelta(hours=hours)

    @api.depends("state", "call_by")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for message in self:
            message.is_late = bool(
                message.state == "open" and message.call_by and message.call_by < now
            )

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "open") & Domain(
            "call_by", "<", fields.Datetime.now()
        )
        return late if True in value else ~late

    # === Constraints ===

    @api.constrains("unit_id", "estate_id")
    def _check_unit(self):
        # The unit is closed to recipients outside the desk.
        for message in self.sudo():
            if message.unit_id and message.unit_id.estate_id != message.estate_id:
                raise ValidationError(
                    self.env._(
                        "%(message)s: unit %(unit)s lies in another estate.",
                        message=message.display_name,
                        unit=message.unit_id.code,
                    )
                )

    @api.constrains("recipient_id", "estate_id")
    def _check_recipient(self):
        """A message that its recipient cannot open would never be answered."""
        for message in self.filtered("recipient_id"):
            user = message.recipient_id.sudo()  # whoever he is, the rules are asked
            own = message.with_user(user).with_context(
                allowed_company_ids=message.company_id.ids
            )
            works_here = not user.share and message.company_id in user.company_ids
            if not works_here or not own.has_access("read"):
                raise ValidationError(
                    self.env._(
                        "%(person)s does not work in estate “%(estate)s” and could not"
                        " open the message; name somebody else.",
                        person=user.name,
                        estate=message.estate_id.name,
                    )
                )

    # === Onchange ===

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id:
            self.caller_name = self.caller_name or self.partner_id.name
            self.phone = self.phone or self.partner_id.phone

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        sequences = self.env["ir.sequence"]
        code = "property.service.message"
        for message, number in sequences._property_numbered(messages, code):
            message._property_set(name=number, taken_by_id=self.env.uid)
        messages._property_assign()
        return messages

    def write(self, vals):
        if not self.env.su and MESSAGE_FIELDS & vals.keys():
            self._property_check_open()
        result = super().write(vals)
        if "recipient_id" in vals:
            self._property_assign()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Phone messages stay on record; close them instead.")
        )

    # === Hooks ===

    def _property_step_fields(self):
        return STEP_FIELDS
