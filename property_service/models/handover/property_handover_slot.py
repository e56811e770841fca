from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class PropertyHandoverSlot(models.Model):
    """A time of a delivery day at which so many owners can be received."""

    _name = "property.handover.slot"
    _description = "Appointment of a Delivery Day"
    _order = "date_start, id"
    _check_company_auto = True

    batch_id = fields.Many2one(
        comodel_name="property.handover.batch",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="batch_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="batch_id.company_id", store=True, index=True, precompute=True
    )
    date_start = fields.Datetime(string="From", required=True, index=True)
    date_end = fields.Datetime(string="To", required=True)
    capacity = fields.Integer(
        required=True, default=10, help="Owners who can be received in this time."
    )
    handover_ids = fields.One2many(
        comodel_name="property.handover", inverse_name="slot_id", string="Cases"
    )
    used_count = fields.Integer(string="Taken", compute="_compute_used_count")
    free_count = fields.Integer(string="Free", compute="_compute_used_count")

    _dates_ordered = models.Constraint(
        "CHECK(date_end > date_start)", "An appointment ends before it begins."
    )
    _capacity_positive = models.Constraint(
        "CHECK(capacity > 0)", "An appointment receives at least one owner."
    )

    @api.depends("handover_ids.state", "capacity")
    def _compute_used_count(self):
        rows = self.env["property.handover"]._read_group(
            [("slot_id", "in", self.ids), ("state", "!=", "cancelled")],
            ["slot_id"],
            ["__count"],
        )
        counts = {slot.id: count for slot, count in rows}
        for slot in self:
            slot.used_count = counts.get(slot._origin.id, 0)
            slot.free_count = max(slot.capacity - slot.used_count, 0)

    @api.depends("date_start", "date_end")
    def _compute_display_name(self):
        for slot in self:
            if not slot.date_start or not slot.date_end:
                slot.display_name = ""
                continue
            start, end = (
                fields.Datetime.context_timestamp(slot, moment)
                for moment in (slot.date_start, slot.date_end)
            )
            slot.display_name = f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}"

    @api.constrains("capacity")
    def _check_capacity(self):
        self._property_check_room()

    def _property_check_room(self):
        """No appointment takes more owners than it has room for.

        The slot's row is changed, so that of two people who give away the last place
        one fails and is told.
        """
        if not self:
            return
        # Having changed the row, the second of two transactions is tried again.
        self.env.execute_query(
            SQL(
                "UPDATE property_handover_slot SET id = id WHERE id IN %s RETURNING id",
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["used_count", "free_count"])
        for slot in self:
            if slot.used_count > slot.capacity:
                raise ValidationError(
                    self.env._(
                        "%(slot)s is full (%(capacity)s owners); choose another time.",
                        slot=slot.display_name,
                        capacity=slot.capacity,
                    )
                )
