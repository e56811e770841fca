from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.context import without_defaults

WRITABLE = {"channel", "note", "confirmation_ids", "confirmed_by"}


class PropertyDefectNotice(models.Model):
    """Written notice to the developer's customer service, dated and numbered (MVI-18).

    The notices of one day and developer make up its transfer list.
    """

    _name = "property.defect.notice"
    _description = "Notice of Outstanding Works"
    _inherit = ["property.estate.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Notice number", readonly=True, copy=False, index=True)
    developer_id = fields.Many2one(
        comodel_name="res.partner",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(required=True, readonly=True, index=True)
    state = fields.Selection(
        selection=[("sent", "Sent"), ("confirmed", "Confirmed")],
        string="Status",
        required=True,
        default="sent",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    channel = fields.Selection(
        selection=[
            ("hand", "Handed over in person"),
            ("post", "Registered post"),
            ("email", "E-mail"),
            ("message", "Message"),
        ],
        required=True,
        default="hand",
        tracking=True,
    )
    line_ids = fields.One2many(
        comodel_name="property.defect.notice.line",
        inverse_name="notice_id",
        readonly=True,
    )
    defect_count = fields.Integer(
        string="Outstanding works", compute="_compute_defect_count"
    )
    sent_on = fields.Datetime(readonly=True, copy=False)
    sent_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Sent by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    confirmed_by = fields.Char(
        string="Received by",
        copy=False,
        help="Who received it at the developer's customer service.",
    )
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    confirmation_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_defect_notice_proof_rel",
        column1="notice_id",
        column2="attachment_id",
        string="Signed copy",
        copy=False,
    )
    note = fields.Text()

    _name_uniq = models.UniqueIndex(
        "(company_id, name)", "This number of a notice is taken already."
    )

    @api.depends("line_ids")
    def _compute_defect_count(self):
        counts = dict(
            self.env["property.defect.notice.line"]._read_group(
                [("notice_id", "in", self.ids)], ["notice_id"], ["__count"]
            )
        )
        for notice in self:
            notice.defect_count = counts.get(notice, 0)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Notices are made by transferring outstanding works.")
            )
        return super(PropertyDefectNotice, without_defaults(self)).create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - WRITABLE:
            raise AccessError(self.env._("What a notice says is evidence and stays."))
        if not self.env.su and {"confirmed_by", "confirmation_ids"} & vals.keys():
            for notice in self:
                notice._property_check_sent()
        result = super().write(vals)
        if "confirmation_ids" in vals:
            self._property_adopt_confirmations()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A notice is evidence and cannot be deleted."))

    # === Actions ===

    def action_confirm(self):
        """The developer's customer service has received the notice."""
        self.check_access("write")
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("Somebody else works on this notice."))
        self.invalidate_recordset(["state"])
        for notice in self:
            notice._property_check_sent()
            if not (notice.confirmed_by or "").strip():
                raise UserError(self.env._("Enter who received the notice."))
        # Only superuser code locks; the right to write was checked above.
        self.sudo().confirmation_ids._property_lock()
        # write() refuses these fields to users: only this step sets them.
        self.sudo().write({"state": "confirmed", "confirmed_on": fields.Datetime.now()})

    def action_open_defects(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_defect_action"
        )
        action.pop("path", None)
        action["context"] = {}
        action["domain"] = [("id", "in", self.line_ids.defect_id.ids)]
        return action

    def _property_adopt_confirmations(self):
        """The signed copy is the user's own upload, none of another record."""
        for notice in self:
            # Whose files they are is looked at here; the user may see fewer.
            files = notice.sudo().confirmation_ids
            own = files.filtered(
                lambda file, notice=notice: file.res_model == notice._name
                and file.res_id == notice.id
            )
            self.env["property.defect"]._property_take_over(files - own, notice)

    def _property_check_sent(self):
        if self.state != "sent":
            raise UserError(
                self.env._("%(notice)s is confirmed already.", notice=self.display_name)
            )

    # === Business methods ===

    @api.model
    def _property_write_notices(self, defects):
        """One notice for each estate and its developer, with all these works."""
        notices = self.browse()
        for estate, works in defects.grouped("estate_id").items():
            if not estate.developer_id:
                raise UserError(
                    self.env._(
                        "Enter the developer of estate %(estate)s first.",
                        estate=estate.name,
                    )
                )
            notices |= self._property_write_notice(estate, works)
        return notices

    @api.model
    def _property_write_notice(self, estate, defects):
        sequence = self.env["ir.sequence"].with_company(estate.company_id)
        day = defects[0]._property_today()
        # Users make notices by this step only; it has checked their right.
        notice = self.sudo().create(
            {
                "name": sequence.next_by_code("property.defect.notice"),
                "estate_id": estate.id,
                "developer_id": estate.developer_id.id,
                "date": day,
                "sent_on": fields.Datetime.now(),
                "sent_by_id": self.env.uid,
                "line_ids": [
                    fields.Command.create(
                        {
                            "defect_id": defect.id,
                            "description": defect.description,
                            "deadline": defect._property_repair_deadline(day),
                            "round": defect.fail_count + 1,
                        }
                    )
                    for defect in defects.sorted(
                        lambda row: (row.unit_id.sort_key, row.id)
                    )
                ],
            }
        )
        defects._property_on_notice(day)
        return notice.sudo(False)

    def _property_open(self):
        """The notices on the screen, to be printed and handed over."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_defect_notice_action"
        )
        action.pop("path", None)
        if len(self) == 1:
            return {**action, "views": [(False, "form")], "res_id": self.id}
        return {**action, "domain": [("id", "in", self.ids)]}


class PropertyDefectNoticeLine(models.Model):
    """A work as the developer was told of it, in the words of that day."""

    _name = "property.defect.notice.line"
    _description = "Work on a Notice"
    _order = "notice_id, id"
    _rec_name = "defect_id"
    _check_company_auto = True

    notice_id = fields.Many2one(
        comodel_name="property.defect.notice",
        string="Notice to developer",
        required=True,
        index=True,
        ondelete="cascade",
    )
    defect_id = fields.Many2one(
        comodel_name="property.defect",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    estate_id = fields.Many2one(
        related="notice_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="notice_id.company_id", store=True, index=True, precompute=True
    )
    unit_id = fields.Many2one(related="defect_id.unit_id")
    section = fields.Char(related="defect_id.section", string="Room or place")
    part = fields.Char(related="defect_id.part")
    description = fields.Text(string="What is wrong", readonly=True)
    deadline = fields.Date(readonly=True)
    round = fields.Integer(
        readonly=True, help="1 for the first notice; more after a failed repair."
    )
    state = fields.Selection(related="defect_id.state", string="Status today")

    _defect_once = models.Constraint(
        "UNIQUE(notice_id, defect_id)", "This work is on the notice already."
    )
