from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .property_handover import RUNNING

ADMINISTRATOR = "property_service.property_service_group_administrator"


class PropertyHandoverBatch(models.Model):
    """The cases of a delivery day: made, given a time, printed and counted."""

    _inherit = "property.handover.batch"

    handover_count = fields.Integer(string="All cases", compute="_compute_counts")
    completed_count = fields.Integer(string="Completed", compute="_compute_counts")
    running_count = fields.Integer(string="Under way", compute="_compute_counts")
    without_slot_count = fields.Integer(
        string="Without appointment", compute="_compute_counts"
    )
    open_risk_count = fields.Integer(string="Open risks", compute="_compute_counts")
    average_minutes = fields.Integer(
        string="Minutes a case", compute="_compute_counts", help="MVI-02"
    )

    def _compute_counts(self):
        """Of all days shown, with one query for cases and one for risks."""
        cases = {}
        for batch, state, has_slot, count, minutes in self.env[
            "property.handover"
        ]._read_group(
            [("batch_id", "in", self.ids), ("state", "!=", "cancelled")],
            ["batch_id", "state", "slot_id"],
            ["__count", "duration:sum"],
        ):
            cases.setdefault(batch.id, []).append((state, has_slot, count, minutes))
        risks = {
            batch.id: count
            for batch, count in self.env["property.handover.risk"]._read_group(
                [("batch_id", "in", self.ids), ("state", "=", "open")],
                ["batch_id"],
                ["__count"],
            )
        }
        for batch in self:
            rows = cases.get(batch.id, [])
            done = [row for row in rows if row[0] in ("completed", "archived")]
            batch.handover_count = sum(row[2] for row in rows)
            batch.completed_count = sum(row[2] for row in done)
            batch.running_count = sum(r[2] for r in rows if r[0] == "in_progress")
            batch.without_slot_count = sum(
                row[2] for row in rows if row[0] == "draft" and not row[1]
            )
            batch.average_minutes = (
                sum(row[3] or 0 for row in done) / batch.completed_count
                if batch.completed_count
                else 0
            )
            batch.open_risk_count = risks.get(batch.id, 0)

    # === Actions ===

    def action_create_cases(self):
        """A case for each chosen unit that has none under way, all in one go."""
        self.ensure_one()
        self._property_require_administrator()
        if not self.unit_ids:
            raise UserError(
                self.env._("%(day)s: choose the units first.", day=self.name)
            )
        cases = self.env["property.handover"]
        running = cases.search(
            [
                ("unit_id", "in", self.unit_ids.ids),
                ("kind", "=", "move_in"),
                ("state", "in", RUNNING),
            ]
        )
        # A case that was prepared by itself joins the day.
        running.filtered(
            lambda case: not case.batch_id and case.state == "draft"
        ).write({"batch_id": self.id})
        own = self.handover_ids.filtered(lambda case: case.state != "cancelled")
        missing = self.unit_ids - running.unit_id - own.unit_id
        cases.with_context(tracking_disable=True).create(
            [
                {
                    "kind": "move_in",
                    "unit_id": unit.id,
                    "batch_id": self.id,
                    "date": self.date,
                }
                for unit in missing.sorted("sort_key")
            ]
        )
        return self.action_open_cases()

    def action_assign_slots(self):
        """Give each case without an appointment the next free one, in walking order."""
        self.ensure_one()
        self._property_require_administrator()
        waiting = self.handover_ids.filtered(
            lambda case: case.state == "draft" and not case.slot_id
        ).sorted(lambda case: case.unit_id._property_walking_key())
        places = [
            slot for slot in self.slot_ids.sorted() for _i in range(slot.free_count)
        ]
        if len(places) < len(waiting):
            raise UserError(
                self.env._(
                    "%(day)s: %(cases)s cases wait, but only %(places)s places are"
                    " free; add appointments.",
                    day=self.name,
                    cases=len(waiting),
                    places=len(places),
                )
            )
        by_slot = {}
        for case, slot in zip(waiting, places[: len(waiting)], strict=True):
            by_slot[slot] = by_slot.get(slot, self.handover_ids.browse()) | case
        for slot, cases in by_slot.items():
            cases.with_context(tracking_disable=True).slot_id = slot
        return True

    def action_open(self):
        """The day begins: owners come."""
        for batch in self.filtered(lambda batch: batch.state == "draft"):
            batch._property_require_administrator()
            if not batch.handover_ids:
                raise UserError(self.env._("%(day)s has no cases yet.", day=batch.name))
            # The status is written by these buttons only.
            batch.sudo().state = "open"
        return True

    def action_close(self):
        """The day is over; cases that are still under way go on by themselves."""
        for batch in self:
            batch._property_require_administrator()
            # The status is written by these buttons only.
            batch.sudo().state = "closed"
        return True

    def action_open_cases(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_handover_move_in_action"
        )
        return {
            **action,
            "name": self.name,
            "path": False,
            "domain": [("batch_id", "=", self.id)],
            "context": {
                "default_batch_id": self.id,
                "default_kind": "move_in",
                "default_date": fields.Date.to_string(self.date),
            },
        }

    def action_open_risks(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_handover_risk_action"
            ),
            "path": False,
            "domain": [("batch_id", "=", self.id)],
            "context": {"default_batch_id": self.id},
        }

    def action_print_pack(self):
        """All papers of all cases, in the background when there are many (MVI-04)."""
        self.ensure_one()
        return self.handover_ids.action_print_pack()

    def action_print_notices(self):
        """The move-in notices of all cases, in the order of walking (MVI-09)."""
        self.ensure_one()
        return self.handover_ids.action_print_notices()

    # === Business methods ===

    def _property_require_administrator(self):
        self.check_access("write")
        if not self.env.user.has_group(ADMINISTRATOR):
            raise UserError(
                self.env._("Ask an administrator to prepare the delivery day.")
            )

    def _property_add_slots(self, first, last, minutes, capacity):
        """Appointments one after the other, from the first moment to the last.

        :param first: naive UTC datetime at which the first appointment begins
        :param last: the same at which the last one ends
        """
        self.ensure_one()
        values = []
        start, step = first, timedelta(minutes=minutes)
        while start + step <= last:
            values.append(
                {
                    "batch_id": self.id,
                    "date_start": start,
                    "date_end": start + step,
                    "capacity": capacity,
                }
            )
            start += step
        return self.env["property.handover.slot"].create(values)


class PropertyHandover(models.Model):
    """An appointment has room for so many, whoever gives the places away."""

    _inherit = "property.handover"

    @api.constrains("slot_id", "state", "batch_id")
    def _check_slot(self):
        for handover in self:
            if handover.slot_id and handover.slot_id.batch_id != handover.batch_id:
                raise UserError(
                    self.env._(
                        "%(case)s: the appointment belongs to another delivery day.",
                        case=handover.display_name,
                    )
                )
        self.slot_id._property_check_room()
