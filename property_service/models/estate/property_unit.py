from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .res_partner import PEOPLE_GROUPS

UNIT_STATES = [
    ("undelivered", "Not handed over"),
    ("vacant", "Vacant"),
    ("renovating", "Under renovation"),
    ("occupied", "Occupied by owner"),
    ("leased", "Leased"),
]
UNIT_KINDS = [
    ("home", "Home"),
    ("shop", "Shop"),
    ("office", "Office"),
    ("parking", "Parking space"),
    ("storage", "Storage room"),
]


class PropertyUnit(models.Model):
    """A home, shop, office or parking space: what people hold and fees are due for."""

    _name = "property.unit"
    _description = "Unit"
    _inherit = ["property.estate.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "estate_id, sort_key, id"
    _rec_name = "code"
    _rec_names_search = ["code"]
    _check_company_auto = True

    code = fields.Char(
        string="Unit code",
        required=True,
        index="trigram",
        tracking=True,
        help="As people say it at the desk, building-entrance-room: 1-2-301.",
    )
    sort_key = fields.Char(compute="_compute_sort_key", store=True, index=True)
    kind = fields.Selection(selection=UNIT_KINDS, required=True, default="home")
    state = fields.Selection(
        selection=UNIT_STATES,
        string="Occupancy status",
        required=True,
        default="undelivered",
        index=True,
        tracking=True,
        copy=False,
        help="房态 (ARC-10); moved by handover, renovation, tenancy and move-out.",
    )
    active = fields.Boolean(default=True, tracking=True)
    building_id = fields.Many2one(
        comodel_name="property.building",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    entrance = fields.Char(help="Entrance (单元) of the building.")
    floor_id = fields.Many2one(
        comodel_name="property.floor", index="btree_not_null", ondelete="set null"
    )
    level = fields.Integer(related="floor_id.level", store=True, aggregator=None)
    room = fields.Char()
    zone_id = fields.Many2one(
        comodel_name="property.zone",
        compute="_compute_zone_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    layout = fields.Char(help="For example two rooms, one hall.")
    area = fields.Float(
        string="Floor area",
        digits=(12, 2),
        tracking=True,
        help="Registered floor area in m²; fees per m² use it.",
    )
    inner_area = fields.Float(digits=(12, 2), help="Usable area in m².")
    handover_date = fields.Date(
        tracking=True, copy=False, help="Day on which the unit was handed over."
    )
    occupancy_ids = fields.One2many(
        comodel_name="property.occupancy",
        inverse_name="unit_id",
        groups=PEOPLE_GROUPS + ",base.group_portal",
    )
    payer_id = fields.Many2one(
        comodel_name="res.partner",
        string="Payer today",
        compute="_compute_holders",
        search="_search_payer_id",
        groups=PEOPLE_GROUPS,
    )
    owner_ids = fields.Many2many(
        comodel_name="res.partner",
        string="Owners today",
        compute="_compute_holders",
        search="_search_owner_ids",
        groups=PEOPLE_GROUPS,
    )
    note = fields.Text(groups="base.group_user")

    _code_uniq = models.Constraint(
        "UNIQUE(estate_id, code)", "This estate has a unit with this code already."
    )
    _area_positive = models.Constraint(
        "CHECK(area >= 0 AND inner_area >= 0)", "An area cannot be negative."
    )

    # === Computes ===

    @api.depends("code")
    def _compute_sort_key(self):
        """Numbers padded, so that 1-2-301 stands before 1-10-301."""
        for unit in self:
            parts = (unit.code or "").replace("/", "-").split("-")
            unit.sort_key = "-".join(part.strip().zfill(6) for part in parts)

    @api.depends("building_id")
    def _compute_zone_id(self):
        """The building's zone; where that changes later, the building tells us."""
        for unit in self:
            unit.zone_id = unit.building_id.zone_id or unit.zone_id

    @api.depends(
        "occupancy_ids.role",
        "occupancy_ids.is_payer",
        "occupancy_ids.partner_id",
        "occupancy_ids.date_start",
        "occupancy_ids.date_end",
    )
    def _compute_holders(self):
        today = fields.Date.context_today(self)
        payers = self._property_payers(today)
        for unit in self:
            current = unit.occupancy_ids.filtered(lambda o: o._is_current(today))
            unit.owner_ids = current.filtered(lambda o: o.role == "owner").partner_id
            unit.payer_id = payers.get(unit.id, self.env["res.partner"])

    def _search_payer_id(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._search_holders([("is_payer", "=", True)], value)

    def _search_owner_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._search_holders([("role", "=", "owner")], value)

    def _search_holders(self, domain, value):
        current = self.env["property.occupancy"]._property_current_domain()
        domain = fields.Domain(domain) & current
        domain &= fields.Domain("partner_id", "in", value)
        return fields.Domain("occupancy_ids", "any", domain)

    # === Constraints ===

    @api.constrains("estate_id", "building_id", "floor_id")
    def _check_building_estate(self):
        for unit in self:
            if unit.building_id.estate_id != unit.estate_id:
                raise ValidationError(
                    self.env._(
                        "Unit %(unit)s: building %(building)s belongs to another"
                        " estate; choose a building of %(estate)s.",
                        unit=unit.code,
                        building=unit.building_id.name,
                        estate=unit.estate_id.name,
                    )
                )
            if unit.floor_id and unit.floor_id.building_id != unit.building_id:
                raise ValidationError(
                    self.env._(
                        "Unit %(unit)s: floor %(floor)s belongs to another building;"
                        " choose a floor of %(building)s.",
                        unit=unit.code,
                        floor=unit.floor_id.name,
                        building=unit.building_id.name,
                    )
                )

    # === Business methods ===

    def _property_payers(self, day):
        """Who pays for each unit on a day.

        The occupancy that is marked as payer; without one the owner with the largest
        share; before handover the developer (物业服务收费管理办法 §16).

        :param date day: the day asked for
        :return: dict of unit id to partner; units without a payer are missing
        """
        occupancies = self.env["property.occupancy"].search(
            fields.Domain("unit_id", "in", self.ids)
            & fields.Domain("role", "in", ("owner", "tenant", "agent"))
            & self.env["property.occupancy"]._property_current_domain(day),
            order="is_payer, share, id desc",
        )
        payers = {}
        for unit in self:
            if not unit.handover_date or unit.handover_date > day:
                payers[unit.id] = unit.estate_id.developer_id
        for occupancy in occupancies:
            unit = occupancy.unit_id
            if occupancy.is_payer or (
                occupancy.role == "owner"
                and unit.handover_date
                and unit.handover_date <= day
            ):
                payers[unit.id] = occupancy.partner_id
        return {unit_id: payer for unit_id, payer in payers.items() if payer}
