from odoo import api, fields, models
from odoo.fields import Domain

ROLE_ORDER = {"owner": 0, "tenant": 1, "agent": 2, "household": 3}


class PropertyHandover(models.Model):
    """A new case knows its steps, people, payments and items: nobody types them again.

    All of it is read and written for all new cases together, so that a delivery day
    of hundreds of units is made in one go.
    """

    _inherit = "property.handover"

    @api.model_create_multi
    def create(self, vals_list):
        handovers = super().create(vals_list)
        handovers._property_prepare()
        return handovers

    def _property_prepare(self):
        """Fill what follows from the unit and the estate (MVI-02)."""
        self._property_prepare_history()
        self._property_prepare_people()
        self._property_prepare_steps()
        moving_in = self.filtered(lambda handover: handover.kind == "move_in")
        moving_in._property_prepare_payments()
        moving_in._property_prepare_items()
        (self - moving_in)._property_prepare_returns()

    def _property_prepare_history(self):
        """The last move-in of each unit; a resale goes on from it."""
        cases = self.search(
            Domain("unit_id", "in", self.unit_id.ids)
            & Domain("kind", "=", "move_in")
            & Domain("state", "in", ("completed", "archived")),
            order="date, id",
        )
        last = {case.unit_id: case for case in cases}
        for handover in self:
            handover.previous_id = last.get(handover.unit_id)

    def _property_prepare_steps(self):
        types = self.env["property.handover.step.type"]
        groups = self.grouped(lambda handover: (handover.kind, handover.estate_id))
        values = [
            {
                "handover_id": handover.id,
                "type_id": step_type.id,
                "sequence": number,
            }
            for (kind, estate), handovers in groups.items()
            for number, step_type in enumerate(types._property_for(kind, estate), 1)
            for handover in handovers
        ]
        # Steps are made and stamped by the case alone.
        self.env["property.handover.step"].sudo().create(values)

    # === People ===

    def _property_prepare_people(self):
        """Who holds the unit, or will from the agreed day on, stands on the case."""
        day = min(self.mapped("date"), default=fields.Date.context_today(self))
        occupancies = self.env["property.occupancy"]
        rows = occupancies.search(
            Domain("unit_id", "in", self.unit_id.ids)
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", day))
        ).grouped("unit_id")
        values = []
        for handover in self:
            holders = rows.get(handover.unit_id, occupancies).sorted(
                lambda row: (ROLE_ORDER[row.role], -row.share, row.id)
            )
            if not handover.partner_id:
                handover.partner_id = handover._property_main_holder(holders)
            if not handover.person_ids:
                values += handover._property_prepare_persons(holders)
        self.env["property.handover.person"].create(values)

    def _property_main_holder(self, holders):
        """Moving in the owner, moving out the tenant before the owner."""
        if self.kind == "move_out":
            tenants = holders.filtered(lambda row: row.role == "tenant")
            holders = tenants or holders
        return holders[:1].partner_id

    def _property_prepare_persons(self, holders):
        """Values of the people's lines of one case."""
        values = [
            {
                "handover_id": self.id,
                "partner_id": row.partner_id.id,
                "role": row.role,
                "relation": row.relation,
                "share": row.share,
                "is_payer": row.is_payer,
                "occupancy_id": row.id,
                "leaves": self._property_leaves(row, holders),
            }
            for row in holders
        ]
        if self.kind == "move_in" and self.partner_id not in holders.partner_id:
            owns = not holders.filtered(lambda row: row.role == "owner")
            if self.partner_id and owns:
                values.append(
                    {
                        "handover_id": self.id,
                        "partner_id": self.partner_id.id,
                        "role": "owner",
                        "share": 100,
                    }
                )
        return values

    def _property_leaves(self, row, holders):
        """Ownership does not end by moving out; with a tenant the owner stays."""
        if self.kind == "move_in" or row.role == "owner":
            return False
        has_tenant = "tenant" in holders.mapped("role")
        return row.role != "agent" if has_tenant else row.role == "household"

    # === Payments and items ===

    def _property_prepare_payments(self):
        values = []
        for estate, handovers in self.grouped("estate_id").items():
            months = estate._property_parameter("handover.prepaid_months")
            fees = {}
            if months:
                # The desk reads fees, not each rate behind them.
                fees = handovers.unit_id.sudo()._property_monthly_fees()
            for handover in handovers:
                values += handover._property_prepare_fund()
                if fees.get(handover.unit_id.id):
                    values.append(handover._property_prepare_fee(months, fees))
        self.env["property.handover.payment"].create(values)

    def _property_prepare_fund(self):
        """The maintenance fund is paid before the first handover (165号令 §12, §13).

        On a resale it follows the unit (§28), so that nothing is asked for again.
        """
        parameter = self.estate_id._property_parameter
        if self.unit_id.handover_date or not parameter("handover.fund_required"):
            return []
        rate = parameter("handover.fund_rate")
        return [
            {
                "handover_id": self.id,
                "sequence": 1,
                "kind": "fund",
                "name": self.env._("Maintenance fund, first deposit"),
                "amount": self.currency_id.round(self.unit_id.area * rate),
            }
        ]

    def _property_prepare_fee(self, months, fees):
        amount = fees[self.unit_id.id] * months
        return {
            "handover_id": self.id,
            "sequence": 2,
            "kind": "fee",
            "name": self.env._(
                "Property service fee, %(months)s months", months=months
            ),
            "amount": self.currency_id.round(amount),
        }

    def _property_prepare_items(self):
        items = self.env["property.handover.item.kind"]._property_prepare_items(
            self.estate_id
        )
        self.env["property.handover.item"].create(
            [
                {"handover_id": handover.id, "sequence": number, **values}
                for handover in self
                for number, values in enumerate(items[handover.estate_id], 1)
            ]
        )

    def _property_prepare_returns(self):
        """Moving out: what was handed over at move-in is to come back (MVO-01)."""
        values = [
            {
                "handover_id": handover.id,
                "sequence": item.sequence,
                "kind": item.kind,
                "name": item.name,
                "number": item.number,
                "quantity": item.quantity,
            }
            for handover in self
            for item in handover.previous_id.item_ids
            if item.state == "issued"
        ]
        self.env["property.handover.item"].create(values)
