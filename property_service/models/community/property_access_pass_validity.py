from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class PropertyAccessPass(models.Model):
    """From when until when a pass opens the gate, and whether it does today."""

    _inherit = "property.access.pass"

    # === Computes ===

    @api.depends("renovation_id", "kind_id")
    def _compute_dates(self):
        """As long as the permit, or as the kind of pass allows."""
        today = fields.Date.context_today(self)
        for record in self:
            permit = record.renovation_id
            start = max(permit.permit_date_start or today, today)
            end = permit.permit_date_end or permit.date_end or record.date_end
            if record.kind_id.max_days:
                latest = start + timedelta(days=record.kind_id.max_days - 1)
                end = min(end or latest, latest)
            record.date_start = start
            record.date_end = max(end or start, start)

    @api.depends("state", "date_start", "date_end")
    def _compute_validity(self):
        today = fields.Date.context_today(self)
        for record in self:
            record.is_overdue = record.state == "issued" and record.date_end < today
            record.validity = record._property_validity(today)

    def _property_validity(self, today):
        self.ensure_one()
        if self.state != "issued":
            return "void"
        if self.date_end < today:
            return "expired"
        if self.renovation_id.is_site_stopped:
            return "stopped"
        return "early" if self.date_start > today else "valid"

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        overdue = Domain("state", "=", "issued") & Domain("date_end", "<", today)
        return overdue if True in value else ~overdue

    # === Constraints ===

    @api.constrains("date_start", "date_end", "renovation_id", "kind_id")
    def _check_dates(self):
        for record in self:
            record._property_check_permit_dates()
            days = record.kind_id.max_days
            if days and (record.date_end - record.date_start).days >= days:
                raise ValidationError(
                    self.env._(
                        "%(holder)s: a pass of the kind “%(kind)s” is valid for at most"
                        " %(days)s days; shorten it or choose another kind.",
                        holder=record.holder,
                        kind=record.kind_id.name,
                        days=days,
                    )
                )

    def _property_check_permit_dates(self):
        """REN-15: a pass never outlasts the renovation's permit."""
        last = self.renovation_id.permit_date_end
        if last and self.date_end > last:
            raise ValidationError(
                self.env._(
                    "%(holder)s: the permit of %(renovation)s ends on %(day)s; the pass"
                    " cannot be valid longer. Extend the permit first.",
                    holder=self.holder,
                    renovation=self.renovation_id.display_name,
                    day=last,
                )
            )
