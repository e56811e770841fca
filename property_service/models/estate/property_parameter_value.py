from odoo import api, models


class PropertyParameterValue(models.Model):
    _inherit = "property.parameter.value"

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        values._property_refresh_retention()
        return values

    def write(self, vals):
        result = super().write(vals)
        self._property_refresh_retention()
        return result

    def unlink(self):
        touched = self._property_touches_retention()
        result = super().unlink()
        if touched:
            self._property_recompute_retention()
        return result

    def _property_touches_retention(self):
        return any(
            code.startswith("estate.retention_")
            for code in self.parameter_id.mapped("code")
        )

    def _property_refresh_retention(self):
        if self._property_touches_retention():
            self._property_recompute_retention()

    def _property_recompute_retention(self):
        """Retention dates are stored: a changed setting computes them again."""
        # The setting holds for people whom the manager may not list.
        persons = self.env["property.person"].sudo().with_context(active_test=False)
        self.env.add_to_compute(
            persons._fields["retention_date"],
            persons.search([("anonymised_on", "=", False)]),
        )
