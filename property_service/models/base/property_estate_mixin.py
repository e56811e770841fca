from odoo import fields, models


class PropertyEstateMixin(models.AbstractModel):
    """A record that belongs to one estate, and through it to one company.

    Each model that inherits it carries a global record rule over
    ``user._property_estate_scope()`` and one over ``company_ids``.
    """

    _name = "property.estate.mixin"
    _description = "Record of an Estate"

    estate_id = fields.Many2one(
        comodel_name="property.estate",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_estate_id(),
    )
    company_id = fields.Many2one(
        related="estate_id.company_id", store=True, index=True, precompute=True
    )

    def _default_estate_id(self):
        """The only estate of the user, so that single-estate centres never choose."""
        return self.env["property.estate"]._property_only_estate()

    def write(self, vals):
        result = super().write(vals)
        if "estate_id" in vals and not self.env.su:
            # Odoo looks at the rules before a write only: a record must not be pushed
            # into an estate that the user does not reach.
            self.check_access("write")
        return result
