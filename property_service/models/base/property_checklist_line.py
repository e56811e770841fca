from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .property_checklist_words import DOC_STATES

RESULTS = [("ok", "OK"), ("fail", "Fail"), ("na", "Not applicable")]
ANSWERS = {
    "result",
    "doc_state",
    "measure",
    "note",
    "photo_ids",
    "signature",
    "signed_by",
}
# Whose result follows from what is entered, not from a button.
ENTERED = {"measure": "measure", "text": "note", "document": "doc_state"}
EVIDENCE_TYPES = ("image/", "application/pdf")
RANKS = {state: rank for rank, (state, _label) in enumerate(DOC_STATES)}


class PropertyChecklistLine(models.Model):
    """One answer. Who gave it and when is stamped by the server."""

    _name = "property.checklist.line"
    _description = "Line of a Checklist"
    _inherit = ["property.checklist.words"]
    _order = "checklist_id, sequence, id"

    checklist_id = fields.Many2one(
        comodel_name="property.checklist",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    template_line_id = fields.Many2one(
        comodel_name="property.checklist.template.line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    result = fields.Selection(selection=RESULTS)
    doc_state = fields.Selection(selection=DOC_STATES, string="Document status")
    measure = fields.Float(digits=(16, 3), aggregator=None)
    note = fields.Text()
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_checklist_line_photo_rel",
        column1="line_id",
        column2="attachment_id",
        string="Photos",
        copy=False,
    )
    photo_count = fields.Integer(compute="_compute_photo_count", store=True)
    signature = fields.Binary(attachment=True)
    signed_by = fields.Char(help="Name of who signed.")
    signed_on = fields.Datetime(readonly=True)
    done_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Done by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    done_on = fields.Datetime(readonly=True)
    is_missing = fields.Boolean(
        string="Missing", compute="_compute_is_missing", store=True
    )

    _failed_idx = models.Index("(checklist_id) WHERE result = 'fail'")

    # === Computes ===

    @api.depends("photo_ids")
    def _compute_photo_count(self):
        for line in self:
            line.photo_count = len(line.photo_ids)

    @api.depends(
        "is_mandatory",
        "needs_photo",
        "needs_signature",
        "result",
        "note",
        "photo_count",
        "signed_on",
    )
    def _compute_is_missing(self):
        """Unanswered though mandatory, or answered without what proves it.

        A mandatory line that does not apply needs a note, so that “not applicable” is
        no way round it.
        """
        for line in self:
            if not line.result:
                line.is_missing = line.is_mandatory
            elif line.result == "na":
                line.is_missing = line.is_mandatory and not (line.note or "").strip()
            else:
                line.is_missing = bool(
                    (line.needs_photo and not line.photo_count)
                    or (line.needs_signature and not line.signed_on)
                )

    # === CRUD ===

    def write(self, vals):
        if not self.env.su and vals.keys() - ANSWERS:
            raise AccessError(
                self.env._("The words of a checklist come from its template.")
            )
        if not vals.keys() & ANSWERS:
            return super().write(vals)
        # Writing is refused to others by the rules; this needs the right as well.
        self.check_access("write")
        self.checklist_id._property_check_may_edit()
        if "signature" in vals:
            self._property_set_signature_aside()
        for line in self:
            super(PropertyChecklistLine, line).write(line._property_answer(vals))
        self._property_check_photos()
        return True

    # === Actions ===

    def action_answer(self, vals):
        """Store an answer at once and tell what has changed, in one call."""
        self.ensure_one()
        self.write({name: vals[name] for name in ANSWERS & vals.keys()})
        return self._property_fill_data()

    def action_answer_ok(self):
        """The rest of a section is in order: one touch for many lines.

        Lines that ask for a photo, a signature, a measure or a document keep their own
        answer, and so do lines that have one already.
        """
        rest = self.filtered(
            lambda line: not line.result
            and line.answer_type in ("pass_fail", "confirm")
            and not line.needs_photo
            and not line.needs_signature
        )
        if rest:
            rest.write({"result": "ok"})
        return self._property_fill_data()

    def action_add_photo(self, name, datas):
        """Add a photo taken by a phone (base64)."""
        self.ensure_one()
        self.check_access("write")
        self.checklist_id._property_check_may_edit()
        photo = self.env["ir.attachment"].create(
            {
                "name": name,
                "datas": datas,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return self.action_answer({"photo_ids": [fields.Command.link(photo.id)]})

    def action_remove_photo(self, photo_id):
        """Remove a photo taken by mistake, while the checklist is open."""
        self.ensure_one()
        photo = self.photo_ids.filtered(lambda attachment: attachment.id == photo_id)
        answer = self.action_answer({"photo_ids": [fields.Command.unlink(photo.id)]})
        photo.unlink()
        return answer

    # === Business methods ===

    def _property_answer(self, vals):
        """What to store for this line: the stamp, and the result that follows."""
        self.ensure_one()
        now = fields.Datetime.now()
        answer = {**vals, "done_by_id": self.env.user.id, "done_on": now}
        if "signature" in vals:
            answer["signed_on"] = now if vals["signature"] else False
        if "result" in vals and not vals["result"]:
            answer.update(done_by_id=False, done_on=False, doc_state=False, measure=0.0)
            return answer
        entered = ENTERED.get(self.answer_type)
        if entered and entered in vals:
            if vals.get("result") != "na":
                answer["result"] = self._property_result_of(vals[entered])
        elif (
            entered
            and self.answer_type == "measure"
            and vals.get("result")
            in (
                "ok",
                "fail",
            )
        ):
            raise UserError(
                self.env._(
                    "%(line)s: enter the measure; whether it passes follows from its"
                    " limits.",
                    line=self.name,
                )
            )
        return answer

    def _property_result_of(self, value):
        if self.answer_type == "measure":
            return "ok" if self._property_in_range(float(value or 0.0)) else "fail"
        if self.answer_type == "text":
            return "ok" if str(value or "").strip() else False
        is_complete = RANKS.get(value, -1) >= RANKS[self.doc_target]
        return "ok" if is_complete else False

    def _property_check_photos(self):
        """A photo belongs to its line: none is borrowed from another record."""
        for line in self:
            # The line's own photos, whoever took them.
            for photo in line.sudo().photo_ids:
                is_own = photo.res_model == line._name and photo.res_id == line.id
                if not is_own or not (photo.mimetype or "").startswith(EVIDENCE_TYPES):
                    raise UserError(
                        self.env._(
                            "%(line)s: “%(file)s” is not a photo or PDF of this line;"
                            " take or upload it here.",
                            line=line.name,
                            file=photo.name,
                        )
                    )

    def _property_evidence(self):
        """All files of the lines, their signatures among them."""
        # Which files to lock does not depend on who may list files.
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("id", "!=", False),  # with those of fields, such as signatures
                ]
            )
        )

    def _property_set_signature_aside(self):
        """A locked signature that is given anew is kept, apart from its line."""
        locked = self._property_evidence().filtered(
            lambda file: file.res_field == "signature" and file.property_locked
        )
        for file in locked:
            file._property_unlock()
            file.write(
                {"res_field": False, "name": self.env._("Signature before reopening")}
            )
        locked._property_lock()

    def _property_missing_text(self):
        self.ensure_one()
        if not self.result:
            what = self.env._("no answer")
        elif self.result == "na":
            what = self.env._("a note why it does not apply")
        elif self.needs_photo and not self.photo_count:
            what = self.env._("photo")
        else:
            what = self.env._("signature")
        label = f"{self.section} · {self.name}" if self.section else self.name
        return f"{label}: {what}"

    def _property_result_text(self):
        """The answer in one phrase, for paper and lists."""
        self.ensure_one()
        result = dict(self._fields["result"]._description_selection(self.env))
        if not self.result or self.result == "na":
            if self.answer_type != "document" or self.result or not self.doc_state:
                return result.get(self.result, "")
        if self.answer_type == "document":
            states = dict(self._fields["doc_state"]._description_selection(self.env))
            return states.get(self.doc_state) or result[self.result]
        if self.answer_type == "measure":
            return f"{self.measure:g} {self.measure_uom} · {result[self.result]}"
        return "" if self.answer_type == "text" else result[self.result]

    def _property_fill_data(self):
        """What the fill-in screen shows of these lines."""
        return {
            "lines": [line._property_fill_values() for line in self],
            "checklist": self.checklist_id[:1].read(
                ["line_count", "answered_count", "missing_count", "failed_count"]
            ),
        }

    def _property_fill_values(self):
        names = ("id", "section", "name", "help", "answer_type", "is_mandatory")
        names += ("needs_photo", "needs_signature", "doc_target", "measure_min")
        names += ("measure_max", "measure_uom", "result", "doc_state", "measure")
        names += ("note", "signed_by", "is_missing")
        return {
            **{name: self[name] for name in names},
            "is_signed": bool(self.signed_on),
            "signed_key": fields.Datetime.to_string(self.signed_on),
            "done_by": self.done_by_id.display_name or "",
            "photos": [
                {"id": photo.id, "name": photo.name, "locked": photo.property_locked}
                for photo in self.photo_ids
            ],
        }
