from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..deposit.property_deposit import OPEN_STATES
from ..fee.proration import ONE_DAY


class PropertyHandover(models.Model):
    """Moving out: cleared, given back, compared, and then closed (MVO-01).

    What the steps write into books, people and unit follows from the process, hence
    the superuser in this file.
    """

    _inherit = "property.handover"

    open_amount = fields.Monetary(
        string="Owed",
        compute="_compute_open_amount",
        compute_sudo=True,
        help="Open bills of these people on the unit less their unused credit.",
    )
    reversed_until = fields.Date(
        readonly=True,
        copy=False,
        help="Last day that had been billed to who moves out and was taken back.",
    )

    def _compute_open_amount(self):
        for handover in self:
            items, credits = handover._property_open_entries()
            handover.open_amount = sum((items | credits).mapped("amount_residual"))

    def _property_leavers(self):
        """Who must have paid: the occupant and everybody who leaves."""
        leaving = self.person_ids.filtered("leaves").partner_id
        partners = self.partner_id | leaving
        return partners | partners.commercial_partner_id

    def _property_open_entries(self):
        """Open debts and credits of the leaving people on the unit."""
        unit, leavers = self.unit_id, self._property_leavers()

        def of_leaver(line):
            return line.partner_id.commercial_partner_id in leavers

        return (
            unit._property_open_items().filtered(of_leaver),
            unit._property_open_credits().filtered(of_leaver),
        )

    def _property_require_reason(self):
        if self.kind == "move_out" and not self.reason:
            raise UserError(
                self.env._(
                    "%(case)s: enter why these people move out.", case=self.display_name
                )
            )

    # === Fees to the last day ===

    def _property_before_step(self, step):
        result = super()._property_before_step(step)
        self._property_require_reason()
        if self.kind == "move_out" and step.type_id.check_arrears:
            # The desk lets it be billed without rights on the ledger.
            self.sudo().with_company(self.company_id)._property_bill_to_last_day()
        return result

    def _property_bill_to_last_day(self):
        """Whoever pays and leaves is billed to the last day and no longer."""
        leaving = self.person_ids.filtered("leaves").partner_id
        payer = self.unit_id._property_payers(self.date).get(self.unit_id.id)
        if not payer or payer not in leaving:
            return
        assignments = self.env["property.fee.assignment"]
        if not assignments.search_count([("unit_id", "=", self.unit_id.id)], limit=1):
            return
        charges = self.env["property.fee.charge"].search(
            Domain("unit_id", "=", self.unit_id.id)
            & Domain("state", "=", "posted")
            & Domain("partner_id", "in", self._property_leavers().ids)
            & Domain("date_end", ">", self.date)
        )
        if charges:
            last = max(charges.mapped("date_end"))
            reason = self.env._("Moving out %(name)s", name=self.name)
            charges._property_reverse(reason, from_date=self.date + ONE_DAY)
            self.reversed_until = max(last, self.reversed_until or last)
        charges._property_bill(self.unit_id, self.date.replace(day=1), self.date)
        items, _credits = self._property_open_entries()
        items.move_id._property_apply_credits()

    # === Gates ===

    def _property_gates_arrears(self, step):
        """No open bill of the people who leave."""
        amount = self.open_amount
        message = self.env._(
            "Owed on unit %(unit)s: %(amount).2f",
            unit=self.unit_id.code,
            amount=amount,
        )
        is_clear = self.currency_id.compare_amounts(amount, 0) <= 0
        return [("arrears", is_clear, message, True)]

    def _property_gates_items(self, step):
        """Lent keys and valid passes of the unit come back too."""
        gates = super()._property_gates_items(step)
        if self.kind != "move_out":
            return gates
        loans = self.unit_id._property_keys_out()
        # Whether passes are out must not depend on who closes the case.
        passes = (
            self.env["property.access.pass"]
            .sudo()
            .search([("unit_id", "=", self.unit_id.id), ("state", "=", "issued")])
        )
        return gates + [
            (
                "keys_out",
                not loans,
                self.env._(
                    "Keys are lent: %(names)s",
                    names=", ".join(loans.mapped("display_name")),
                ),
                True,
            ),
            (
                "passes_out",
                not passes,
                self.env._(
                    "Passes are out: %(names)s",
                    names=", ".join(passes.mapped("name")),
                ),
                True,
            ),
        ]

    def _property_gates_deposits(self, step):
        """Nothing is held for these people on the unit any more (REN-22)."""
        # Amounts held are a fact of the case, not of the reader's rights.
        deposits = (
            self.env["property.deposit"]
            .sudo()
            .search(
                Domain("unit_id", "=", self.unit_id.id)
                & Domain("partner_id", "in", self._property_leavers().ids)
                & Domain("state", "in", OPEN_STATES)
            )
        )
        message = self.env._(
            "Deposits are held: %(names)s", names=", ".join(deposits.mapped("name"))
        )
        return [("deposits", not deposits, message, True)]

    def _property_certificate_gates(self):
        """The certificate is signed when all but the last step is done (MVO-01)."""
        before = self.step_ids.sorted("sequence")[:-1]
        waiting = before.filtered(lambda row: row.state == "waiting")
        message = self.env._(
            "Not done yet: %(steps)s", steps=", ".join(waiting.type_id.mapped("name"))
        )
        return [("all_steps", not waiting, message, False)]

    # === Completion ===

    def _property_complete_move_out(self):
        """Occupancies end on the last day, the status of the unit follows (MVO-01)."""
        leaving = self.person_ids.filtered("leaves")
        rows = self._property_end_occupancies(leaving)
        self._property_end_standing(leaving.partner_id)
        remaining = self._property_remaining(rows)
        roles = set(remaining.mapped("role"))
        if "tenant" in roles:
            state = "leased"
        elif "household" in roles:
            state = "occupied"
        else:
            state = "vacant"
        if self.unit_id.state in ("occupied", "leased"):
            self.unit_id._property_set_state(self.state_after or state)
        if self.reversed_until:
            self.env["property.fee.charge"]._property_bill(
                self.unit_id, self.date + ONE_DAY, self.reversed_until
            )

    def _property_end_occupancies(self, leaving):
        occupancies = self.env["property.occupancy"]
        held = occupancies.search(
            Domain("unit_id", "=", self.unit_id.id)
            & (Domain("date_end", "=", False) | Domain("date_end", ">", self.date))
        )
        pairs = {(person.partner_id, person.role) for person in leaving}
        rows = held.filtered(lambda row: (row.partner_id, row.role) in pairs)
        late = rows.filtered(lambda row: row.date_start > self.date)
        if late:
            raise UserError(
                self.env._(
                    "%(name)s is entered from a day after %(day)s; correct the row"
                    " first.",
                    name=late[0].partner_id.display_name,
                    day=self.date,
                )
            )
        rows.write({"date_end": self.date})
        return rows

    def _property_remaining(self, ended):
        occupancies = self.env["property.occupancy"]
        return occupancies.search(
            Domain("unit_id", "=", self.unit_id.id)
            & Domain("id", "not in", ended.ids)
            & occupancies._property_current_domain(self.date)
        )

    def _property_end_standing(self, partners):
        """Vehicles of who leaves, and the instructions that they gave, end too."""
        day = self.date
        running = Domain("date_end", "=", False) | Domain("date_end", ">", day)
        vehicles = self.env["property.vehicle"].search(
            Domain("unit_id", "=", self.unit_id.id)
            & Domain("partner_id", "in", partners.ids)
            & Domain("date_start", "<=", day)
            & running
        )
        vehicles.write({"date_end": day})
        instructions = self.unit_id.instruction_ids.filtered(
            lambda row: row.date_start <= day
            and (not row.date_end or row.date_end > day)
        )
        if partners:
            instructions.write({"date_end": day})
