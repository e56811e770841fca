from odoo import api, fields, models
from odoo.exceptions import UserError

REQUEST_KINDS = [
    ("suggestion", "Suggestion"),
    ("repair", "Repair"),
    ("complaint", "Complaint"),
    ("inquiry", "Inquiry"),
    ("praise", "Praise"),
]


class PropertyVisitOpinion(models.Model):
    """What a customer said on a visit: put right, and fed back (VIS-02, VIS-05)."""

    _name = "property.visit.opinion"
    _description = "Opinion on a Visit"
    _inherit = ["property.step.mixin"]
    _order = "visit_id desc, id"

    visit_id = fields.Many2one(
        comodel_name="property.visit",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="visit_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="visit_id.company_id", store=True, index=True, precompute=True
    )
    unit_id = fields.Many2one(
        related="visit_id.unit_id", store=True, index="btree_not_null"
    )
    name = fields.Char(string="Opinion or wish", required=True)
    kind = fields.Selection(
        selection=REQUEST_KINDS,
        string="Becomes",
        required=True,
        default="suggestion",
    )
    category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Category",
        index="btree_not_null",
        ondelete="restrict",
    )
    is_beyond = fields.Boolean(
        string="Warn the project manager",
        help="A common problem, beyond authority, or for the company (VIS-05).",
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=[
            ("noted", "Noted"),
            ("open", "To be put right"),
            ("settled", "Put right"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )
    is_fed_back = fields.Boolean(
        string="Called back",
        compute="_compute_is_fed_back",
        store=True,
        help="The customer was called back about the request (VIS-02: 100 %).",
    )

    # === Computes ===

    @api.depends("ticket_id.closed")
    def _compute_state(self):
        for opinion in self:
            ticket = opinion.ticket_id
            opinion.state = (
                "noted" if not ticket else "settled" if ticket.closed else "open"
            )

    @api.depends("ticket_id.property_callback_ids.state")
    def _compute_is_fed_back(self):
        for opinion in self:
            # Whether a call was made does not depend on who may open it.
            calls = opinion.ticket_id.sudo().property_callback_ids
            opinion.is_fed_back = any(call.state == "done" for call in calls)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        opinions = super().create(vals_list)
        opinions._property_check_open()
        return opinions

    def write(self, vals):
        self._property_check_open()
        result = super().write(vals)
        self._property_check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._property_check_open()

    def _property_step_fields(self):
        return {"state", "ticket_id", "is_fed_back"}

    # === Business methods ===

    def _property_state_text(self):
        """The status in words, for paper."""
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _property_check_open(self):
        """What was said stays as recorded once the visit is made."""
        if self.env.su:
            return
        for visit in self.visit_id:
            if visit.state not in ("planned", "not_met"):
                raise UserError(
                    self.env._(
                        "%(visit)s is recorded; a new wish is taken in at the desk.",
                        visit=visit.display_name,
                    )
                )

    def _property_follow_up(self):
        """Each opinion becomes a request, and a warning where it is beyond us."""
        for opinion in self:
            ticket = self.env["helpdesk.ticket"].create(opinion._property_ticket())
            opinion._property_set(ticket_id=ticket.id)
            if opinion.is_beyond:
                opinion._property_warn()

    def _property_ticket(self):
        self.ensure_one()
        visit = self.visit_id
        return {
            "name": self.name[:80],
            "description": f"{self.name} ({visit.display_name})",
            "property_estate_id": self.estate_id.id,
            "property_unit_id": self.unit_id.id,
            "property_place": visit.place,
            "partner_id": visit.partner_id.id,
            "property_kind": self.kind,
            "category_id": self.category_id.id,
            "channel_id": self.env.ref(
                "property_service.helpdesk_ticket_channel_visit"
            ).id,
        }

    def _property_warn(self):
        """Tell the project manager at once (VIS-05)."""
        self.env["property.service.warning"].create(
            {
                "name": self.name,
                "kind": "beyond",
                "estate_id": self.estate_id.id,
                "building_id": self.unit_id.building_id.id,
                "category_id": self.category_id.id,
                "ticket_ids": [fields.Command.link(self.ticket_id.id)],
                "note": self.visit_id.display_name,
            }
        )
