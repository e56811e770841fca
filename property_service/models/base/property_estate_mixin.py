from odoo import api, fields, models
from odoo.fields import Domain

# Fields by which a record names units; the first unit tells the estate.
UNIT_FIELDS = ("unit_id", "unit_ids")


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

    @api.model
    def _check_company_domain(self, companies):
        """A form whose estate is still empty offers the records of all estates.

        Odoo asks with an empty text for what such a form may choose. Each record of an
        estate has a company, so the usual answer would offer nothing.
        """
        if companies == "":
            return Domain.TRUE
        return super()._check_company_domain(companies)

    # === The unit tells the estate, for who works in several ===

    def _property_tells_estate(self, name):
        return (
            name in UNIT_FIELDS
            and name in self._fields
            and not self._fields["estate_id"].readonly
        )

    def _has_onchange(self, field, other_fields):
        return self._property_tells_estate(field.name) or super()._has_onchange(
            field, other_fields
        )

    def _apply_onchange_methods(self, field_name, result):
        if self._property_tells_estate(field_name):
            estates = self[field_name].estate_id
            if estates and self.estate_id not in estates:
                self.estate_id = estates[0]
        return super()._apply_onchange_methods(field_name, result)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._property_with_estate(vals) for vals in vals_list])

    @api.model
    def _property_with_estate(self, vals):
        """The values with the estate of the unit, where only the unit is given."""
        if vals.get("estate_id"):
            return vals
        for name in UNIT_FIELDS:
            if vals.get(name) and self._property_tells_estate(name):
                estate = self.new({name: vals[name]})[name].estate_id[:1]
                return {**vals, "estate_id": estate.id}
        return vals

    def write(self, vals):
        result = super().write(vals)
        if "estate_id" in vals and not self.env.su:
            # Odoo looks at the rules before a write only: a record must not be pushed
            # into an estate that the user does not reach.
            self.check_access("write")
        return result
