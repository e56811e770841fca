from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools import plate as plates


class PropertyVehicle(models.Model):
    """A vehicle of a resident, its plate and its parking space."""

    _name = "property.vehicle"
    _description = "Vehicle"
    _inherit = ["property.estate.mixin"]
    _order = "plate, date_start desc, id"
    _rec_name = "plate"
    _rec_names_search = ["plate"]
    _check_company_auto = True

    plate = fields.Char(
        required=True,
        index="trigram",
        help="Kept without blanks, dots and dashes: 沪A12345.",
    )
    kind = fields.Selection(
        selection=[
            ("car", "Car"),
            ("new_energy", "New-energy car"),
            ("truck", "Truck"),
            ("motorcycle", "Motorcycle"),
            ("ebike", "Electric bicycle"),
            ("other", "Other"),
        ],
        required=True,
        default="car",
    )
    description = fields.Char(string="Make and colour")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Holder",
        required=True,
        index=True,
        ondelete="restrict",
    )
    estate_id = fields.Many2one(
        compute="_compute_estate_id",
        store=True,
        readonly=False,
        precompute=True,
        default=None,
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Unit to which the vehicle belongs.",
    )
    space_id = fields.Many2one(
        comodel_name="property.unit",
        string="Parking space",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('kind', '=', 'parking'), ('estate_id', '=?', estate_id)]",
    )
    date_start = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_end = fields.Date(string="To", help="Last day; empty while it lasts.")
    is_current = fields.Boolean(
        compute="_compute_is_current", search="_search_is_current"
    )
    note = fields.Char()

    _dates_ordered = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "The last day of a vehicle lies before its first day.",
    )
    _plate_once = models.Constraint(
        "EXCLUDE USING gist (estate_id WITH =, plate WITH =,"
        " daterange(date_start, date_end, '[]') WITH &&)",
        "This plate is registered in the estate at that time already;"
        " end the earlier entry first.",
    )

    @api.depends("unit_id")
    def _compute_estate_id(self):
        for vehicle in self:
            vehicle.estate_id = (
                vehicle.unit_id.estate_id
                or vehicle.estate_id
                or self._default_estate_id()
            )

    @api.depends("date_start", "date_end")
    def _compute_is_current(self):
        today = fields.Date.context_today(self)
        for vehicle in self:
            vehicle.is_current = (
                bool(vehicle.date_start)
                and vehicle.date_start <= today
                and (not vehicle.date_end or vehicle.date_end >= today)
            )

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        current = Domain("date_start", "<=", today) & (
            Domain("date_end", "=", False) | Domain("date_end", ">=", today)
        )
        return current if True in value else ~current

    @api.constrains("plate", "kind")
    def _check_plate(self):
        for vehicle in self:
            # Electric bicycles and others carry local plates without a common form.
            if vehicle.kind in ("ebike", "other"):
                continue
            if not plates.is_plate(vehicle.plate):
                raise ValidationError(
                    self.env._(
                        "Plate “%(plate)s” is no valid number plate; enter province,"
                        " letter and five or six characters, or choose the kind Other.",
                        plate=vehicle.plate,
                    )
                )

    @api.constrains("space_id", "unit_id", "estate_id")
    def _check_space(self):
        for vehicle in self:
            space = vehicle.space_id
            if space and (
                space.kind != "parking" or space.estate_id != vehicle.estate_id
            ):
                raise ValidationError(
                    self.env._(
                        "Vehicle %(plate)s: unit %(unit)s is no parking space of"
                        " %(estate)s.",
                        plate=vehicle.plate,
                        unit=space.code,
                        estate=vehicle.estate_id.name,
                    )
                )
            if vehicle.unit_id and vehicle.unit_id.estate_id != vehicle.estate_id:
                raise ValidationError(
                    self.env._(
                        "Vehicle %(plate)s: unit %(unit)s belongs to another estate.",
                        plate=vehicle.plate,
                        unit=vehicle.unit_id.code,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # An entry that has just been ended must not stand in the way of the next.
        self.flush_model(["plate", "date_start", "date_end"])
        return super().create(
            [
                dict(vals, plate=plates.normalise(vals.get("plate")))
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if "plate" in vals:
            vals = dict(vals, plate=plates.normalise(vals["plate"]))
        return super().write(vals)

    @api.model
    def _search_display_name(self, operator, value):
        if isinstance(value, str):
            value = plates.normalise(value) or value
        return super()._search_display_name(operator, value)
