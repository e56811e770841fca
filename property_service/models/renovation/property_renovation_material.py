from odoo import api, fields, models
from odoo.exceptions import UserError

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

    def action_print_slip(self):
        """装修材料放行条 for the guard at the gate (ACC-04)."""
        self.check_access("read")
        closed = self.filtered(lambda entry: entry.state == "released")
        if not closed:
            raise UserError(self.env._("A slip is printed once the material may pass."))
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_renovation_material_report", closed
        )

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
            time=self.estate_id._property_clock(
                self.asked_on or fields.Datetime.now(), "%H:%M"
            ),
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
