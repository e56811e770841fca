from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# From the status of the unit to those that a process may set next (ARC-10).
TRANSITIONS = {
    "undelivered": {"vacant", "renovating", "occupied", "leased"},
    "vacant": {"renovating", "occupied", "leased"},
    "renovating": {"vacant", "occupied", "leased"},
    "occupied": {"vacant", "renovating", "leased"},
    "leased": {"vacant", "renovating", "occupied"},
}
CORRECTION_GROUP = "property_service.property_service_group_supervisor"


class PropertyUnit(models.Model):
    """房态: moved by the processes, never typed over (ARC-10)."""

    _inherit = "property.unit"

    def write(self, vals):
        # Processes move the status as superuser, through the methods below.
        if "state" in vals and not self.env.su:
            if any(unit.state != vals["state"] for unit in self):
                raise UserError(
                    self.env._(
                        "The status of a unit is moved by handover, renovation, tenancy"
                        " and move-out; a supervisor can correct it with a reason."
                    )
                )
        if vals.get("active") is False and not self.env.su:
            self._property_check_unused()
        return super().write(vals)

    def _property_check_unused(self):
        """A unit leaves the lists when nobody holds it and nothing is billed (ARC-10).

        :raise AccessError: only for supervisors
        :raise UserError: naming the units that are in use
        """
        if not self.env.user.has_group(CORRECTION_GROUP):
            raise AccessError(self.env._("Units are archived by a supervisor."))
        if used := self._property_in_use():
            raise UserError(
                self.env._(
                    "%(units)s: somebody holds the unit or fees run on it. End both"
                    " before you archive it.",
                    units=", ".join(used.mapped("code")),
                )
            )

    def _property_in_use(self):
        """Units with holders of today or later; areas add what they bill."""
        today = fields.Date.context_today(self)
        # Holders count whether or not the user may see them.
        rows = self.env["property.occupancy"].sudo()
        return rows.search(
            Domain("unit_id", "in", self.ids)
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", today))
        ).unit_id.sudo(False)

    def _property_set_state(self, state):
        """Move the status as part of a process.

        :param str state: the next status
        :raise UserError: when the unit cannot go there from its present status
        """
        moving = self.filtered(lambda unit: unit.state != state)
        labels = dict(self._fields["state"]._description_selection(self.env))
        for unit in moving:
            if state not in TRANSITIONS[unit.state]:
                raise UserError(
                    self.env._(
                        "Unit %(unit)s cannot go from “%(old)s” to “%(new)s”.",
                        unit=unit.code,
                        old=labels[unit.state],
                        new=labels[state],
                    )
                )
            if unit.state == "undelivered" and not unit.handover_date:
                raise UserError(
                    self.env._(
                        "Unit %(unit)s is not handed over; enter its handover date"
                        " first.",
                        unit=unit.code,
                    )
                )
        # The right to move it comes with the process, not with the unit.
        moving.sudo().write({"state": state})

    def _property_correct_state(self, state, reason):
        """Set a wrong status right; the reason goes on record."""
        if not self.env.user.has_group(CORRECTION_GROUP):
            raise AccessError(
                self.env._("Only supervisors correct the status of a unit.")
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason for correcting the status."))
        self.check_access("write")
        # Checked above; write() refuses the status to every user.
        self.sudo().write({"state": state})
        for unit in self:
            unit._message_log(
                body=self.env._("Status corrected: %(reason)s", reason=reason.strip())
            )

    # === Actions ===

    def action_move_in(self):
        """People have moved in: the unit is occupied, or leased where a tenant is."""
        for unit in self:
            roles = set(unit.current_occupancy_ids.mapped("role"))
            if not roles & {"owner", "tenant"}:
                raise UserError(
                    self.env._(
                        "Unit %(unit)s has neither owner nor tenant today; enter who"
                        " moves in.",
                        unit=unit.code,
                    )
                )
            unit._property_set_state("leased" if "tenant" in roles else "occupied")

    def action_move_out(self):
        """Nobody lives or works in the unit any more."""
        self._property_set_state("vacant")

    # === Occupancies that begin and end ===

    def _property_follow_occupancies(self, started, ended):
        """Move the status after occupancies have begun or ended.

        A tenancy or a registered household shows that somebody has moved in; owning
        alone does not. Renovation and units that are not handed over stay as they are.

        :param started: occupancies whose first day has come
        :param ended: occupancies whose last day is over
        """
        today = fields.Date.context_today(self)
        occupancies = self.env["property.occupancy"]
        current = occupancies.search(
            Domain("unit_id", "in", self.ids)
            & occupancies._property_current_domain(today)
        ).grouped("unit_id")
        came = {(row.unit_id, row.role) for row in started}
        left = {(row.unit_id, row.role) for row in ended}
        for unit in self.filtered(
            lambda unit: unit.state in ("vacant", "occupied", "leased")
        ):
            roles = set(current.get(unit, occupancies).mapped("role"))
            state = self._property_state_after(unit, roles, came, left)
            if state:
                unit._property_set_state(state)

    def _property_state_after(self, unit, roles, came, left):
        if "tenant" in roles:
            return "leased" if (unit, "tenant") in came else None
        if unit.state == "leased" and (unit, "tenant") in left:
            return "occupied" if "household" in roles else "vacant"
        if unit.state == "vacant" and (unit, "household") in came:
            return "occupied" if "household" in roles else None
        gone = (unit, "owner") in left or (unit, "household") in left
        if unit.state == "occupied" and gone and not roles & {"owner", "household"}:
            return "vacant"
        return None
