from odoo import fields, models
from odoo.exceptions import UserError


class PropertyCashClose(models.Model):
    """The cashier counts and hands in; a second person signs the day off."""

    _inherit = "property.cash.close"

    # === Actions ===

    def action_hand_in(self):
        """The cashier has counted; differences are explained (FEE-10)."""
        for close in self:
            close.check_access("write")
            if close.state != "draft":
                continue
            # The books are the ledger's, not the cashier's to write.
            close.sudo()._property_read_books()
            if not close.currency_id.is_zero(close.difference):
                close._property_require_explanation()
            close.sudo().state = "counted"  # guarded against direct writes
        return True

    def action_count_again(self):
        for close in self:
            close.check_access("write")
            if close.state == "counted":
                close.sudo().state = "draft"  # guarded against direct writes
        return True

    def action_sign_off(self):
        """A second person compares and closes the day; a cash difference is booked."""
        for close in self:
            close.check_access("write")
            if close.state != "counted":
                raise UserError(
                    self.env._("%(name)s is not handed in yet.", name=close.name)
                )
            if close.cashier_id == self.env.user:
                raise UserError(
                    self.env._(
                        "You counted %(name)s; a colleague signs it off.",
                        name=close.name,
                    )
                )
            # Guarded against direct writes; the ledger is read and written for the
            # person who signs, who may be a supervisor without rights on it.
            day = close.sudo()
            booked = day.amount_booked
            day._property_read_books()
            if day.currency_id.compare_amounts(booked, day.amount_booked):
                raise UserError(
                    self.env._(
                        "%(name)s: entries were booked after the count; let the"
                        " cashier count again.",
                        name=close.name,
                    )
                )
            # While the day is still open for its own entry.
            day._property_book_difference()
            day.write(
                {
                    "state": "closed",
                    "closed_by_id": self.env.user.id,
                    "date_closed": fields.Datetime.now(),
                }
            )
        return True

    def action_open_receipts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_receipt_action"
        )
        return {
            **action,
            "domain": list(self._property_receipt_domain()),
            "context": {},
        }

    # === Business methods ===

    def _property_require_explanation(self):
        if not (self.explanation or "").strip():
            raise UserError(
                self.env._(
                    "%(name)s: counted and booked differ by %(difference)s; write the"
                    " reason.",
                    name=self.name,
                    difference=self.currency_id.format(self.difference),
                )
            )
