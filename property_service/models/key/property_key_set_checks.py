from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .property_key_set import COUNTS, SUPERVISOR


class PropertyKeySet(models.Model):
    """What fits together on a hook, and what nobody writes over (KEY-01, KEY-02)."""

    _inherit = "property.key.set"

    # === Constraints ===

    @api.constrains("custody_class_id", "unit_id", "undertaking_id")
    def _check_unit(self):
        for keys in self:
            if keys.custody_class_id.needs_unit and not keys.unit_id:
                raise ValidationError(
                    self.env._(
                        "%(keys)s: keys of the class “%(name)s” belong to a unit;"
                        " choose it.",
                        keys=keys.name,
                        name=keys.custody_class_id.name,
                    )
                )
            undertaking = keys.undertaking_id
            if undertaking and undertaking.unit_id != keys.unit_id:
                raise ValidationError(
                    self.env._(
                        "%(keys)s: undertaking %(undertaking)s was signed for unit"
                        " %(unit)s.",
                        keys=keys.name,
                        undertaking=undertaking.name,
                        unit=undertaking.unit_id.code,
                    )
                )

    @api.constrains("estate_id", "unit_id", "cabinet_id", "hook")
    def _check_place(self):
        for keys in self:
            for other in (keys.unit_id, keys.cabinet_id):
                if other and other.estate_id != keys.estate_id:
                    raise ValidationError(
                        self.env._(
                            "%(keys)s: %(other)s belongs to another estate.",
                            keys=keys.name,
                            other=other.display_name,
                        )
                    )
            if keys.cabinet_id and not 0 < keys.hook <= keys.cabinet_id.hook_count:
                raise ValidationError(
                    self.env._(
                        "%(keys)s: cabinet %(cabinet)s has the hooks 1 to %(count)s.",
                        keys=keys.name,
                        cabinet=keys.cabinet_id.name,
                        count=keys.cabinet_id.hook_count,
                    )
                )

    # === Business methods ===

    def _property_check_write(self, vals):
        """What the ledger rests on is moved by its steps only (KEY-02)."""
        if self.env.su:
            return
        if {*COUNTS.values(), "copies", "state", "code"} & set(vals):
            raise UserError(
                self.env._("The copies of a key set follow from its movements.")
            )
        for keys in self:
            moved = {
                name
                for name in ("unit_id", "estate_id")
                if name in vals and (keys[name].id or False) != (vals[name] or False)
            }
            if moved and keys.movement_ids:
                raise UserError(
                    self.env._(
                        "%(keys)s has movements, so its unit and estate are fixed;"
                        " take it out of use and register a new set.",
                        keys=keys.display_name,
                    )
                )
            if vals.get("active") is False and (keys.copies_in or keys.copies_out):
                raise UserError(
                    self.env._(
                        "%(keys)s: copies are in the cabinet or lent; take them out of"
                        " use before archiving the set.",
                        keys=keys.display_name,
                    )
                )
        if "custody_class_id" in vals:
            self._property_check_class_change(vals["custody_class_id"])

    def _property_check_class_change(self, class_id):
        for keys in self.filtered(lambda k: k.custody_class_id.id != class_id):
            if not self.env.user.has_group(SUPERVISOR):
                raise AccessError(
                    self.env._("The custody class is changed by a supervisor only.")
                )
            if keys.copies_out:
                raise UserError(
                    self.env._(
                        "%(keys)s is lent; change its class after the return.",
                        keys=keys.display_name,
                    )
                )
