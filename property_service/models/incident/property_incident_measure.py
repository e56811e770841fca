from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyIncidentMeasure(models.Model):
    """纠正预防措施: what is done so that it does not happen again (EMG-08)."""

    _name = "property.incident.measure"
    _description = "Corrective or Preventive Action"
    _inherit = ["property.step.mixin"]
    _order = "deadline, id"

    incident_id = fields.Many2one(
        comodel_name="property.incident",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="incident_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="incident_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        selection=[("corrective", "Corrective"), ("preventive", "Preventive")],
        string="Kind of action",
        required=True,
        default="corrective",
    )
    name = fields.Text(string="Measure to take", required=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who does it",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    deadline = fields.Date(string="Until", required=True)
    state = fields.Selection(
        selection=[("open", "To do"), ("done", "Done")],
        required=True,
        readonly=True,
        default="open",
        index=True,
        copy=False,
    )
    done_on = fields.Datetime(readonly=True, copy=False)
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_late", search="_search_is_late"
    )

    @api.depends("deadline", "state", "done_on")
    def _compute_is_late(self):
        today = self.env.user._property_today()
        for measure in self:
            until = measure.done_on.date() if measure.done_on else today
            measure.is_late = bool(measure.deadline and measure.deadline < until)

    def _search_is_late(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        today = self.env.user._property_today()
        return [("state", "=", "open"), ("deadline", "<", today)]

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        measures = super().create(vals_list)
        measures._property_check_open()
        return measures

    def write(self, vals):
        self._property_check_open()
        result = super().write(vals)
        self._property_check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._property_check_open()

    def _property_step_fields(self):
        return {"state", "done_on"}

    # === Actions ===

    def action_done(self):
        """Done by who has to do it, or confirmed by a supervisor."""
        for measure in self:
            measure._property_step("open")
            if measure.user_id != self.env.user and not self.env.user.has_group(
                SUPERVISOR
            ):
                raise AccessError(
                    self.env._(
                        "“%(measure)s” is done by %(user)s.",
                        measure=measure.name,
                        user=measure.user_id.name,
                    )
                )
            measure._property_set(state="done", done_on=fields.Datetime.now())
            measure.incident_id._property_log(
                "step", self.env._("Done: %(text)s", text=measure.name)
            )
        return True

    # === Business methods ===

    def _property_check_open(self):
        """The released report stays as it is; doing it is a step of its own."""
        released = self.incident_id.filtered(
            lambda incident: incident.state == "analysed"
        )
        if released and not self.env.su:
            raise UserError(
                self.env._(
                    "%(incident)s: the report is released and stays as it is.",
                    incident=released[0].display_name,
                )
            )

    def _property_kind_text(self):
        """The kind in words, for paper."""
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _property_remind(self):
        """A to-do for each one who has to do something."""
        for measure in self:
            measure.incident_id.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=measure.deadline,
                user_id=measure.user_id.id,
                summary=measure.name,
            )
