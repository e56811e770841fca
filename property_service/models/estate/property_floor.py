from odoo import fields, models


class PropertyFloor(models.Model):
    """A floor and its function: what is where in a mall or office block (ARC-07)."""

    _name = "property.floor"
    _description = "Floor"
    _order = "building_id, level, id"

    building_id = fields.Many2one(
        comodel_name="property.building", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        related="building_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="building_id.company_id", store=True, index=True, precompute=True
    )
    name = fields.Char(required=True)
    level = fields.Integer(required=True, help="Basements have negative numbers.")
    function = fields.Char(help="What the floor is used for.")

    _level_uniq = models.Constraint(
        "UNIQUE(building_id, level)", "This building has this floor already."
    )
