from odoo import api, models
from odoo.exceptions import AccessError, UserError


class PropertyStepMixin(models.AbstractModel):
    """A record whose status moves by its methods alone, each checking the step before.

    How to use it::

        class AccessPass(models.Model):
            _inherit = ["property.step.mixin"]

            def _property_step_fields(self):
                return {"state", "issued_on"}

            def action_issue(self):
                self._property_step("draft")
                self._property_set(state="issued", issued_on=fields.Datetime.now())
    """

    _name = "property.step.mixin"
    _description = "Record That Moves by Steps"

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        # Of no record yet: a copy is created from the record that it copies.
        fixed = self.browse()._property_step_fields()
        context = {
            key: value
            for key, value in self.env.context.items()
            if key.removeprefix("default_") not in fixed
        }
        # Fewer keys than before, which keywords cannot say.
        clean = self.with_context(context)  # pylint: disable=context-overridden
        records = super(PropertyStepMixin, clean).create(
            [
                {key: value for key, value in vals.items() if key not in fixed}
                for vals in vals_list
            ]
        )
        return records.with_env(self.env)

    def write(self, vals):
        if not self.env.su and (fixed := self._property_step_fields() & vals.keys()):
            labels = [
                self._fields[name]._description_string(self.env)
                for name in sorted(fixed)
            ]
            raise AccessError(
                self.env._(
                    "%(fields)s: set by the buttons of the document alone.",
                    fields=", ".join(labels),
                )
            )
        return super().write(vals)

    # === Hooks ===

    def _property_step_fields(self):
        """Names of the fields that only the steps set.

        :return: set of names
        """
        return {"state"}

    # === Business methods ===

    def _property_step(self, *states):
        """Lock the record and see that it stands where this step starts.

        :raise UserError: somebody else is at it, or it stands elsewhere
        """
        self.ensure_one()
        self.check_access("write")
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._(
                    "%(document)s: somebody else works on it just now; try again.",
                    document=self.display_name,
                )
            )
        self.invalidate_recordset(["state"])
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(document)s stands at “%(state)s”; this step starts at"
                    " “%(states)s”.",
                    document=self.display_name,
                    state=labels[self.state],
                    states=", ".join(labels[state] for state in states),
                )
            )

    def _property_set(self, **values):
        # write() refuses these to every user: only the steps set them.
        self.sudo().write(values)
