from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..service.helpdesk_ticket import SEVERITIES

STATES = [
    ("reported", "Reported"),
    ("handling", "Being handled"),
    ("closed", "Under control"),
    ("analysed", "Analysed"),
]
OPEN = ("reported", "handling")
# What was reported: fixed once the incident is over.
FACTS = {
    *("type_id", "severity", "estate_id", "unit_id", "building_id", "equipment_id"),
    *("place", "date", "phenomenon", "informed_by_id", "plan", "result"),
}
# What the analysis says: fixed once it is released.
FINDINGS = {"impact", "cause", "feedback", "measure_ids"}
SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyIncident(models.Model):
    """突发事件: what happened, where, what is done, who was told (EMG-01 to EMG-10).

    Few words report it; the notification chain starts at once. Over, it is evidence.
    """

    _name = "property.incident"
    _description = "Incident"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.file.mixin",
        "property.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "place"]
    _check_company_auto = True

    name = fields.Char(string="Incident number", readonly=True, copy=False)
    type_id = fields.Many2one(
        comodel_name="property.incident.type",
        string="Type of incident",
        required=True,
        index=True,
        ondelete="restrict",
        domain="['|', ('estate_ids', '=', False), ('estate_ids', 'in', estate_id)]",
        tracking=True,
    )
    severity = fields.Selection(
        selection=SEVERITIES,
        compute="_compute_severity",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
        tracking=True,
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        readonly=True,
        default="reported",
        group_expand=True,
        index=True,
        copy=False,
        tracking=True,
    )
    date = fields.Datetime(
        string="Happened at",
        required=True,
        index=True,
        default=fields.Datetime.now,
        copy=False,
    )
    place = fields.Char(string="Where it happened")
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('estate_id', '=?', estate_id)]",
    )
    building_id = fields.Many2one(
        comodel_name="property.building",
        compute="_compute_building_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('estate_id', '=', estate_id)]",
    )
    equipment_id = fields.Many2one(
        comodel_name="maintenance.equipment",
        string="Facility",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('property_estate_id', '=', estate_id)]",
    )
    phenomenon = fields.Text(string="What is to be seen", required=True)
    plan = fields.Text(string="What is done first")
    result = fields.Text(string="How it was handled")
    informed_by_id = fields.Many2one(
        comodel_name="property.staff",
        string="First informed",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["property.staff"]._property_of_user(),
        help="The employee who learned of it first (EMG-07).",
    )
    reported_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Incident reported by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    reported_on = fields.Datetime(
        string="Incident reported on", readonly=True, copy=False
    )
    handler_id = fields.Many2one(
        comodel_name="res.users",
        string="Handled on the spot by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    day_owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Taken over by day",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
        tracking=True,
        help="Who goes on with what the night has not finished (EMG-04).",
    )
    recorded_on = fields.Datetime(string="On record on", readonly=True, copy=False)
    recorded_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Put on record by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    closed_on = fields.Datetime(string="Under control since", readonly=True, copy=False)
    hours = fields.Float(
        string="Hours until under control", compute="_compute_hours", store=True
    )
    is_false_alarm = fields.Boolean(string="False alarm", readonly=True, copy=False)
    ticket_ids = fields.One2many(
        comodel_name="helpdesk.ticket",
        inverse_name="property_incident_id",
        string="Requests and complaints",
    )
    ticket_count = fields.Integer(
        string="Number of requests", compute="_compute_ticket_count"
    )
    event_ids = fields.One2many(
        comodel_name="property.incident.event",
        inverse_name="incident_id",
        string="Course of events",
    )
    alert_ids = fields.One2many(
        comodel_name="property.incident.alert",
        inverse_name="incident_id",
        string="Who was told",
        readonly=True,
    )
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_incident_photo_rel",
        column1="incident_id",
        column2="attachment_id",
        string="Photos",
        copy=False,
    )
    procedure = fields.Html(related="type_id.procedure")
    contact_ids = fields.Many2many(
        comodel_name="property.incident.contact",
        string="Emergency contacts",
        compute="_compute_contact_ids",
    )

    # What the desk and the night shift ask for: open ones of an estate.
    _open_idx = models.Index(
        "(estate_id, date) WHERE state IN ('reported', 'handling')"
    )

    # === Computes ===

    @api.depends("type_id")
    def _compute_severity(self):
        for incident in self:
            incident.severity = incident.type_id.severity or "normal"

    @api.depends("unit_id", "equipment_id")
    def _compute_building_id(self):
        for incident in self:
            incident.building_id = (
                incident.unit_id.building_id
                or incident.equipment_id.property_building_id
                or incident.building_id
            )

    @api.depends("closed_on", "date")
    def _compute_hours(self):
        for incident in self:
            span = incident.closed_on and incident.closed_on - incident.date
            incident.hours = span and max(span.total_seconds(), 0.0) / 3600

    def _compute_ticket_count(self):
        counts = dict(
            self.env["helpdesk.ticket"]._read_group(
                [("property_incident_id", "in", self.ids)],
                ["property_incident_id"],
                ["__count"],
            )
        )
        for incident in self:
            incident.ticket_count = counts.get(incident._origin, 0)

    @api.depends("type_id", "estate_id")
    def _compute_contact_ids(self):
        types = self.env["property.incident.type"]
        for incident in self:
            incident.contact_ids = self.env["property.incident.contact"].search(
                types._property_estate_domain(incident.estate_id)
                & Domain("type_id", "in", [False, *incident.type_id.ids])
            )

    @api.depends("name", "type_id.name", "place", "unit_id.code")
    def _compute_display_name(self):
        for incident in self:
            parts = (
                incident.name,
                incident.type_id.name,
                incident.unit_id.code or incident.place,
            )
            incident.display_name = " ".join(part for part in parts if part)

    @api.onchange("equipment_id")
    def _onchange_equipment_id(self):
        if not self.unit_id and self.equipment_id.property_estate_id:
            self.estate_id = self.equipment_id.property_estate_id
            self.place = self.place or self.equipment_id.property_place

    # === Constraints ===

    @api.constrains("estate_id", "unit_id", "building_id", "equipment_id")
    def _check_estate(self):
        for incident in self:
            estates = (
                incident.unit_id.estate_id
                | incident.building_id.estate_id
                | incident.equipment_id.property_estate_id
            )
            if estates - incident.estate_id:
                raise ValidationError(
                    self.env._(
                        "%(incident)s: unit, building and facility must belong to"
                        " estate “%(estate)s”.",
                        incident=incident.display_name,
                        estate=incident.estate_id.name,
                    )
                )

    @api.constrains("date")
    def _check_date(self):
        now = fields.Datetime.now()
        for incident in self:
            if incident.date > fields.Datetime.add(now, minutes=5):
                raise ValidationError(
                    self.env._(
                        "%(incident)s: it cannot have happened in the future.",
                        incident=incident.display_name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        incidents = super().create(vals_list)
        for incident in incidents:
            incident._property_on_reported()
        return incidents

    def write(self, vals):
        if not self.env.su:
            self._property_check_may_write(vals)
        result = super().write(vals)
        if {"type_id", "severity"} & vals.keys():
            self._property_plan_alerts()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Incidents stay on record; close a mistake as a false alarm.")
        )

    def _property_step_fields(self):
        return {
            *("state", "name", "reported_by_id", "reported_on", "handler_id"),
            *("recorded_on", "recorded_by_id", "closed_on", "is_false_alarm"),
            *("alert_ids", "analysis_due", "analysed_on", "analysed_by_id"),
        }

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "reported_by_id",
            "time": "reported_on",
            "subject": "unit_id",
        }

    # === Business methods ===

    def _property_check_may_write(self, vals):
        """Facts are fixed when it is over, findings when they are released (EMG-08)."""
        over = self.filtered(lambda incident: incident.state not in OPEN)
        if over and FACTS & vals.keys():
            raise UserError(
                self.env._(
                    "%(incident)s is over, so what was reported stays as it is; what"
                    " came out later belongs into the analysis.",
                    incident=over[0].display_name,
                )
            )
        released = self.filtered(lambda incident: incident.state == "analysed")
        if released and FINDINGS & vals.keys():
            raise UserError(
                self.env._(
                    "%(incident)s: the report is released and stays as it is.",
                    incident=released[0].display_name,
                )
            )
        lowered = vals.get("severity") == "normal" and self.filtered(
            lambda incident: incident.severity == "major"
        )
        if lowered and not self.env.user.has_group(SUPERVISOR):
            raise UserError(
                self.env._(
                    "%(incident)s: a supervisor decides that it is not major.",
                    incident=lowered[0].display_name,
                )
            )

    @api.model
    def _property_to_hand_over(self, estate):
        """Incidents that the night must give to somebody of the day (EMG-04).

        :return: open ones of an estate that nobody has taken over
        """
        return self.search(
            [
                ("estate_id", "=", estate.id),
                ("state", "in", OPEN),
                ("day_owner_id", "=", False),
            ]
        )
