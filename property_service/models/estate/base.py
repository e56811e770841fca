from odoo import models
from odoo.exceptions import AccessError

EXPORT_GROUP = "property_service.property_service_group_export"
# Models each record of which tells something about a resident.
PEOPLE_MODELS = {
    "property.occupancy",
    "property.person",
    "property.consent",
    "property.vehicle",
}
# What a document shows of its partner anyway.
PARTNER_NAMES = {"id", ".id", "name", "display_name", "complete_name"}


class Base(models.AbstractModel):
    """Exporting residents needs a right and leaves a log row (SEC-01)."""

    _inherit = "base"

    def export_data(self, fields_to_export):
        guarded = not self.env.su and self._property_exports_residents(fields_to_export)
        if guarded and not self.env.user.has_group(EXPORT_GROUP):
            raise AccessError(
                self.env._(
                    "Exporting residents' data needs the right “Export of residents'"
                    " data”; ask the centre manager."
                )
            )
        result = super().export_data(fields_to_export)
        if guarded:
            self.env["property.access.log"]._property_log(
                "export", self, field_names=fields_to_export
            )
        return result

    def _property_exports_residents(self, paths):
        """Whether an export of these field paths shows residents' data."""
        if self._name in PEOPLE_MODELS:
            return True
        if self._name in ("res.partner", "res.users"):
            # Rows of people outside the user's estates count as well.
            partners = (
                self.sudo() if self._name == "res.partner" else self.sudo().partner_id
            )
            if any(partners.mapped("property_is_resident")):
                return True
        return any(self._property_path_shows_residents(path) for path in paths)

    def _property_path_shows_residents(self, path):
        model, steps, names = self, [], path.split("/")
        for name, following in zip(names, [*names[1:], None], strict=True):
            field = model._fields.get(name)
            if field is None or not field.relational:
                return False
            steps.append(name)
            # A list of units with their owners' names is a list of residents.
            of_unit = model._name == "property.unit"
            model = self.env[field.comodel_name]
            if model._name in PEOPLE_MODELS:
                return True
            named_only = not of_unit and following in (None, *PARTNER_NAMES)
            if model._name == "res.partner" and not named_only:
                # Rows of people outside the user's estates count as well.
                reached = self.sudo().mapped(".".join(steps))
                if any(reached.mapped("property_is_resident")):
                    return True
        return False
