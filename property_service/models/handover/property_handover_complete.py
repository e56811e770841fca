from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class PropertyHandover(models.Model):
    """What follows from a completed move-in, in one transaction.

    The last step has checked the user's right; unit, people and fees follow as the
    process's own writes, hence the superuser in this file.
    """

    _inherit = "property.handover"

    fee_start_date = fields.Date(
        string="Owner pays from",
        compute="_compute_fee_start_date",
        help="By the start rule of the estate (setting fee.start_rule).",
    )

    def _compute_fee_start_date(self):
        for handover in self:
            day = handover.unit_id.handover_date or handover.date
            rule = (
                handover.estate_id._property_parameter("fee.start_rule")
                if handover.estate_id
                else None
            )
            handover.fee_start_date = (
                handover.unit_id._property_owner_from(rule, day)
                if handover.kind == "move_in" and rule
                else False
            )

    def _property_complete(self):
        """The last step is done: the case is complete, and everything follows it."""
        if self.date > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(case)s: the day %(day)s lies ahead; enter the day on which the"
                    " unit was really handed over.",
                    case=self.display_name,
                    day=self.date,
                )
            )
        now = fields.Datetime.now()
        # The checks are above; unit and people follow whoever completes it.
        case = self.sudo().with_company(self.company_id)
        case.write(
            {
                "state": "completed",
                "completed_on": now,
                "completed_by_id": self.env.uid,
                "duration": round((now - self.started_on).total_seconds() / 60),
            }
        )
        if not case.unit_id.try_lock_for_update(allow_referencing=True):
            raise UserError(
                self.env._(
                    "Somebody else works on unit %(unit)s; try again.",
                    unit=self.unit_id.code,
                )
            )
        if case.kind == "move_in":
            case._property_complete_move_in()
        else:
            case._property_complete_move_out()

    def _property_complete_move_in(self):
        """Handover date, people, status and fees of the unit (MVI-01, ARC-08).

        A unit that was handed over before keeps its day: the developer stays out, and
        a transfer has changed the owners already.
        """
        is_first = not self.unit_id.handover_date
        if is_first:
            self.unit_id.handover_date = self.date
        self._property_register_people()
        self._property_move_unit_in()
        if is_first:
            self._property_pass_fees()

    def _property_register_people(self):
        """Each person of the case holds the unit from its day on, once."""
        occupancies = self.env["property.occupancy"]
        held = occupancies.search(
            Domain("unit_id", "=", self.unit_id.id)
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", self.date))
        )
        rows = {(row.partner_id, row.role): row for row in held}
        for person in self.person_ids:
            row = rows.get((person.partner_id, person.role))
            if row:
                person._property_update_occupancy(row)
            else:
                row = occupancies.create(person._property_prepare_occupancy())
            person.occupancy_id = row

    def _property_move_unit_in(self):
        unit = self.unit_id
        state = self.state_after
        if not state:
            roles = set(self.person_ids.mapped("role"))
            if "tenant" in roles:
                state = "leased"
            elif "household" in roles:
                state = "occupied"
            else:
                state = "vacant"
        if unit.state == "renovating" and not self.state_after:
            return
        if unit.state == "undelivered" or self.state_after or state != "vacant":
            unit._property_set_state(state)

    def _property_pass_fees(self):
        """Days billed to the developer that the owner pays are billed to the owner."""
        charges = self.env["property.fee.charge"].search(
            Domain("unit_id", "=", self.unit_id.id)
            & Domain("state", "=", "posted")
            & Domain("partner_id", "=", self.estate_id.developer_id.id)
            & Domain("date_end", ">=", self.date)
        )
        reason = self.env._("Handover %(name)s", name=self.name)
        days = []
        for item, rows in charges.grouped("item_id").items():
            rule = item._property_start_rule(self.estate_id)
            first = self.unit_id._property_owner_from(rule)
            late = rows.filtered(lambda charge, day=first: charge.date_end >= day)
            if late:
                days += [first, *late.mapped("date_end")]
                late._property_reverse(reason, from_date=first)
        if days:
            # Days that stay with the developer are charged already and left alone.
            charges._property_bill(
                self.unit_id, min(days), max(days), items=charges.item_id
            )
