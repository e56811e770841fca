from odoo import api, fields, models
from odoo.exceptions import UserError

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
    leaves = fields.Boolean(help="Moving out: ends to live or work in the unit.")
    occupancy_id = fields.Many2one(
        comodel_name="property.occupancy",
        string="Occupancy",
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

    @api.constrains("leaves", "role")
    def _check_owner_stays(self):
        for person in self:
            if person.leaves and person.role == "owner":
                raise UserError(
                    self.env._(
                        "%(name)s owns the unit: ownership ends by a transfer, not by"
                        " moving out.",
                        name=person.partner_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        people.handover_id._property_check_people_open()
        return people

    def write(self, vals):
        self.handover_id._property_check_people_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_completed(self):
        self.handover_id._property_check_people_open()

    def _property_prepare_occupancy(self):
        """Values of the occupancy that begins with the handover."""
        return {
            "unit_id": self.handover_id.unit_id.id,
            "partner_id": self.partner_id.id,
            "role": self.role,
            "relation": self.relation,
            "share": self.share,
            "is_payer": self.is_payer,
            "date_start": self.handover_id.date,
        }

    def _property_update_occupancy(self, row):
        """A row from before keeps its days; the card's answers complete it (ARC-08)."""
        values = {}
        if self.relation and self.relation != row.relation:
            values["relation"] = self.relation
        if self.is_payer and not row.is_payer:
            values["is_payer"] = True
        if values:
            row.write(values)
