from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.image import image_data_uri

from .property_checklist_words import COPIED_TEXTS, COPIED_VALUES

REOPEN_GROUP = "property_service.property_service_group_supervisor"
SHOWN = 20  # missing lines named in one message


class PropertyChecklist(models.Model):
    """A checklist to fill for one document, with the words of its template then.

    Nobody writes it: it is started from a template by the document's process, its lines
    are answered, and closing freezes it with its photos and signatures.
    """

    _name = "property.checklist"
    _description = "Checklist"
    _inherit = ["property.estate.mixin"]
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    kind_id = fields.Many2one(
        comodel_name="property.checklist.kind",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    template_id = fields.Many2one(
        comodel_name="property.checklist.template",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    res_model = fields.Char(string="Model of the document", required=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True
    )
    state = fields.Selection(
        selection=[("open", "Being filled in"), ("closed", "Filled in and locked")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )
    line_ids = fields.One2many(
        comodel_name="property.checklist.line", inverse_name="checklist_id"
    )
    line_count = fields.Integer(
        string="Lines", compute="_compute_counts", store=True, aggregator="sum"
    )
    answered_count = fields.Integer(
        string="Answered", compute="_compute_counts", store=True, aggregator="sum"
    )
    missing_count = fields.Integer(
        string="Missing",
        compute="_compute_counts",
        store=True,
        index=True,
        help="Mandatory lines, photos, signatures and measures that are missing.",
    )
    failed_count = fields.Integer(
        string="Lines that failed", compute="_compute_counts", store=True, index=True
    )
    closed_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    closed_on = fields.Datetime(readonly=True)
    reopening_ids = fields.One2many(
        comodel_name="property.checklist.reopening", inverse_name="checklist_id"
    )
    may_edit = fields.Boolean(compute="_compute_may_edit")

    _document_idx = models.Index("(res_model, res_id)")

    # === Computes ===

    @api.depends("line_ids.result", "line_ids.is_missing")
    def _compute_counts(self):
        """Of all checklists with one query: thousands may start at once."""
        counts = {}
        for checklist, result, is_missing, number in self.env[
            "property.checklist.line"
        ]._read_group(
            [("checklist_id", "in", self.ids)],
            ["checklist_id", "result", "is_missing"],
            ["__count"],
        ):
            counts.setdefault(checklist.id, []).append((result, is_missing, number))
        for checklist in self:
            groups = counts.get(checklist.id, [])
            checklist.line_count = sum(n for _r, _m, n in groups)
            checklist.answered_count = sum(n for result, _m, n in groups if result)
            checklist.missing_count = sum(n for _r, missing, n in groups if missing)
            checklist.failed_count = sum(n for res, _m, n in groups if res == "fail")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_may_edit(self):
        for checklist in self:
            checklist.may_edit = (
                checklist.state == "open"
                and bool(checklist.id)
                and checklist._property_may_edit()
            )

    # === CRUD ===

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        for checklist in self:
            if checklist.state == "closed":
                raise UserError(
                    self.env._(
                        "%(checklist)s is closed and kept as evidence.",
                        checklist=checklist.name,
                    )
                )

    # === Actions ===

    def action_close(self):
        for checklist in self:
            checklist._property_close()
        return True

    def action_reopen(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reopen"),
            "res_model": "property.checklist.reopen.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_checklist_id": self.id},
        }

    def action_open_document(self):
        self.ensure_one()
        return self._property_document().get_formview_action()

    def action_fill_data(self):
        """All that the fill-in screen shows, in one call."""
        self.ensure_one()
        return {
            **self.line_ids._property_fill_data(),
            "may_edit": self.may_edit,
            "state": self.state,
        }

    # === Business methods ===

    def _property_fill_action(self):
        """The screen in which a checklist is filled."""
        self.ensure_one()
        return self.get_formview_action()

    def _property_document(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)

    def _property_may_edit(self):
        self.ensure_one()
        document = self._property_document()
        return bool(document._property_checklist_may_edit(self))

    def _property_check_may_edit(self):
        """Refuse answers to closed checklists, and by whom the document refuses.

        :raise UserError: closed, for whomever
        :raise AccessError: not the user's to fill
        """
        self._property_lock()
        for checklist in self:
            if checklist.state != "open":
                raise UserError(
                    self.env._(
                        "%(checklist)s is closed; a supervisor can reopen it with a"
                        " reason.",
                        checklist=checklist.name,
                    )
                )
            if not self.env.su and not checklist._property_may_edit():
                raise AccessError(
                    self.env._(
                        "%(checklist)s is not yours to fill in its present state.",
                        checklist=checklist.name,
                    )
                )

    def _property_lock(self):
        """Wait for, then see, an answer or a closing by somebody else."""
        if not self.ids:
            return
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT 1 FROM property_checklist WHERE id IN %s"
                " ORDER BY id FOR NO KEY UPDATE",
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["state"])

    def _property_missing_lines(self):
        return self.line_ids.filtered("is_missing")

    def _property_close(self):
        """Freeze the answers with their photos and signatures.

        :raise UserError: naming what is missing
        """
        self.ensure_one()
        self._property_check_may_edit()
        missing = self._property_missing_lines()
        if missing:
            names = [line._property_missing_text() for line in missing[:SHOWN]]
            if len(missing) > SHOWN:
                names.append("…")
            raise UserError(
                self.env._(
                    "%(checklist)s cannot be closed, %(count)s lines are missing:\n"
                    "%(lines)s",
                    checklist=self.name,
                    count=len(missing),
                    lines="\n".join(names),
                )
            )
        # Nobody writes a checklist directly; the checks are above.
        self.sudo().write(
            {
                "state": "closed",
                "closed_by_id": self.env.user.id,
                "closed_on": fields.Datetime.now(),
            }
        )
        self.line_ids._property_evidence()._property_lock()
        self._property_document()._property_on_checklist_closed(self)

    def _property_reopen(self, reason):
        """Let a closed checklist be corrected; photos and signatures stay locked.

        :raise AccessError: only supervisors
        :raise UserError: no reason, or the document does not allow it any more
        """
        self.ensure_one()
        reason = str(reason or "").strip()
        if not self.env.su and not self.env.user.has_group(REOPEN_GROUP):
            raise AccessError(self.env._("Only supervisors reopen a checklist."))
        if not reason:
            raise UserError(self.env._("Give the reason for reopening."))
        self.check_access("read")
        self._property_lock()
        if self.state != "closed":
            raise UserError(
                self.env._("%(checklist)s is open already.", checklist=self.name)
            )
        if not self.env.su and not self._property_may_edit():
            raise UserError(
                self.env._(
                    "%(checklist)s: its document is past the step in which the"
                    " checklist could be changed.",
                    checklist=self.name,
                )
            )
        # Nobody writes these rows directly; the checks are above.
        checklist = self.sudo()
        checklist.write({"state": "open", "closed_by_id": False, "closed_on": False})
        checklist.reopening_ids = [
            fields.Command.create({"user_id": self.env.user.id, "reason": reason})
        ]

    def _property_printed_photos(self):
        """Photos with their captions, numbered like the lines."""
        self.ensure_one()
        photos = []
        for number, line in enumerate(self.line_ids, 1):
            for photo in line.photo_ids:
                is_image = (photo.mimetype or "").startswith("image/")
                photos.append(
                    {
                        "name": photo.name,
                        "image": is_image and image_data_uri(photo.datas),
                        "caption": f"{number}. {line.name}",
                    }
                )
        return photos

    def _property_copy_lines(self, template):
        """The template's lines for all these checklists, in every language.

        In two statements, whatever their number: a delivery of a thousand homes starts
        forty thousand lines at once.
        """
        if not self.ids:
            return
        names = [SQL.identifier(name) for name in COPIED_TEXTS + COPIED_VALUES]
        template.line_ids.flush_recordset()
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO property_checklist_line
                       (checklist_id, template_line_id, is_missing, photo_count,
                        create_uid, create_date, write_uid, write_date, %(names)s)
                SELECT checklist.id, words.id, words.is_mandatory, 0,
                       %(user)s, %(now)s, %(user)s, %(now)s, %(values)s
                  FROM property_checklist checklist
            CROSS JOIN property_checklist_template_line words
                 WHERE checklist.id IN %(ids)s AND words.template_id = %(template)s
              ORDER BY checklist.id, words.sequence, words.id
                """,
                names=SQL(", ").join(names),
                values=SQL(", ").join(SQL("words.%s", name) for name in names),
                user=self.env.uid,
                now=fields.Datetime.now(),
                ids=tuple(self.ids),
                template=template.id,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE property_checklist SET line_count = %s, missing_count = %s"
                " WHERE id IN %s",
                len(template.line_ids),
                len(template.line_ids.filtered("is_mandatory")),
                tuple(self.ids),
            )
        )
        self.invalidate_recordset()
        self.env["property.checklist.line"].invalidate_model()


class PropertyChecklistReopening(models.Model):
    """Who opened a closed checklist again, and why. Only ever added to."""

    _name = "property.checklist.reopening"
    _description = "Reopening of a Checklist"
    _order = "id"

    checklist_id = fields.Many2one(
        comodel_name="property.checklist",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    reason = fields.Text(required=True, readonly=True)

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("A reopening stays on record as it is."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A reopening stays on record."))
