from odoo import api, fields, models
from odoo.fields import Domain

from ..estate.res_partner import DESK_GROUPS
from .property_handover import RUNNING


class ResPartner(models.Model):
    """Buyers are residents from their first case on, before they hold a unit."""

    _inherit = "res.partner"

    property_handover_person_ids = fields.One2many(
        comodel_name="property.handover.person",
        inverse_name="partner_id",
        string="Handovers",
        groups=DESK_GROUPS,
    )

    @api.depends("property_handover_person_ids.estate_id")
    def _compute_property_resident(self):
        """Seen by the service centre of the estate and by nobody else (SEC-01)."""
        result = super()._compute_property_resident()
        for partner in self:
            estates = partner.property_handover_person_ids.estate_id
            if estates and not partner.ref_company_ids:
                partner.property_estate_ids |= estates
                partner.property_is_resident = True
        return result

    def _property_resident_estates(self, day):
        """The estate of a running case opens the case to its owner in the portal."""
        handovers = self.env["property.handover"].search(
            Domain("partner_id", "in", (self | self.commercial_partner_id).ids)
            & Domain("state", "in", RUNNING)
        )
        return super()._property_resident_estates(day) | handovers.estate_id
