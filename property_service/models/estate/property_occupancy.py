from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, float_compare

from .res_partner import PEOPLE_GROUPS

ROLES = [
    ("owner", "Owner"),
    ("tenant", "Tenant"),
    ("household", "Household member"),
    ("agent", "Agent"),
]


class PropertyOccupancy(models.Model):
    """Who holds a unit, in which role, from when to when; both days count.

    Archives are never overwritten: a change closes one row and opens the next
    (ARC-02).
    """

    _name = "property.occupancy"
    _description = "Occupancy"
    _inherit = ["mail.thread"]
    _order = "unit_id, date_start desc, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    unit_id = fields.Many2one(
        comodel_name="property.unit", required=True, index=True, ondelete="restrict"
    )
    estate_id = fields.Many2one(
        related="unit_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    phone = fields.Char(related="partner_id.phone", groups=PEOPLE_GROUPS)
    role = fields.Selection(
        selection=ROLES, required=True, default="owner", index=True, tracking=True
    )
    share = fields.Float(
        string="Share (%)",
        digits=(5, 2),
        tracking=True,
        help="Part of the ownership; all owners of a day together have 100 % at most.",
    )
    is_payer = fields.Boolean(
        string="Pays the fees",
        tracking=True,
        help="One person pays on a given day; without a mark the owner with the largest"
        " share does.",
    )
    relation = fields.Char(
        help="Relation to the owner, for household members (ARC-08)."
    )
    date_start = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        tracking=True,
    )
    date_end = fields.Date(
        string="To", tracking=True, help="Last day; empty while it lasts."
    )
    is_current = fields.Boolean(
        compute="_compute_is_current", search="_search_is_current"
    )

    _dates_ordered = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "The last day of an occupancy lies before its first day.",
    )
    _share_range = models.Constraint(
        "CHECK(share >= 0 AND share <= 100)", "A share lies between 0 and 100 %."
    )
    _payer_once = models.Constraint(
        "EXCLUDE USING gist (unit_id WITH =,"
        " daterange(date_start, date_end, '[]') WITH &&) WHERE (is_payer)",
        "On some day this unit would have two payers; end one before the other starts.",
    )
    _person_once = models.Constraint(
        "EXCLUDE USING gist (unit_id WITH =, partner_id WITH =, role WITH =,"
        " daterange(date_start, date_end, '[]') WITH &&)",
        "This person holds this unit in the same role at that time already.",
    )

    # === Computes ===

    @api.depends("date_start", "date_end")
    def _compute_is_current(self):
        today = fields.Date.context_today(self)
        for occupancy in self:
            occupancy.is_current = bool(occupancy.date_start) and occupancy._is_current(
                today
            )

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = self._property_current_domain()
        return current if True in value else ~current

    # === Constraints ===

    @api.constrains("unit_id", "role", "share", "date_start", "date_end")
    def _check_owner_shares(self):
        units = self.filtered(lambda o: o.role == "owner").unit_id
        if not units:
            return
        self._property_serialise(units)
        # Owners in the way may be people whom the user does not see.
        owners = self.sudo().search(
            [("unit_id", "in", units.ids), ("role", "=", "owner")]
        )
        for unit, rows in owners.grouped("unit_id").items():
            for day in rows.mapped("date_start"):
                total = sum(
                    rows.filtered(lambda o, d=day: o._is_current(d)).mapped("share")
                )
                if float_compare(total, 100, precision_digits=2) > 0:
                    raise ValidationError(
                        self.env._(
                            "Unit %(unit)s: the owners' shares add up to %(total).2f %%"
                            " on %(day)s; lower a share or end an earlier ownership.",
                            unit=unit.code,
                            total=total,
                            day=day,
                        )
                    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # A row that has just been ended must not stand in the way of the next.
        self.flush_model(["is_payer", "role", "date_start", "date_end"])
        occupancies = super().create(vals_list)
        # Residents' record rules are cached with the estates of their units.
        self.env.registry.clear_cache()
        return occupancies

    def write(self, vals):
        result = super().write(vals)
        if {"unit_id", "partner_id", "role", "date_start", "date_end"} & set(vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    # === Business methods ===

    def _property_serialise(self, units):
        """Let two transactions that add owners of one unit not pass each other.

        A lock alone does not do: the second one would go on with the rows it saw
        before. Having changed the unit's row, it fails and is tried again.
        """
        self.env.execute_query(
            SQL(
                "UPDATE property_unit SET id = id WHERE id IN %s RETURNING id",
                tuple(units.ids),
            )
        )

    def _is_current(self, day):
        self.ensure_one()
        return self.date_start <= day and (not self.date_end or self.date_end >= day)

    @api.model
    def _property_current_domain(self, day=None):
        """Domain of the rows that hold on a day, today by default."""
        day = day or fields.Date.context_today(self)
        return Domain("date_start", "<=", day) & (
            Domain("date_end", "=", False) | Domain("date_end", ">=", day)
        )

    @api.model
    def _property_resident_domain(self, partner):
        """Domain of the rows of a person, or of the company the person acts for."""
        return Domain("partner_id", "in", (partner | partner.commercial_partner_id).ids)
