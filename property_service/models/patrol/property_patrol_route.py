from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("public", "Public areas"),
    ("facility", "Facilities"),
    ("environment", "Cleaning and greening"),
    ("quality", "Quality inspection by the project manager"),
]


class PropertyPatrolRoute(models.Model):
    """Which points a patrol looks at, in which order and when (PAT-01, PAT-06)."""

    _name = "property.patrol.route"
    _description = "Patrol Route"
    _inherit = ["property.estate.mixin", "mail.thread"]
    _order = "estate_id, sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    kind = fields.Selection(
        selection=KINDS,
        required=True,
        default="public",
        help="PAT-01, PAT-06, PAT-08, PAT-10.",
    )
    supervisor_id = fields.Many2one(
        comodel_name="property.staff",
        string="Watched by",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Is told of rounds that were missed.",
    )
    is_ordered = fields.Boolean(
        string="Points in this order", help="A point further on is refused."
    )
    needs_scan = fields.Boolean(
        string="Labels are scanned",
        default=True,
        help="Arriving without scanning the label needs a reason.",
    )
    note = fields.Text(string="What to look out for")
    stop_ids = fields.One2many(
        comodel_name="property.patrol.stop", inverse_name="route_id", copy=True
    )
    schedule_ids = fields.One2many(
        comodel_name="property.patrol.schedule", inverse_name="route_id", copy=True
    )
    round_ids = fields.One2many(
        comodel_name="property.patrol.round",
        inverse_name="route_id",
        string="Patrol rounds",
    )
    stop_count = fields.Integer(string="Number of points", compute="_compute_counts")
    missed_count = fields.Integer(string="Missed in 30 days", compute="_compute_counts")

    _name_uniq = models.Constraint(
        "UNIQUE(estate_id, name)", "This estate has a route with this name already."
    )

    # === Computes ===

    @api.depends("stop_ids")
    def _compute_counts(self):
        stops = dict(
            self.env["property.patrol.stop"]._read_group(
                [("route_id", "in", self.ids)], ["route_id"], ["__count"]
            )
        )
        today = self.env.user._property_today()
        since = fields.Date.subtract(today, days=30)
        missed = dict(
            self.env["property.patrol.round"]._read_group(
                [
                    ("route_id", "in", self.ids),
                    ("state", "=", "missed"),
                    ("date", ">=", since),
                ],
                ["route_id"],
                ["__count"],
            )
        )
        for route in self:
            route.stop_count = stops.get(route, 0)
            route.missed_count = missed.get(route, 0)

    # === CRUD ===

    def write(self, vals):
        if "estate_id" in vals and self.round_ids and not self.env.su:
            raise UserError(
                self.env._("A route that was walked stays in its estate; copy it.")
            )
        result = super().write(vals)
        if "active" in vals:
            # What lies ahead is planned again, or no more.
            self.with_context(active_test=False).schedule_ids._property_plan_again()
        return result

    def copy_data(self, default=None):
        return [
            {
                **vals,
                "name": self.env._("%(name)s (copy)", name=route.name),
                **(default or {}),
            }
            for route, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # === Actions ===

    def action_start_round(self):
        """A round out of turn, started at once."""
        self.ensure_one()
        self.check_access("read")
        now = fields.Datetime.now()
        end = fields.Datetime.add(
            now, hours=self.estate_id._property_parameter("patrol.extra_hours")
        )
        staff = self.env["property.staff"]._property_of_user()
        patrol = self.env["property.patrol.round"]._property_make(
            [
                {
                    "route_id": self.id,
                    "estate_id": self.estate_id.id,
                    "staff_id": staff.id,
                    "date": self.estate_id._property_local_date(now),
                    "date_from": now,
                    "date_to": end,
                }
            ]
        )
        patrol.action_start()
        return patrol.get_formview_action()

    def action_open_rounds(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_patrol_round_action"
            ),
            "path": False,
            "domain": [("route_id", "=", self.id)],
            "context": {},
        }


class PropertyPatrolStop(models.Model):
    """A point in the order of a route; a point may lie on several routes."""

    _name = "property.patrol.stop"
    _description = "Stop of a Patrol Route"
    _order = "route_id, sequence, id"
    _rec_name = "point_id"

    route_id = fields.Many2one(
        comodel_name="property.patrol.route",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="route_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="route_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    point_id = fields.Many2one(
        comodel_name="property.patrol.point",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('estate_id', '=', estate_id)]",
    )
    building_id = fields.Many2one(related="point_id.building_id")
    place = fields.Char(related="point_id.place")
    template_id = fields.Many2one(related="point_id.template_id")

    _point_uniq = models.Constraint(
        "UNIQUE(route_id, point_id)", "The route passes this point already."
    )

    @api.constrains("route_id", "point_id")
    def _check_estate(self):
        for stop in self:
            stop.route_id.estate_id._property_patrol_same(
                stop.point_id.estate_id, stop.route_id
            )
