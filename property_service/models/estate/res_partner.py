from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _property_resident_occupancies(self):
        """Occupancies of today of this person, or of the company it acts for."""
        occupancies = self.env["property.occupancy"]
        return occupancies.search(
            occupancies._property_current_domain()
            & occupancies._property_resident_domain(self)
        )

    def _property_resident_estates(self):
        """Estates in which this person or its company holds a unit today."""
        return self._property_resident_occupancies().estate_id
