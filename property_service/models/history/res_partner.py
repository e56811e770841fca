from odoo import fields, models
from odoo.fields import Domain


class ResPartner(models.Model):
    """客户画像: the timeline of a customer through all units held (ARC-13, TRD-06)."""

    _name = "res.partner"
    _inherit = ["res.partner", "property.history.mixin"]

    # === Timeline ===

    def _property_history_domain(self, source):
        """What names the customer, and what befell the units while held.

        A record that names somebody else of the unit is not the customer's.
        """
        people = (self | self.child_ids).ids
        if not source.person:
            return self._property_history_held(source)
        own = self._property_history_named(source, people)
        if source.model == "property.occupancy":
            return own
        unnamed = Domain(source.person, "=", False)
        if source.person_name:
            unnamed &= Domain(source.person_name, "=", False)
        return own | (unnamed & self._property_history_held(source))

    def _property_history_named(self, source, people):
        """Records that name these people, themselves or by the record they link to."""
        link, _dot, person = source.person.partition(".")
        if not person:
            return Domain(link, "in", people)
        # Looked up first: a subquery within an OR makes PostgreSQL read every row.
        linked = self.env[self.env[source.model]._fields[link].comodel_name]
        return Domain(link, "in", linked.search([(person, "in", people)]).ids)

    def _property_history_held(self, source):
        """Records of the units, from the first to the last day of holding each."""
        periods = []
        for row in self._property_history_occupancies():
            period = Domain(source.unit, "in", row.unit_id.ids)
            period &= Domain(source.date, ">=", row.date_start)
            if row.date_end:
                period &= Domain(
                    source.date, "<", fields.Date.add(row.date_end, days=1)
                )
            periods.append(period)
        return Domain.OR(periods)

    def _property_history_occupancies(self):
        return self.env["property.occupancy"].search([("partner_id", "in", self.ids)])

    def _property_history_units(self):
        return self._property_history_occupancies().unit_id

    def _property_history_action(self):
        return "property_history_action_partner"

    # === Figures ===

    def _property_history_money(self):
        """What the customer owes and what is held of his money, by the ledger."""
        units = self._property_history_units()
        # The desk sees the sums of its units, not the ledger.
        lines = self.env["account.move.line"].sudo()
        [(arrears,)] = lines._read_group(
            units._property_receivable_domain()
            & Domain("partner_id", "in", self.ids)
            & Domain("date_maturity", "<", fields.Date.context_today(self))
            & Domain("amount_residual", ">", 0),
            [],
            ["amount_residual:sum"],
        )
        held = 0.0
        deposits = self.env["property.deposit"]
        if deposits.has_access("read"):
            [(held,)] = deposits._read_group(
                [("partner_id", "in", self.ids), ("amount_held", ">", 0)],
                [],
                ["amount_held:sum"],
            )
        return {"arrears": arrears or 0.0, "deposits": held or 0.0}

    def _property_history_people(self):
        return self
