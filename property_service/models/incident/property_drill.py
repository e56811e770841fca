from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class PropertyDrill(models.Model):
    """应急演练: a night check, a simulation, questions to the staff (EMG-01 to EMG-03).

    Done, it counts for “once a month” (EMG-02) and is not changed.
    """

    _name = "property.drill"
    _description = "Emergency Drill"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.file.mixin",
        "property.checklist.single.mixin",
        "property.evidence.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Drill number", readonly=True, copy=False)
    kind = fields.Selection(
        selection=[
            ("night", "Night check"),
            ("simulation", "Simulation"),
            ("questions", "Questions to staff"),
        ],
        string="Kind of drill",
        required=True,
        default="simulation",
    )
    type_id = fields.Many2one(
        comodel_name="property.incident.type",
        string="Type of incident practised",
        required=True,
        index=True,
        ondelete="restrict",
        domain="['|', ('estate_ids', '=', False), ('estate_ids', 'in', estate_id)]",
    )
    date = fields.Datetime(
        string="Practised at", required=True, default=fields.Datetime.now, index=True
    )
    place = fields.Char(string="Drill place")
    participant_ids = fields.Many2many(
        comodel_name="property.staff",
        relation="property_drill_staff_rel",
        column1="drill_id",
        column2="staff_id",
        string="Participants",
    )
    state = fields.Selection(
        selection=[("draft", "In preparation"), ("done", "Practised")],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Led by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    done_on = fields.Datetime(readonly=True, copy=False)
    result = fields.Selection(
        selection=[
            ("passed", "Staff know what to do"),
            ("partly", "Partly"),
            ("failed", "Staff do not know"),
        ],
        string="Result of the drill",
        copy=False,
    )
    findings = fields.Text(string="Findings of the drill")
    improvement = fields.Text(string="What is improved")
    procedure = fields.Html(related="type_id.procedure")
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_drill_photo_rel",
        column1="drill_id",
        column2="attachment_id",
        string="Photos",
        copy=False,
    )

    @api.depends("name", "type_id.name")
    def _compute_display_name(self):
        for drill in self:
            parts = (drill.name, drill.type_id.name)
            drill.display_name = " ".join(part for part in parts if part)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        drills = super().create(vals_list)
        templates = self.env["property.checklist.template"]
        sequences = self.env["ir.sequence"]
        for drill, number in sequences._property_numbered(drills, "property.drill"):
            template = templates._property_for("drill", drill.estate_id)
            drill._property_set(
                name=number,
                checklist_id=template._property_start(drill).id,
            )
        return drills

    def write(self, vals):
        if not self.env.su and self.filtered(lambda drill: drill.state == "done"):
            raise UserError(
                self.env._("The drill is on record and stays as it was held.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        if self.filtered(lambda drill: drill.state == "done"):
            raise UserError(self.env._("Drills that were held stay on record."))

    def _property_step_fields(self):
        return {"state", "name", "user_id", "done_on", "checklist_id"}

    # === Actions ===

    def action_done(self):
        """Held, with its result; checklist and photos are evidence from now on."""
        for drill in self:
            drill._property_step("draft")
            drill._property_check_complete()
            if drill.checklist_id.state == "open":
                drill.checklist_id._property_close()
            drill._property_lock_files("photo_ids")
            drill._property_set(
                state="done", user_id=self.env.uid, done_on=fields.Datetime.now()
            )
        return True

    def action_all_ok(self):
        """One tap for everything that nobody has found wrong."""
        self.ensure_one()
        self._property_step("draft")
        self.checklist_id.line_ids.action_answer_ok()
        return True

    # === Checklist ===

    def _property_checklist_may_edit(self, checklist):
        return self.state == "draft" and super()._property_checklist_may_edit(checklist)

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "date",
            "subject": "type_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return super()._property_evidence_domain() & Domain("state", "=", "done")

    # === Business methods ===

    def _property_check_complete(self):
        if not self.participant_ids or not self.result:
            raise UserError(
                self.env._(
                    "%(drill)s: say who took part and what the result is.",
                    drill=self.display_name,
                )
            )
        if self.result != "passed" and not (self.findings or "").strip():
            raise UserError(
                self.env._(
                    "%(drill)s: write down what was found.", drill=self.display_name
                )
            )
        if self.date > fields.Datetime.now():
            raise UserError(
                self.env._(
                    "%(drill)s has not taken place yet.", drill=self.display_name
                )
            )
