from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

DESK = "property_service.property_service_group_assistant"
STEP_FIELDS = {
    "name",
    "state",
    "registered_by_id",
    "left_on",
    "left_by_id",
    "anonymised_on",
}


class PropertyVisitor(models.Model):
    """来访登记: who came, to whom, why, and when the visitor left (ACC-03, SRV-19).

    A document number is asked for only where the estate needs one; it is masked and
    hashed, and the clear number is not kept (PIPL §6).
    """

    _name = "property.visitor"
    _description = "Visitor"
    _inherit = [
        "property.step.mixin",
        "property.identity.mixin",
        "property.estate.mixin",
        "property.evidence.mixin",
    ]
    _order = "arrived_on desc, id desc"
    _rec_names_search = ["name", "visitor", "plate"]
    _check_company_auto = True

    name = fields.Char(string="Visit No.", readonly=True, copy=False, default="/")
    state = fields.Selection(
        selection=[("inside", "In the house"), ("left", "Has left")],
        string="Status",
        required=True,
        default="inside",
        readonly=True,
        copy=False,
        index=True,
    )
    visitor = fields.Char(string="Name of the visitor", required=True, index="trigram")
    phone = fields.Char(string="Visitor's phone", groups=DESK)
    company_name = fields.Char(string="Visitor's company")
    people_count = fields.Integer(string="Number of visitors", default=1, required=True)
    plate = fields.Char(string="Vehicle plate")
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        string="Unit visited",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty: the visitor comes to the service centre.",
    )
    host = fields.Char(string="Whom to see")
    purpose = fields.Char(string="Purpose of the visit", required=True)
    is_announced = fields.Boolean(
        string="Host has agreed", help="The desk or the gate has asked the host."
    )
    arrived_on = fields.Datetime(
        string="Came on", required=True, default=fields.Datetime.now, index=True
    )
    left_on = fields.Datetime(string="Left on", readonly=True, copy=False)
    signature = fields.Binary(
        string="Visitor's signature",
        attachment=True,
        copy=False,
        groups=DESK,
        help="签名簿 (ACC-09).",
    )
    note = fields.Char(string="Note on the visit")
    registered_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Visit registered by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    left_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Leaving registered by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request of the visitor",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups=DESK,
    )
    retention_date = fields.Date(
        string="Visitor's data kept until",
        compute="_compute_retention_date",
        store=True,
        index="btree_not_null",
    )
    anonymised_on = fields.Date(
        string="Visitor's data removed on", readonly=True, copy=False
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This visit number is taken already."
    )
    _inside_idx = models.Index("(estate_id, arrived_on) WHERE state = 'inside'")
    _people_counted = models.Constraint(
        "CHECK(people_count > 0)", "At least one visitor has come."
    )

    # === Computes ===

    @api.depends("name", "visitor")
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = f"{visit.name} {visit.visitor or ''}"

    # === Constraints ===

    @api.constrains("arrived_on")
    def _check_arrived_on(self):
        for visit in self:
            if visit.arrived_on > fields.Datetime.now():
                raise ValidationError(
                    self.env._(
                        "%(visitor)s: a visit is registered when the visitor comes, not"
                        " before.",
                        visitor=visit.visitor,
                    )
                )

    @api.constrains("unit_id", "ticket_id", "estate_id")
    def _check_estate(self):
        for visit in self:
            # The request is closed to whoever is not of the desk.
            ticket = visit.sudo().ticket_id
            places = visit.unit_id.estate_id | ticket.property_estate_id
            if places - visit.estate_id:
                raise ValidationError(
                    self.env._(
                        "%(visitor)s: unit and request must belong to estate"
                        " “%(estate)s”.",
                        visitor=visit.visitor,
                        estate=visit.estate_id.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        sequences = self.env["ir.sequence"]
        for visit, number in sequences._property_numbered(visits, "property.visitor"):
            visit._property_set(name=number, registered_by_id=self.env.uid)
        return visits

    def write(self, vals):
        if not self.env.su and any(visit.anonymised_on for visit in self):
            raise UserError(
                self.env._("The visitor's data are removed; the entry stays as it is.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Entries of the visitor register stay on record."))

    # === Hooks ===

    def _property_step_fields(self):
        return STEP_FIELDS

    def _property_identity_name(self):
        return self.visitor

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "registered_by_id",
            "time": "arrived_on",
        }

    # === Actions ===

    def action_leave(self):
        """The visitors have gone, one or many at once."""
        for visit in self:
            visit._property_step("inside")
            visit._property_set(
                state="left",
                left_on=fields.Datetime.now(),
                left_by_id=self.env.uid,
            )

    def action_take_request(self):
        """What the visitor wants becomes a request, with all that is known (SRV-19)."""
        self.ensure_one()
        self._property_lock()
        tickets = self.env["helpdesk.ticket"]
        tickets._property_check_desk()
        if not self.ticket_id:
            self.ticket_id = tickets.create(
                {
                    "property_kind": "inquiry",
                    "property_estate_id": self.estate_id.id,
                    "property_unit_id": self.unit_id.id,
                    "partner_name": self.visitor,
                    "property_caller_phone": self.phone,
                    "property_caller_origin": self.company_name,
                    "property_received_on": self.arrived_on,
                    "name": self.purpose,
                    "channel_id": self.env.ref(
                        "property_service.helpdesk_ticket_channel_walk_in"
                    ).id,
                }
            )
        view = self.env.ref("property_service.property_request_view_form")
        return {
            "type": "ir.actions.act_window",
            "res_model": "helpdesk.ticket",
            "res_id": self.ticket_id.id,
            "views": [(view.id, "form")],
        }

    def action_print_register(self):
        """来访登记表 of the chosen visits (SRV-19)."""
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_visitor_report", self
        )

    # === Business methods ===

    def _property_lock(self):
        """One request a visit, however often the button is pressed."""
        self.check_access("write")
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["ticket_id"])

    def _property_register_pages(self):
        """The visits by estate, in order of time.

        :return: list of pairs of estate and visits
        """
        visits = self.sorted(lambda visit: (visit.arrived_on, visit.id))
        return list(visits.grouped("estate_id").items())

    @api.model
    def _property_retention_due(self):
        """Visits whose personal data are to go."""
        return Domain("anonymised_on", "=", False) & Domain(
            "retention_date", "<=", self.env.user._property_today()
        )
