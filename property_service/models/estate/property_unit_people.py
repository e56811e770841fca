from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .res_partner import DESK_GROUPS, PEOPLE_GROUPS


class PropertyUnit(models.Model):
    """Who and what belongs to the unit, for the screen in front of an owner."""

    _inherit = "property.unit"

    current_occupancy_ids = fields.One2many(
        comodel_name="property.occupancy",
        string="People today",
        compute="_compute_current_occupancy_ids",
        groups=PEOPLE_GROUPS,
    )
    contact_phone = fields.Char(
        string="Owners' phone",
        compute="_compute_contact_phone",
        groups=PEOPLE_GROUPS,
    )
    vehicle_ids = fields.One2many(
        comodel_name="property.vehicle", inverse_name="unit_id", groups=DESK_GROUPS
    )
    space_vehicle_ids = fields.One2many(
        comodel_name="property.vehicle",
        inverse_name="space_id",
        string="Vehicles on this space",
        groups=DESK_GROUPS,
    )
    instruction_ids = fields.One2many(
        comodel_name="property.instruction",
        inverse_name="unit_id",
        string="Standing instructions",
        groups="base.group_user",
    )
    instruction_banner = fields.Html(
        string="Instructions in force",
        compute="_compute_instruction_banner",
        compute_sudo=True,
        sanitize=False,
        groups="base.group_user",
    )
    people_count = fields.Integer(compute="_compute_counts", groups=DESK_GROUPS)
    vehicle_count = fields.Integer(compute="_compute_counts", groups=DESK_GROUPS)
    instruction_count = fields.Integer(compute="_compute_counts", groups=DESK_GROUPS)

    @api.depends(
        "occupancy_ids.date_start", "occupancy_ids.date_end", "occupancy_ids.role"
    )
    def _compute_current_occupancy_ids(self):
        today = fields.Date.context_today(self)
        order = {"owner": 0, "tenant": 1, "agent": 2, "household": 3}
        for unit in self:
            unit.current_occupancy_ids = unit.occupancy_ids.filtered(
                lambda row: row._is_current(today)
            ).sorted(lambda row: (order[row.role], -row.share, row.id))

    @api.depends("owner_ids.phone")
    def _compute_contact_phone(self):
        for unit in self:
            phones = unit.owner_ids.filtered("phone").mapped("phone")
            unit.contact_phone = ", ".join(phones)

    @api.depends(
        "instruction_ids.kind",
        "instruction_ids.person",
        "instruction_ids.text",
        "instruction_ids.date_start",
        "instruction_ids.date_end",
        "instruction_ids.active",
    )
    def _compute_instruction_banner(self):
        """What everybody must know who deals with the unit, without phone numbers."""
        instructions = self.env["property.instruction"]
        rows = instructions.search(
            Domain("unit_id", "in", self.ids) & instructions._property_current_domain()
        ).grouped("unit_id")
        for unit in self:
            lines = [row._property_line() for row in rows.get(unit, instructions)]
            items = Markup().join(Markup("<li>%s</li>") % line for line in lines)
            unit.instruction_banner = (
                Markup('<ul class="mb-0">%s</ul>') % items if lines else False
            )

    def _compute_counts(self):
        """One grouped query for each kind of thing, for all units shown."""
        occupancies = self.env["property.occupancy"]
        instructions = self.env["property.instruction"]
        people = self._property_count(
            occupancies, occupancies._property_current_domain()
        )
        vehicles = self._property_count(
            self.env["property.vehicle"], Domain("is_current", "=", True)
        )
        orders = self._property_count(
            instructions, instructions._property_current_domain()
        )
        for unit in self:
            unit.people_count = people.get(unit.id, 0)
            unit.vehicle_count = vehicles.get(unit.id, 0)
            unit.instruction_count = orders.get(unit.id, 0)

    def _property_count(self, model, domain, field_name="unit_id"):
        """Number of records of ``model`` for each unit, for the smart buttons.

        :return: dict of unit id to number
        """
        groups = model._read_group(
            Domain(field_name, "in", self.ids) & Domain(domain),
            [field_name],
            ["__count"],
        )
        return {unit.id: count for unit, count in groups}

    @api.model
    def _search_display_name(self, operator, value):
        """The code, or the name or phone of somebody who holds the unit today."""
        domain = super()._search_display_name(operator, value)
        if operator not in ("ilike", "like") or not isinstance(value, str):
            return domain
        value = value.strip()
        if len(value) < 2 or not self.env.user._property_sees_residents():
            return domain
        return self._property_union_domain(
            [self._search(domain), *self._property_find_by_people(value)]
        )

    @api.model
    def _property_find_by_people(self, text):
        """Queries of the occupancies whose person has this name or phone number."""
        partners = self.env["res.partner"]
        people = partners._search(
            partners._property_find_domain(text, names=("complete_name",))
        )
        occupancies = self.env["property.occupancy"]
        return [
            occupancies._search(
                Domain("partner_id", "in", people)
                & occupancies._property_current_domain()
            )
        ]

    @api.model
    def _property_union_domain(self, queries):
        """Units of several queries; as one OR, PostgreSQL reads the whole table."""
        units, *others = queries
        parts = [units.subselect("id")]
        parts += [query.subselect("unit_id") for query in others]
        union = SQL(" UNION ").join(parts)
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s IN (%s)", SQL.identifier(alias, "id"), union
            )
        )

    # === Actions ===

    def action_open_people(self):
        self.ensure_one()
        return self._property_open("property_occupancy_action")

    def action_add_person(self):
        """A blank holder of this unit, in a dialogue."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add a person"),
            "res_model": "property.occupancy",
            "view_mode": "form",
            "target": "new",
            "context": {"default_unit_id": self.id},
        }

    def action_open_vehicles(self):
        self.ensure_one()
        return self._property_open("property_vehicle_action")

    def action_open_instructions(self):
        self.ensure_one()
        return self._property_open("property_instruction_action")

    def _property_open(self, action, field_name="unit_id", context=None):
        """A window action of ours, narrowed to this unit, for the smart buttons."""
        values = self.env["ir.actions.act_window"]._for_xml_id(
            f"property_service.{action}"
        )
        values["domain"] = [(field_name, "in", self.ids)]
        values["context"] = {
            f"default_{field_name}": self.id,
            "default_estate_id": self.estate_id.id,
            **(context or {}),
        }
        values.pop("path", None)
        return values
