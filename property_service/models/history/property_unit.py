from odoo import fields, models
from odoo.fields import Domain


class PropertyUnit(models.Model):
    """住户全景: the timeline of a unit through all its households (ARC-13)."""

    _name = "property.unit"
    _inherit = ["property.unit", "property.history.mixin"]

    repeat_problem_ids = fields.One2many(
        comodel_name="property.repeat.problem",
        inverse_name="unit_id",
        string="Repeated problems",
        groups="property_service.property_service_group_assistant,"
        "property_service.property_service_group_auditor",
    )

    # === Timeline ===

    def _property_history_domain(self, source):
        domain = Domain(source.unit, "in", self.ids)
        if self.env.user.share:
            domain &= self._property_history_own(source)
        return domain

    def _property_history_own(self, source):
        """A new household does not read of the one before it (SEC-01)."""
        # Since when the resident holds the unit is for the rule to know.
        residents = self.sudo().env.user.partner_id
        held = residents._property_resident_occupancies(
            fields.Date.context_today(self)
        ).filtered(lambda row: row.unit_id in self)
        if not held:
            return Domain.FALSE
        return Domain(source.date, ">=", min(held.mapped("date_start")))

    def _property_history_units(self):
        return self

    def _property_is_own(self):
        return self.env.user.share and (
            self.id in self.env.user._property_resident_units()
        )

    def _property_history_action(self):
        return "property_history_action_unit"

    # === Figures ===

    def _property_history_money(self):
        return {
            "arrears": self.amount_overdue,
            "deposits": self.deposit_held,
        }

    def _property_history_people(self):
        return self.current_occupancy_ids.partner_id

    def _property_desk_facts(self):
        """The desk hears of a matter that comes again and again (TRD-02)."""
        facts = super()._property_desk_facts()
        for problem in self.repeat_problem_ids.filtered(lambda p: p.state == "open"):
            facts.append(
                {
                    "label": self.env._("Repeated problem"),
                    "value": f"{problem.category_id.name} ×{problem.ticket_count}",
                    "level": "danger",
                }
            )
        return facts
