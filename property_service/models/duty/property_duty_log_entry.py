from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("matter", "Matter of the shift"),
    ("question", "Customer's question"),
    ("instruction", "Instruction"),
    ("equipment", "Equipment"),
    ("incident", "Incident on duty"),
    ("staff", "Change of staff"),
]


class PropertyDutyLogEntry(models.Model):
    """A line of the duty log, by kind (DUT-42, DUT-44).

    A pending one is carried by the log of whoever is on duty, from shift to shift,
    until it is done; it is one and the same record, so nothing is copied.
    """

    _name = "property.duty.log.entry"
    _description = "Entry of a Duty Log"
    _inherit = ["property.step.mixin"]
    _order = "is_major desc, time desc, id desc"
    _rec_name = "text"
    _check_company_auto = True

    log_id = fields.Many2one(
        comodel_name="property.duty.log",
        string="Duty log",
        required=True,
        index=True,
        ondelete="restrict",
    )
    estate_id = fields.Many2one(
        related="log_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="log_id.company_id", store=True, index=True, precompute=True
    )
    post_id = fields.Many2one(
        related="log_id.post_id", store=True, index=True, precompute=True
    )
    log_state = fields.Selection(related="log_id.state", string="Status of the log")
    time = fields.Datetime(
        string="Happened at", required=True, default=fields.Datetime.now, index=True
    )
    kind = fields.Selection(
        selection=KINDS, string="Kind of entry", required=True, default="matter"
    )
    text = fields.Text(string="What happened", required=True)
    is_major = fields.Boolean(
        string="Major",
        index=True,
        help="The centre manager is told at once (DUT-25, EMG-10).",
    )
    is_open = fields.Boolean(
        string="To be followed up", help="It stays with each next shift until done."
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        string="Unit concerned",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('estate_id', '=?', estate_id)]",
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request concerned",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('property_estate_id', '=', estate_id)]",
    )
    corrects_id = fields.Many2one(
        comodel_name="property.duty.log.entry",
        string="Corrects entry",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="An entry of a shift that has ended stays; this one puts it right.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Entered by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=[("noted", "Noted"), ("pending", "Pending"), ("done", "Done")],
        string="Status",
        required=True,
        default="noted",
        readonly=True,
        copy=False,
        index=True,
    )
    owner_id = fields.Many2one(
        comodel_name="property.staff",
        string="Followed up by",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    carried_log_id = fields.Many2one(
        comodel_name="property.duty.log",
        string="Carried by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The shift that has to see to it now, or that has done it.",
    )
    result = fields.Char(string="What was done")
    done_on = fields.Datetime(string="Seen to on", readonly=True, copy=False)
    done_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Seen to by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    matter_ids = fields.One2many(
        comodel_name="property.duty.handover.matter",
        inverse_name="entry_id",
        string="Handed on",
    )

    _recent_idx = models.Index("(estate_id, time)")
    _pending_idx = models.Index("(carried_log_id) WHERE state = 'pending'")

    # === Constraints ===

    @api.constrains("time")
    def _check_time(self):
        for entry in self:
            if entry.time > fields.Datetime.now():
                raise ValidationError(
                    self.env._("An entry says what has happened, not what will.")
                )

    @api.constrains("unit_id", "ticket_id", "corrects_id", "log_id")
    def _check_estate(self):
        for entry in self:
            places = entry.unit_id.estate_id | entry.corrects_id.estate_id
            # Which estate a request belongs to is no secret of it.
            places |= entry.ticket_id.sudo().property_estate_id
            if places - entry.estate_id:
                raise ValidationError(
                    self.env._(
                        "Unit, request and corrected entry must belong to estate"
                        " “%(estate)s”.",
                        estate=entry.estate_id.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        logs = self.env["property.duty.log"].browse(
            {vals["log_id"] for vals in vals_list if vals.get("log_id")}
        )
        logs._property_hold()
        entries = super().create(vals_list)
        entries.log_id._property_check_writer()
        for entry in entries:
            entry._property_set(
                user_id=self.env.uid,
                state="pending" if entry.is_open else "noted",
                carried_log_id=entry.log_id.id,
            )
        entries.filtered("is_major")._property_tell_manager()
        return entries

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        if vals.keys() - {"owner_id", "result"}:
            self.log_id._property_check_writer()
        else:
            self._property_check_carrier()
        new_major = self.filtered(lambda entry: not entry.is_major)
        result = super().write(vals)
        if "log_id" in vals:
            self.log_id._property_check_writer()
        if "is_open" in vals:
            for entry in self.filtered(lambda entry: entry.state != "done"):
                entry._property_set(state="pending" if entry.is_open else "noted")
        if vals.get("is_major"):
            new_major._property_tell_manager()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        """A slip is wiped while the shift lasts, unless the manager was told."""
        self.log_id._property_check_writer()
        for entry in self:
            if entry.is_major or entry.matter_ids:
                raise UserError(
                    self.env._(
                        "“%(entry)s” was reported or handed on and stays on record.",
                        entry=entry.display_name,
                    )
                )

    def _property_step_fields(self):
        return {"state", "user_id", "carried_log_id", "done_on", "done_by_id"}

    # === Actions ===

    def action_done(self):
        """The present shift has seen to a pending matter (DUT-17, DUT-49)."""
        for entry in self:
            entry._property_step("pending")
            entry._property_check_carrier()
            entry._property_set(
                state="done", done_on=fields.Datetime.now(), done_by_id=self.env.uid
            )
        return True

    def action_open_log(self):
        self.ensure_one()
        return self.log_id.get_formview_action()

    # === Business methods ===

    def _property_check_carrier(self):
        """Pending matters are seen to by the shift that carries them now."""
        self.carried_log_id._property_check_writer()

    def _property_tell_manager(self):
        """发生重大问题，立即上报客户服务中心主任 (DUT-25, EMG-10)."""
        for entry in self:
            log = entry.log_id
            managers = log._property_managers()
            # The desk tells the manager, whoever may write to whom.
            log.sudo().message_post(
                body=self.env._(
                    "Major matter on duty: %(text)s", text=entry.text or ""
                ),
                partner_ids=managers.partner_id.ids,
                subtype_xmlid="mail.mt_comment",
            )
            for manager in managers:
                # As above: reminders of others.
                log.sudo().activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Major matter on duty"),
                    note=entry.text,
                    user_id=manager.id,
                )
