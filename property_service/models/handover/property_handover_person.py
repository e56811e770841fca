from odoo import fields, models

from ..estate.property_occupancy import ROLES
from ..estate.res_partner import PEOPLE_GROUPS


class PropertyHandoverPerson(models.Model):
    """Who moves in or out with a case: owners, tenants, household (ARC-08)."""

    _name = "property.handover.person"
    _description = "Person of a Handover"
    _order = "handover_id, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    handover_id = fields.Many2one(
        comodel_name="property.handover", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        related="handover_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
    )
    phone = fields.Char(related="partner_id.phone", groups=PEOPLE_GROUPS)
    role = fields.Selection(selection=ROLES, required=True, default="household")
    relation = fields.Char(help="Relation to the owner (ARC-08).")
    share = fields.Float(string="Share (%)", digits=(5, 2))
    is_payer = fields.Boolean(string="Pays the fees")
    leaves = fields.Boolean(
        default=True, help="Moving out: ends to live or work in the unit."
    )
    occupancy_id = fields.Many2one(
        comodel_name="property.occupancy",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    _person_once = models.Constraint(
        "UNIQUE(handover_id, partner_id, role)",
        "This person is on the case in this role already.",
    )
    _share_range = models.Constraint(
        "CHECK(share >= 0 AND share <= 100)", "A share lies between 0 and 100 %."
    )
