from odoo import fields, models

DESK = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor"
)


class PropertyUnit(models.Model):
    """The unit's keys: what is kept, what is out, what the owner holds."""

    _inherit = "property.unit"

    key_set_ids = fields.One2many(
        comodel_name="property.key.set", inverse_name="unit_id", groups=DESK
    )
    key_set_count = fields.Integer(compute="_compute_key_counts", groups=DESK)
    key_out_count = fields.Integer(compute="_compute_key_counts", groups=DESK)

    def _compute_key_counts(self):
        """One grouped query for all units shown."""
        groups = self.env["property.key.set"]._read_group(
            [("unit_id", "in", self.ids)], ["unit_id"], ["__count", "copies_out:sum"]
        )
        found = {unit.id: numbers for unit, *numbers in groups}
        for unit in self:
            unit.key_set_count, unit.key_out_count = found.get(unit.id, (0, 0))

    # === Actions ===

    def action_open_keys(self):
        self.ensure_one()
        return self._property_open("property_key_set_action")

    # === Business methods ===

    def _property_keys_out(self):
        """Loans of the units' keys that are not back yet.

        Move-out and the renovation archive do not finish while there is one.

        :return: recordset of ``property.key.loan``
        """
        # Whether keys are out must not depend on who finishes the case.
        loans = self.env["property.key.loan"].sudo()
        return loans.search([("unit_id", "in", self.ids), ("state", "=", "out")]).sudo(
            self.env.su
        )

    def _property_keys_with_owner(self):
        """Sets of the units of which the owner holds copies.

        :return: recordset of ``property.key.set``
        """
        # As above: what the owner holds is a fact of the ledger.
        sets = self.env["property.key.set"].sudo()
        return sets.search(
            [("unit_id", "in", self.ids), ("copies_owner", ">", 0)]
        ).sudo(self.env.su)

    def _property_keys_kept(self):
        """Sets of the units of which copies hang in a cabinet."""
        # As above.
        sets = self.env["property.key.set"].sudo()
        return sets.search([("unit_id", "in", self.ids), ("copies_in", ">", 0)]).sudo(
            self.env.su
        )
