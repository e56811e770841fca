from odoo import api, fields, models
from odoo.fields import Domain


class PropertyOccupancy(models.Model):
    """First and last days arrive by themselves: the unit's status follows them."""

    _inherit = "property.occupancy"

    is_start_done = fields.Boolean(
        readonly=True, copy=False, help="The unit's status has followed the first day."
    )
    is_end_done = fields.Boolean(
        readonly=True, copy=False, help="The unit's status has followed the last day."
    )

    _start_due_idx = models.Index("(is_start_done, date_start)")
    _end_due_idx = models.Index("(is_end_done, date_end)")

    @api.model_create_multi
    def create(self, vals_list):
        occupancies = super().create(vals_list)
        occupancies._property_follow_dates()
        return occupancies

    def write(self, vals):
        result = super().write(vals)
        if {"unit_id", "role", "date_start", "date_end"} & set(vals):
            # What has been followed once is followed again with its new days.
            flags = {"is_end_done": False}
            if {"unit_id", "role", "date_start"} & set(vals):
                flags["is_start_done"] = False
            super().write(flags)
            self._property_follow_dates()
        return result

    def _property_follow_dates(self):
        """Let the units' status follow the days that have come, once for each."""
        today = self.env.user._property_today()
        started = self.filtered(
            lambda row: not row.is_start_done and row.date_start <= today
        )
        ended = self.filtered(
            lambda row: not row.is_end_done and row.date_end and row.date_end < today
        )
        # Bookkeeping of the process; the desk's right to write may end with the row.
        started.sudo().write({"is_start_done": True})
        ended.sudo().write({"is_end_done": True})  # as above
        (started | ended).unit_id._property_follow_occupancies(started, ended)

    @api.model
    def _cron_follow_dates(self, limit=1000):
        """Occupancies that begin or end: touches only what is due."""
        today = self.env.user._property_today()
        due = (
            Domain("is_start_done", "=", False) & Domain("date_start", "<=", today)
        ) | (Domain("is_end_done", "=", False) & Domain("date_end", "<", today))
        rows = self.search(due, limit=limit)
        rows._property_follow_dates()
        remaining = self.search_count(due) if len(rows) == limit else 0
        self.env["ir.cron"]._commit_progress(len(rows), remaining=remaining)
