from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SUPERVISOR = "property_service.property_service_group_supervisor"
OPEN_STATES = ("asked", "coordinating", "escalated")


class PropertyRenovationMaterial(models.Model):
    """Material at the gate: asked, decided, coordinated, escalated (REN-24, ACC-04).

    The gate asks; the agent of the zone goes at once and decides. What may not pass is
    settled with the owner, and reported upward where that fails.
    """

    _name = "property.renovation.material"
    _description = "Renovation Material Entry"
    _inherit = ["property.renovation.site.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Record No.", readonly=True, copy=False, index="trigram", default="/"
    )
    state = fields.Selection(
        selection=[
            ("asked", "Asked by the gate"),
            ("coordinating", "Not passed, with the owner"),
            ("escalated", "Reported upward"),
            ("released", "Let in"),
            ("refused", "Turned back"),
        ],
        string="Status",
        required=True,
        default="asked",
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    kind_id = fields.Many2one(
        comodel_name="property.renovation.material.kind",
        required=True,
        index=True,
        ondelete="restrict",
    )
    control = fields.Selection(related="kind_id.control")
    description = fields.Char(string="Material", required=True)
    quantity = fields.Char()
    carrier = fields.Char(string="Brought by")
    plate = fields.Char(string="Plate of the vehicle")
    gate = fields.Char(string="Gate and guard")
    is_rectification = fields.Boolean(
        string="For the rectification",
        help="On a stopped site nothing else is let in.",
    )
    asked_on = fields.Datetime(readonly=True, copy=False)
    asked_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Recorded by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    decided_on = fields.Datetime(string="Agent decided on", readonly=True, copy=False)
    decided_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Agent",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    decision_note = fields.Char(string="Why not passed", readonly=True, copy=False)
    coordinated_on = fields.Datetime(
        string="Owner contacted on", readonly=True, copy=False
    )
    coordinated_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Owner contacted by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    coordination_note = fields.Char(string="Owner's answer", readonly=True, copy=False)
    escalated_on = fields.Datetime(
        string="Reported upward on", readonly=True, copy=False
    )
    escalated_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Reported by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    closed_on = fields.Datetime(string="Settled on", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Settled by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    response_minutes = fields.Integer(
        string="Minutes until decided",
        compute="_compute_response_minutes",
        store=True,
        aggregator="avg",
        help="From the gate's question to the agent's decision.",
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This number is taken already."
    )

    # === Computes ===

    @api.depends("asked_on", "decided_on")
    def _compute_response_minutes(self):
        for entry in self:
            spent = entry.decided_on and entry.decided_on - entry.asked_on
            entry.response_minutes = spent and int(spent.total_seconds() // 60)

    @api.depends("name", "description")
    def _compute_display_name(self):
        for entry in self:
            parts = ["" if entry.name == "/" else entry.name, entry.description]
            entry.display_name = " ".join(part for part in parts if part)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        entries._property_check_site()
        entries._property_check_stopped()
        entries._property_number("property.renovation.material")
        for entry in entries:
            entry._property_ask()
        return entries

    def write(self, vals):
        fixed = {"renovation_id", "kind_id", "description", "quantity"} & vals.keys()
        fixed |= {"is_rectification"} & vals.keys()
        if fixed and not self.env.su:
            if any(entry.state != "asked" for entry in self):
                raise UserError(
                    self.env._("What was decided on is not changed afterwards.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Entries at the gate stay on record."))

    def _property_step_fields(self):
        return super()._property_step_fields() | {
            "name",
            "asked_on",
            "asked_by_id",
            "decided_on",
            "decided_by_id",
            "decision_note",
            "coordinated_on",
            "coordinated_by_id",
            "coordination_note",
            "escalated_on",
            "escalated_by_id",
            "closed_on",
            "closed_by_id",
        }

    # === Steps ===

    def _property_ask(self):
        """The gate has asked: the agent is to come at once."""
        self._property_set(
            asked_on=fields.Datetime.now(),
            asked_by_id=self.env.uid,
        )
        if self.control == "free":
            self._property_decide()
            self._property_close("released")
            return
        self._property_due_in("renovation.material_agent_minutes")
        self._property_remind(
            self.sudo().agent_id.user_id,  # the agent's login
            self.env._("Material at the gate"),
        )

    def action_release(self):
        """Pass: by the agent on the spot, or by a superior once it was reported."""
        for entry in self:
            entry._property_step("asked", "coordinating", "escalated")
            entry._property_check_may_release()
            if entry.state == "asked":
                entry._property_decide()
            entry._property_close("released")
        return True

    def _property_refuse(self, reason):
        """Not passed: the clerk is to settle it with the owner."""
        self._property_step("asked")
        note = self._property_words(reason, self.env._("why it may not pass"))
        self._property_decide(state="coordinating", decision_note=note)
        self._property_due_in("renovation.material_coordination_minutes")
        self.message_post(body=note)

    def _property_coordinate(self, answer, is_settled):
        """What the owner says: taken back, or not settled and so reported upward."""
        self._property_step("coordinating")
        note = self._property_words(answer, self.env._("what the owner says"))
        self._property_set(
            coordinated_on=fields.Datetime.now(),
            coordinated_by_id=self.env.uid,
            coordination_note=note,
        )
        if is_settled:
            self._property_close("refused")
        else:
            self._property_escalate(self.env.user)

    def action_turn_back(self):
        """The material leaves: decided by the superior to whom it was reported."""
        for entry in self:
            entry._property_step("escalated")
            entry._property_check_superior()
            entry._property_close("refused")
        return True

    def action_refuse(self):
        """Open the dialog for the reason why it may not pass."""
        return self._property_open_dialog("refuse", self.env._("Not passed"))

    def action_coordinate(self):
        """Open the dialog for the owner's answer."""
        return self._property_open_dialog("coordinate", self.env._("Owner contacted"))

    def action_print_slip(self):
        """装修材料放行条 for the guard at the gate (ACC-04)."""
        self.check_access("read")
        closed = self.filtered(lambda entry: entry.state == "released")
        if not closed:
            raise UserError(self.env._("A slip is printed once the material may pass."))
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_renovation_material_report", closed
        )

    # === Business methods ===

    def _property_check_may_release(self):
        self.ensure_one()
        if self.control == "prohibited":
            raise UserError(
                self.env._(
                    "%(kind)s is prohibited (%(rule)s) and passes for nobody.",
                    kind=self.kind_id.name,
                    rule=self.kind_id.source or "",
                )
            )
        self._property_check_site()
        self._property_check_stopped()
        last = self.renovation_id.permit_date_end
        if last and last < fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "The permit of %(renovation)s ended on %(day)s; it is to be"
                    " extended before material passes.",
                    renovation=self.renovation_id.display_name,
                    day=last,
                )
            )
        if self.state == "escalated":
            self._property_check_superior()

    def _property_check_stopped(self):
        """A stopped site gets nothing but what its rectification needs (REN-21)."""
        for entry in self:
            if entry.renovation_id.is_site_stopped and not entry.is_rectification:
                raise UserError(
                    self.env._(
                        "The site of %(renovation)s is stopped; only material for the"
                        " rectification passes.",
                        renovation=entry.renovation_id.display_name,
                    )
                )

    def _property_check_superior(self):
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._("What was reported upward is decided by a supervisor.")
            )

    def _property_escalate(self, user):
        """Reported upward, by somebody or because nobody settled it in time."""
        self._property_set(
            state="escalated",
            escalated_on=fields.Datetime.now(),
            escalated_by_id=user.id if user else False,
        )
        self._property_reminders_done()
        self._property_due_in("renovation.material_escalation_minutes")
        for superior in self._property_superiors()[:1]:
            self._property_remind(superior, self.env._("Material not settled"))

    def _property_decide(self, **values):
        self._property_set(
            decided_on=fields.Datetime.now(), decided_by_id=self.env.uid, **values
        )

    def _property_close(self, state):
        self._property_reminders_done()
        self._property_set(
            state=state, closed_on=fields.Datetime.now(), closed_by_id=self.env.uid
        )
        self._property_set_due(False)

    def _property_due_in(self, parameter):
        minutes = self.estate_id._property_parameter(parameter)
        self._property_set_due(fields.Datetime.now() + timedelta(minutes=minutes))

    def _property_words(self, text, what):
        text = str(text or "").strip()
        if not text:
            raise UserError(self.env._("Write down %(what)s.", what=what))
        return text

    def _property_open_dialog(self, kind, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "property.renovation.material.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_kind": kind, "default_material_id": self.id},
        }

    # === Deadlines ===

    def _property_on_due(self):
        """Not settled with the owner in time: upward by itself (REN-24)."""
        if self.state != "coordinating":
            return False
        self._property_escalate(None)
        return True

    def _property_alert_text(self):
        return self.env._(
            "%(unit)s: %(material)s, at the gate since %(time)s",
            unit=self.unit_id.code,
            material=self.display_name,
            time=fields.Datetime.context_timestamp(
                self, self.asked_on or fields.Datetime.now()
            ).strftime("%H:%M"),
        )

    def _property_alert_hours(self):
        minutes = self.estate_id._property_parameter(
            "renovation.material_escalation_minutes"
        )
        return minutes / 60

    @api.model
    def _cron_escalate(self):
        """REN-24: what waits too long at the gate goes upward; only due rows."""
        done, remaining = self._property_alert_due()
        self.env["ir.cron"]._commit_progress(done, remaining=remaining)
