from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class PropertyRoutineNote(models.Model):
    """例行工作记录: what was done, where no other record proves it (MAIL-02, QA-14).

    So that every rule of how often can be followed, also for work that leaves no trace
    in the product.
    """

    _name = "property.routine.note"
    _description = "Record of Routine Work"
    _inherit = [
        "property.estate.mixin",
        "property.evidence.mixin",
        "property.file.mixin",
    ]
    _order = "date desc, id desc"
    _rec_name = "routine_id"

    routine_id = fields.Many2one(
        comodel_name="property.routine",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("evidence_model", "=", "property.routine.note")],
    )
    date = fields.Datetime(
        string="Done on", required=True, readonly=True, default=fields.Datetime.now
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Done by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    text = fields.Text(string="What was done", required=True)
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_routine_note_photo_rel",
        column1="note_id",
        column2="attachment_id",
        string="Photos and papers",
        copy=False,
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Who and when are facts, not entries.
            now = {"date": fields.Datetime.now(), "user_id": self.env.uid}
            vals_list = [{**vals, **now} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            for note in self:
                note._property_check_today(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was done stays on record."))

    # === Hooks ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "date",
        }

    # === Business methods ===

    def _property_check_today(self, vals):
        """Whoever wrote it may mend the words on the same day."""
        self.ensure_one()
        if vals.keys() - {"text", "photo_ids"} or self.user_id != self.env.user:
            raise AccessError(
                self.env._(
                    "%(note)s stays as it was written; write another one.",
                    note=self.display_name,
                )
            )
        today = self.env.user._property_today()
        if fields.Datetime.context_timestamp(self, self.date).date() != today:
            raise UserError(
                self.env._(
                    "%(note)s is of another day and stays as it is.",
                    note=self.display_name,
                )
            )
