from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .property_key_loan import FIXED


class PropertyKeyLoan(models.Model):
    """What the custody class asks of a borrower, and until when."""

    _inherit = "property.key.loan"

    # === Computes ===

    @api.depends("holder_kind", "partner_id", "set_id")
    def _compute_rules(self):
        """What the custody class asks of this borrower."""
        today = fields.Date.context_today(self)
        for loan in self:
            rules = loan.set_id.custody_class_id
            # Who lives in the unit is asked on behalf of whoever lends the key.
            holders = loan.set_id.unit_id.sudo().occupancy_ids.filtered(
                lambda row: row._is_current(today)
            )
            lives_there = loan.partner_id and loan.partner_id in holders.partner_id
            owns = (
                loan.partner_id
                in holders.filtered(lambda row: row.role == "owner").partner_id
            )
            loan.is_outsider = loan.holder_kind != "staff" and not (
                loan.holder_kind == "owner" and lives_there
            )
            loan.is_own_key = loan.holder_kind == "owner" and bool(owns)
            kind = (
                rules.outsiders == "approval" and rules.outsider_kind_id
                if loan.is_outsider
                else rules.approval_kind_id
            )
            loan.needs_approval = bool(kind) and not loan.is_own_key
            loan.needs_owner_contact = rules.needs_owner_contact and not loan.is_own_key

    # === Constraints ===

    @api.constrains("holder_kind", "staff_id", "partner_id", "holder_name")
    def _check_holder(self):
        for loan in self:
            if loan.holder_kind == "staff" and not loan.staff_id:
                raise ValidationError(
                    self.env._("Choose the member of staff who borrows the key.")
                )
            if loan.holder_kind == "owner" and not loan.partner_id:
                raise ValidationError(
                    self.env._("Choose the owner or tenant who borrows the key.")
                )
            if not (loan.holder_name or "").strip():
                raise ValidationError(self.env._("Enter who borrows the key."))

    @api.constrains("reason_id", "reason_note")
    def _check_reason(self):
        for loan in self:
            if loan.reason_id.needs_note and not (loan.reason_note or "").strip():
                raise ValidationError(
                    self.env._(
                        "Reason “%(reason)s”: say more in the details.",
                        reason=loan.reason_id.name,
                    )
                )

    @api.constrains("staff_id", "company_id")
    def _check_staff_company(self):
        for loan in self:
            if loan.staff_id and loan.staff_id.company_id != loan.company_id:
                raise ValidationError(
                    self.env._(
                        "%(staff)s works for another company.", staff=loan.staff_id.name
                    )
                )

    # === Business methods ===

    def _property_default_due(self):
        """End of the day by the class: the hour of closing, else midnight."""
        estate = self.estate_id or self.set_id.estate_id
        if not estate:
            return fields.Datetime.now()
        zone = pytz.timezone(
            estate.calendar_id.tz or estate.company_id.resource_calendar_id.tz or "UTC"
        )
        now = datetime.now(zone)
        day = now.date() + timedelta(days=self.custody_class_id.loan_days)
        hours, minutes = divmod(
            round(estate._property_parameter("key.due_hour") * 60), 60
        )
        due = zone.localize(datetime.combine(day, time(min(hours, 23), minutes)))
        if due <= now:
            due = zone.localize(datetime.combine(day, time(23, 59)))
        return due.astimezone(pytz.utc).replace(tzinfo=None)

    # === Approval ===

    def _property_approval_key(self):
        """Staff and outsiders are approved by whom the class names."""
        rules = self.set_id.custody_class_id
        kind = rules.outsider_kind_id if self.is_outsider else rules.approval_kind_id
        # The kind's code, whoever asks.
        return kind.sudo().code or "key_loan"

    def _property_approval_frozen_fields(self):
        later = {"owner_contact_id", "owner_contact_note", "id_seen", "deposit_asked"}
        return FIXED - later
